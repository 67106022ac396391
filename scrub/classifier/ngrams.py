"""Character n-grams by rolling hashes: the score of any stretch of text is two lookups in a running sum."""

from __future__ import annotations

from weakref import ref

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns

SIZES = (2, 3, 4, 5)
BITS = 18
_STEP = np.uint32(0x01000193)
_MIX = np.uint32(0x9E3779B1)

Codes = NDArray[np.intp]
Floats = NDArray[np.float32]

# Two tables as one, by the first of them; see `_in_one_another`.
_PAIRED: dict[int, tuple[ref[Floats], ref[Floats], Floats]] = {}
_MOST_PAIRED = 8  # models


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
        mixed = _mixed(rolling, size, bits, np.empty_like(rolling))
        bucket = np.zeros(count, dtype=np.intp)
        bucket[: len(mixed)] = mixed
        for offset in crossing[: size - 2]:
            bucket[offset] = 0
        found.append(bucket)
    return tuple(found)


def ngrams(columns: Columns) -> tuple[Codes, ...]:
    """Buckets of the batch's text; nothing crosses the end of a block."""
    return codes(columns.folded, columns.end)


def weigh(folded: NDArray[np.uint32], edge: NDArray[np.integer], weight: NDArray[np.float32]) -> Floats:
    """(characters,): the weights of the n-grams that start at each one, buckets as in `codes`."""
    count = len(folded)
    bits = len(weight).bit_length() - 1
    crossing = [np.maximum(edge - back, 0) for back in range(1, max(SIZES) - 1)]
    each = np.zeros(count, dtype=np.float32)
    rolling = folded
    mixed, index = np.empty(count, dtype=np.uint32), np.empty(count, dtype=np.intp)
    gained = np.empty(count, dtype=np.float32)
    for size in SIZES:
        rolling = rolling[:-1] * _STEP
        rolling += folded[size - 1 :]
        n = len(rolling)
        index[:n] = _mixed(rolling, size, bits, mixed[:n])
        for offset in crossing[: size - 2]:
            index[offset] = 0
        weight.take(index[:n], mode="clip", out=gained[:n])
        each[:n] += gained[:n]
    return each


def weigh_both(
    folded: NDArray[np.uint32],
    edge: NDArray[np.integer],
    first: NDArray[np.float32],
    second: NDArray[np.float32],
) -> tuple[Floats, Floats]:
    """(characters,) twice: what `weigh` gives for each of two tables; read together, they cost little more than one."""
    if compiled is None:
        return weigh(folded, edge, first), weigh(folded, edge, second)
    each, other = (np.empty(len(folded), dtype=np.float32) for _ in range(2))
    compiled.weigh_both(folded, edge.astype(np.int64), _in_one_another(first, second), each, other)
    return each, other


def _in_one_another(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """Two tables as one, their weights by turns; remembered as long as both live, for a few models."""
    known = _PAIRED.get(id(first))
    if known is None or known[0]() is not first or known[1]() is not second:
        pairs = np.stack((first, second), axis=1).astype(np.float32).ravel()
        if len(_PAIRED) >= _MOST_PAIRED:
            _PAIRED.clear()
        known = _PAIRED[id(first)] = (ref(first), ref(second), pairs)
    return known[2]


def _mixed(rolling: NDArray[np.uint32], size: int, bits: int, out: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The buckets of rolling hashes."""
    mixed = np.add(rolling, np.uint32(size), out=out)
    mixed *= _MIX
    mixed ^= mixed >> np.uint32(13)
    mixed *= _MIX
    mixed >>= np.uint32(32 - bits)
    return mixed


def weigh_before(
    each: Floats, folded: NDArray[np.uint32], edge: NDArray[np.integer], weight: NDArray[np.float32]
) -> None:
    """Weigh again, in place, what starts right before some edges, that crossed them before they were there."""
    if compiled is not None:
        compiled.weigh_before(folded, edge.astype(np.int64), np.ascontiguousarray(weight, np.float32), each)
        return
    bits = len(weight).bit_length() - 1
    for back in range(max(SIZES) - 2, 0, -1):  # where two edges are near, the nearer decides
        at = np.maximum(edge - back, 0)
        rolling = folded[at]
        total = np.zeros(len(at), dtype=np.float32)
        for size in SIZES[:back]:
            rolling = rolling * _STEP + folded[at + size - 1]
            total += weight[_mixed(rolling, size, bits, np.empty_like(rolling))]
        each[at] = total


def cumulated(each: Floats) -> NDArray[np.float64]:
    """The sum of all before each offset."""
    if compiled is not None:
        found = np.empty(len(each) + 1, dtype=np.float64)
        compiled.cumulate(each, found)
        return found
    summed = np.zeros(len(each) + 1, dtype=np.float64)
    np.cumsum(each, dtype=np.float64, out=summed[1:])
    return summed


def running_sum(buckets: tuple[Codes, ...], weight: NDArray[np.float32]) -> NDArray[np.float64]:
    """Sum of the weights of all n-grams that start before each offset."""
    each = weight.take(buckets[0], mode="clip")
    for bucket in buckets[1:]:
        each += weight.take(bucket, mode="clip")
    return cumulated(each)


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
