"""The same page written otherwise gives the same text, and no page at all is ever an exception."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import scrub

WORDS = (
    "the bridge over river was closed for repairs and council said that work would take two years because "
    "engineers found rust in old steel beams which carry road above water near market square"
).split()
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=8, max_size=25).map(
    lambda words: " ".join(words).capitalize() + "."
)
PARAGRAPH = st.lists(SENTENCE, min_size=2, max_size=4).map(" ".join)
INLINE = st.sampled_from(
    ["{}", "<em>{}</em>", '<a href="/more">{}</a>', "<b>{}</b>", "{}&nbsp;&mdash; so it is.", "{}<br>and on"]
)
BLOCK = st.one_of(
    st.tuples(PARAGRAPH, INLINE).map(lambda found: f"<p>{found[1].format(found[0])}</p>"),
    PARAGRAPH.map(lambda text: f"<p>{text}</p>"),
    SENTENCE.map(lambda text: f"<h2>{text[:40]}</h2>"),
    st.lists(SENTENCE, min_size=2, max_size=4).map(lambda items: "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"),
    SENTENCE.map(lambda text: f"<blockquote><p>{text}</p></blockquote>"),
    st.tuples(SENTENCE, SENTENCE).map(lambda row: f"<table><tr><td>{row[0]}</td><td>{row[1]}</td></tr></table>"),
)  # fmt: skip
BODY = st.lists(BLOCK, min_size=3, max_size=8).map("".join)
_TAG = re.compile(
    r"(</?(?:html|head|title|body|header|nav|main|article|footer|div|p|h1|h2|ul|li|blockquote|table|tr|td)\b[^>]*>)"
)


def page(body: str) -> str:
    """A page without any white space between its elements."""
    menu = "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in WORDS[:6])
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The bridge</title></head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>The bridge is open</h1>{body}</article></main>"
        f'<footer><p>Copyright 2024 The Example Times</p><ul>{menu}</ul></footer></body></html>'
    )  # fmt: skip


def pretty(html: str) -> str:
    """Every block-level tag on a line of its own, indented: nothing that a reader would see."""
    return re.sub(r"\n\s*\n", "\n", _TAG.sub(r"\n    \1\n\t", html))


@settings(max_examples=40, deadline=None)
@given(BODY)
def test_bytes_and_str_give_the_same(body: str) -> None:
    html = page(body)
    assert scrub.clean(html.encode()) == scrub.clean(html)
    assert scrub.clean(b"\xef\xbb\xbf" + html.encode()).text == scrub.clean(html).text


@settings(max_examples=60, deadline=None)
@given(BODY)
def test_pretty_printing_changes_nothing(body: str) -> None:
    html = page(body)
    one, other = scrub.clean(html), scrub.clean(pretty(html))
    assert one.text == other.text
    assert (one.markdown, one.html) == (other.markdown, other.html)


# Three paragraphs that leave a model in doubt about the heading above them.
DOUBTFUL = "".join(
    f"<p>{' '.join('The' + ' the' * (n - 1) + '.' for n in lengths)}</p>"
    for lengths in ((8, 8, 9), (8, 8, 14, 8), (8, 8, 17))
)


@settings(max_examples=60, deadline=None)
@example(DOUBTFUL, "<div>{}</div>")
@given(BODY, st.sampled_from(["<div>{}</div>", '<div id="page">{}</div>', "<div><div>{}</div></div>"]))
def test_a_wrapper_changes_nothing(body: str, wrapper: str) -> None:
    html = page(body)
    before, _, rest = html.partition("<body>")
    inside, _, after = rest.partition("</body>")
    wrapped = f"{before}<body>{wrapper.format(inside)}</body>{after}"
    assert scrub.clean(wrapped).text == scrub.clean(html).text


@settings(max_examples=30, deadline=None)
@given(BODY)
def test_what_no_reader_sees_changes_nothing(body: str) -> None:
    """Comments, attributes of no meaning, letter case of tags, entities instead of characters."""
    html = page(body)
    text = scrub.clean(html).text
    assert scrub.clean(html.replace("</p>", "<!-- end --></p>")).text == text
    assert scrub.clean(html.replace("<p>", '<p data-k="1">')).text == text
    assert scrub.clean(html.replace("<p>", "<P>").replace("</p>", "</P>")).text == text
    assert scrub.clean(html.replace(" the ", " t&#104;e ")).text == text


@settings(max_examples=30, deadline=None)
@given(BODY)
def test_an_article_can_be_pickled_and_cleaned_again(body: str) -> None:
    """Its own HTML, put into a page, is the same article."""
    article = scrub.clean(page(body))
    assert pickle.loads(pickle.dumps(article)) == article
    assert scrub.clean(page(body)) == article


NOTHING = [
    "", " \n", "<html>", "<!-- only a comment -->", "<body></body>", "<script>x()</script>", "<p></p>", "<p>&nbsp;</p>",
    "<img src=a.jpg>", "<table><tr><td></td></tr></table>", "\x00", "\ufeff", "<title>Title</title>", "<frameset></frameset>",
]  # fmt: skip


@pytest.mark.parametrize("html", NOTHING)
def test_nothing_found_is_a_clear_state(html: str) -> None:
    for found in (scrub.clean(html), scrub.clean(html.encode())):
        assert found.text == ""
        assert found.why
        assert found.markdown == found.html == ""
        assert "<body>" in found.tei
        assert not found.comments and not found.structure


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300),
        st.text(st.sampled_from("<>/=\"' &;!-abhpdivtrul\n\x00"), max_size=300),
    )
)
def test_no_input_is_an_exception(html: bytes | str) -> None:
    article = scrub.clean(html)
    assert article.text or article.why
    assert isinstance(article.markdown + article.html + article.tei, str)
