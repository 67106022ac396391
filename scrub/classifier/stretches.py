"""Stretches inside blocks: a link in an honest sentence, the end of a line that began honest.

A document is cut finer where something looks wrong, so that each suspicious stretch becomes a block
of its own and can be judged like one, with the honest rest of its sentence as its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.evidence import Evidence
from scrub.classifier.finer import REMAINS, Cut
from scrub.classifier.splices import splices
from scrub.dense import logit
from scrub.signals.columns import Columns
from scrub.signals.links import outlinks
from scrub.text.characters import SYLLABLE

Floats = NDArray[np.float32]

_SHORTEST, _SHORTEST_UNSPACED = 6, 4  # characters of a stretch that can be judged
_MOST = 8  # stretches of text in one block
_LINKS = 40  # anchors looked at in one block
WINDOW_SUSPECT = 2.5  # window score from which a block is searched for a stretch
ANCHOR_SUSPECT = 0.5  # anchor or host score from which a single link is looked at
# And their sum with half of the logit of its block, below which that is in vain: of 1,245 links found out of fold 62 of
# the 1,221 made ones have less, and none of the 24 real ones.
_LINK_SUSPECT = -3.0
_LEAST_LIKELY = 1e-5  # no probability counts for less
_DRAG = 0.02  # evidence a character must carry to lengthen a stretch
_UNSPACED_DRAG = 0.6  # the same where a character is as much as a word
# Share of these from which a line is searched for a stretch shorter than a window, its length and its evidence.
_UNSPACED, _PHRASE, _HEAVY = 0.3, 12, 8.0
_AGAIN = 0.1  # probability from which a phrase that comes again is a stretch
_WHOLE = 0.85  # share of a block from which a stretch is the block
_LEFT = 200  # characters that are not the stretch's, however small a share of the block they are


def doubtful_links(columns: Columns, evidence: Evidence, likely: Floats | None = None) -> NDArray[np.bool_]:
    """(outlinks,): True for external links whose text or host is not plainly honest.

    likely: the probability of each block, where it is known. Text and host are evidence apart from each
    other, so their scores are added up: of a link that both speak for, one of them cannot be suspected.
    """
    told: NDArray[np.bool_] = np.maximum(evidence.anchor, evidence.host) >= ANCHOR_SUSPECT
    if likely is not None and told.any():
        block = likely[columns.once(outlinks).block]
        odds = logit(np.clip(block, _LEAST_LIKELY, 1.0 - _LEAST_LIKELY))
        told &= evidence.anchor + evidence.host + 0.5 * odds >= _LINK_SUSPECT
    return told


def worth_a_look(
    columns: Columns, evidence: Evidence, doubtful: NDArray[np.bool_]
) -> NDArray[np.integer[Any]]:
    """Numbers of the blocks in which `suspicious` may find something, some of them more than once."""
    blocks: NDArray[np.integer[Any]] = columns.once(outlinks).block[doubtful]
    lines = _lines(columns, evidence)
    return np.concatenate((blocks, lines)) if len(lines) else blocks


def _lines(columns: Columns, evidence: Evidence) -> NDArray[np.integer[Any]]:
    """Numbers of the lines of plain text that are searched for a stretch."""
    plain = [not d.markup for d in columns.documents]
    if not any(plain):
        return np.zeros(0, dtype=np.int64)
    of_text = np.array(plain, dtype=np.bool_)[columns.page]
    likely = evidence.scores[:, 1] >= WINDOW_SUSPECT
    unspaced = of_text & columns.once(_unspaced)
    if unspaced.any():
        likely |= unspaced & (_phrase_weight(columns, evidence.summed) >= _HEAVY)
    return np.flatnonzero(of_text & likely)


def _unspaced(columns: Columns) -> NDArray[np.bool_]:
    """(n,): True for blocks in a script that does not space its words."""
    return columns.kind_count[:, SYLLABLE] >= _UNSPACED * np.maximum(columns.characters, 1.0)


def _phrase_weight(columns: Columns, summed: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,): the evidence of the weightiest phrase in each block.

    A dozen characters of Chinese are one: in a window as long as a line of Latin nobody would see it.
    """
    end = np.minimum(np.arange(len(summed)) + _PHRASE, len(summed) - 1)
    weight = summed[end] - summed
    last = np.maximum(columns.end - _PHRASE, columns.start) + 1
    edges = np.stack((columns.start, last), axis=1).ravel()
    found = np.maximum.reduceat(weight, edges)[::2]
    return np.where(columns.end - columns.start > _PHRASE, found, summed[columns.end] - summed[columns.start])


