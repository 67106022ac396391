"""Main blocks to one text, and that text without the injected spans.

The text is put together twice over: first as the page has it, spam included, then without. What lies
between the two is known character by character, so every removal can be undone.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scrub.cleaner.article import Unit
from scrub.cleaner.cuts import Cut, apply, line_cuts, unit_cuts
from scrub.cleaner.kept import keep
from scrub.cleaner.ornaments import ornaments_of, shifted, targeted
from scrub.cleaner.structure import GAP, Paths, gap
from scrub.values import PARAGRAPH, Document, Verdicts

if TYPE_CHECKING:
    from scrub.values import Masks


_new = tuple.__new__  # of a NamedTuple whose fields are all there: several times as fast as asking its class


class Composition(NamedTuple):
    """The clean text, its units, and per removed span what the text lost and where."""

    text: str
    units: tuple[Unit, ...]
    cut_of_span: dict[int, tuple[int, str]]  # span -> (offset in the clean text, characters lost)


def compose(document: Document, verdicts: Verdicts, main: Masks) -> Composition:
    """Put the article together from the main blocks; of plain text, everything is main."""
    if document.markup:
        return _compose_markup(document, verdicts, main)
    return _compose_lines(document, verdicts)


def _removed_spans(verdicts: Verdicts) -> list[tuple[int, int, int]]:
    """(number, start, end) of the spans that are to go, in text order."""
    if not len(verdicts.span_start):
        return []
    rows = zip(
        verdicts.span_start.tolist(), verdicts.span_end.tolist(), verdicts.span_removed.tolist(), strict=True
    )
    return [(k, start, end) for k, (start, end, removed) in enumerate(rows) if removed]


def _compose_lines(document: Document, verdicts: Verdicts) -> Composition:
    """Plain text: the input itself, less the spans."""
    spans = _removed_spans(verdicts)
    rows = zip(document.start.tolist(), document.end.tolist(), document.joint.tolist(), strict=True)
    units = [Unit(start, end, (), joint) for start, end, joint in rows]
    cuts = line_cuts(document.text, [(start, end) for _, start, end in spans])
    return _finish(document.text, units, [], cuts, [k for k, _, _ in spans], spans)


def _compose_markup(document: Document, verdicts: Verdicts, main: Masks) -> Composition:
    """HTML: the main blocks in order, spam still inside, then the cuts."""
    if not np.count_nonzero(main):
        return Composition("", (), {})
    kept = keep(document, main)
    find_paths = Paths(document, kept.nearest)
    paths = list(map(find_paths.of_structural, kept.element))
    text, joints = document.text, kept.joint
    # What stands before each block, and the block.
    pieces = [""] * (2 * len(joints))
    pieces[2::2] = [
        gap(one, other, joint) if joint == PARAGRAPH and one is not other else GAP[joint]
        for one, other, joint in zip(paths, paths[1:], joints[1:])
    ]
    pieces[1::2] = [text[start:end] for start, end in zip(kept.start, kept.end)]
    edges = list(accumulate(map(len, pieces)))
    begin = edges[::2]
    kept = kept._replace(begin=begin)
    ornaments = ornaments_of(document, verdicts, main, kept)
    joints[0] = PARAGRAPH
    columns = (
        begin,
        edges[1::2],
        paths,
        joints,
        ornaments.links,
        ornaments.marks,
        ornaments.images,
        ornaments.ids,
    )
    units = list(map(_new, repeat(Unit), zip(*columns)))
    alone = [
        Unit(image.at, image.at, find_paths.of(e), PARAGRAPH, images=(image,))
        for e, image in ornaments.between
    ]
    removed = _removed_spans(verdicts)
    moved = dict(zip(kept.number, range(len(units)))) if removed else {}
    spans = [
        (k, max(a, kept.start[j]) + shift, min(b, kept.end[j]) + shift)
        for k, a, b in removed
        for i in _blocks_of(document, verdicts, k, a, b)
        if (j := moved.get(i)) is not None
        for shift in (begin[j] - kept.start[j],)
    ]
    text = "".join(pieces)
    cuts = unit_cuts(text, [(u.start, u.end) for u in units], [(a, b) for _, a, b in spans]) if spans else []
    composition = _finish(text, units, alone, cuts, [k for k, _, _ in spans], spans)
    if any(ornaments.ids):
        composition = composition._replace(units=targeted(composition.units, document.url))
    return composition


def _blocks_of(document: Document, verdicts: Verdicts, span: int, start: int, end: int) -> range:
    """The blocks that a span touches."""
    first = int(verdicts.span_block[span])
    last = int(np.searchsorted(document.start, end, side="left"))
    while first < last and document.end[first] <= start:
        first += 1
    return range(first, last)


def _finish(
    text: str,
    units: list[Unit],
    alone: list[Unit],
    cuts: list[Cut],
    numbers: list[int],
    spans: list[tuple[int, int, int]],
) -> Composition:
    """Carry out the cuts, and move the units that are left to where they stand now."""
    if not cuts:
        return Composition(text, _merged(units, alone), {})
    clean, place = apply(text, cuts)
    left = [shifted(unit, place) for unit in units if place(unit.start) < place(unit.end)]
    # An image beside which everything is spam is part of it.
    outside = [unit for unit in alone if not any(cut.start < unit.start < cut.end for cut in cuts)]
    cut_of_span: dict[int, tuple[int, str]] = {}
    for cut in cuts:
        edges = [cut.start, *(spans[k][1] for k in cut.spans[1:]), cut.end]
        for k, a, b in zip(cut.spans, edges[:-1], edges[1:], strict=True):
            at, lost = cut_of_span.get(numbers[k], (place(cut.start), ""))
            cut_of_span[numbers[k]] = (at, lost + text[a:b])
    return Composition(clean, _merged(left, [shifted(unit, place) for unit in outside]), cut_of_span)


def _merged(units: list[Unit], alone: list[Unit]) -> tuple[Unit, ...]:
    """Text and images in order; an image stands before the text that begins where it is."""
    if not alone:
        return tuple(units)
    starts = [unit.start for unit in units]
    both: list[Unit] = []
    at = 0
    for image in alone:
        before, at = at, bisect_left(starts, image.start, at)
        both += units[before:at]
        both.append(image)
    return (*both, *units[at:])
