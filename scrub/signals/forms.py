"""Words of odd forms: brands with numbers, digits among letters, letters spaced apart, words glued together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats
from scrub.signals.whole import counted, places
from scrub.signals.words import letters_of, totals, words
from scrub.text.characters import LOWER, SYLLABLE, UPPER

_GLUED = 9  # letters from which a word with a capital inside is two
_UNSPACED = 0x2E80  # the first of the scripts that put no space between words
_NUMBERED, _LEET, _LONE, _GLUED_WORDS, _RANDOM = range(5)
_VOWELS = np.zeros(128, dtype=np.bool_)
_VOWELS[[ord(c) for c in "aeiouy"]] = True


def forms(columns: Columns) -> NDArray[np.float32]:
    """(5, n): words or places of each form in each block."""
    if compiled is None or not len(columns):
        return np.stack([count(columns) for count in _IN_NUMPY])
    rows = np.empty((len(_IN_NUMPY), len(columns)), dtype=np.float32)
    found = columns.once(words)
    compiled.word_forms(
        columns.folded, columns.kind, found.start, found.length, found.block, columns.edges, rows
    )
    return rows


def _logged(columns: Columns) -> Floats:
    logged: Floats = np.log1p(columns.once(forms))
    return logged


def numbered_words(columns: Columns) -> Floats:
    """Words of letters that end in a number of two digits or more, or in "4D" (log scale).

    Why: gambling sites are brands with a number, and comments name them without a link. Positives:
    "ALEXIS17", "𝐁𝐎𝐖𝐎𝟖𝟖", "KYT4D". Innocents: "liat2" (one digit), model numbers, "covid19".
    """
    return columns.row(_logged, _NUMBERED)


def leet_words(columns: Columns) -> Floats:
    """Words with a digit between letters (log scale).

    Why: "B0SSWD" slips past a list that has BOSSWD. Positives: brands in comments. Innocents: "H2O",
    "b2b", keys, model numbers.
    """
    return columns.row(_logged, _LEET)


def lone_letters(columns: Columns) -> Floats:
    """Letters that stand apart one by one, in runs of four and more (log scale).

    Why: "A L E X I S" and "M.I.A.W" are names that no list finds. Positives: brands in comments.
    Innocents: an index of initials, which runs through the alphabet; initials of names are shorter.
    """
    return columns.row(_logged, _LONE)


def glued_words(columns: Columns) -> Floats:
    """Share of words that are several glued together: "WOW GoldBuy", "pokerDominoPoker".

    Why: robots join what they copy. Positives: spun doorway text. Innocents: names of functions,
    lists whose line breaks an extractor lost.
    """
    return columns.row(forms, _GLUED_WORDS) / np.maximum(columns.words, 1.0)


def random_words(columns: Columns) -> Floats:
    """Words of random letters: capitals where no compound has them (log scale).

    Why: robots make every copy unlike the last. Positives: "EcLaGbB RzRmYk". Innocents: code,
    "iPhone", "YouTube" (one capital inside, and vowels).
    """
    return columns.row(_logged, _RANDOM)


def _count_numbered(columns: Columns) -> Floats:
    found, folded = columns.once(words), columns.folded
    end = found.start + found.length
    chosen = np.flatnonzero(columns.once(_digits_at)[end - 2])
    chosen = chosen[(found.length[chosen] > 3) & (found.length[chosen] <= 20)]
    last = folded[end[chosen] - 1]
    chosen = chosen[_is_digit(last) | (last == ord("d"))]
    place, first = letters_of(found.start[chosen], found.length[chosen])
    letter = found.length[chosen] - totals(columns.once(_digits_at)[place], first)
    named = found.block[chosen[letter >= 3]]
    return np.bincount(named, minlength=len(columns)).astype(np.float32)


def _count_leet(columns: Columns) -> Floats:
    return counted(columns, places(columns, leet_places))


def leet_places(columns: Columns) -> NDArray[np.int64]:
    """Where a digit stands between two letters."""
    folded, letter, numeric = columns.folded, columns.word_inside, columns.once(_digits_at)
    digit = np.flatnonzero(numeric[1:-1]) + 1
    digit = digit[letter[digit - 1] & letter[digit + 1]]
    between = digit[~numeric[digit - 1] & ~numeric[digit + 1]]
    return between[(folded[between - 1] < _UNSPACED) & (folded[between + 1] < _UNSPACED)]


def _count_lone(columns: Columns) -> Floats:
    found = columns.once(words)
    single = (found.length == 1).nonzero()[0]
    start = found.start[single]
    single = single[(columns.kind[start] != SYLLABLE) & ~columns.once(_digits_at)[start]]
    start = found.start[single]
    letter = columns.folded[start].astype(np.int64)
    next_one = (single[1:] - single[:-1] == 1) & (start[1:] - start[:-1] == 2)
    next_one &= letter[1:] - letter[:-1] != 1
    run = (next_one[:-2] & next_one[1:-1] & next_one[2:]).nonzero()[0]
    return counted(columns, start[run])


def _count_glued(columns: Columns) -> Floats:
    found = columns.once(words)
    owner = columns.once(_rising)
    owner = owner[found.length[owner] >= _GLUED]
    last = np.ones(len(owner), dtype=np.bool_)
    np.not_equal(owner[1:], owner[:-1], out=last[:-1])
    return np.bincount(found.block[owner[last]], minlength=len(columns)).astype(np.float32)


def _count_random(columns: Columns) -> Floats:
    found = columns.once(words)
    owner = columns.once(_rising)
    owner = owner[(found.length[owner] >= 6) & (found.length[owner] <= 14)]
    suspect, count = np.unique(owner, return_counts=True)
    start, length = found.start[suspect], found.length[suspect]
    place, first = letters_of(start, length)
    few = totals(_VOWELS.take(columns.folded[place], mode="clip"), first) * 5 <= length
    return counted(columns, found.start[suspect[(count > 1) | few]])


_IN_NUMPY = (_count_numbered, _count_leet, _count_lone, _count_glued, _count_random)


def _rising(columns: Columns) -> NDArray[np.int64]:
    """For each capital behind a small letter the number of its word, in text order."""
    kind = columns.kind
    capital = ((kind[1:] == UPPER) & (kind[:-1] == LOWER)).nonzero()[0] + 1
    owner = np.searchsorted(columns.once(words).start, capital, side="right") - 1
    result: NDArray[np.int64] = owner[owner >= 0]
    return result


def _digits_at(columns: Columns) -> NDArray[np.bool_]:
    """True where a digit stands; styled ones keep their value when folded."""
    return _is_digit(columns.folded)


def _is_digit(folded: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """True for digits among folded characters."""
    result: NDArray[np.bool_] = (folded - np.uint32(ord("0"))) < 10
    return result