def suspicious(
    columns: Columns, evidence: Evidence, skip: NDArray[np.bool_], doubtful: NDArray[np.bool_]
) -> list[list[Cut]]:
    """For each document the stretches worth a look, in text order; blocks that `skip` marks are left out.

    doubtful: see `doubtful_links`.

    In pages these are links: what is slipped into a paragraph wants to be followed, and of 17,000 stretches
    of mere words in training pages none was ever found to be injected.
    """
    found: list[dict[int, list[Cut]]] = [{} for _ in columns.documents]
    for cut, page in _anchors(columns, skip, doubtful):
        found[page].setdefault(cut.block, []).append(cut)
    lines = _lines(columns, evidence)
    for page, cut in _spliced(columns, evidence, lines):
        found[page].setdefault(cut.block, []).append(cut)
    for i in lines[~skip[lines]].tolist():
        page = int(columns.page[i])
        block = i - int(columns.first_block[page])
        cuts = found[page].setdefault(block, [])
        cuts += [
            c for c in _stretches(columns, evidence.summed, i, block) if not any(_overlap(c, a) for a in cuts)
        ]
    return [[c for block in sorted(per) for c in sorted(per[block])] for per in found]


def _spliced(
    columns: Columns, evidence: Evidence, lines: NDArray[np.integer[Any]]
) -> Iterator[tuple[int, Cut]]:
    """The phrases that come again in documents of plain text, some of whose lines are searched, and their pages."""
    if not len(lines):
        return
    for page in np.unique(columns.page[lines[columns.once(_unspaced)[lines]]]).tolist():
        first = int(columns.first_block[page])
        start = columns.documents[page].start
        for splice in splices(columns, evidence, page):
            if splice.likely < _AGAIN:
                break
            for at in splice.starts:
                block = int(np.searchsorted(start, at, side="right")) - 1
                end = at + splice.length
                if end <= int(columns.end[first + block]) - int(columns.first_character[page]):
                    yield page, Cut(at, end, block, False, splice.likely)


def _overlap(a: Cut, b: Cut) -> bool:
    return a.start < b.end and b.start < a.end


def _anchors(columns: Columns, skip: NDArray[np.bool_], doubtful: NDArray[np.bool_]) -> list[tuple[Cut, int]]:
    """Doubtful external links in blocks that are more than the link."""
    links = columns.once(outlinks)
    told = np.flatnonzero(doubtful)
    blocks, anchor = links.block[told], links.anchor[told]
    start, end = columns.anchor_start[anchor], columns.anchor_end[anchor]
    rest = columns.end[blocks] - columns.start[blocks] - (end - start)
    kept = (rest >= REMAINS) & ~skip[blocks]
    cuts: list[tuple[Cut, int]] = []
    count: dict[int, int] = {}
    for i, page, a, b in zip(*[column[kept].tolist() for column in (blocks, links.page[told], start, end)]):
        count[i] = count.get(i, 0) + 1
        if count[i] <= _LINKS:
            shift = int(columns.first_character[page])
            cuts.append((Cut(a - shift, b - shift, i - int(columns.first_block[page]), True), page))
    return cuts


def _stretches(columns: Columns, summed: NDArray[np.float64], i: int, block: int) -> list[Cut]:
    """The stretches of block i with the most evidence: maximal sums, then in what is left of them."""
    shift = int(columns.first_character[columns.page[i]])
    begin, close = int(columns.start[i]), int(columns.end[i])
    longest = max(_WHOLE * (close - begin), close - begin - _LEFT)
    cuts: list[Cut] = []
    left = [_heaviest(columns, summed, i, begin, close)]
    while left and len(cuts) < _MOST:
        found = left.pop(left.index(max(left)))
        if found.start < found.end < found.start + longest:
            cuts.append(Cut(found.start - shift, found.end - shift, block, False))
            rests = ((found.first, found.start), (found.end, found.last))
            left += [_heaviest(columns, summed, i, *rest) for rest in rests]
    return cuts


class _Heavy(NamedTuple):
    """The heaviest stretch of a piece of text: what it weighs, where it is, and the piece."""

    weight: float
    start: int
    end: int
    first: int
    last: int


def _heaviest(columns: Columns, summed: NDArray[np.float64], i: int, first: int, last: int) -> _Heavy:
    """The stretch of text[first:last], of block i, whose evidence less the drag is greatest, out to whole words.

    It is empty where it would be too short to be judged.
    """
    none = _Heavy(0.0, first, first, first, last)
    unspaced = bool(columns.once(_unspaced)[i])
    shortest, drag = (_SHORTEST_UNSPACED, _UNSPACED_DRAG) if unspaced else (_SHORTEST, _DRAG)
    if last - first < shortest:
        return none
    risen = summed[first : last + 1] - drag * np.arange(last - first + 1)
    gain = risen - np.minimum.accumulate(risen)
    end = int(np.argmax(gain))
    start = int(np.argmin(risen[: end + 1]))
    inside = columns.word_inside
    # What an n-gram speaks for goes on behind the character that it starts at; words are completed below.
    a, b = first + start, min(first + end + int(unspaced and end > start), last)
    starts = columns.word_starts
    while first < a < last and inside[a] and not starts[a]:
        a -= 1
    while first < b < last and inside[b] and not starts[b]:
        b += 1
    while a < b and not inside[a] and not starts[a]:
        a += 1
    return _Heavy(float(gain[end]), a, b, first, last) if b - a >= shortest else none
