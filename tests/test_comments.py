"""Comments: apart from the article's text, with their authors and dates, without the spam in them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import scrub as command
from markdown_it import MarkdownIt
from verdicts import spans_of, verdicts_for

import scrub
from scrub.cleaner import Article, Comment, clean_document
from scrub.outputs import FORMS
from scrub.parser import parse_markup
from scrub.values import Page

STORY = "".join(
    f"<p>The bridge over the river was closed for repairs on day {k}, said the council in a long statement.</p>"
    for k in range(6)
)
WORDPRESS = """<div id="comments" class="comments-area"><h2>2 thoughts on the bridge</h2><ol class="comment-list">
<li id="comment-1" class="comment even"><article class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><b class="fn">Ann Lee</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="#c1"><time>March 2, 2021 at 9:30 am</time></a></div></footer>
<div class="comment-content"><p>First line.</p><p>Second line.</p></div>
<div class="reply"><a href="?r=1">Reply</a></div></article>
<ol class="children"><li id="comment-2" class="comment odd"><article class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">Bo</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="#c2">March 3, 2021 at 8:00 pm</a></div></footer>
<div class="comment-content"><p>An answer. Buy cheap pills</p></div></article></li></ol></li></ol>
<div id="respond" class="comment-respond"><form class="comment-form"><p>Leave a Reply</p><label>Name</label></form></div>
</div>"""


def page(comments: str, head: str = "") -> str:
    """An article with something below it."""
    return f"<html lang=en><head>{head}</head><body><article><h1>Bridge</h1>{STORY}</article>{comments}</body></html>"


def cleaned(html: str, *spam: str, page_type: str = "article") -> Article:
    """The article of a page whose every block was taken for main content."""
    document = parse_markup(html, None)
    verdicts = replace(verdicts_for(document, spans=spans_of(document, *spam)), page_type=page_type)
    return clean_document(document, verdicts, html)


def test_comments_stand_apart() -> None:
    article = cleaned(page(WORDPRESS))
    assert article.comments == (
        Comment("First line.\n\nSecond line.", "Ann Lee", "2021-03-02T09:30:00"),
        Comment("An answer. Buy cheap pills", "Bo", "2021-03-03T20:00:00"),
    )
    assert article.text.endswith("in a long statement.")
    assert "thoughts" not in article.text


def test_spam_in_comments_is_removed_there_too() -> None:
    article = cleaned(page(WORDPRESS), "Buy cheap pills")
    assert [comment.text for comment in article.comments] == ["First line.\n\nSecond line.", "An answer."]
    assert [removal.at for removal in article.removed] == [-1]
    assert len(cleaned(page(WORDPRESS), "An answer. Buy cheap pills").comments) == 1


def test_in_a_forum_the_thread_is_the_content() -> None:
    article = cleaned(page(WORDPRESS), page_type="forum")
    assert article.comments == ()
    assert "First line." in article.text


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        (  # names and dates on one line
            "<ul class=comments><li class=comment><p>Eva schrieb am 3. Mai 2020, 12:30 Uhr:</p><p>Sehr gut!</p></li></ul>",
            [("Eva", "Sehr gut!")],
        ),
        (  # siblings that repeat, in a list named after comments
            "<div class=commentList><div class=row><b>Kim:</b><br>Nice one.</div><div class=row><b>Lou:</b><br>Not so.</div></div>",
            [("Kim", "Nice one."), ("Lou", "Not so.")],
        ),
        (  # microdata, and no name at all
            '<div itemscope itemtype="https://schema.org/Comment"><div class=user>Max</div><p>Well done.</p></div>',
            [("Max", "Well done.")],
        ),
    ],
)
def test_comments_are_told_by_what_the_page_says(comments: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.author, c.text) for c in cleaned(page(comments)).comments] == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=no-comments>Comments are closed.</div>",
        "<div id=respond class=comment-respond><form class=comment-form><p>Your comment</p></form></div>",
        "<aside class='widget recent-comments'><li class=comment>Ann on Bridge</li><li class=comment>Bo on Road</li></aside>",
        "<div class=commentary><p>By Jane Doe, March 2, 2021</p><p>An opinion piece.</p></div>",
        "<div class=comment-count>12 comments</div>",
        "<div class=comments><p>Comments are moderated before they appear.</p></div>",
    ],
)
def test_what_only_has_the_word_in_its_name_is_no_comment(markup: str) -> None:
    article = cleaned(page(markup))
    assert article.comments == ()
    assert "".join(article.text.split()).endswith("".join(parse_markup(markup, None).text.split()))


def test_a_page_that_is_called_a_comment_keeps_its_text() -> None:
    article = cleaned(f"<body class=single-comment><div class='comment post'>{STORY}</div></body>")
    assert article.comments == ()
    assert article.text.count("bridge") == 6


JSONLD = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge", "comment": [
{"@type": "Comment", "text": "Only here &amp; now.", "author": {"name": "Zoe"}, "dateCreated": "2021-03-04"},
{"@type": "Comment", "text": ""}, "odd"]}</script>"""


def test_comments_that_only_jsonld_has() -> None:
    assert cleaned(page("", JSONLD)).comments == (Comment("Only here & now.", "Zoe", "2021-03-04"),)
    assert cleaned(page(WORDPRESS, JSONLD)).comments[0].author == "Ann Lee"


def test_the_option_leaves_them_out() -> None:
    html = page(WORDPRESS)
    assert len(scrub.clean(html).comments) == 2
    dropped = scrub.clean(html, comments="drop")
    assert dropped.comments == ()
    assert dropped.text == scrub.clean(html).text
    with pytest.raises(scrub.OptionError, match="comments"):
        scrub.Options(comments="some")


def test_every_format_has_a_place_for_them() -> None:
    article = cleaned(page(WORDPRESS))
    source = Page(source="p.html")
    assert FORMS["text"].render(source, article).endswith("\n\nAn answer. Buy cheap pills\n")
    assert json.loads(FORMS["jsonl"].render(source, article))["comments"][1]["author"] == "Bo"
    assert '<div type="comments">' in FORMS["tei"].render(source, article)
    odd = replace(article, comments=(Comment("# one *two*\n---\n\n1. three", "<b>"),))
    rendered = MarkdownIt("commonmark").render(FORMS["markdown"].render(source, odd))
    assert rendered.endswith(
        "<blockquote>\n<p>&lt;b&gt;</p>\n<p># one *two*<br />\n---</p>\n<p>1. three</p>\n</blockquote>\n"
    )


@pytest.mark.parametrize(
    ("arguments", "there"),
    [
        ((), False),
        (("--comments", "keep"), True),
        (("--format", "json"), True),
        (("--format", "json", "--comments", "drop"), False),
    ],
)
def test_the_flag(tmp_path: Path, arguments: tuple[str, ...], *, there: bool) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(WORDPRESS), "utf-8")
    assert (b"Second line." in command("clean", *arguments, file).stdout) is there
