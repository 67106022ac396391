"""Doorway pages: where nearly all is injected, what may be so is, too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.policy.guards import FLAGGED
from scrub.policy.spans import Scored, Spans, block_spans, merge, select
from scrub.values import BLOCK, Document

Masks = NDArray[np.bool_]

# Share of a page's characters in removed or likely blocks that makes it a doorway page, and in removed ones: out of fold no
# honest page loses more than .003 of its text, and no honest text but one that quotes spam (.12) loses any.
_DOORWAY, _REMOVED = 0.6, 0.3
_BLOCKS = 3
# Probability under which main content is surely honest, and characters of it, in paragraphs, that make an article:
# training's doorways have at most 88, its articles under a thousand comments at least 1,017.
_HONEST, _PARAGRAPH, _ARTICLE = 0.05, 80, 500


def honest_paragraphs(document: Document, main: Masks, likely: NDArray[np.float32]) -> Masks:
    """(n,): the blocks that are surely honest paragraphs of main content; likely: (n,) their probability."""
    result: Masks = main & (likely < _HONEST) & (document.end - document.start >= _PARAGRAPH)
    return result


def is_doorway(document: Document, spam: Masks, likely: NDArray[np.float32], honest: Masks) -> bool:
    """True where injected blocks are most of the page: nothing honest is left to clean.

    spam: the blocks that are removed; likely: (n,) the probability of each; honest: see `honest_paragraphs`. An
    article below which robots left a thousand comments is no doorway.
    """
    if spam.sum() < _BLOCKS:
        return False
    length = document.end - document.start
    whole, removed = length.sum(), length[spam].sum()
    suspect = length[spam | (likely >= FLAGGED)].sum()
    most = removed >= _REMOVED * whole and suspect >= _DOORWAY * whole
    return bool(most and length[honest].sum() < _ARTICLE)


def whole_page(scored: Scored, page: int, spans: Spans, main: Masks) -> Spans:
    """The spans of a doorway page; where its main content is spam, with all between them but what is surely honest.

    A small page of a hacked site under a large farm looks like a doorway: its own few words are its main content.
    """
    removed = select(spans, spans.removed & (spans.unit == BLOCK))
    columns = scored.columns
    first = int(columns.first_block[page])
    likely = scored.probability[first : first + int(columns.block_count[page])]
    length = columns.characters[first : first + len(likely)]
    rest = likely >= _HONEST
    if length[main & (likely >= FLAGGED)].sum() < _DOORWAY * length[main].sum():
        rest[:] = False
    rest[removed.block] = False
    every = np.ones(len(columns), dtype=np.bool_)
    others = block_spans(scored, first + np.flatnonzero(rest), every, every, ~every)
    return merge(removed, others)
