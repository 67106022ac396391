"""The choice of an answer: which set of blocks promises the best F1 of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.dense import sigmoid
from scrub.native import compiled

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

_STEPS = 64  # thresholds that are tried
_CERTAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Taste:
    """How probabilities are read before the choice, as pages of each type wanted it in training.

    Errors of the blocks of a page go together, which no single probability knows: a page's
    probabilities are drawn towards one half, and up or down by its type.
    """

    scale: float
    shift: Floats  # (page types,)

    def read(self, score: Floats, types: Floats) -> Floats:
        """(n,) probabilities and (n, page types) probabilities of the blocks' pages -> (n,)."""
        certain = np.clip(score, _CERTAIN, 1 - _CERTAIN)
        return sigmoid(self.scale * np.log(certain / (1 - certain)) + types @ self.shift)

    def of_pages(self, score: Floats, types: Floats, page: Ints) -> Floats:
        """The same with (pages, page types), and the page of each block."""
        shift = types @ self.shift
        if compiled is None or not score.dtype == shift.dtype == np.float32:
            return self.read(score, types[page])
        result = np.empty_like(score)
        scale = np.array((self.scale,), dtype=np.float32)
        compiled.read_taste(score, page.astype(np.int32, copy=False), shift, scale, result)
        return result


def best_set(page: Ints, words: Floats, score: Floats) -> NDArray[np.bool_]:
    """(n,): True for the blocks of the best set "at least this probable" of each page.

    Rows of one page have the same number in `page`, from 0. Expected words kept and wanted follow from
    the probabilities: F1 = 2 both / (kept + wanted). Where nothing is sure this keeps more than a fixed
    threshold would, where all is sure it is one half.
    """
    if compiled is not None and score.dtype == words.dtype == np.float32:
        chosen = np.empty(len(page), dtype=np.bool_)
        compiled.best_set(page.astype(np.int32, copy=False), words, score, chosen)
        return chosen
    pages = int(page[-1]) + 1 if len(page) else 0
    weight = words + 1.0
    step = np.minimum((score * _STEPS).astype(np.int64), _STEPS - 1)
    cell = page.astype(np.int64) * _STEPS + step
    size = pages * _STEPS
    kept = np.bincount(cell, weight, size).reshape(pages, _STEPS)[:, ::-1].cumsum(axis=1)
    both = np.bincount(cell, weight * score, size).reshape(pages, _STEPS)[:, ::-1].cumsum(axis=1)
    expected = 2 * both / np.maximum(kept + both[:, -1:], 1.0)
    lowest = _STEPS - 1 - expected.argmax(axis=1)
    result: NDArray[np.bool_] = step >= lowest[page]
    return result
