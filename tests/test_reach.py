"""Sheets that are asked of some blocks alone: whether one of their rules hides these."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scrub.parser import parse_closer, parse_markup
from scrub.parser.hiding import sheets_of
from scrub.parser.reach import _node, may_hide
from scrub.values import HIDING_BIT

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
BODY = (
    '<div class="box" id="top"><p class="lead">One <span class="in">and two</span>.</p></div>'
    '<ul class="menu"><li>Three<li class="x">Four</ul><section><p>Five</section>'
)
# The blocks of BODY: One and two, Three, Four, Five.
RULES = [
    (".box {display:none}", [True, False, False, False]),
    ("#top {position:absolute; left:-9999px}", [True, False, False, False]),
    (".box .in {visibility:hidden}", [True, False, False, False]),
    (".menu {display:none}", [False, True, True, False]),
    (".menu .x {font-size:0}", [False, False, True, False]),
    ("section p {display:none}", [False, False, False, True]),
    ("p {display:none}", [True, False, False, True]),
    ("li + .x {display:none}", [False, False, True, False]),
    ("[class=menu] {display:none}", [False, True, True, False]),
    (".other, .x {display:none}", [False, False, True, False]),
    (".box {color:red}", [False] * 4),
    (".menu .lead {display:none}", [False] * 4),
    ("@media print {.box {display:none}}", [False] * 4),
    ("td.x {display:none}", [False] * 4),
    ("li:nth-child(7) {display:none}", [False, True, True, False]),  # takes long to tell: it may
]


@pytest.mark.parametrize(("rule", "hidden"), RULES)
def test_a_rule_is_asked_of_an_element_what_is_around_it_and_in_it(rule: str, hidden: list[bool]) -> None:
    markup = f"<style>{rule}</style>{BODY}"
    tree, document = LexborHTMLParser(markup), parse_markup(markup, None, rules=False)
    assert len(document.start) == 4
    assert [may_hide(tree, document, [i], sheets_of(tree)) for i in range(4)] == hidden
    assert may_hide(tree, document, [0, 1, 2, 3], sheets_of(tree)) == any(hidden)
    for i, told in enumerate(hidden):
        if not told:
            assert parse_closer(document, markup, asked=[i]) is None


NAMES = st.sampled_from(["", " class=a", " class='b a'", " id=c", " class=b hidden"])
SELECTORS = st.sampled_from(
    [".a", ".b", "#c", "p", "i", "div .a", ".b > p", "div", "div p", "i.a, .z", "* .b"]
)


@given(
    st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, max_size=4),
    st.lists(SELECTORS, min_size=1, max_size=3),
)
def test_what_a_closer_look_finds_hidden_is_never_denied(
    names: list[tuple[str, str, str]], selectors: list[str]
) -> None:
    body = "".join(f"<div{a}><p{b}>One <i{c}>two</i></p></div>" for a, b, c in names)
    markup = "<style>" + "".join(f"{one} {{display:none}}" for one in selectors) + "</style>" + body
    tree, first = LexborHTMLParser(markup), parse_markup(markup, None, rules=False)
    closely = parse_markup(markup, None)
    if len(closely.start) != len(first.start):  # a part of a line is hidden: a block of its own
        return
    for i in range(len(first.start)):
        if first.hidden[i] != closely.hidden[i]:
            assert may_hide(tree, first, [i], sheets_of(tree))


def test_where_much_would_have_to_be_asked_the_page_is_looked_at() -> None:
    many = "<style>.z {display:none}</style><div>" + "<p>One<p>Two" * 10 + "</div>"
    tree, document = LexborHTMLParser(many), parse_markup(many, None, rules=False)
    assert may_hide(tree, document, list(range(9)), sheets_of(tree))
    assert not may_hide(tree, document, [0, 1], sheets_of(tree))
    long = "<style>.z {display:none}</style><p>" + "<b>x</b>" * 400
    tree, document = LexborHTMLParser(long), parse_markup(long, None, rules=False)
    assert may_hide(tree, document, [0], sheets_of(tree))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/page.html")), ids=lambda path: path.parent.name)
def test_the_element_of_a_block_is_the_one_that_its_selector_names(path: Path) -> None:
    markup = path.read_bytes()
    tree, document = LexborHTMLParser(markup), parse_markup(markup, None)
    for i in range(0, len(document.start), 7):
        node, named = _node(tree, document, i), tree.css_first(document.css_path(i))
        assert (node and node.mem_id) == (named and named.mem_id)


def test_a_colour_may_be_none_for_a_sheet() -> None:
    markup = '<style>.z {display:none}</style><p style="color:#fff">One'
    tree, document = LexborHTMLParser(markup), parse_markup(markup, None, rules=False)
    assert int(document.hidden[0]) & HIDING_BIT["colour"]
    assert may_hide(tree, document, [0], sheets_of(tree))
