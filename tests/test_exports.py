"""Exports of WordPress and MediaWiki, Markdown, and lists of inputs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from scrub.inputs import Failure, Reading, read, wxr, xml_elements
from scrub.inputs.stream import Stream
from scrub.values import Page

WXR = b"""<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>
<item><title>One</title><link>http://a.example/one</link>
<content:encoded><![CDATA[<p>The bridge \x08opened.</p> ]]]]><![CDATA[> end]]></content:encoded>
<wp:post_id>12</wp:post_id><wp:post_date>2020-01-02 03:04:05</wp:post_date><wp:post_type>post</wp:post_type>
<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_content><![CDATA[Nice post, cheap pills here]]></wp:comment_content></wp:comment>
<wp:comment><wp:comment_id>8</wp:comment_id><wp:comment_content>I &lt;b&gt;agree&lt;/b&gt; &amp; more</wp:comment_content></wp:comment>
</item>
<item><title>Picture</title><content:encoded><![CDATA[]]></content:encoded><wp:post_type>attachment</wp:post_type></item>
<item><title>Two</title><link>http://a.example/two</link><content:encoded><![CDATA[about <item>s and </item>s]]></content:encoded>
<wp:post_id>13</wp:post_id><wp:post_type>page</wp:post_type></item>
</channel></rss>"""

WIKI = b"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><base>https://w.example/wiki/Main_Page</base></siteinfo>
<page><title>Old bridge</title><id>3</id>
<revision><id>31</id><timestamp>2020-01-02T03:04:05Z</timestamp><text xml:space="preserve">The '''bridge''' &amp; [http://x.example spam]</text></revision>
<revision><id>32</id><text bytes="0" /></revision></page>
<page><title>New bridge</title><id>4</id><revision><id>41</id><text>Second</text></revision></page></mediawiki>"""

SQL = rb"""-- MySQL dump 10.13
CREATE TABLE `wp_posts` (
  `ID` bigint(20) unsigned NOT NULL,
  `post_content` longtext NOT NULL,
  `post_date_gmt` datetime,
  `guid` varchar(255),
  PRIMARY KEY (`ID`)
) ENGINE=InnoDB;
INSERT INTO `wp_options` VALUES (1,'home','INSERT INTO wp_posts VALUES (9,\'no\')');
INSERT INTO `wp_posts` VALUES (1,'<p>It\'s the \"bridge\"\r\n, (opened); ''on'' Monday</p>','2020-01-02','http://a.example/?p=1'),(2,'','',NULL),(3,'third',NULL,'x');
INSERT INTO wp_comments (comment_ID, comment_content) VALUES
(5, 'Nice post'),
(6, _binary 'Cheap pills');
INSERT INTO `wp_comments` VALUES broken
INSERT INTO `old_posts` (`ID`,`post_content`) VALUES (7,'last');
"""


def found_in(path: Path, body: bytes, **options: str) -> list[Page | Failure]:
    path.write_bytes(body)
    return list(read([str(path)], Reading(**options)))  # type: ignore[arg-type]


def pages(found: list[Page | Failure]) -> dict[str | None, bytes]:
    return {f.record_id: f.body for f in found if isinstance(f, Page)}


def test_wxr_gives_posts_and_comments_and_bears_control_characters(tmp_path: Path) -> None:
    found = found_in(tmp_path / "export.xml", WXR)
    assert pages(found) == {
        "post 12": b"<p>The bridge \x08opened.</p> ]]> end",
        "comment 7": b"Nice post, cheap pills here",
        "comment 8": b"I <b>agree</b> & more",
        "page 13": b"about <item>s and </item>s",
    }
    assert [f.row for f in found] == [1, 2, 3, 4]
    assert isinstance(found[0], Page)
    assert (found[0].url, found[0].date) == ("http://a.example/one", "2020-01-02 03:04:05")
    assert [f.url for f in found[1:3]] == ["http://a.example/one"] * 2


