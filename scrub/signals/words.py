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
    return Words(start, length, columns.character_block[start], word_codes(columns.folded, start, length))


def word_codes(
    folded: NDArray[np.uint32], start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """A number per word from its length, its first four and its last three characters: rarely shared by two."""
    last = len(folded) - 1
    code = length.astype(np.uint32)
    for k in range(4):
        code = code * _MIX + np.where(length > k, folded[np.minimum(start + k, last)], np.uint32(0))
    for k in range(1, 4):
        code = code * _MIX + folded[np.maximum(start + length - k, start)]
    result: NDArray[np.uint32] = code ^ (code >> np.uint32(15))
    return result


def letters_among(
    mask: NDArray[np.bool_], start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.int64]:
    """How many characters of each of a few words the mask marks; the mask is per character."""
    if not len(start):
        return np.zeros(0, dtype=np.int64)
    first = np.cumsum(length) - length
    place = np.repeat(start - first, length) + np.arange(int(length.sum()))
    found: NDArray[np.int64] = np.add.reduceat(mask[place].astype(np.int64), first)
    return found


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
