"""Values as PHP serializes them: every string says how many bytes it has, and must go on telling the truth."""

from __future__ import annotations

import re
from typing import NamedTuple

from scrub.inputs import sql_text
from scrub.inputs.coded import Coded, Edit, Range, body_of, edits_of, raw_range

_HEADER = re.compile(rb's:(\d{1,10}):"')
_SCALAR = re.compile(rb"(?:N|b:[01]|i:[+-]?\d+|d:[^;]{1,64}|[rR]:\d+);")
_OPENING = re.compile(rb'(?:a|O:(\d{1,5}):"([\w\\\x80-\xff]+)"):(\d{1,9}):\{')
_SERIALIZED = re.compile(rb'(?:[aO]:\d+:["{]|s:\d+:")')
_DEEPEST = 200  # levels: honest options have a dozen


class Text(NamedTuple):
    """A string that is a value: where its `s:` stands, and its own first and last byte."""

    header: int
    start: int
    end: int


def looks_serialized(value: bytes) -> bool:
    """Whether a value begins as an array, an object or a string does."""
    return _SERIALIZED.match(value) is not None


def texts(value: bytes) -> list[Text]:
    """Every string of a serialized value that is no key. Raises ValueError where it is not whole.

    Objects that serialize themselves (`C:`) say nothing of what is in them: they are not whole here.
    """
    found: list[Text] = []
    left: list[int] = [1]  # keys and values that are still to come, on every level
    at = 0
    while left:
        if not left[-1]:
            left.pop()
            at = _behind(value, at, b"}") if left else at
            continue
        is_key = len(left) > 1 and left[-1] % 2 == 0
        left[-1] -= 1
        if opening := _OPENING.match(value, at):
            if is_key or len(left) > _DEEPEST:
                raise ValueError("not as PHP serializes")
            left.append(2 * int(opening[3]))
            at = opening.end()
        elif header := _HEADER.match(value, at):
            one = Text(at, header.end(), header.end() + int(header[1]))
            at = _behind(value, one.end, b'";')
            if not is_key:
                found.append(one)
        else:
            scalar = _SCALAR.match(value, at)
            if scalar is None:
                raise ValueError("not as PHP serializes")
            at = scalar.end()
    if at != len(value):
        raise ValueError("more than one value")
    return found


def _behind(value: bytes, at: int, mark: bytes) -> int:
    if not value.startswith(mark, at):
        raise ValueError("a length that is wrong")
    return at + len(mark)


def coded(raw: bytes, name: str) -> Coded:
    """A serialized string inside a value of SQL, from its `s:` to its last quote; name is SQL's quote.

    Raises ValueError where it has not the length that it says.
    """
    digits, start, end = _places(raw, name)
    runs = sql_text.coded(raw, name, (start, end)).runs
    return Coded(runs, (raw[: digits[0]], raw[digits[1] : start], raw[end:]))


def edits(raw: bytes, name: str, found: Coded, ranges: list[Range], marks: bool) -> list[Edit] | None:
    """The ranges, and the length that is right without them."""
    cut = edits_of(found.runs, ranges, marks=marks)
    if cut is None:
        return None
    digits, _, _ = _places(raw, name)
    size = int(raw[slice(*digits)]) - sum(end - start for start, end in ranges)
    return [Edit(*digits, b"%d" % size, tuple(range(len(ranges)))), *cut]


def _places(raw: bytes, quote: str) -> tuple[Range, int, int]:
    """Where the digits of the length stand in raw, and where the string starts and ends."""
    runs = sql_text.coded(raw, quote).runs
    text = body_of(raw, runs)
    header = _HEADER.match(text)
    if header is None or len(text) != header.end() + int(header[1]) + 1 or text[-1:] != b'"':
        raise ValueError("a length that is wrong")
    digits = raw_range(runs, *header.span(1))
    before, behind = raw_range(runs, 0, header.end()), raw_range(runs, len(text) - 1, len(text))
    if digits is None or before is None or behind is None:
        raise ValueError("digits that are escaped")
    return digits, before[1], behind[0]
