"""Removals for people: the text that went, where it stood, and the reasons in words."""

from __future__ import annotations

import numpy as np

from scrub.policy import reasons
from scrub.values import FAMILIES, Document, Removal, Verdicts


def describe(
    document: Document, verdicts: Verdicts, cut_of_span: dict[int, tuple[int, str]], source: str | None
) -> tuple[Removal, ...]:
    """One Removal for every span that was removed, in text order."""
    removals = []
    for k in np.flatnonzero(verdicts.span_removed).tolist():
        at, cut = cut_of_span.get(k, (-1, ""))
        start, end = int(verdicts.span_start[k]), int(verdicts.span_end[k])
        links = links_between(document, start, end)
        text = document.text[start:end]
        removals.append(
            Removal(
                text=text,
                score=float(verdicts.span_score[k]),
                family=FAMILIES[verdicts.span_family[k]],
                reasons=reasons(document, verdicts, k),
                css_path=document.css_path(int(verdicts.span_block[k])),
                line=line_of(document, start, text, links, source),
                links=links,
                cut=cut,
                at=at,
            )
        )
    return tuple(removals)


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
