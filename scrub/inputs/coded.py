"""How a page is written inside a file: runs of raw bytes, and the bytes of the page they stand for.

A page in JSON has escapes, in XML entities and CDATA sections, in CSV and SQL doubled quotes. A reader
makes the page of such runs, so that a cut in the page is known as a cut in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import accumulate
from typing import NamedTuple

Range = tuple[int, int]


class Run(NamedTuple):
    """`raw[start:end]` stands for `value`; None: for itself, byte by byte.

    finer: the runs that it is made of, where it can be divided; else it goes or stays as a whole.
    """

    start: int
    end: int
    value: bytes | None = None
    finer: Callable[[], list[Run]] | None = None


class Edit(NamedTuple):
    """`raw[start:end]` goes, and `put` comes in its place: a length that is right again.

    ranges: the numbers of the ranges of the page for which it is done.
    """

    start: int
    end: int
    put: bytes
    ranges: tuple[int, ...]


class Coded(NamedTuple):
    """A page as it is written. rest is all that a cut in the page must leave as it is."""

    runs: list[Run]
    rest: object = None


def body_of(raw: bytes, runs: Iterable[Run]) -> bytes:
    """The page that the runs make."""
    return b"".join(raw[run.start : run.end] if run.value is None else run.value for run in runs)


def runs_of(
    raw: bytes, token: re.Pattern[bytes], value: Callable[[bytes], bytes], within: Range | None = None
) -> list[Run]:
    """Runs where `token` matches what does not stand for itself, and value says what it stands for.

    Text of another script may be all escapes: tokens are divided from each other only where a cut ends
    between them, and a stretch of a few thousand is one run until then.
    """
    at, end = within or (0, len(raw))
    if token.search(raw, at, end) is None:
        return [Run(at, end)] if end > at else []
    known = cache(value)
    runs = []
    for found in _stretch_of(token).finditer(raw, at, end):
        whole = token.sub(lambda one: known(one[0]), found[0])
        finer = partial(_divided, raw, token, known, found.span())
        runs.append(Run(*found.span(), whole, finer))
    return runs


@cache
def _stretch_of(token: re.Pattern[bytes]) -> re.Pattern[bytes]:
    """Some thousand tokens and other bytes; it never ends inside a token."""
    return re.compile(rb"(?:%s|.){1,4096}+" % token.pattern, token.flags | re.DOTALL)


def _divided(
    raw: bytes, token: re.Pattern[bytes], value: Callable[[bytes], bytes], within: Range
) -> list[Run]:
    at, end = within
    runs = []
    for found in token.finditer(raw, at, end):
        if found.start() > at:
            runs.append(Run(at, found.start()))
        at = found.end()
        runs.append(Run(found.start(), at, value(found[0])))
    return [*runs, Run(at, end)] if end > at else runs


def edits_of(runs: list[Run], ranges: list[Range], *, marks: bool) -> list[Edit] | None:
    """Ranges of the page as ranges of raw; None where an edge divides a run.

    marks: whether what stands for nothing (a soft line break, the edge of a CDATA section) goes
    along where it stands inside a range. At the edges of a range it never does.
    """
    begins = list(accumulate((_size(run) for run in runs), initial=0))
    edits: list[Edit] = []
    for number, (start, end) in enumerate(ranges):
        k = bisect_right(begins, start) - 1
        pieces: list[Range] = []
        while k < len(runs) and begins[k] < end:
            found = _inside(runs[k], start - begins[k], end - begins[k], marks=marks)
            if found is None:
                return None
            pieces += found
            k += 1
        if marks and pieces:
            pieces = [(pieces[0][0], pieces[-1][1])]
        edits += [Edit(a, b, b"", (number,)) for a, b in _joined(pieces)]
    return edits


def raw_range(runs: list[Run], start: int, end: int) -> Range | None:
    """Some bytes of the page as one range of raw; None where an edge divides a run."""
    edits = edits_of(runs, [(start, end)], marks=True)
    return (edits[0].start, edits[0].end) if edits else None


def edited(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made, which are in order and apart."""
    left = []
    at = 0
    for edit in edits:
        left += [raw[at : edit.start], edit.put]
        at = edit.end
    return b"".join([*left, raw[at:]])


def _size(run: Run) -> int:
    return run.end - run.start if run.value is None else len(run.value)


def _inside(run: Run, start: int, end: int, *, marks: bool) -> list[Range] | None:
    """The parts of a run between two offsets of its own bytes; None where it cannot be divided so."""
    size = _size(run)
    whole = start < 0 and end > size
    start, end = max(start, 0), min(end, size)
    if run.value is None:
        return [(run.start + start, run.start + end)] if end > start else []
    if run.finer is not None and not (whole and marks):
        edits = edits_of(run.finer(), [(start, end)], marks=marks)
        return None if edits is None else [(edit.start, edit.end) for edit in edits]
    if not size:
        return []
    return [(run.start, run.end)] if (start, end) == (0, size) else None


def _joined(ranges: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in ranges:
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
