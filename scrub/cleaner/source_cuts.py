"""Which bytes of a page go when it is written back without what was injected, and no other byte changes.

A piece is located by the characters around it, all of them: the visible characters of the source and
of the parsed page are the same sequence, or the piece stands exactly once in both. What cannot be
located so is left in the page and said to be. The result is parsed again and compared before it counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from scrub.cleaner.article import SourceCuts
from scrub.cleaner.byte_ranges import ranges_in_bytes
from scrub.cleaner.cuts import line_cuts
from scrub.cleaner.tokens import CLOSE, OPEN, TEXT, VOID, Token, Visible, letters, tokens, visible
from scrub.encoding import decode
from scrub.errors import InputError
from scrub.parser import parse_markup
from scrub.values import Document, Page, Verdicts

Range = tuple[int, int]

# What stays even where nothing is left in it: without them a page or a table falls apart.
_KEPT = frozenset("html head body table thead tbody tfoot tr td th caption colgroup main".split())
_BREAKS = frozenset(("br", "hr", "wbr"))
_TRIES = 24  # places of one page that are tried one by one where they are not certain together


def source_cuts(document: Document, verdicts: Verdicts, page: Page, encoding: str | None) -> SourceCuts:
    """Where the removed spans stand in the bytes of the page."""
    spans = [
        (int(a), int(b))
        for a, b, gone in zip(verdicts.span_start, verdicts.span_end, verdicts.span_removed)
        if gone
    ]
    if not spans:
        return SourceCuts()
    source, codec = decode(page.body, given=encoding, content_type=page.content_type)
    if document.markup:
        ranges, places = _in_markup(document, spans, source)
    else:
        cuts = line_cuts(document.text, spans)
        ranges = [(cut.start, cut.end) for cut in cuts]
        places = list(spans)
    in_bytes = ranges_in_bytes(page.body, source, codec, ranges)
    if in_bytes is None:
        return SourceCuts((), tuple(range(len(spans))))
    unlocated = tuple(k for k, place in enumerate(places) if place is None)
    return SourceCuts(in_bytes, unlocated, _removals(ranges, places))


def _removals(ranges: list[Range], places: Sequence[Range | None]) -> tuple[tuple[int, ...], ...]:
    """For every range the numbers of the places that it overlaps."""
    return tuple(
        tuple(k for k, place in enumerate(places) if place and place[0] < end and start < place[1])
        for start, end in ranges
    )


def _in_markup(document: Document, spans: list[Range], source: str) -> tuple[list[Range], list[Range | None]]:
    """The ranges that go, and for each span where it stands; None where they do not hold it."""
    found = tokens(source)
    seen = visible(source, found)
    read = letters(document.text)
    numbers = [(bisect_left(read.start, a), bisect_left(read.start, b)) for a, b in spans]
    places = _places(read, seen, numbers)
    page = _Source(source, found, seen, read)
    ranges = _together(page, numbers, places)
    if ranges is None:
        ranges, places = _one_by_one(page, numbers, places)
    return ranges, [place and (seen.start[place[0]], seen.end[place[1] - 1]) for place in places]


class _Source(NamedTuple):
    """A page as it is written: its source, tokens and visible characters, and those that were parsed."""

    source: str
    found: list[Token]
    seen: Visible
    read: Visible


def _together(page: _Source, numbers: list[Range], places: Sequence[Range | None]) -> list[Range] | None:
    """The ranges of all places that are certain; None where the page without them is another."""
    expected = _without(page.read.character, _joined([n for n, p in zip(numbers, places) if p]))
    joined = _joined([place for place in places if place])
    for widen in (_with_elements, _text_alone):
        ranges = _joined([piece for place in joined for piece in widen(page, place)])
        if joined and _visible_after(page.source, ranges) == expected:
            return ranges
    return None if joined else []


def _one_by_one(
    page: _Source, numbers: list[Range], places: Sequence[Range | None]
) -> tuple[list[Range], list[Range | None]]:
    """The places that can be cut without changing what is around them, one after the other."""
    kept: list[Range | None] = [None] * len(places)
    ranges: list[Range] = []
    for k in range(min(len(places), _TRIES)):
        attempt = [place or (places[k] if j == k else None) for j, place in enumerate(kept)]
        if places[k] and (found := _together(page, numbers, attempt)) is not None:
            kept, ranges = attempt, found
    return ranges, kept


def _places(read: Visible, seen: Visible, numbers: list[Range]) -> list[Range | None]:
    """Visible characters of the page, by number, as those of the source; None where it is not certain."""
    if read.character == seen.character:
        return [(a, b) if b > a else None for a, b in numbers]
    whole_read, whole_seen = "".join(read.character), "".join(seen.character)
    return [_unique("".join(read.character[a:b]), whole_read, whole_seen) for a, b in numbers]


def _unique(piece: str, read: str, seen: str) -> Range | None:
    if not piece or read.find(piece) != read.rfind(piece):
        return None
    at = seen.find(piece)
    return (at, at + len(piece)) if at >= 0 and at == seen.rfind(piece) else None


def _joined(places: list[Range]) -> list[Range]:
    """In order; places that touch become one: the list of a farm goes with its links."""
    joined: list[Range] = []
    for a, b in sorted(place for place in places if place[1] > place[0]):
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return joined


def _text_alone(page: _Source, place: Range) -> list[Range]:
    """The text of a place, and no tag."""
    start, end = page.seen.start[place[0]], page.seen.end[place[1] - 1]
    return [
        (max(t.start, start), min(t.end, end))
        for t in page.found
        if t.kind == TEXT and t.end > start and t.start < end
    ]


def _with_elements(page: _Source, place: Range) -> list[Range]:
    """The text of a place, and every element of which nothing would be left but itself."""
    source, found, seen, _ = page
    start, end = seen.start[place[0]], seen.end[place[1] - 1]
    first = next(k for k, t in enumerate(found) if t.end > start)
    last = next(k for k in range(len(found) - 1, -1, -1) if found[k].start < end)
    ranges = []
    for k in _cut_tokens(found, *_with_tags_around(source, found, (first, last), (start, end))):
        if found[k].kind != TEXT:
            ranges.append((found[k].start, found[k].end))
        elif first <= k <= last:
            ranges.append((max(found[k].start, start), min(found[k].end, end)))
    while around := _element_around(source, found, (first, last), (start, end)):
        first, last = around
        start, end = found[first].start, found[last].end
        ranges = [(start, end)]
    return ranges


def _with_tags_around(source: str, found: list[Token], within: Range, edges: Range) -> tuple[int, int]:
    """The tokens of a place with the tags that open right before it and close right behind it."""
    first, last = within
    if not source[found[first].start : edges[0]].strip():
        while (k := _next(source, found, first, -1)) >= 0 and _is_tag(found[k], OPEN):
            first = k
    if not source[edges[1] : found[last].end].strip():
        while (k := _next(source, found, last, 1)) < len(found) and _is_tag(found[k], CLOSE):
            last = k
    return first, last


def _is_tag(token: Token, kind: int) -> bool:
    return token.kind == kind and token.name not in VOID


def _cut_tokens(found: list[Token], first: int, last: int) -> list[int]:
    """Tokens that go inside a place: text, breaks, and tags that open and close within it."""
    cut: list[int] = []
    open_tags: list[int] = []
    for k in range(first, last + 1):
        token = found[k]
        if token.kind == TEXT or (token.kind == OPEN and token.name in _BREAKS):
            cut.append(k)
        elif token.kind == OPEN and token.name not in VOID:
            open_tags.append(k)
        elif token.kind == CLOSE:
            match = next((j for j in reversed(open_tags) if found[j].name == token.name), None)
            if match is not None:
                del open_tags[open_tags.index(match) :]
                if token.name not in _KEPT:
                    cut += [match, k]
    return sorted(cut)


def _element_around(source: str, found: list[Token], within: Range, edges: Range) -> tuple[int, int] | None:
    """The tags of the element that holds the place and nothing else; None where there is more in it."""
    before, behind = within
    if source[found[before].start : edges[0]].strip() or source[edges[1] : found[behind].end].strip():
        return None
    before, behind = _next(source, found, before, -1), _next(source, found, behind, 1)
    if before < 0 or behind == len(found):
        return None
    opening, closing = found[before], found[behind]
    fits = opening.kind == OPEN and closing.kind == CLOSE and opening.name == closing.name
    return (before, behind) if fits and opening.name not in _KEPT else None


def _next(source: str, found: list[Token], k: int, step: int) -> int:
    """The next token in one direction that is no white space."""
    k += step
    while 0 <= k < len(found) and found[k].kind == TEXT and source[found[k].start : found[k].end].isspace():
        k += step
    return k


def _visible_after(source: str, ranges: list[Range]) -> list[str] | None:
    """The visible characters of the page, parsed without the ranges; None where it cannot be."""
    try:
        return letters(parse_markup("".join(_without(source, ranges)), None).text).character
    except InputError:
        return None


def _without(sequence: Sequence[str], ranges: list[Range]) -> list[str]:
    left: list[str] = []
    at = 0
    for start, end in ranges:
        left += sequence[at:start]
        at = end
    return left + list(sequence[at:])
