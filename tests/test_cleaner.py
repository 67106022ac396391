"""The cleaner: what is left, what stands between it, and that every removal can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from verdicts import spans_of, verdicts_for

from scrub.cleaner import Article, clean_document, restore
from scrub.parser import parse_markup, parse_text
from scrub.values import ANCHOR, RUN


def cleaned(html: str, *spam: str, **named: object) -> Article:
    """The article of a page in which the named texts are injected."""
    document = parse_markup(html, named.pop("url", None))  # type: ignore[arg-type]
    spans = spans_of(document, *spam)
    return clean_document(document, verdicts_for(document, spans=spans, **named), html)  # type: ignore[arg-type]


def cleaned_text(text: str, *spam: str) -> Article:
    """The article of a plain text in which the named texts are injected."""
    document = parse_text(text)
    return clean_document(document, verdicts_for(document, spans=spans_of(document, *spam), unit=RUN))


@pytest.mark.parametrize(
    ("before", "spam", "after"),
    [
        ("one\ntwo\nspam spam", ["spam spam"], "one\ntwo"),
        ("one\ntwo\nspam spam\n", ["spam spam"], "one\ntwo\n"),
        ("one\r\nspam\r\ntwo\r\n", ["spam"], "one\r\ntwo\r\n"),
        ("one\r\nspam", ["spam"], "one"),
        ("spam\none", ["spam"], "one"),
        ("spam", ["spam"], ""),
        ("one\n\nspam\n\ntwo", ["spam"], "one\n\n\ntwo"),
        ("one\nspam a\n\nspam b\ntwo", ["spam a", "spam b"], "one\ntwo"),
        ("honest words spam tail\ntwo", ["spam tail"], "honest words\ntwo"),
        ("spam head honest words", ["spam head"], "honest words"),
        ("honest spam words", ["spam"], "honest words"),
        ("honest  spam  words", ["spam"], "honest  words"),
        ("honest(spam)words", ["(spam)"], "honestwords"),
        ("  spam  \nkeep", ["spam"], "keep"),
        ("a spam b\nspam2\nc", ["spam", "spam2"], "a b\nc"),
    ],
)
def test_plain_text_keeps_every_other_character(before: str, spam: list[str], after: str) -> None:
    """A line goes with its line break, a run with the spaces beside it, and nothing else."""
    article = cleaned_text(before, *spam)
    assert article.text == after
    assert restore(article) == before


LINES = st.lists(
    st.tuples(st.text(st.sampled_from("ab ,.\té漢"), min_size=0, max_size=9), st.booleans()), max_size=8
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n"]), st.booleans())
def test_undoing_text_removals_restores_the_input(
    lines: list[tuple[str, bool]], ending: str, final: bool
) -> None:
    """Whatever lines go, putting the removals back gives the input, character by character."""
    text = ending.join(line for line, _ in lines) + (ending if final else "")
    document = parse_text(text)
    rows = zip(document.start.tolist(), document.end.tolist(), strict=True)
    spans = [span for k, span in enumerate(rows) if k % 2]
    article = clean_document(document, verdicts_for(document, spans=spans))
    assert restore(article) == text
    for a, b in spans:
        assert b > a


PAGE = """<html><head><title>T</title></head><body><h1>Head</h1><p>First <b>bold</b> words.</p>
<p>Second with <a href="/x">a link</a> inside.</p><ul><li>one</li><li>two</li></ul>
<p>line<br>broken</p><div><a href="http://spam.example/">buy</a> <a href="http://s2.example/">pills</a></div>
<p>Last.</p></body></html>"""


def test_html_text_is_what_a_reader_sees() -> None:
    """Paragraphs stand apart, items and broken lines on lines of their own."""
    article = cleaned(PAGE)
    assert article.text == (
        "Head\n\nFirst bold words.\n\nSecond with a link inside.\n\none\ntwo\n\nline\nbroken\n\nbuy pills\n\nLast."
    )


def test_removed_block_leaves_no_gap_and_comes_back() -> None:
    """A removed paragraph leaves one paragraph break, and restoring gives the dirty text."""
    dirty = cleaned(PAGE).text
    article = cleaned(PAGE, "buy pills")
    assert "broken\n\nLast." in article.text
    assert restore(article) == dirty
    (removal,) = article.removed
    assert removal.links == ("http://spam.example/", "http://s2.example/")
    assert removal.line == 3
    assert removal.css_path.startswith("html > body > div")


@pytest.mark.parametrize(
    ("html", "spam", "text"),
    [
        ("<p>An honest <a href=//x.test>spam</a> sentence.", ["spam"], "An honest sentence."),
        ("<p>An honest sentence <a href=//x.test>spam</a>", ["spam"], "An honest sentence"),
        ("<p><a href=//x.test>spam</a> An honest sentence", ["spam"], "An honest sentence"),
        ("<p>Honest.<span style=display:none> spam </span>And more.", ["spam"], "Honest. And more."),
        ("<p>a<p>spam one<p>spam two<p>b", ["spam one", "spam two"], "a\n\nb"),
        ("<p>spam<p>a", ["spam"], "a"),
        ("<p>a<p>spam", ["spam"], "a"),
        ("<p>spam", ["spam"], ""),
        ("<p>a<br>spam<p>b", ["spam"], "a\n\nb"),
        ("<p>a<p>spam<br>b", ["spam"], "a\n\nb"),
        ("<p><a href=//x.test>s1</a> | <a href=//x.test>s2</a><p>b", ["s1", "s2"], "b"),
        ("<ul><li>a<li>spam<li>b</ul>", ["spam"], "a\nb"),
    ],
)
def test_cuts_in_html(html: str, spam: list[str], text: str) -> None:
    """The smallest unit goes, with one of the gaps around it."""
    article = cleaned(html, *spam, unit=ANCHOR)
    assert article.text == text
    assert restore(article) == cleaned(html).text


def test_spam_outside_the_main_content_is_told_but_cuts_nothing() -> None:
    """A farm in the footer is a removal that the clean text never held."""
    html = "<p>Article text.</p><footer>spam farm</footer>"
    article = cleaned(html, "spam farm", main=[0])
    assert article.text == "Article text."
    assert [r.at for r in article.removed] == [-1]
    assert restore(article) == article.text


def test_nothing_found_is_a_state() -> None:
    """Empty pages, pages without main content and doorway pages say why their text is empty."""
    assert cleaned("").why == "the page has no text"
    assert cleaned("<p>x", main=[]).why == "no main content found"
    assert cleaned("<p>spam", "spam", doorway=True).why.startswith("doorway page")
    assert cleaned("<p>spam", "spam").why == "all of the main content is injected spam"


def test_markdown() -> None:
    """Headings, lists, links, breaks; nothing in the text turns into markup."""
    article = cleaned(PAGE, url="https://site.example/a/")
    assert article.markdown == (
        "# Head\n\nFirst **bold** words.\n\nSecond with [a link](https://site.example/x) inside.\n\n- one\n- two\n\n"
        "line  \nbroken\n\n[buy](http://spam.example/) [pills](http://s2.example/)\n\nLast.\n"
    )


def test_markdown_structure() -> None:
    """Nested lists, quotes, code and tables keep their shape."""
    html = """<ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol><blockquote><p>said<p>more</blockquote>
    <pre>x = 1
  y</pre><table><tr><th>a<th>b</tr><tr><td>1|2<td>3</tr></table>"""
    assert cleaned(html).markdown == (
        "1. one\n   - deep\n2. two\n\n> said\n\n> more\n\n```\nx = 1\n  y\n```\n\n"
        "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |\n"
    )


@pytest.mark.parametrize(
    "text", ["# no heading", "- no item", "1. no item", "*a* _b_ `c` [x](y)", "<b>", "> q"]
)
def test_markdown_escapes_page_text(text: str) -> None:
    """Page text that looks like Markdown is text again behind a backslash."""
    import html as markup

    rendered = cleaned(f"<p>{markup.escape(text)}").markdown
    assert "\\" in rendered
    assert rendered.replace("\\", "").strip() == text


def test_html_is_valid_and_harmless() -> None:
    """Lists and tables nest, text is escaped, addresses that run scripts are dropped."""
    html = (
        "<ul><li>one<p>two</li></ul><table><tr><td>1<td>2</table><p>&lt;script&gt;alert(1)&lt;/script&gt; "
        '<a href="javascript:alert(1)">bad</a> <a href="https://ok.example/?a=1&amp;b=&quot;2">good</a>'
    )
    rendered = cleaned(html).html
    tree = LexborHTMLParser(rendered)
    assert tree.css_first("script") is None
    assert [a.attributes["href"] for a in tree.css("a")] == ['https://ok.example/?a=1&b="2']
    assert len(tree.css("ul > li")) == 1
    assert len(tree.css("table td")) == 2


def test_layout_tables_are_no_tables() -> None:
    """A table that arranges the page leaves no trace in the article's structure."""
    html = "<table><tr><td>menu</td><td><p>a<p>b<p>c<p>d<p>e</td></tr></table>"
    article = cleaned(html)
    assert "|" not in article.markdown
    assert article.text == "menu\n\na\n\nb\n\nc\n\nd\n\ne"


def test_deep_nesting_is_no_problem() -> None:
    """Thousands of lists inside each other are cleaned without recursion."""
    article = cleaned("<ul><li>" * 4_000 + "deep")
    assert article.text == "deep"


def test_what_follows_the_article_does_not_part_its_last_lines() -> None:
    document = parse_markup("<p>Ferries at<br>noon, and<br>at six.</p><p>Imprint</p>", None)
    assert (
        clean_document(document, verdicts_for(document, main=[0, 1, 2])).text
        == "Ferries at\nnoon, and\nat six."
    )
