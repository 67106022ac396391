"""Character n-grams by rolling hashes: the score of any stretch of text is two lookups in a running sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns

SIZES = (2, 3, 4, 5)
BITS = 18
_STEP = np.uint32(0x01000193)
_MIX = np.uint32(0x9E3779B1)

Codes = NDArray[np.intp]


def codes(folded: NDArray[np.uint32], edge: NDArray[np.integer], bits: int = BITS) -> tuple[Codes, ...]:
    """For each of SIZES: the bucket of the n-gram that starts at each character.

    edge: offsets of the single characters between stretches (blocks, hosts). An n-gram may start or
    end at an edge, but one that crosses it, or runs past the end, is in bucket 0, whose weight is 0.
    """
    count = len(folded)
    crossing = [np.maximum(edge - back, 0) for back in range(1, max(SIZES) - 1)]
    rolling = folded
    found = []
    for size in SIZES:
        rolling = rolling[:-1] * _STEP
        rolling += folded[size - 1 :]
        mixed = rolling + np.uint32(size)
        mixed *= _MIX
        mixed ^= mixed >> np.uint32(13)
        mixed *= _MIX
        mixed >>= np.uint32(32 - bits)
        bucket = np.zeros(count, dtype=np.intp)
        bucket[: len(mixed)] = mixed
        for offset in crossing[: size - 2]:
            bucket[offset] = 0
        found.append(bucket)
    return tuple(found)


def ngrams(columns: Columns) -> tuple[Codes, ...]:
    """Buckets of the batch's text; nothing crosses the end of a block."""
    return codes(columns.folded, columns.end)


def running_sum(buckets: tuple[Codes, ...], weight: NDArray[np.float32]) -> NDArray[np.float64]:
    """Sum of the weights of all n-grams that start before each offset."""
    each = weight.take(buckets[0], mode="clip")
    for bucket in buckets[1:]:
        each += weight.take(bucket, mode="clip")
    summed = np.zeros(len(each) + 1, dtype=np.float64)
    each.astype(np.float64).cumsum(out=summed[1:])
    return summed


def stretch_score(
    summed: NDArray[np.float64], start: NDArray[np.integer], end: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Scores of stretches: the weights of their n-grams over the root of their length.

    The n-grams that start at the white space before a stretch are its own. Long text of one kind
    gathers evidence, but slower than its length.
    """
    start = np.maximum(start - 1, 0)
    score: NDArray[np.float32] = (summed[end] - summed[start]) / np.sqrt(np.maximum(end - start, 1.0))
    return score.astype(np.float32)
