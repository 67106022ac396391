"""The parser: blocks, elements and anchors of a page, whatever its markup."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scrub.parser
from scrub.errors import InputError
from scrub.options import Options
from scrub.parser import parse, parse_closer, parse_markup, parse_text
from scrub.values import BROKEN, GLUED, PARAGRAPH, SPACED, TAGS, Document, Page


def texts(document: Document) -> list[str]:
    """The text of every block."""
    return [document.text[a:b] for a, b in zip(document.start, document.end, strict=True)]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("plain words", ["plain words"]),
        ("<p>one<p>two", ["one", "two"]),
        ("<p>  white \n space\t</p>", ["white space"]),
        ("<p>one <b>two</b>three <i> four</i>", ["one twothree four"]),
        ("<p>a<br>b<br><br>c", ["a", "b", "c"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p>a&nbsp;b&shy;c\u200bd", ["a bcd"]),
        ("<p>می\u200cخواهم", ["می\u200cخواهم"]),
        (
            "<script>x</script><style>y</style><p>z<!-- c --></p><template>t</template><svg><text>s</text></svg>",
            ["z"],
        ),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<table><tr><td>1<td>2<tr><td>3</table>", ["1", "2", "3"]),
        ("<pre>a\n  b\n</pre>", ["a\n  b\n"]),
        ("<select><option>x</select><p>y", ["y"]),
        ("<noscript><p>n</p></noscript><p>y", ["n", "y"]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", ["漢字"]),
        ("<a href=x><div>one</div><div>two</div></a>", ["one", "two"]),
        ("<p>a<custom-tag>b</custom-tag>c", ["abc"]),
    ],
)
def test_blocks(html: str, blocks: list[str]) -> None:
    """Blocks are what a reader sees as lines, with white space as a browser shows it."""
    assert texts(parse_markup(html, None)) == blocks


@pytest.mark.parametrize(
    ("html", "joints"),
    [
        ("<p>a<p>b", [PARAGRAPH, PARAGRAPH]),
        ("<p>a<br>b", [PARAGRAPH, BROKEN]),
        ("<p>a<br> <br>b", [PARAGRAPH, PARAGRAPH]),
        ("<p>a<br><div>b</div>", [PARAGRAPH, PARAGRAPH]),
        ("<p>a <span hidden>x</span> b", [PARAGRAPH, SPACED, SPACED]),
        ("<p>a<span hidden>x</span>b", [PARAGRAPH, GLUED, GLUED]),
        ("<p>a<br><span hidden>x</span>b", [PARAGRAPH, BROKEN, GLUED]),
    ],
)
def test_joints(html: str, joints: list[int]) -> None:
    """What stands between two blocks is known: a paragraph, a line break, a space, nothing."""
    assert parse_markup(html, None).joint.tolist() == joints


def test_anchors() -> None:
    """Anchors know their text, block, address and rel; those over several blocks are cut at the edges."""
    document = parse_markup(
        '<p>see <a href="/one" rel="nofollow ugc">the <b>one</b></a> and <a href=two>two</a>'
        "<a href=three><div>three</div>tail</a><a>no address</a><a href=empty></a>",
        None,
    )
    rows = zip(document.anchor_start, document.anchor_end, document.anchor_block, strict=True)
    assert [(document.text[a:b], int(k)) for a, b, k in rows] == [
        ("the one", 0),
        ("two", 0),
        ("three", 1),
        ("tail", 2),
    ]
    assert document.anchor_href == ("/one", "two", "three", "three")
    assert document.anchor_rel.tolist() == [3, 0, 0, 0]


def test_elements_cover_their_blocks() -> None:
    """Elements hold contiguous runs of blocks; those without text are dropped; paths name them."""
    document = parse_markup(
        '<div id="a" class="b c"><div></div><p>x</p><section><p>y</p></section></div>', "http://h.example/"
    )
    tags = [TAGS[t] for t in document.element_tag]
    assert tags == ["html", "body", "div", "p", "section", "p"]
    assert document.element_label[2] == "#a b c"
    assert document.element_parent.tolist() == [-1, 0, 1, 2, 2, 4]
    spans = list(zip(document.element_first.tolist(), document.element_last.tolist(), strict=True))
    assert spans == [(0, 2), (0, 2), (0, 2), (0, 1), (1, 2), (1, 2)]
    assert (
        document.block(1).css_path == "html > body > div:nth-child(1) > section:nth-child(3) > p:nth-child(1)"
    )


def test_hidden_is_inherited() -> None:
    """A block knows every mechanism that hides it or an element around it."""
    document = parse_markup('<div style="display:none">a<p style="font-size:0">b</p></div><p>c', None)
    assert [document.block(i).hidden for i in range(3)] == [("display",), ("display", "font"), ()]


@pytest.mark.parametrize(
    ("tail", "after"),
    [
        ("</body></html><div><a href=//s.example>spam</a></div>", [False, True]),
        ("</BODY>\n<div><a href=//s.example>spam</a></div></HTML>", [False, True]),
        ("<div><a href=//s.example>spam</a></div></body></html>", [False, False]),
        ("<div>x<a href=//s.example>spam</a></div></body></html><!-- served by cache -->", [False, False]),
    ],
)
def test_what_stands_behind_the_body_is_marked(tail: str, after: list[bool]) -> None:
    """lexbor moves text behind </body> into the body; the columns still know."""
    document = parse_markup(f"<html><body><p>honest</p>{tail}", None)
    assert document.after_body.tolist() == after


def test_bytes_and_str_give_the_same() -> None:
    """A page is the same in UTF-8, in its own encoding, and as a str."""
    html = '<meta charset="windows-1251"><p>Привет, мир</p>'
    as_str = parse_markup(html, None)
    assert texts(parse_markup(html.encode("windows-1251"), None)) == texts(as_str)
    assert texts(parse_markup(html.replace("windows-1251", "utf-8").encode(), None)) == texts(as_str)
    assert texts(parse(Page(html.encode("cp1251")), Options(encoding="cp1251"))) == texts(as_str)


def test_plain_text_stays_as_it_is() -> None:
    """Lines are blocks, the text is the input, blank lines make paragraphs."""
    text = "  one \n\n two\r\nthree\n"
    document = parse_text(text)
    assert document.text == text
    assert texts(document) == ["one", "two", "three"]
    assert document.joint.tolist() == [PARAGRAPH, PARAGRAPH, BROKEN]
    assert parse(Page(text.encode(), content_type="text/plain")).markup is False


def test_documents_can_be_pickled() -> None:
    """A Document is a plain value: it travels between processes."""
    document = parse_markup("<p>x <a href=y>z</a>", "http://h.example/")
    copy = pickle.loads(pickle.dumps(document))
    assert copy.text == document.text
    assert np.array_equal(copy.anchor_start, document.anchor_start)


@pytest.mark.parametrize("html", ["<div>" * 4_000 + "d", "<b>" * 4_000 + "d", "<a href=x>" * 4_000 + "d"])
def test_deep_nesting_is_parsed(html: str) -> None:
    """Nesting that a parser can stand costs no recursion."""
    assert "".join(texts(parse_markup(html, None))) == "d"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        "<div>" * 20_000 + "deep" + "</div>" * 20_000,
        "<DIV></b>" * 20_000,
        "<ul><li>" * 20_000,
        "<table><tr><td>" * 20_000,
    ],
)
def test_hostile_nesting_is_refused(html: str) -> None:
    """What would take a parser minutes is an error at once, and the error says how deep."""
    with pytest.raises(InputError, match=r"nested [\d,]+ deep \(limit 5,000\)"):
        parse_markup(html, None)


@pytest.mark.parametrize(
    "html",
    ["<p>x" * 30_000, "<br>" * 30_000, "<div>x</div>" * 30_000, "<li>x" * 30_000, "<tr><td>x" * 20_000],
)
def test_long_pages_are_not_deep(html: str) -> None:
    """Many elements one after another are no nesting."""
    assert parse_markup(html, None).markup


def test_too_many_tags_are_refused() -> None:
    """A page of two million tags is an error that says so, not minutes of parsing."""
    with pytest.raises(InputError, match=r"2,000,000 tags are too many"):
        parse_markup("<p>" * 2_000_000, None)


def test_a_page_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the size and the limit."""
    monkeypatch.setattr(scrub.parser, "MAX_BYTES", 100)
    with pytest.raises(InputError, match=r"101 bytes .* \(limit 100\)"):
        parse_markup(b"x" * 101, None)


