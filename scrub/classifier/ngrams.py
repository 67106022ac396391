"""Character n-grams by rolling hashes: the score of any stretch of text is two lookups in a running sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns

SIZES = (2, 3, 4, 5)
BITS = 18
_STEP = np.uint32(0x01000193)
_MIX = np.uint32(0x9E3779B1)

Codes = NDArray[np.uint32]


def codes(folded: NDArray[np.uint32], bits: int = BITS) -> tuple[Codes, ...]:
    """For each of SIZES: the bucket of the n-gram that starts at each character.

    The last n - 1 positions of size n have none: arrays get shorter with n.
    """
    rolling = folded.astype(np.uint32)
    found = []
    for size in range(2, SIZES[-1] + 1):
        rolling = rolling[:-1] * _STEP
        rolling += folded[size - 1 :]
        mixed = (rolling + np.uint32(size)) * _MIX
        mixed ^= mixed >> np.uint32(13)
        mixed *= _MIX
        found.append(mixed >> np.uint32(32 - bits))
    return tuple(found)


def ngrams(columns: Columns) -> tuple[Codes, ...]:
    """Buckets of the batch's text."""
    return codes(columns.folded)


class Evidence:
    """Running sums of n-gram weights over a batch of text: the score of any stretch of it.

    score(start, end) is the sum of the weights of all n-grams inside, over the square root of their
    number: long text of one kind gathers evidence, but slower than its length.
    """

    def __init__(self, buckets: tuple[Codes, ...], weight: NDArray[np.float32], characters: int) -> None:
        total = np.zeros(characters + 1, dtype=np.float64)
        self._sums = []
        for bucket in buckets:
            summed = np.concatenate(([0.0], np.cumsum(weight[bucket], dtype=np.float64)))
            self._sums.append(summed)
        del total

    def score(self, start: NDArray[np.integer], end: NDArray[np.integer]) -> NDArray[np.float32]:
        """Scores of stretches, with the white space on either side of each."""
        start = np.maximum(start - 1, 0)
        end = end + 1
        total = np.zeros(len(start), dtype=np.float64)
        count = np.zeros(len(start), dtype=np.float64)
        for size, summed in zip(SIZES, self._sums, strict=True):
            first = np.minimum(start, len(summed) - 1)
            last = np.clip(end - size + 1, first, len(summed) - 1)
            total += summed[last] - summed[first]
            count += last - first
        return (total / np.sqrt(np.maximum(count, 1.0))).astype(np.float32)
