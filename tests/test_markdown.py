"""Markdown as a renderer of CommonMark reads it: the words of the page, and its structure."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pages import cleaned
from selectolax.lexbor import LexborHTMLParser

RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

SIGNS = st.text(st.sampled_from("ab1 *_`~#>+-=|[](){}!\\<&;:./\"'\t."), min_size=1, max_size=14)
MARKS = st.sampled_from(["em", "strong", "code", "sub", "del", "b", "i", "q", "a"])
INLINE = st.recursive(
    SIGNS.map(escape),
    lambda inner: st.tuples(MARKS, st.lists(inner, min_size=1, max_size=3)).map(
        lambda found: f"<{found[0]}{' href=/x' * (found[0] == 'a')}>{''.join(found[1])}</{found[0]}>"
    ),
    max_leaves=6,
)
LINES = st.lists(INLINE, min_size=1, max_size=3).map("<br>".join)
PARTS = st.sampled_from(
    ["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<ol start=7><li>{}</li></ol>", "<pre>{}</pre>",
     "<blockquote>{}</blockquote>", "<table><tr><td>{0}</td><td>b</td></tr><tr><td>{0}</td><td>c</td></tr></table>",
     "<ul><li>x<p>{}</p></li></ul>", "<dl><dt>{}</dt><dd>y</dd></dl>"]
)  # fmt: skip


def words(html: str) -> str:
    """The characters that a reader sees of some HTML, white space aside."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    return "".join(body.text(deep=True).split()) if body else ""


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(PARTS, LINES), min_size=1, max_size=3))
def test_markdown_never_changes_what_a_reader_sees(parts: list[tuple[str, str]]) -> None:
    html = "".join(part.format(lines) for part, lines in parts)
    article = cleaned(html)
    assert words(RENDERER.render(article.markdown)) == "".join(article.text.split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <em>b</em> <strong>c</strong>", "a *b* **c**"),
        ("<p>a<b>b</b>c", "a**b**c"),
        ('<p>a<b>"b"</b>c', 'a<strong>"b"</strong>c'),
        ("<p>H<sub>2</sub>O x<sup>2</sup>", "H<sub>2</sub>O x<sup>2</sup>"),
        ("<p>use <code>a*b</code> and <code>x`y</code>", "use `a*b` and ``x`y``"),
        ("<p><em>a <strong>b</strong> c</em>", "*a **b** c*"),
        ("<p><b> spaced </b>out", "**spaced** out"),
        ("<p>Wow!<a href=https://e.example/>link</a>", "Wow\\![link](https://e.example/)"),
        ("<h2>C #</h2>", "## C \\#"),
        ("<ol start=3><li>a<li>b<li value=9>c</ol>", "3. a\n4. b\n9. c"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n* b"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ul><li>a<pre>x\n  y</pre></ul>", "- a\n\n  ```\n  x\n    y\n  ```"),
        ("<pre><code class=language-python>a = 1\n</code></pre>", "```python\na = 1\n```"),
        ("<p>a<br>b<br><br>c", "a  \nb\n\nc"),
        ("<p>a<hr>b", "a\n\nb"),
        ("<p>a<img src=/i.png alt='A [b]'>b", "a![A \\[b\\]](/i.png)b"),
        ("<p>漢<ruby>字<rt>じ</rt></ruby>&nbsp;x&shy;y&#8203;z", "漢字 xyz"),
    ],
)  # fmt: skip
def test_inline_structure(html: str, markdown: str) -> None:
    assert cleaned(html).markdown == markdown + "\n"


def test_tables_keep_their_grid() -> None:
    """Cells that span several and cells that are empty keep the others in their columns."""
    html = """<table><caption>T</caption><tr><th rowspan=2>a<th colspan=2>b</tr><tr><td>c<td>d</tr>
    <tr><td>e<td><td>g</tr></table>"""
    assert cleaned(html).markdown == ("T\n\n| a | b |  |\n| --- | --- | --- |\n|  | c | d |\n| e |  | g |\n")


def test_footnotes_link_there_and_back() -> None:
    html = """<p>Said<sup id=r1><a href="#n1">1</a></sup>.</p><ol><li id=n1>Note <a href="#r1">back</a></ol>
    <p id=unused><a href="#gone">gone</a></p>"""
    assert cleaned(html, url="https://e.example/p").markdown == (
        'Said<a id="note-1"></a>[<sup>1</sup>](#note-2).\n\n1. <a id="note-2"></a>Note [back](#note-1)\n\n'
        "[gone](https://e.example/p#gone)\n"
    )
