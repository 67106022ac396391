"""The words of a batch as numbers: where they start, whose they are, which are the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.whole import blocks_at
from scrub.text.characters import SCRIPTS

_MIX = np.uint32(0x9E3779B1)
_LATIN, _CYRILLIC, _GREEK = (SCRIPTS.index(name) for name in ("latin", "cyrillic", "greek"))


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
        return Words(start, found.length[index], blocks_at(columns, start), found.code[index])
    length = end - start
    return Words(start, length, blocks_at(columns, start), word_codes(columns.folded, start, length))


def word_codes(
    folded: NDArray[np.uint32], start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """A number per word from its length, its first four and its last three characters: rarely shared by two."""
    if compiled is not None:
        found = np.empty(len(start), dtype=np.uint32)
        compiled.word_codes(folded, start, length, found)
        return found
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


class BlockWords(NamedTuple):
    """Per block: characters of its words, of the longest one, and a hash of all of them in their order."""

    total: NDArray[np.int64]
    longest: NDArray[np.int64]
    code: NDArray[np.int64]


def block_words(columns: Columns) -> BlockWords:
    """The words of each block taken together."""
    found, size = columns.once(words), len(columns)
    result = BlockWords(*np.zeros((3, size), dtype=np.int64))
    if compiled is not None:
        compiled.block_words(found.block, found.code, found.length, *result)
    elif len(found.block):
        count = np.bincount(found.block, minlength=size)
        place = np.arange(len(found.code), dtype=np.int64) - (np.cumsum(count) - count)[found.block]
        mixed = found.code.astype(np.int64) * (2 * place + 1) & 0x7FFFFFFF
        first = np.flatnonzero(np.diff(found.block, prepend=-1))
        for column, value, total in zip(result, (found.length, found.length, mixed), _TOTALS):
            column[found.block[first]] = total.reduceat(value, first)
    return result


_TOTALS = (np.add, np.maximum, np.add)


def letters_among(
    mask: NDArray[np.bool_], start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.int64]:
    """How many characters of each of a few words the mask marks; the mask is per character."""
    place, first = letters_of(start, length)
    return totals(mask[place], first)


def letters_of(
    start: NDArray[np.int64], length: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Offsets of the characters of a few words, one word behind another, and where each word's begin there."""
    first = np.cumsum(length) - length
    return np.repeat(start - first, length) + np.arange(int(length.sum())), first


def totals(mask: NDArray[np.bool_], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many are marked from each first one up to the next."""
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    found: NDArray[np.int64] = np.add.reduceat(mask, first, dtype=np.int64)
    return found


def mixed_places(columns: Columns) -> NDArray[np.int64]:
    """Where the words start that have Latin letters and Greek or Cyrillic ones."""
    found = columns.once(words)
    script = columns.script
    if compiled is not None:
        mixed = np.empty(len(found.start), dtype=np.bool_)
        compiled.mixed_words(script, found.start, found.length, mixed)
        return found.start[mixed]
    foreign = np.flatnonzero((script == _CYRILLIC) | (script == _GREEK))
    suspect = np.unique(np.searchsorted(found.start, foreign, side="right") - 1)
    suspect = suspect[suspect >= 0]
    latin = letters_among(script == _LATIN, found.start[suspect], found.length[suspect])
    return found.start[suspect[latin > 0]]


def times(key: NDArray[np.integer]) -> NDArray[np.int64]:
    """(n,): how often each number of the column stands in it."""
    order = key.argsort()
    ordered = key[order]
    edge = np.ones(len(key) + 1, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=edge[1:-1])
    edges = edge.nonzero()[0]
    count = edges[1:] - edges[:-1]
    result = np.empty(len(key), dtype=np.int64)
    result[order] = count.repeat(count)
    return result


def alike(key: NDArray[np.integer]) -> NDArray[np.float32]:
    """(n,): how many others are the same number, log scale."""
    if compiled is not None:
        found = np.empty(len(key), dtype=np.float32)
        if compiled.alike(key.astype(np.int64, copy=False), found):
            return found
    return np.log1p(times(key) - 1).astype(np.float32)


class Repetition(NamedTuple):
    """Per block: share of words that repeat an earlier one, and share of the commonest word."""

    repeated: NDArray[np.float32]
    commonest: NDArray[np.float32]


def repetition(columns: Columns) -> Repetition:
    """Repeated words of each block; words of one or two letters do not count unless syllabic."""
    found = columns.once(words)
    if compiled is not None:
        result = Repetition(*np.empty((2, len(columns)), dtype=np.float32))
        compiled.word_repeats(found.block, found.code, found.length, found.start, columns.folded, *result)
        return result
    telling = (found.length > 2) | (found.length == 1) & (columns.folded[found.start] > 0x2E7F)
    return repeats(found.block, found.code, telling, len(columns))


def repeats(
    owner: NDArray[np.int64], code: NDArray[np.uint32], telling: NDArray[np.bool_], size: int
) -> Repetition:
    """Repetition of codes among the members of each owner; only those that are telling count."""
    owner, code = owner[telling], code[telling]
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
