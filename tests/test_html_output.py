"""Articles as HTML documents: complete, escaped, and with nothing on them but what was kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import scrub as command
from selectolax.lexbor import LexborHTMLParser, LexborNode

import scrub
from scrub.outputs import FORMS
from scrub.values import Page

STORY = "".join(
    f"<p>The council met for the {k}th time and spoke of the old bridge for two hours.</p>"
    for k in range(4, 9)
)
PAGE = (
    '<html lang="en"><head><title>Bridges &amp; "boats"</title><meta name="author" content="A. &lt;b&gt; Writer">'
    '<meta name="description" content="&quot;&gt;&lt;script&gt;1&lt;/script&gt;"></head><body><article>'
    f"<h1>Bridges &amp; &quot;boats&quot;</h1>{STORY}<p>See <a href='javascript:alert(1)'>this</a> and "
    "<a href='/more?a=1&amp;b=2'>more of it</a>, &lt;script&gt;alert(2)&lt;/script&gt;.</p></article></body></html>"
)


def rendered(markup: str, url: str | None = "https://a.example/news?x=1&y=2", **options: str) -> str:
    page = Page(markup.encode(), url=url, content_type="text/html")
    (article,) = scrub.clean_many([page], 1, **options)
    return FORMS["html"].render(page, article)


def first(tree: LexborHTMLParser, selector: str) -> LexborNode:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def test_it_is_a_document_with_head_and_body() -> None:
    tree = LexborHTMLParser(rendered(PAGE))
    assert first(tree, "html").attributes["lang"] == "en"
    assert first(tree, "title").text() == 'Bridges & "boats"'
    assert first(tree, "meta[name=author]").attributes["content"] == "A. <b> Writer"
    assert first(tree, "link[rel=canonical]").attributes["href"] == "https://a.example/news?x=1&y=2"
    assert len(tree.css("body > article > p")) == 6
    assert first(tree, "article a").attributes["href"] == "https://a.example/more?a=1&b=2"


def test_nothing_of_the_page_runs() -> None:
    out = rendered(PAGE)
    assert "<script" not in out and "javascript:" not in out
    assert "&lt;script&gt;alert(2)" in out and "<b>" not in out


@pytest.mark.parametrize("url", [None, "file:///etc/passwd", "javascript:alert(1)"])
def test_only_addresses_of_the_web_are_canonical(url: str | None) -> None:
    assert "canonical" not in rendered(PAGE, url)


def test_no_text_is_no_document() -> None:
    assert rendered("<html><body></body></html>") == ""


def test_comments_stand_behind_the_article_where_they_are_kept() -> None:
    comment = '<li class="comment"><cite>Ann</cite><p>I crossed it &lt;often&gt; as a child, and it never shook at all.</p></li>'
    markup = PAGE.replace("</article>", f'</article><ol id="comments" class="commentlist">{comment * 3}</ol>')
    kept = LexborHTMLParser(rendered(markup, comments="keep"))
    assert "<often>" in first(kept, "section blockquote p").text()
    assert not LexborHTMLParser(rendered(markup, comments="drop")).css("section")


def test_the_command_writes_it(tmp_path: Path) -> None:
    source, out = tmp_path / "page.html", tmp_path / "out.html"
    source.write_text(PAGE, "utf-8")
    done = command("clean", source, "-o", out)
    assert done.returncode == 0, done.stderr
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>\n<html")
    assert command("clean", source, "--format", "html").stdout.count(b"<article>") == 1
