"""Nothing from a page may act on a terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from scrub.text.terminal import safe_line, safe_text


def test_escapes_are_shown_not_run() -> None:
    assert safe_text("\x1b[31mred\x1b]0;title\x07") == r"\x1b[31mred\x1b]0;title\x07"
    assert safe_text("safe\rover") == r"safe\x0dover"
    assert safe_text("\x9b31m") == r"\x9b31m"


def test_text_cannot_be_turned_around_or_hidden() -> None:
    assert safe_text("abc\u202edcba\u2066") == r"abc\u202edcba\u2066"
    assert safe_text("a\u2028b") == r"a\u2028b"
    assert safe_text("\U000e0041") == r"\U000e0041"


def test_honest_text_of_any_script_is_untouched() -> None:
    honest = "tab\tline\nمرحبا بالعالم שלום\u200f 橋 мост e\u0301 👩\u200d🚀"
    assert safe_text(honest) == honest


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_safe_can_be_printed(text: str) -> None:
    safe = safe_text(text)
    safe.encode()
    assert all(c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in safe)
    assert safe_text(safe) == safe


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_line_is_one_line_of_the_width(text: str, width: int) -> None:
    line = safe_line(text, width)
    assert len(line) <= width
    assert len(line.splitlines()) <= 1
