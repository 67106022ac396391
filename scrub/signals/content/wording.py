"""How a block begins, in words: "Read more", "Lesen Sie auch", "Photo:", "Share this", "Advertisement".

What such words are worth is learned from labelled pages, without any list: words and pairs of
neighbouring words are hashed into the slots of a table. A word is known by the sum of random numbers
that its characters stand for, which one cumulative sum gives for all words at once (anagrams look
alike, which costs nothing here). In a language that no labelled page was written in, the table is
silent and the other columns speak.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.text.characters import KINDS, SYLLABLE, tables

Floats = NDArray[np.float32]
Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]

TABLES = 2  # worth of a word anywhere on a page; worth of a word within the stretch of its main content
WORDING = (
    "wording", "wording_all", "wording_first", "inner_wording", "inner_wording_all", "inner_wording_first",
)  # fmt: skip
INNER_WORDING = WORDING.index("inner_wording")  # tells of the stretch of the main content
SLOTS = 1 << 16
READ = 14  # words of a block that count
_SHIFT = np.uint64(64 - SLOTS.bit_length() + 1)
_ORDER = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
IN_WORDS = np.isin(
    np.arange(len(KINDS)), [KINDS.index(k) for k in ("lower", "upper", "digit", "styled", "mark")]
)


class Words(NamedTuple):
    """The words of a text: offset and code of each, and the running sum the codes were made from."""

    start: Ints
    code: Codes
    summed: Codes


@cache
def mix() -> Codes:
    """A random number for every folded code point."""
    return np.random.default_rng(0).integers(1, 2**63, size=len(tables().folded), dtype=np.uint64)[
        tables().folded
    ]


def word_codes(points: NDArray[np.uint32], kind: NDArray[np.uint8]) -> Words:
    """Words of a text; every character of a script without word spaces is one."""
    summed = np.zeros(len(points) + 1, dtype=np.uint64)
    np.cumsum(mix()[points], out=summed[1:])
    syllable = kind == SYLLABLE
    inside = IN_WORDS[kind]
    starts = inside.copy()
    starts[1:] &= ~inside[:-1]
    starts |= syllable
    inside |= syllable
    ends = inside.copy()
    ends[:-1] &= ~inside[1:] | starts[1:]
    begin, end = np.flatnonzero(starts), np.flatnonzero(ends)
    return Words(begin, summed[end + 1] - summed[begin], summed)


def pairs(code: Codes) -> Codes:
    """Codes of neighbouring words, in order."""
    return code[:-1] * _ORDER + code[1:]


class Beginnings(NamedTuple):
    """Slots of the first words and pairs of words of every block: block, slot, whether it is the first."""

    block: Ints
    slot: Ints
    first: NDArray[np.bool_]


def beginnings(columns: Columns, words: Words) -> Beginnings:
    """The first READ words of each block, and the pairs among them."""
    count = columns.words.astype(np.int64)
    begin = np.cumsum(count) - count
    read = np.minimum(count, READ)
    block = np.repeat(np.arange(len(count)), read)
    nth = np.arange(len(block)) - np.repeat(np.cumsum(read) - read, read)
    at = begin[block] + nth
    code = words.code[at]
    paired = (nth[1:] > 0).nonzero()[0]
    both = code[paired] * _ORDER + code[paired + 1]
    slot = (np.concatenate((code, both)) * _SPREAD) >> _SHIFT
    return Beginnings(
        np.concatenate((block, block[paired])),
        slot.astype(np.int64),
        np.concatenate((nth == 0, nth[paired] == 0)),
    )


def wording(columns: Columns, words: Words, table: Floats) -> Floats:
    """(n, len(WORDING)): worth of each block's beginning by each column of the table (SLOTS, TABLES).

    Three figures a column: per word, in all, and of the first word and the first pair alone.
    """
    n = len(columns)
    result = np.empty((n, len(WORDING)), dtype=np.float32)
    found = beginnings(columns, words)
    worth = table[found.slot]
    size = np.sqrt(np.maximum(np.minimum(columns.words, READ), 1))
    for k in range(TABLES):
        one = worth[:, k]
        total = np.bincount(found.block, one, n)
        result[:, 3 * k] = total / size
        result[:, 3 * k + 1] = total
        result[:, 3 * k + 2] = np.bincount(found.block, one * found.first, n)
    return result
