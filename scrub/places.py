"""Where a piece of a document stands: its links, and its line in the page's source."""

from __future__ import annotations

import numpy as np

from scrub.values import Document


def links_between(document: Document, start: int, end: int) -> tuple[str, ...]:
    """Addresses of the anchors that lie in `text[start:end]`, as written."""
    inside = np.flatnonzero((document.anchor_start >= start) & (document.anchor_end <= end))
    return tuple(document.anchor_href[j] for j in inside.tolist())


def line_of(
    document: Document, start: int, text: str, links: tuple[str, ...], source: str | None
) -> int | None:
    """1-based line of a piece in the page's source; None where it cannot be told.

    lexbor keeps no offsets, so the line is found by searching the source for the first address,
    or the first words, of the piece.
    """
    if not document.markup:
        return document.text.count("\n", 0, start) + 1
    if source is None:
        return None
    for needle in (*links[:1], text[:60], " ".join(text.split()[:3])):
        for form in (needle, needle.replace("&", "&amp;")):
            found = source.find(form) if form else -1
            if found >= 0:
                return source.count("\n", 0, found) + 1
    return None
