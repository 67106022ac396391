"""What a piece of spam sells: log-odds of its n-grams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.ngrams import codes
from scrub.native import compiled
from scrub.text.characters import code_points, tables

BITS = 13
_SURE = 0.2  # lead over "other" below which a family would be a guess
_LONGEST = 2000  # characters that are read


def families_of(texts: Sequence[str], weight: NDArray[np.float32]) -> NDArray[np.uint8]:
    """(texts,): codes in FAMILIES; "other" (0) where none is clearly ahead.

    weight: (1 << BITS, families).
    """
    return np.array([_family(text[:_LONGEST], weight) for text in texts], dtype=np.uint8)


def _family(text: str, weight: NDArray[np.float32]) -> int:
    odds = _odds(text, weight)
    best = int(odds.argmax())
    return best if odds[best] - odds[0] > _SURE * float(odds.std()) else 0


def _odds(text: str, weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """(families,): the mean weights of a text's n-grams."""
    if compiled is None:
        mean: NDArray[np.float32] = weight[buckets_of(text)].mean(axis=0)
        return mean
    total = np.empty(weight.shape[1], dtype=np.float32)
    count = compiled.sum_ngrams(_folded(text), np.ascontiguousarray(weight, np.float32), total)
    return total / np.float32(count) if count else weight[0]


def _folded(text: str) -> NDArray[np.uint32]:
    folded: NDArray[np.uint32] = tables().folded[code_points(f" {text} ")]
    return folded


def buckets_of(text: str) -> NDArray[np.intp]:
    """The buckets of a text's n-grams."""
    found = np.concatenate(codes(_folded(text), np.zeros(0, dtype=np.int64), BITS))
    result: NDArray[np.intp] = found[found > 0]
    return result if len(result) else np.zeros(1, dtype=np.intp)
