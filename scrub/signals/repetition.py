"""Blocks that come again, and containers of many alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns, Floats
from scrub.signals.words import alike, block_words


def block_codes(columns: Columns) -> NDArray[np.int64]:
    """A hash of each block's words, the same for the same text on the same page."""
    code: NDArray[np.int64] = columns.once(block_words).code * 64 + columns.page
    return code


def duplicates(columns: Columns) -> Floats:
    """How often the same block stands on the page besides (log scale).

    Why: templates repeat their texts, injections come once. Positives (0): a farm. Innocents: menus
    for small and large screens.
    """
    return alike(columns.once(block_codes))


def siblings(columns: Columns) -> Floats:
    """Blocks of the same tag whose elements have the same parent (log scale).

    Why: items of a list stand among many of their kind. Positives (0): a single div. Innocents:
    list items, cells, paragraphs.
    """
    parent = columns.parent[columns.element].astype(np.int64)
    key = parent * 64 + columns.tag
    return alike(key)
