"""Words and pairs of words by hashes: what a block's vocabulary speaks for, beside what its spelling does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.words import words

BITS = 17
_MIX = np.uint32(0x9E3779B1)

Buckets = NDArray[np.intp]


class Terms(NamedTuple):
    """The bucket of each word of a batch, and of the pair that it makes with the word behind it."""

    word: Buckets
    pair: Buckets


def terms(columns: Columns) -> Terms:
    """Buckets of all words and pairs; styled and look-alike letters count as what they stand for."""
    code = columns.once(words).code
    behind = np.zeros_like(code)
    behind[:-1] = code[1:]
    return Terms(_bucket(code), _bucket(code * _MIX + behind))


def _bucket(code: NDArray[np.uint32]) -> Buckets:
    mixed = (code ^ (code >> np.uint32(16))) * _MIX
    return (mixed >> np.uint32(32 - BITS)).astype(np.intp)


def word_range(
    columns: Columns, start: NDArray[np.integer], end: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of the first word of each stretch and of the first one behind it."""
    at = columns.once(words).start
    return np.searchsorted(at, start), np.searchsorted(at, end)


def term_count(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many words and pairs there are between two words."""
    count = last - first
    result: NDArray[np.int64] = count + np.maximum(count - 1, 0)
    return result


def word_scores(columns: Columns, weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """(blocks,): the weights of each block's words and pairs over the root of their number."""
    first, last = columns.word_span
    if compiled is not None:
        total = np.empty(len(columns), dtype=np.float32)
        compiled.word_sums(
            columns.once(words).code, first.astype(np.int64), last.astype(np.int64),
            np.ascontiguousarray(weight, np.float32), total,
        )  # fmt: skip
        return total
    found = columns.once(terms)
    word, pair = _running(weight, found.word), _running(weight, found.pair)
    risen = word[last] - word[first] + pair[np.maximum(last - 1, first)] - pair[first]
    score: NDArray[np.float32] = (risen / np.sqrt(np.maximum(term_count(first, last), 1))).astype(np.float32)
    return score


def _running(weight: NDArray[np.float32], bucket: Buckets) -> NDArray[np.float64]:
    summed = np.zeros(len(bucket) + 1, dtype=np.float64)
    weight[bucket].cumsum(dtype=np.float64, out=summed[1:])
    return summed
