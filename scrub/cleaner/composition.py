"""Main blocks to one text, and that text without the injected spans.

The text is put together twice over: first as the page has it, spam included, then without. What lies
between the two is known character by character, so every removal can be undone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scrub.cleaner.article import Link, Unit
from scrub.cleaner.cuts import Cut, apply, line_cuts, unit_cuts
from scrub.cleaner.structure import Paths, gap
from scrub.values import PARAGRAPH, Document, Verdicts


class Composition(NamedTuple):
    """The clean text, its units, and per removed span what the text lost and where."""

    text: str
    units: tuple[Unit, ...]
    cut_of_span: dict[int, tuple[int, str]]  # span -> (offset in the clean text, characters lost)


def compose(document: Document, verdicts: Verdicts) -> Composition:
    """Put the article together."""
    if document.markup:
        return _compose_markup(document, verdicts)
    return _compose_lines(document, verdicts)


def _removed_spans(verdicts: Verdicts) -> list[tuple[int, int, int]]:
    """(number, start, end) of the spans that are to go, in text order."""
    rows = zip(
        verdicts.span_start.tolist(), verdicts.span_end.tolist(), verdicts.span_removed.tolist(), strict=True
    )
    return [(k, start, end) for k, (start, end, removed) in enumerate(rows) if removed]


def _compose_lines(document: Document, verdicts: Verdicts) -> Composition:
    """Plain text: the input itself, less the spans."""
    spans = _removed_spans(verdicts)
    rows = zip(document.start.tolist(), document.end.tolist(), document.joint.tolist(), strict=True)
    units = [Unit(start, end, (), joint, ()) for start, end, joint in rows]
    cuts = line_cuts(document.text, [(start, end) for _, start, end in spans])
    return _finish(document.text, units, cuts, [k for k, _, _ in spans], spans)


def _compose_markup(document: Document, verdicts: Verdicts) -> Composition:
    """HTML: the main blocks in order, spam still inside, then the cuts."""
    kept = np.flatnonzero(verdicts.main)
    if not len(kept):
        return Composition("", (), {})
    joints = np.minimum.reduceat(document.joint, np.append(0, kept[:-1] + 1))[: len(kept)].tolist()
    paths = Paths(document)
    links = _links(document, verdicts)
    pieces: list[str] = []
    units: list[Unit] = []
    length = 0
    before = None
    moved: dict[int, int] = {}  # block -> how far its text moved
    for i, joint in zip(kept.tolist(), joints, strict=True):
        path = paths.of(int(document.element[i]))
        if before is not None:
            between = gap(before, path, joint)
            pieces.append(between)
            length += len(between)
        start, end = int(document.start[i]), int(document.end[i])
        moved[i] = shift = length - start
        inside = tuple([Link(a + shift, b + shift, href) for a, b, href in links.get(i, ())])
        units.append(Unit(length, length + end - start, path, joint if units else PARAGRAPH, inside))
        pieces.append(document.text[start:end])
        length += end - start
        before = path
    spans = [
        (k, max(a, int(document.start[i])) + moved[i], min(b, int(document.end[i])) + moved[i])
        for k, a, b in _removed_spans(verdicts)
        for i in _blocks_of(document, verdicts, k, a, b)
        if i in moved
    ]
    text = "".join(pieces)
    cuts = unit_cuts(text, [(u.start, u.end) for u in units], [(a, b) for _, a, b in spans])
    return _finish(text, units, cuts, [k for k, _, _ in spans], spans)


def _blocks_of(document: Document, verdicts: Verdicts, span: int, start: int, end: int) -> range:
    """The blocks that a span touches."""
    first = int(verdicts.span_block[span])
    last = int(np.searchsorted(document.start, end, side="left"))
    while first < last and document.end[first] <= start:
        first += 1
    return range(first, last)


def _links(document: Document, verdicts: Verdicts) -> dict[int, list[tuple[int, int, str]]]:
    """Anchors of the main blocks that are not spam, by block."""
    wanted = np.flatnonzero(verdicts.main[document.anchor_block] & ~verdicts.anchor_spam)
    links: dict[int, list[tuple[int, int, str]]] = {}
    for j in wanted.tolist():
        row = (int(document.anchor_start[j]), int(document.anchor_end[j]), document.anchor_href[j])
        links.setdefault(int(document.anchor_block[j]), []).append(row)
    return links


def _finish(
    text: str, units: list[Unit], cuts: list[Cut], numbers: list[int], spans: list[tuple[int, int, int]]
) -> Composition:
    """Carry out the cuts, and move the units and links that are left to where they stand now."""
    if not cuts:
        return Composition(text, tuple(units), {})
    clean, place = apply(text, cuts)
    left = []
    for unit in units:
        start, end = place(unit.start), place(unit.end)
        if start < end:
            links = [Link(place(a), place(b), href) for a, b, href in unit.links]
            links = [link for link in links if link.start < link.end]
            left.append(Unit(start, end, unit.path, unit.joint, tuple(links)))
    cut_of_span: dict[int, tuple[int, str]] = {}
    for cut in cuts:
        edges = [cut.start, *(spans[k][1] for k in cut.spans[1:]), cut.end]
        for k, a, b in zip(cut.spans, edges[:-1], edges[1:], strict=True):
            at, lost = cut_of_span.get(numbers[k], (place(cut.start), ""))
            cut_of_span[numbers[k]] = (at, lost + text[a:b])
    return Composition(clean, tuple(left), cut_of_span)
