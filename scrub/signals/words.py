"""The words of a batch as numbers: where they start, whose they are, which are the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.text.characters import LOWER, UPPER

_MIX = np.uint32(0x9E3779B1)


class Words(NamedTuple):
    """The words inside blocks, in text order: offset, length, block, and a hash of the folded form."""

    start: NDArray[np.int64]
    length: NDArray[np.int64]
    block: NDArray[np.int64]
    code: NDArray[np.uint32]


def words(columns: Columns) -> Words:
    """Words as `Columns.word_edges` finds them; a syllabic character is a word of its own."""
    start, end = columns.word_edges
    if columns.whole is not None:
        found = columns.whole.columns.once(words)
        index = columns.whole.offsets(found.start)[0]
        return Words(start, found.length[index], columns.character_block[start], found.code[index])
    length = end - start
    return Words(start, length, columns.character_block[start], word_codes(columns.folded, start, length))


def word_codes(
    folded: NDArray[np.uint32], start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """A number per word from its length, its first four and its last three characters: rarely shared by two."""
    code = length.astype(np.uint32)
    code *= _MIX
    code += folded[start]
    for k in range(1, 4):
        code *= _MIX
        code += folded.take(start + k, mode="clip") * (length > k)
    end = start + length
    for k in range(1, 4):
        code *= _MIX
        code += folded[np.maximum(end - k, start)]
    code ^= code >> np.uint32(15)
    return code


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


def rising(columns: Columns) -> NDArray[np.int64]:
    """For each capital behind a small letter the number of its word, in text order."""
    kind = columns.kind
    capital = np.flatnonzero(kind == UPPER)
    capital = capital[kind[capital - 1] == LOWER]
    owner = np.searchsorted(columns.once(words).start, capital, side="right") - 1
    result: NDArray[np.int64] = owner[owner >= 0]
    return result


def digits_at(columns: Columns) -> NDArray[np.bool_]:
    """True where a digit stands; styled ones keep their value when folded."""
    return is_digit(columns.folded)


def is_digit(folded: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """True for digits among folded characters."""
    result: NDArray[np.bool_] = (folded - np.uint32(ord("0"))) < 10
    return result


def times(key: NDArray[np.integer]) -> NDArray[np.int64]:
    """(n,): how often each number of the column stands in it."""
    order = key.argsort(kind="stable")
    ordered = key[order]
    edge = np.ones(len(key) + 1, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=edge[1:-1])
    edges = edge.nonzero()[0]
    count = edges[1:] - edges[:-1]
    result = np.empty(len(key), dtype=np.int64)
    result[order] = count.repeat(count)
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
    if not len(owner):
        return Repetition(np.zeros(size, np.float32), np.zeros(size, np.float32))
    key = (owner << 32) | code
    key.sort()
    edge = np.ones(len(key) + 1, dtype=np.bool_)
    np.not_equal(key[1:], key[:-1], out=edge[1:-1])
    edges = edge.nonzero()[0]
    first = edges[:-1]
    count = edges[1:] - first
    owner_of_key = key[first] >> 32
    number = np.bincount(owner, minlength=size)
    members = np.maximum(number, 1)
    distinct = np.bincount(owner_of_key, minlength=size)
    most = np.zeros(size, dtype=np.int64)
    own = np.ones(len(owner_of_key), dtype=np.bool_)
    np.not_equal(owner_of_key[1:], owner_of_key[:-1], out=own[1:])
    begin = own.nonzero()[0]
    most[owner_of_key[begin]] = np.maximum.reduceat(count, begin)
    # With few words a repetition says little: one word is added to every block.
    repeated = np.maximum(number - distinct, 0) / (members + 1)
    commonest = np.maximum(most - 1, 0) / (members + 1)
    return Repetition(repeated.astype(np.float32), commonest.astype(np.float32))