@settings(max_examples=300)
@given(st.text() | st.binary() | st.text(st.sampled_from("<>/abpdiv \"'=&;!-\x00\ud800")))
def test_never_raises(markup: str | bytes) -> None:
    """Any bytes and any text give a Document whose columns fit together."""
    document = parse_markup(markup, None)
    assert all(0 <= a < b <= len(document.text) for a, b in zip(document.start, document.end, strict=True))
    assert (document.end[:-1] < document.start[1:]).all()
    for k, (a, b) in enumerate(zip(document.anchor_start, document.anchor_end, strict=True)):
        block = document.anchor_block[k]
        assert document.start[block] <= a < b <= document.end[block]


HIDING_RULE = "<style>.x{display:none}</style><p class=x>a<span class=x>b</span>c</p>"


@pytest.mark.parametrize("markup", [HIDING_RULE, HIDING_RULE.encode(), HIDING_RULE.upper().replace("X", "x")])
def test_a_closer_look_is_a_parse_with_rules(markup: str | bytes) -> None:
    """What the style sheets hide is added, and everything else is as a full parse has it."""
    closely = parse_closer(parse_markup(markup, None, rules=False), markup)
    assert closely is not None
    assert pickle.dumps(closely) == pickle.dumps(parse_markup(markup, None))


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>a</p>",
        "<style>.x{display:none}</style><p>a",
        "<style media=print>.x{display:none}</style><p class=x>a",
        "<style>p{color:red}</style><p style='color:#fff;background:#fff'>a",
    ],
)
def test_a_closer_look_that_shows_nothing_new_is_none(markup: str) -> None:
    """Then nothing has to be judged again."""
    assert parse_closer(parse_markup(markup, None, rules=False), markup) is None
