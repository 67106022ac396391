"""Blocks as the extractor sees them: themselves, their neighbours, their containers, their page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.signals.content.alike import alike_columns, kinds
from scrub.signals.content.containers import containers
from scrub.signals.content.headings import heading_columns
from scrub.signals.content.layout import CONTENT, schema
from scrub.signals.content.names import NAME_SCORES, name_scores
from scrub.signals.content.paths import paths
from scrub.signals.content.rows import Parts, block_rows
from scrub.signals.content.seen import ContentColumns
from scrub.signals.content.telling import telling
from scrub.signals.content.title import title_columns

__all__ = ["CONTENT", "NAME_SCORES", "ContentColumns", "content_columns", "schema"]

Floats = NDArray[np.float32]


def content_columns(columns: Columns, names: Floats, phrases: Floats) -> ContentColumns:
    """Columns of a batch of at least one block.

    `names` is the model's table of names, (SLOTS, NAME_SCORES + page types), `phrases` that of words,
    (wording.SLOTS, wording.TABLES).
    """
    chains = containers(columns)
    scores = name_scores(columns, names, chains.bare)
    path, around = paths(columns, chains, scores)
    worded, said = telling(columns, phrases)
    every = kinds(columns, chains, scores.which)
    parts = Parts(
        chains, said,
        title_columns(columns, said),
        worded, path, around,
        heading_columns(columns, chains, worded, path),
        alike_columns(columns, every, chains, worded, path),
    )  # fmt: skip
    block, page_densities = block_rows(columns, parts)
    return ContentColumns(block, chains, every, page_densities, scores.page, scores.address[:, NAME_SCORES:])
