"""Learning the choice of an answer: how sure the extractor should be of itself on each type of page."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.extractor.choice import Taste, best_set
from scrub.signals.content.pages import PAGE_TYPES

Floats = NDArray[np.float32]

_SCALES = (1.0, 0.9, 0.8)
_SHIFTS = (-0.6, -0.3, 0.3, 0.6, 0.9)
_ROUNDS = 2
_GAIN = 0.2  # pages' worth of F1 that a shift must bring
_CAUTION = 0.5  # part of the best shift that is taken: the best of several figures flatters itself


class Judged(NamedTuple):
    """Blocks of pages with what out-of-part networks think of them; pages are numbered from 0."""

    page: NDArray[np.int64]
    words: Floats
    known: Floats  # the same where the block is labelled, else 0
    share: Floats  # of each block's words that is in the gold
    weight: Floats  # of each page (pages,)
    score: Floats
    types: Floats  # (n, page types)


def fit_taste(judged: Judged) -> Taste:
    """The scale and the shifts with which the chosen sets have the best F1, found one after another."""
    shift = np.zeros(len(PAGE_TYPES), dtype=np.float32)
    scale = max(_SCALES, key=lambda s: _total(judged, Taste(s, shift)))
    for _ in range(_ROUNDS):
        for kind in range(len(PAGE_TYPES)):
            shift = _best_shift(judged, scale, shift, kind)
    return Taste(scale, (shift * _CAUTION).astype(np.float32))


def _best_shift(judged: Judged, scale: float, shift: Floats, kind: int) -> Floats:
    best, most = shift, _total(judged, Taste(scale, shift)) + _GAIN
    for value in _SHIFTS:
        tried = shift.copy()
        tried[kind] = value
        total = _total(judged, Taste(scale, tried))
        if total > most:
            best, most = tried, total
    return best


def _total(judged: Judged, taste: Taste) -> float:
    """Sum of the pages' F1."""
    keep = best_set(judged.page, judged.words, taste.read(judged.score, judged.types))
    right = judged.known * judged.share
    gold = np.bincount(judged.page, right)
    both = np.bincount(judged.page, right * keep)
    kept = np.bincount(judged.page, judged.known * keep)
    f1 = 2 * both / np.maximum(kept + gold, 1)
    return float((judged.weight * f1).sum())
