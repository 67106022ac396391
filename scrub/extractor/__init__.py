"""Which blocks of a page are its main content: learned weights over columns, in numpy.

1. A first network gives every block an opinion from what it is and where it stands.
2. The page's type follows from the page as a whole.
3. A second network looks again, now knowing the opinions about neighbours and containers and the type.
4. Of all sets of blocks "at least this probable" each page takes the one whose expected F1 is best,
   after the page's type has said how far the probabilities are to be trusted.
5. Runs of such blocks that stand apart from the page's main run are judged once more, each as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrub.extractor.choice import best_set
from scrub.extractor.joined import Network
from scrub.extractor.model import ContentModel, content_model
from scrub.extractor.runs import prune
from scrub.extractor.types import page_types
from scrub.signals.columns import Columns
from scrub.signals.content import ContentColumns, content_columns
from scrub.signals.content.context import context_columns
from scrub.signals.content.pages import PAGE_TYPES, page_columns

__all__ = ["Content", "ContentModel", "Network", "content_model", "extract"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Content:
    """What the extractor thinks of the blocks of a batch and of its pages."""

    main: NDArray[np.bool_]  # (n,)
    score: Floats  # (n,): probability that the block is main content
    page_type: tuple[str, ...]
    page_type_score: Floats


def extract(columns: Columns, model: ContentModel) -> Content:
    """Judge the blocks of a batch. Plain text has no boilerplate: all of it is main content."""
    pages = len(columns.documents)
    if not len(columns):
        return Content(
            np.zeros(0, np.bool_), np.zeros(0, np.float32), ("article",) * pages, np.zeros(pages, np.float32)
        )
    seen = content_columns(columns, model.names, model.phrases)
    opinion, hidden = model.joined.first_look(seen.block, columns.page)
    types = page_types(model.types, page_columns(columns, seen, opinion))
    score = model.joined.second_look(hidden, context_inputs(columns, seen, opinion, types), columns.page)
    if not all(counts := columns.block_count.tolist()):
        types[[not count for count in counts]] = 0.0  # nothing to tell a type from
    if not all(markup := [d.markup for d in columns.documents]):
        score[~np.array(markup, dtype=np.bool_)[columns.page]] = 1.0
    main = best_set(columns.page, columns.words, model.taste.of_pages(score, types, columns.page))
    prune(columns, main, score, types, model.pruning)
    best = types.argmax(axis=1).tolist()
    return Content(main, score, tuple([PAGE_TYPES[k] for k in best]), types[range(pages), best])


def context_inputs(columns: Columns, seen: ContentColumns, opinion: Floats, types: Floats) -> Floats:
    """What the second network reads besides the blocks' own columns: the context and the page's type."""
    return context_columns(columns, seen.chains, seen.kinds, opinion, types)
