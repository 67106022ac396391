"""Which characters go when spans are removed: the spans, and the white space that went with them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple


class Cut(NamedTuple):
    """`text[start:end]` goes; it holds the spans numbered in `spans`, at least one."""

    start: int
    end: int
    spans: tuple[int, ...]


Spans = list[tuple[int, int]]


def apply(text: str, cuts: list[Cut]) -> tuple[str, Callable[[int], int]]:
    """The text without the cuts, and the function that tells where an offset has moved to."""
    pieces = []
    at = removed = 0
    starts: list[int] = []
    before: list[int] = []  # characters removed before each cut
    for cut in cuts:
        pieces.append(text[at : cut.start])
        starts.append(cut.start)
        before.append(removed)
        removed += cut.end - cut.start
        at = cut.end
    pieces.append(text[at:])

    def place(offset: int) -> int:
        k = bisect_right(starts, offset) - 1
        if k < 0:
            return offset
        cut = cuts[k]
        return offset - before[k] - (min(offset, cut.end) - cut.start)

    return "".join(pieces), place


def line_cuts(text: str, spans: Spans) -> list[Cut]:
    """Cuts for spans of a text in which every other character stays.

    A span that fills its line takes the line break behind it along (the one before it where it is
    the last line without a break). A span at the end of a line takes the spaces before it. White
    space between two spans goes with them.
    """
    cuts: list[Cut] = []
    for number, (start, end) in enumerate(spans):
        numbers: tuple[int, ...] = (number,)
        if cuts and not text[cuts[-1].end : start].strip():
            last = cuts.pop()
            start, numbers = spans[last.spans[0]][0], (*last.spans, number)
        cuts.append(Cut(*_line_edges(text, start, end), numbers))
    return cuts


def _line_edges(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = _spaces_around(text, start, end)
    starts_line = left == 0 or text[left - 1] in "\r\n"
    ends_line = right == len(text) or text[right] in "\r\n"
    if starts_line and ends_line:
        if right < len(text):
            return left, right + (2 if text.startswith("\r\n", right) else 1)
        return _without_break_before(text, left), right
    return _inner_edges(starts_line, ends_line, (left, start), (end, right))


def _spaces_around(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    return start, end


def _inner_edges(first: bool, last: bool, left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    """Edges of a cut inside a line: at most one run of spaces is left where it was.

    left is (where the spaces before the span start, the span's start), right (the span's end, where
    the spaces behind it end); first and last say whether the span stands at an edge of its line.
    """
    if last:
        return left[0], right[0]
    if first or left[0] < left[1]:
        return left[1], right[1]
    return left[1], right[0]


def _without_break_before(text: str, left: int) -> int:
    if text.endswith("\r\n", 0, left):
        return left - 2
    return left - 1 if left else left


def unit_cuts(text: str, units: Spans, spans: Spans) -> list[Cut]:
    """Cuts for spans of a composed text: units with gaps of white space between them.

    No span crosses a unit. Units of which no letter or digit would be left go whole, with the
    narrower of the gaps around them; elsewhere only the span goes, and a space beside it.
    """
    cuts: list[Cut] = []
    whole = (-1, -2)  # first and last of the run of units that the last cut took whole
    k = 0
    for u, (start, end) in enumerate(units):
        inside = []
        while k < len(spans) and spans[k][0] < end:
            inside.append(k)
            k += 1
        if not inside:
            continue
        if not _nothing_left(text, start, end, [spans[i] for i in inside]):
            cuts.extend(_partial_cuts(text, start, end, inside, spans))
            continue
        first, numbers = u, tuple(inside)
        if whole[1] == u - 1:
            first, numbers = whole[0], (*cuts.pop().spans, *inside)
        whole = (first, u)
        cuts.append(Cut(*_with_gap(text, units, first, u), numbers))
    return _merged(cuts)


def _nothing_left(text: str, start: int, end: int, spans: Spans) -> bool:
    at = start
    left = []
    for a, b in spans:
        left.append(text[at:a])
        at = b
    left.append(text[at:end])
    return not any(c.isalnum() for c in "".join(left))


def _with_gap(text: str, units: Spans, first: int, last: int) -> tuple[int, int]:
    """A run of units and one gap: the narrower one, so that the wider stays between what is left."""
    start, end = units[first][0], units[last][1]
    begin = units[first - 1][1] if first else start
    finish = units[last + 1][0] if last + 1 < len(units) else end
    if begin == start:
        return start, finish
    if finish == end or _width(text[begin:start]) < _width(text[end:finish]):
        return begin, end
    return start, finish


def _width(gap: str) -> int:
    return 3 if "\n\n" in gap else 2 if "\n" in gap else len(gap)


def _partial_cuts(text: str, start: int, end: int, inside: list[int], spans: Spans) -> list[Cut]:
    cuts = []
    for i in inside:
        a, b = max(spans[i][0], start), min(spans[i][1], end)
        left, right = _spaces_around(text, a, b)
        left, right = max(left, start), min(right, end)
        cuts.append(Cut(*_inner_edges(left == start, right == end, (left, a), (b, right)), (i,)))
    return cuts


def _merged(cuts: list[Cut]) -> list[Cut]:
    """Cuts that touch become one."""
    merged: list[Cut] = []
    for cut in cuts:
        if merged and cut.start <= merged[-1].end:
            last = merged.pop()
            cut = Cut(last.start, max(last.end, cut.end), (*last.spans, *cut.spans))
        merged.append(cut)
    return merged
