"""A look at the markup of a page: no style sheet that changes what is hidden may be missed."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.parser import Planted, parse_closer, parse_markup
from scrub.parser.sheet_texts import may_change

HIDING = ".a{display:none}"
PAGE = "{}<p class=a>one</p><p class=b>two</p>"

PIECES = st.sampled_from(
    ["<style>", "</style>", "<STYLE type=text/css>", "</Style >", "<style media='print'>", "<svg>", "</svg>", HIDING,
     ".a{color:red}", ".b{left:-9999px;position:absolute}", "<!--", "-->", "<script>", "</script>", "<style/>", "&#46;a",
     "{", "}", "<p class=a>x", "<i style='color:#fff'>y</i>", "body{background:#000}", "<noscript>", "</noscript>",
     "<style title='>'>", "dis<b>play</b>:none", "<![CDATA[", "]]>", "é", "\0", "\r\n"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_a_closer_look_shows_the_same_with_the_tree_and_without(markup: str) -> None:
    kept: list[Planted] = []
    body = PAGE.format(markup).encode()
    first = parse_markup(body, None, rules=False, keep=kept.append)
    one, other = parse_closer(first, body, kept=kept[0]), parse_closer(first, body)
    assert pickle.dumps(one) == pickle.dumps(other)


@pytest.mark.parametrize(
    "markup",
    [
        f"<style>{HIDING}</style>",
        f"<STYLE>{HIDING}",
        f"<sTyle media=screen\n>{HIDING}</stylE>",
        f"<style>p{{}}</style><style>{HIDING}</style>",
        "<svg><style>&#46;a{display:none}</style></svg>",
        "<svg><style><![CDATA[.a{display:none}]]></style></svg>",
        "<style>.a{left:-9999px;position:absolute}</style>",
        "<style",
    ],
)
def test_what_may_hide_is_parsed(markup: str) -> None:
    body = PAGE.format(markup).encode()
    assert may_change(parse_markup(body, None, rules=False), body)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<style></style>",
        "<style>.a{color:red}</style>",
        "<b>style</b>",
    ],
)
def test_what_hides_nothing_is_not_parsed_again(markup: str) -> None:
    body = PAGE.format(markup).encode()
    assert not may_change(parse_markup(body, None, rules=False), body)


def test_a_sheet_that_sets_a_background_is_parsed_where_text_has_the_colour_of_the_page() -> None:
    body = b"<style>body{background:#000}</style><p><font color=#fff>white on white?</font>"
    first = parse_markup(body, None, rules=False)
    assert first.hidden.any() and may_change(first, body)
    closely = parse_closer(first, body)
    assert closely is not None and not closely.hidden.any()


def test_a_hostile_page_takes_no_longer() -> None:
    first = parse_markup("<p>x", None)
    for piece in (b"<style", b"<style>", b"</style", b"<style></style", b"<style>a{", b"<"):
        body = piece * (400_000 // len(piece))
        began = time.process_time()
        may_change(first, body)
        assert time.process_time() - began < 5, piece
