"""The words of a batch as numbers: where they start, whose they are, which are the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns

_MIX = np.uint32(0x9E3779B1)


class Words(NamedTuple):
    """The words inside blocks, in text order: offset, length, block, and a hash of the folded form."""

    start: NDArray[np.int64]
    length: NDArray[np.int64]
    block: NDArray[np.int64]
    code: NDArray[np.uint32]


def words(columns: Columns) -> Words:
    """Words as `Columns.word_starts` finds them; a syllabic character is a word of its own."""
    inside = columns.word_inside
    start = np.flatnonzero(columns.word_starts)
    # A word ends where the next one starts, or at the first character that belongs to none.
    gap = np.flatnonzero(~inside)
    after = gap[np.minimum(np.searchsorted(gap, start), len(gap) - 1)] if len(gap) else start
    end = np.minimum(after, np.append(start[1:], len(inside)))
    length = np.maximum(end - start, 1)
    code = _hash(columns.folded, start, length)
    block = columns.character_block[start]
    within = block >= 0
    return Words(start[within], length[within], block[within], code[within])


def _hash(
    folded: NDArray[np.uint32], start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """A hash per word: characters mixed with their place in the word, then summed."""
    if not len(start):
        return np.zeros(0, dtype=np.uint32)
    owner_start = np.repeat(start, length)
    total = np.cumsum(length)
    position = np.arange(int(total[-1])) - np.repeat(total - length, length)
    mixed = (folded[owner_start + position] + np.uint32(1)) * _MIX
    mixed = (mixed ^ (mixed >> np.uint32(15))) * (position.astype(np.uint32) * np.uint32(2) + np.uint32(0x85EBCA6B))
    result: NDArray[np.uint32] = np.add.reduceat(mixed, total - length, dtype=np.uint32)
    return result


class Repetition(NamedTuple):
    """Per block: share of words that repeat an earlier one, and share of the commonest word."""

    repeated: NDArray[np.float32]
    commonest: NDArray[np.float32]


def repetition(columns: Columns) -> Repetition:
    """Repeated words of each block; words of one or two letters do not count unless syllabic."""
    found = columns.once(words)
    telling = (found.length > 2) | (found.length == 1) & (columns.folded[found.start] > 0x2E7F)
    return repeats(found.block[telling], found.code[telling], len(columns))


def repeats(owner: NDArray[np.int64], code: NDArray[np.uint32], size: int) -> Repetition:
    """Repetition of codes among the members of each owner."""
    key, count = np.unique((owner << 32) | code.astype(np.int64), return_counts=True)
    owner_of_key = key >> 32
    members = np.maximum(np.bincount(owner, minlength=size), 1)
    distinct = np.bincount(owner_of_key, minlength=size)
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, owner_of_key, count)
    # With few words a repetition says little: one word is added to every block.
    repeated = np.maximum(np.bincount(owner, minlength=size) - distinct, 0) / (members + 1)
    commonest = np.maximum(most - 1, 0) / (members + 1)
    return Repetition(repeated.astype(np.float32), commonest.astype(np.float32))
