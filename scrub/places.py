"""Where a piece of a document stands: its links, and its line and column in the page's source."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from scrub.values import Document

_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_NEEDLE = 60  # characters of a piece that are searched for


def links_between(document: Document, start: int, end: int) -> tuple[str, ...]:
    """Addresses of the anchors that lie in `text[start:end]`, as written."""
    inside = np.flatnonzero((document.anchor_start >= start) & (document.anchor_end <= end))
    return tuple(document.anchor_href[j] for j in inside.tolist())


def line_of(
    document: Document, start: int, text: str, links: tuple[str, ...], source: str | None
) -> int | None:
    """1-based line of a piece in the page's source; None where it cannot be told: see `place_of`."""
    place = place_of(document, start, text, links, source)
    return place[0] if place else None


def place_of(
    document: Document, start: int, text: str, links: tuple[str, ...], source: str | None
) -> tuple[int, int] | None:
    """Line and column of a piece in the page's source, both from 1; None where they cannot be told.

    lexbor keeps no offsets, so the place is found by searching the source for the first address, or
    the first words, of the piece: as many of these are passed over as stand before the piece in the
    document. In plain text it is known.
    """
    if not document.markup:
        return _point(document.text, start)
    if source is None:
        return None
    if links:
        first = int(np.searchsorted(document.anchor_start, start))
        before = document.anchor_href[:first].count(links[0])
        if point := point_of(source, links[0], before):
            return point
    for needle in (text[:_NEEDLE], " ".join(text.split()[:3])):
        if needle and (point := point_of(source, needle, document.text.count(needle, 0, start))):
            return point
    return None


def point_of(source: str, needle: str, before: int = 0) -> tuple[int, int] | None:
    """Line and column, from 1, where a string stands in the body of a page's source, `&` escaped or not.

    before: how many of its like are passed over, as far as there are so many.
    """
    after_head = _body(source)
    for form in dict.fromkeys((needle, needle.replace("&", "&amp;"))):
        found = -1
        for begin in (after_head, 0):
            found = source.find(form, begin) if form else -1
            for _ in range(before):
                later = source.find(form, found + 1)
                if found < 0 or later < 0:
                    break
                found = later
            if found >= 0:
                return _point(source, found)
    return None


class Points:
    """Points of strings that stand in a page in this order: one search through its body, or with its head."""

    def __init__(self, source: str, *, head: bool = False) -> None:
        self._source = source
        self._at = 0 if head else _body(source)

    def next(self, needle: str) -> tuple[int, int] | None:
        """Line and column, from 1, of a string that stands behind the one before; else as `point_of`."""
        for form in dict.fromkeys((needle, needle.replace("&", "&amp;"))):
            found = self._source.find(form, self._at) if form else -1
            if found >= 0:
                self._at = found
                return _point(self._source, found)
        return point_of(self._source, needle)


@lru_cache(maxsize=2)
def _body(source: str) -> int:
    """Where the body begins: a page is asked for dozens of points."""
    body = _BODY.search(source)
    return body.end() if body else 0


# The last point that was told: of which source, where, in which line. Most are asked for in order.
_told: tuple[str, int, int] = ("", 0, 0)


def _point(source: str, at: int) -> tuple[int, int]:
    global _told
    known, begin, line = _told
    if known is not source or begin > at:
        begin = line = 0
    line += source.count("\n", begin, at)
    _told = source, at, line
    return line + 1, at - source.rfind("\n", 0, at)
