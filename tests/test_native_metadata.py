"""Strings of metadata are made fit by compiled loops as they are by Python."""

from __future__ import annotations

from typing import Any

import pytest
from both_ways import NATIVE, needs_native
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scrub.parser import tidy
from scrub.parser.compiled_walk import available
from scrub.parser.gathered import gather, gather_in_python

pytestmark = needs_native
needs_compiled = pytest.mark.skipif(not available(), reason="lexbor was not found inside of selectolax")

_LINES = st.one_of(
    st.text(max_size=40),
    st.text("ab \t\n\x1c\x85\xa0\xad\u200b\u200d\u202e\u2028\u3000\ufeff\uffff\ud800Ä漢😀", max_size=40),
    st.text("ab  ", max_size=40),
)


@given(_LINES, st.integers(0, 20))
def test_lines_are_tidied_alike(text: str, longest: int) -> None:
    assert NATIVE.tidy(text, longest) == tidy.tidy_in_python(text, longest)


def test_every_character_is_tidied_alike() -> None:
    """On its own, between others, and folded."""
    for first in range(0, 0x11_0000, 64):
        block = "".join(map(chr, range(first, first + 64)))
        for text in (block, "é".join(block), "x ".join(block)):
            assert NATIVE.tidy(text, 500) == tidy.tidy_in_python(text, 500)
            assert NATIVE.letters(text) == tidy.sameness_in_python(text)


@given(st.one_of(_LINES, st.text("aB1_- ²İßſΣ①ー", max_size=20)))
def test_letters_are_told_alike(text: str) -> None:
    assert NATIVE.letters(text) == tidy.sameness_in_python(text)


_NAMES = st.sampled_from(["og:title", " Og:Title", "author\n", "İ", "", "a b", "a", "\x1fb", "&#55296;"])
_SAID = st.sampled_from(["content", "property", "name", "itemprop", "http-equiv", "x", "CONTENT", "hidden"])
_ATTRIBUTES = st.lists(
    st.tuples(_SAID, st.one_of(st.none(), _NAMES, st.text("abé '", max_size=5))), max_size=5
)


@needs_compiled
@given(st.lists(_ATTRIBUTES, max_size=6))
def test_metas_are_read_alike(found: list[list[tuple[str, str | None]]]) -> None:
    """In page order, wherever they stand."""
    written = (
        "".join(f" {name}" if value is None else f' {name}="{value}"' for name, value in attributes)
        for attributes in found
    )
    tree = LexborHTMLParser("<p>".join(f"<meta{attributes}>" for attributes in written))
    metas = gather(tree).metas
    assert metas == gather_in_python(tree).metas
    assert list(metas) == list(gather_in_python(tree).metas)


@needs_compiled
def test_neither_many_metas_nor_long_ones_are_read() -> None:
    long = "é" * 20_000
    tree = LexborHTMLParser(f"<meta name=a content={long}>" + "<meta name=b content=c>" * 1_000)
    metas = gather(tree).metas
    assert metas == gather_in_python(tree).metas == {"a": [long[:10_000]], "b": ["c"] * 999}


def test_wrong_arguments_are_refused() -> None:
    wrong: list[tuple[str, tuple[Any, ...]]] = [
        ("tidy", ()),
        ("tidy", ("a",)),
        ("tidy", (b"a", 1)),
        ("tidy", ("a", "1")),
        ("tidy", ("a", -1)),
        ("tidy", ("a", 1 << 62)),
        ("tidy", ("a", 1 << 80)),
        ("letters", ()),
        ("letters", (b"a",)),
        ("letters", ("a", 1)),
    ]
    for name, arguments in wrong:
        with pytest.raises((TypeError, ValueError, OverflowError)):
            getattr(NATIVE, name)(*arguments)