def test_an_item_that_never_ends_costs_itself(tmp_path: Path) -> None:
    broken = WXR.replace(b"</item>\n<item><title>Picture", b"<item><title>Picture", 1)
    assert "page 13" in pages(found_in(tmp_path / "export.xml", broken))
    found = found_in(tmp_path / "cut.xml", WXR[: WXR.index(b"<wp:post_id>13")])
    assert [f.reason for f in found if isinstance(f, Failure)] == ["an element that never ends"]
    assert len(pages(found)) == 3


def test_huge_exports_are_read_element_by_element(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_elements, "PIECE", 512)
    item = WXR[WXR.index(b"<item>") : WXR.index(b"</item>") + 7]
    body = WXR[: WXR.index(b"<item>")] + b" " * 3000 + item * 50
    found = list(wxr.read(Stream(io.BytesIO(body)), "x", Reading()))
    assert len(found) == 150
    assert all(isinstance(f, Page) for f in found)


def test_mediawiki_gives_every_revision_as_text(tmp_path: Path) -> None:
    found = found_in(tmp_path / "dump.xml", WIKI)
    assert pages(found) == {"31": b"The '''bridge''' & [http://x.example spam]", "41": b"Second"}
    assert isinstance(found[0], Page)
    assert (found[0].url, found[0].date) == ("https://w.example/wiki/Old_bridge", "2020-01-02T03:04:05Z")
    assert found[0].content_type == "text/plain; charset=utf-8"
    assert found[1].url == "https://w.example/wiki/New_bridge"


def test_sql_gives_the_rows_of_posts_and_comments(tmp_path: Path) -> None:
    found = found_in(tmp_path / "dump", SQL)
    assert pages(found) == {
        "post 1": b"<p>It's the \"bridge\"\r\n, (opened); 'on' Monday</p>",
        "post 3": b"third",
        "comment 5": b"Nice post",
        "comment 6": b"Cheap pills",
        "post 7": b"last",
    }
    assert [f.reason for f in found if isinstance(f, Failure)] == ["no row of values where one must be"]
    assert (found[0].url, found[0].row) == ("http://a.example/?p=1", 2)


def test_a_statement_longer_than_a_piece_is_read_row_by_row(tmp_path: Path) -> None:
    rows = ",".join(f"({k},'{'bridge ' * 9000}')" for k in range(20))
    body = f"INSERT INTO `wp_posts` (`ID`,`post_content`) VALUES {rows};\n".encode()
    found = found_in(tmp_path / "dump.sql", body)
    assert list(pages(found)) == [f"post {k}" for k in range(20)]


def test_markdown_is_text_whose_tags_are_letters(tmp_path: Path) -> None:
    body = b"# Bridge\n\n<p>one</p><p>two</p><p>three</p>\n"
    (page,) = found_in(tmp_path / "a.md", body)
    assert isinstance(page, Page)
    assert (page.body, page.content_type) == (body, "text/plain")


def test_a_folder_gives_pages_and_web_archives_or_what_is_asked_for(tmp_path: Path) -> None:
    for name in ("a.html", "b.md", "c.jsonl"):
        (tmp_path / name).write_bytes(b'{"text": "words"}\n')

    def names(**options: str) -> list[str]:
        found = read([str(tmp_path)], Reading(**options))  # type: ignore[arg-type]
        return [Path(f.source or "").name for f in found]

    assert names() == ["a.html"]
    assert names(kind="markdown") == ["b.md"]
    assert names(kind="jsonl") == ["c.jsonl"]


def test_a_list_names_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    listing = tmp_path / "list"
    listing.write_text(f"# pages\n\n{tmp_path / 'a.txt'}\r\nnone.html\nhttp://a.example/\n")
    found = list(read([f"@{listing}"]))
    assert [f.source for f in found] == [str(tmp_path / "a.txt"), "none.html", "http://a.example/"]
    (failure,) = read([f"@{tmp_path / 'missing'}"])
    assert isinstance(failure, Failure) and failure.reason == "no such file or directory"


def test_the_caller_knows_better_than_the_bytes(tmp_path: Path) -> None:
    (page,) = found_in(tmp_path / "x.jsonl", b'{"text": "words"}\n', kind="text")
    assert isinstance(page, Page) and page.body == b'{"text": "words"}\n'
