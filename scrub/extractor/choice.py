"""The choice of an answer: which set of blocks promises the best F1 of its page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns

Floats = NDArray[np.float32]

_STEPS = 64  # thresholds that are tried


def best_set(columns: Columns, score: Floats) -> NDArray[np.bool_]:
    """(n,): True for the blocks of the best set "at least this probable" of each page.

    Expected words kept and wanted follow from the probabilities: F1 = 2 both / (kept + wanted). Where
    nothing is sure this keeps more than a fixed threshold would, where all is sure it is one half.
    """
    pages = len(columns.documents)
    weight = columns.words + 1.0
    step = np.minimum((score * _STEPS).astype(np.int64), _STEPS - 1)
    cell = columns.page.astype(np.int64) * _STEPS + step
    size = pages * _STEPS
    kept = np.bincount(cell, weight, size).reshape(pages, _STEPS)[:, ::-1].cumsum(axis=1)
    both = np.bincount(cell, weight * score, size).reshape(pages, _STEPS)[:, ::-1].cumsum(axis=1)
    expected = 2 * both / np.maximum(kept + both[:, -1:], 1.0)
    lowest = _STEPS - 1 - expected.argmax(axis=1)
    result: NDArray[np.bool_] = step >= lowest[columns.page]
    return result
