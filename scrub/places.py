"""Where a piece of a document stands: its links, and its line and column in the page's source."""

from __future__ import annotations

import numpy as np

from scrub.values import Document

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

    lexbor keeps no offsets, so the place is found by searching the source for the first address,
    or the first words, of the piece. In plain text it is known.
    """
    if not document.markup:
        return _point(document.text, start)
    if source is None:
        return None
    for needle in (*links[:1], text[:_NEEDLE], " ".join(text.split()[:3])):
        if point := point_of(source, needle):
            return point
    return None


def point_of(source: str, needle: str) -> tuple[int, int] | None:
    """Line and column, from 1, where a string first stands in a page's source, `&` escaped or not."""
    for form in dict.fromkeys((needle, needle.replace("&", "&amp;"))):
        found = source.find(form) if form else -1
        if found >= 0:
            return _point(source, found)
    return None


def _point(source: str, at: int) -> tuple[int, int]:
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)
