"""What is removed: blocks with two reasons, what goes with them, and stretches inside the blocks that stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.model import SpamModel
from scrub.options import Options
from scrub.policy.guards import FLAGGED, in_markup, needed_probability, programs, too_long, two_reasons
from scrub.policy.innocents import innocents
from scrub.policy.inside import stretch_spans
from scrub.policy.limits import limits
from scrub.policy.spans import Scored, Spans, block_spans, merge, owners, select
from scrub.policy.threads import comments
from scrub.policy.together import NAME, farms, kin, names, said, shifted, together
from scrub.signals.links import outlink_count

Masks = NDArray[np.bool_]

_BESIDE = 0.6  # share of the threshold that suffices beside injected blocks
_LEAST = 0.35  # and the least probability that does
_BETWEEN = 60  # characters of a block that goes when it stands between two injected ones
_SCRAP = 0.05  # and its probability
_LINE_BESIDE = 0.7  # probability of a line of plain text that goes with the injected one beside it
_LINE_SURE = 0.95  # and where that it stands there is the second reason


def decide(scored: Scored, model: SpamModel, options: Options) -> Spans:
    """The spans of a batch: whole blocks, and stretches of the blocks that stay."""
    least, doubtful = limits(model.block, options)
    if not (scored.probability >= min(FLAGGED, *least, *doubtful)).any():
        nothing = np.zeros(len(scored.columns), dtype=np.bool_)
        return stretch_spans(scored, nothing, nothing, model, options)[0]
    needed = needed_probability(least, scored)
    may = np.zeros(len(scored.columns), dtype=np.bool_)
    strong = scored.probability >= needed
    warned = scored.probability >= needed_probability(doubtful, scored)
    suspect = scored.probability >= FLAGGED
    condemned = strong
    asked = strong | warned | suspect
    if asked.any():
        may = asked & two_reasons(scored) & ~programs(scored.columns)
        may &= ~innocents(scored.columns, may, scored.columns.once(outlink_count))
        condemned = strong & may
        may &= ~too_long(scored)
        strong = (strong & may) | farms(scored, suspect & may & in_markup(scored.columns), needed)
        warned &= may
    inside, spared = stretch_spans(scored, strong, condemned, model, options)
    strong[spared] = False
    removed = beside(scored, strong, needed)
    if removed.any():
        # A comment of many pages is one, where those around it were injected.
        removed |= kin(scored, removed, needed) & suspect & (may | condemned) & in_markup(scored.columns)
        removed |= names(scored, removed)
        removed |= said(scored, removed) & suspect & may & in_markup(scored.columns)
    removed = comments(scored, removed, strong, least[1], model.text.text_bias)
    removed[spared] = False
    inside = select(inside, ~removed[owners(scored, inside)])
    flagged = (warned | suspect) & ~removed
    flagged[owners(scored, inside)] = False
    return merge(block_spans(scored, np.flatnonzero(removed | flagged), removed, warned, strong), inside)


def beside(scored: Scored, strong: Masks, needed: NDArray[np.float64]) -> Masks:
    """Injected blocks and what goes with them: likely neighbours, and scraps between two of them.

    A farm goes whole, and a comment goes with the line that names its author.
    """
    if not strong.any():
        return strong.copy()
    columns, markup = scored.columns, in_markup(scored.columns)
    least = np.where(markup, _LEAST, _LINE_BESIDE)
    likely = (scored.probability >= np.maximum(_BESIDE * needed, least)) & ~too_long(scored)
    # A farm may stand between two paragraphs of an article: these need reasons of their own.
    sure = ~markup & (scored.probability >= _LINE_SURE)
    likely &= (columns.characters < NAME) | two_reasons(scored) | sure
    removed = strong.copy()
    for _ in range(2):
        removed |= likely & (
            (shifted(removed, 1) & together(columns, 1)) | (shifted(removed, -1) & together(columns, -1))
        )
    between = shifted(removed, 1) & together(columns, 1) & shifted(removed, -1) & together(columns, -1)
    result: Masks = removed | between & (columns.characters < _BETWEEN) & (scored.probability >= _SCRAP)
    return result
