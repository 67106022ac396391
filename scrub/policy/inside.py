"""Stretches inside blocks: what is cut out of a block that stays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.finer import REST, Finer, cut_finer
from scrub.classifier.model import SpamModel
from scrub.classifier.stage import probability
from scrub.classifier.stretches import doubtful_links, suspicious, worth_a_look
from scrub.options import Options
from scrub.policy.guards import FLAGGED, better_odds, in_markup, programs, two_reasons
from scrub.policy.limits import limits
from scrub.policy.spans import Scored, Spans, cut_spans, no_spans, owners, score_seen, see
from scrub.reasons import RECURS
from scrub.signals.addresses import written_addresses
from scrub.signals.columns import Columns
from scrub.signals.letters import capital_start, sentence_end
from scrub.signals.links import outlink_count
from scrub.signals.whole import Whole
from scrub.text.characters import SYLLABLE

Masks = NDArray[np.bool_]

_SURE = 0.995  # probability from which what is no prose is not searched for what may be honest in it
# Probability under which the rest of a block is honest, in pages and in plain text, where the rest of a line that is
# nearly all spam is judged in the worst of company.
_HONEST_REST = (0.2, 0.45)
# And under which a line's rest is so surely honest that the likeliest stretch must be what condemned it.
_SURELY_HONEST = 0.05
# Probability of a stretch that tells why a block of a page was condemned: out of fold none of 29 blocks that were rightly
# spared for what they lost had less.
_TELLS = 0.8
_INSIDE = 6.0  # how many times better the odds must be for a stretch inside a block that stays


def stretch_spans(
    scored: Scored, strong: Masks, guilty: Masks, model: SpamModel, options: Options
) -> tuple[Spans, NDArray[np.int64]]:
    """Links and stretches that are injected into blocks, and the strong blocks that lose these only.

    guilty: the strong blocks, and those that are only too long to go whole. A block that is called
    injected because of what was slipped into it keeps the rest of its text, where that rest is long
    enough to be judged and found honest.
    """
    columns = scored.columns
    doubtful = doubtful_links(columns, scored.evidence, scored.probability)
    worth = worth_a_look(columns, scored.evidence, doubtful)
    if not len(worth):
        return no_spans(), np.zeros(0, dtype=np.int64)
    prose, skip = strong, strong.copy()
    if strong.any():
        prose = strong & (_is_prose(columns) | ~in_markup(columns))
        sure = (scored.probability >= _SURE) & ~prose
        skip &= sure | (columns.end - columns.start < 2 * REST)
    skip[worth] |= programs(columns, worth)
    cuts = suspicious(columns, scored.evidence, skip, doubtful)
    pages = [p for p, found in enumerate(cuts) if found]
    if not pages:
        return no_spans(), np.zeros(0, dtype=np.int64)
    finer = [cut_finer(columns.documents[p], cuts[p]) for p in pages]
    seen = see(Columns([cut.document for cut in finer], Whole(columns, pages)), model)
    rows = np.concatenate([cut.at + seen.columns.first_block[k] for k, cut in enumerate(finer)])
    flat = [(p, cut) for p in pages for cut in cuts[p]]
    # A block that is condemned anyway may lose less than itself: then the likely stretch will do.
    block = np.array([int(columns.first_block[p]) + cut.block for p, cut in flat])
    condemned = guilty[block]
    both = limits(model.stretch, options)
    again = np.array([cut.again for _, cut in flat])
    likely = np.maximum(probability(seen.features[rows], model.stretch), again)
    if not condemned.any() and not (likely >= min(FLAGGED, *both[0], *both[1])).any():
        return no_spans(), np.zeros(0, dtype=np.int64)
    fine = score_seen(seen, model, model.stretch)
    likely = np.maximum(fine.probability[rows], again)
    why = fine.why[rows] | np.where(again > 0, RECURS, np.uint64(0))
    markup = in_markup(fine.columns)[rows]
    needed, enough = (better_odds(np.where(markup, *least), _INSIDE) for least in both)
    two = two_reasons(fine)[rows] | (again > 0)  # it reads like spam, and comes again
    removed = (likely >= np.where(condemned, FLAGGED, needed)) & (two | condemned)
    # What is left of a block of a page is asked about as a block is: as stretches, long prose is hardly known.
    rest = np.ones(len(columns))
    if condemned.any():
        as_block = np.where(
            in_markup(seen.columns), probability(seen.features, model.block), fine.probability
        )
        rest = _rest(scored, finer, fine, as_block, pages)
    cause = condemned & ~markup & (rest[block] < _SURELY_HONEST) & _likeliest(block, likely)
    likely = np.where(cause, np.maximum(likely, scored.probability[block]), likely)
    removed |= cause
    warned = (likely >= enough) & two
    kept = np.flatnonzero(removed | warned | (likely >= FLAGGED))
    spans = cut_spans([flat[k] for k in kept.tolist()], likely[kept], why[kept], removed[kept], warned[kept])
    hit = np.zeros(len(columns), dtype=np.bool_)
    own = owners(scored, spans)
    hit[own[spans.removed & ((spans.score >= _TELLS) | ~in_markup(columns)[own])]] = True
    honest = rest < np.where(in_markup(columns), *_HONEST_REST)
    return spans, np.flatnonzero(hit & prose & honest)


def _rest(
    scored: Scored, finer: list[Finer], fine: Scored, likely: NDArray[np.floating[Any]], pages: list[int]
) -> NDArray[np.float64]:
    """(n,): the highest probability of what the cuts leave of each block; 1 where too little is left to judge."""
    left = np.full(len(scored.columns), -1.0)
    for k, (page, cut) in enumerate(zip(pages, finer, strict=True)):
        at = cut.rests()
        owner = cut.owner[at] + int(scored.columns.first_block[page])
        np.maximum.at(left, owner, likely[at + int(fine.columns.first_block[k])])
    return np.where(left < 0, 1.0, left)


def _likeliest(block: NDArray[np.int64], likely: NDArray[np.floating[Any]]) -> Masks:
    """True for the first of the likeliest cuts of each block."""
    order = np.lexsort((-likely, block))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = block[order][1:] != block[order][:-1]
    found = np.zeros(len(order), dtype=np.bool_)
    found[order[first]] = True
    return found


def _is_prose(columns: Columns) -> Masks:
    """True for blocks that read like a sentence with a link or two, from their first letter to their stop."""
    starts = (columns.once(capital_start) > 0) | (columns.kind_count[:, SYLLABLE] > 0)
    plain = (columns.once(outlink_count) <= 2) & (columns.once(written_addresses) == 0)
    prose: Masks = starts & plain & (columns.once(sentence_end) > 0)
    return prose
