"""Ids and class names of elements as numbers: authors name what they build.

"related", "kommentare", "entry-content", "wp-caption-text", "pubDate" tell more than any count, in any
language and abbreviation, so no list is kept: names are split into tokens, tokens are hashed into the
slots of a table, and what a slot is worth is learned.

A token is hashed as the sum of random numbers of its bytes, which one cumulative sum gives for all
tokens of a batch at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SLOTS = 1 << 15
_LONGEST = 200  # bytes of a label that are read: some pages keep whole style sheets there
_BETWEEN, _LOWER, _UPPER = range(3)
_CLASS = np.zeros(256, dtype=np.uint8)
_CLASS[ord("a") : ord("z") + 1] = _LOWER
_CLASS[0x80:] = _LOWER
_CLASS[ord("A") : ord("Z") + 1] = _UPPER
_MIX = np.random.default_rng(1).integers(1, 2**63, size=256, dtype=np.uint64)
_MIX[ord("A") : ord("Z") + 1] = _MIX[ord("a") : ord("z") + 1]
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - SLOTS.bit_length() + 1)


class Tokens(NamedTuple):
    """Tokens of several labels: the slot of each and the number of its label."""

    slot: Ints
    label: Ints


def tokens(labels: Sequence[str], seed: int = 0) -> Tokens:
    """Split labels at anything but letters and before capitals (camelCase); single letters are dropped.

    Another seed spreads the same tokens over other slots.
    """
    pieces = [label.encode("utf-8", "replace")[:_LONGEST] for label in labels]
    bytes_ = np.frombuffer(b"\n".join(pieces) + b"\n", dtype=np.uint8)
    kind = _CLASS[bytes_]
    inside = kind > 0
    before = np.zeros(len(kind), dtype=np.uint8)
    before[1:] = kind[:-1]
    start = np.flatnonzero(inside & ((before == _BETWEEN) | (kind > before)))
    stop = np.flatnonzero((before > 0) & (~inside | (kind > before)))
    summed = np.zeros(len(bytes_) + 1, dtype=np.uint64)
    np.cumsum(_MIX[bytes_], out=summed[1:])
    long = stop - start > 1
    start, stop = start[long], stop[long]
    code = (summed[stop] - summed[start] + np.uint64(seed)) * _SPREAD
    line = np.cumsum([len(piece) + 1 for piece in pieces])
    return Tokens((code >> _SHIFT).astype(np.int64), np.searchsorted(line, start, side="right"))


def element_tokens(columns: Columns) -> tuple[Ints, int, Tokens]:
    """The number of each element's label, how many different labels there are, and their tokens."""
    every = [label for d in columns.documents for label in d.element_label]
    number = {label: k for k, label in enumerate(dict.fromkeys(every))}
    which = np.array(list(map(number.__getitem__, every)), dtype=np.int64)
    return which, len(number), tokens(tuple(number))


def label_scores(columns: Columns, table: Floats) -> Floats:
    """(m, k): sum of the table's rows, (SLOTS, k), over the tokens of each element's label."""
    which, count, found = element_tokens(columns)
    if not count:
        return np.zeros((0, table.shape[1]), dtype=np.float32)
    return summed_scores(found, count, table)[which]


def summed_scores(found: Tokens, count: int, table: Floats) -> Floats:
    """(count, k): sum of the table's rows over the tokens of each label."""
    width = table.shape[1]
    cell = found.label[:, None] * width + np.arange(width)
    total = np.bincount(cell.ravel(), table[found.slot].ravel(), count * width)
    return total.reshape(count, width).astype(np.float32)
