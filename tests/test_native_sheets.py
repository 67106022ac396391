"""Style sheets that are searched by compiled loops: what the patterns of the parser find in them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from both_ways import NATIVE, both, needs_native
from declarations import HIDES, SHOWS
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.parser.screen import coarse
from scrub.parser.selectors import keys
from scrub.parser.sheets import SMALL, Sheet

pytestmark = needs_native

PIECES = st.one_of(
    st.sampled_from(
        ["display", "visibility", "opacity", "clip", "clip-path", "z-index", "scale", "color", "overflow", "font",
         "font-size", "none", "hidden", "collapse", "transparent", "rect(", "x", "9", "em", "rem", "px", "pt", "ch",
         "%", "-9", "-99", "-909", "0", ".0", ".5", "0.9", "+0", "(", " ", "\n", "\v", ":", ";", "{", "}", ",", ".a",
         "#b", "é", "/", "!", "v", "A", "_", "\0", "-", "font:a 1px", "漢"]
    ),
    st.sampled_from([*HIDES, *SHOWS]),
)  # fmt: skip
SHEETS = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=500)
@given(SHEETS)
def test_suspicious_blocks_are_found_alike(text: str) -> None:
    def found() -> Any:
        sheet = Sheet(("{" + text) * 2 + " " * SMALL)
        return sheet._suspicious_blocks(), [
            sheet._with_word(word) for word in ("display", "font:", "v", "color")
        ]

    native, expected = both(found)
    assert native == expected


@pytest.mark.parametrize("declaration", [*HIDES, *SHOWS])
@pytest.mark.parametrize("around", ["{}", "a{{x:y;{}}}", "a{{{};x:y}}", "a{{{}", "b-{}c{{}}{{{}"])
def test_every_declaration_is_seen_alike(declaration: str, around: str) -> None:
    text = around.format(declaration, declaration) + " " * SMALL
    native, expected = both(lambda: Sheet(text)._suspicious_blocks())
    assert native == expected


@settings(max_examples=500)
@given(
    st.lists(st.one_of(SHEETS, st.text(".#a-_,>é \\}:;(9AZ\n", max_size=30)), max_size=3),
    st.sets(st.text("a-_é9AZb", max_size=2)),
)
def test_names_are_read_alike(parts: list[str], names: set[str]) -> None:
    blocks = list(range(len(parts)))
    preludes = [part[max(part.rfind("}"), part.rfind(";")) + 1 :].strip() for part in parts]
    plain = [part.isascii() and "\\" not in prelude for part, prelude in zip(parts, preludes)]
    asking = [k for k in blocks if plain[k] and not keys(preludes[k]).isdisjoint(names)]
    odd = [k for k in blocks if not plain[k]]
    assert NATIVE.rules_naming(parts, blocks, names) == (asking, odd)
    sheet = Sheet("{x:y}".join([*parts, ""]))
    native, expected = both(lambda: sheet._naming(list(range(len(sheet._parts))), names))
    assert native == expected


def test_a_hostile_sheet_takes_no_longer() -> None:
    for hostile in (
        "font:",
        "font: a ",
        "clip:",
        "scale:",
        "display ",
        "opacity:+",
        "-9",
        "{font:",
        "visibility:",
    ):
        sheet = coarse("a{" + hostile * (2_000_000 // len(hostile)))
        started = time.process_time()
        NATIVE.suspicious_blocks(sheet)
        NATIVE.blocks_with(sheet, hostile)
        assert time.process_time() - started < 1


def test_what_is_no_sheet_is_refused() -> None:
    refused: list[tuple[Any, ...]] = [(), ("a",), (b"a", "b", "c"), (b"", ""), (b"", b"a"), ("", "a")]
    for wrong in refused:
        with pytest.raises(TypeError):
            NATIVE.blocks_with(*wrong)
    with pytest.raises(TypeError):
        NATIVE.suspicious_blocks(3)
    wrong_blocks: list[tuple[Any, ...]] = [
        (),
        ([], [], []),
        ([], (), set()),
        ((), [], set()),
        ([1], [0], set()),
    ]
    for wrong in wrong_blocks:
        with pytest.raises(TypeError):
            NATIVE.rules_naming(*wrong)
    for block in (1, -1, "a", 1 << 70):
        with pytest.raises((IndexError, OverflowError)):
            NATIVE.rules_naming(["a"], [block], set())
    assert NATIVE.suspicious_blocks(b"") == NATIVE.blocks_with(b"", "x") == []
