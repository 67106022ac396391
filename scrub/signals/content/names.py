"""Ids and class names of elements as numbers: authors name what they build.

"related", "kommentare", "entry-content", "wp-caption-text", "pubDate" tell more than any count, in any
language and abbreviation, so no list is kept: names are split into tokens, tokens are hashed into the
slots of a table, and what a slot is worth is learned.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns

Floats = NDArray[np.float32]

SLOTS = 1 << 15
# camelCase, kebab-case, snake_case; digits end a token and are dropped: they number things.
_TOKEN = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])")
_LONGEST = 240  # characters of a label that are read: some pages keep whole style sheets there
_KEPT = 100_000  # labels remembered in a process; pages of one site share theirs

_remembered: dict[str, tuple[int, ...]] = {}


def slots(label: str) -> tuple[int, ...]:
    """Slots of a label's tokens, each once."""
    found = _remembered.get(label)
    if found is None:
        tokens = {token.lower() for token in _TOKEN.findall(label[:_LONGEST])}
        found = tuple(sorted({crc32(token.encode()) % SLOTS for token in tokens if len(token) > 1}))
        if len(_remembered) >= _KEPT:
            _remembered.clear()
        _remembered[label] = found
    return found


def element_slots(columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Number of the label of every element, and for each different label its first slot and all slots.

    Labels without a token get the slot SLOTS, which every table holds zeros for.
    """
    number: dict[str, int] = {}
    which = [number.setdefault(label, len(number)) for d in columns.documents for label in d.element_label]
    flat: list[int] = []
    first = []
    for label in number:
        first.append(len(flat))
        flat += slots(label) or (SLOTS,)
    return np.array(which, dtype=np.int64), np.array(first, dtype=np.int64), np.array(flat, dtype=np.int64)


def label_scores(columns: Columns, table: Floats) -> Floats:
    """(m, k): sum of the table's rows over the tokens of each element's label.

    `table` has SLOTS + 1 rows; the last is zero.
    """
    which, first, flat = element_slots(columns)
    if not len(first):
        return np.zeros((0, table.shape[1]), dtype=np.float32)
    result: Floats = np.add.reduceat(table[flat], first, axis=0)[which]
    return result
