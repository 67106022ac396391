"""Does a block speak the language of its page: n-grams against the profiles of several dozen languages.

Naive Bayes over hashed 4-grams (Cavnar and Trenkle, N-Gram-Based Text Categorization, 1994, with
probabilities for ranks). What is asked is not which language it is, but whether one language explains
the block and the rest of its page as well as two would.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.language import GRAM, every_gram
from scrub.signals.texts import Texts
from scrub.signals.whole import per_character

BITS = 14
SCALE = 16.0  # of the profiles: they are whole numbers, so many to a nat

Floats = NDArray[np.float32]
Odds = NDArray[np.int8]
Sums = NDArray[np.int32]
Buckets = NDArray[np.uint16]

_SPACE = np.uint32(ord(" "))
_SAMPLE = 640  # n-grams of a page that tell its language
_PAGE = 40  # n-grams of the rest of a page below which its language is not known
_MOST = 128  # n-grams of a block that are looked at
_LEAST = 8  # n-grams of a block below which it speaks no language
_TELLING = 12  # n-grams that tell a language well enough to name it
_NAMING = 4096  # n-grams of a text that are asked for its name
_COMPILED = 256  # languages that the compiled loops have room for
_ABREAST = 16  # languages that these take together
_FITS = 0.2  # nats an n-gram from which a block is in the language of its page


class Known(NamedTuple):
    """What is known of languages.

    odds: (1 << BITS, languages), how much likelier an n-gram is in each than in the mean of all: a
    logarithm, in parts of SCALE to a nat. codes: of the languages (ISO 639), for those who name them.
    """

    odds: Odds
    codes: tuple[str, ...]


class Profiles(Known):
    """The same, also as the compiled loops want it."""

    @cached_property
    def rows(self) -> Odds:
        """(1 << BITS, a multiple of _ABREAST): the odds, with languages that are none behind the others."""
        return np.pad(self.odds, ((0, 0), (0, -self.odds.shape[1] % _ABREAST)))

    @cached_property
    def columns(self) -> Odds:
        """(languages, 1 << BITS): the odds, those of one language near one another."""
        return np.ascontiguousarray(self.odds.T)


def no_profiles() -> Profiles:
    """Profiles of no language: nothing is foreign."""
    return Profiles(np.zeros((1 << BITS, 0), dtype=np.int8), ())


def language_of(columns: Columns, profiles: Profiles) -> str:
    """Code of the language that explains the text of a batch best; "" where there is too little to tell."""
    bucket = slots(columns)
    bucket = bucket[bucket > 0]
    if not profiles.codes or len(bucket) < _TELLING:
        return ""
    sample = bucket[:: 1 + len(bucket) // _NAMING]
    return profiles.codes[int(profiles.odds[sample].sum(axis=0, dtype=np.int64).argmax())]


def slots(columns: Columns) -> Buckets:
    """(characters,): the bucket of the n-gram that starts at each one, also across the ends of blocks.

    Bucket 0, of which no language knows anything, is for what holds a digit or a sign, or fewer than two
    letters: numbers and addresses speak no language.
    """
    return per_character(columns, _every_slot)


def _every_slot(texts: Texts) -> Buckets:
    if compiled is not None:
        found = np.empty(len(texts.folded), dtype=np.uint16)
        compiled.language_slots(texts.once(every_gram), texts.script, texts.folded, found)
        return found
    bucket = texts.once(every_gram) >> np.uint16(1)
    letter = (texts.script > 0).astype(np.int8)
    spoken = letter + (texts.folded == _SPACE)
    for column, least in ((spoken, GRAM), (letter, 2)):
        total = column[: len(column) - GRAM + 1].copy()
        for k in range(1, GRAM):
            total += column[k : len(column) - GRAM + 1 + k]
        bucket[: len(total)][total < least] = 0
    return bucket


def language_scores(columns: Columns, profiles: Profiles) -> tuple[Floats, Floats]:
    """(blocks,) each: how foreign a block's language is to its page, and how well it fits that of the page.

    Foreign: nats that two languages explain better than one, over the root of the block's n-grams; 0
    where the block fits. Fit: nats an n-gram by which the page's language explains the block better than
    the mean of all languages. Both are 0 where block or page are too short to tell.
    """
    foreign, fit = np.zeros((2, len(columns)), dtype=np.float32)
    odds = profiles.odds
    if not len(columns) or odds.shape[1] < 2:
        return foreign, fit
    bucket = slots(columns)
    if compiled is not None and odds.shape[1] <= _COMPILED:
        length = np.array([len(document.text) for document in columns.documents], dtype=np.int32)
        compiled.language_evidence(
            bucket, profiles.rows, profiles.columns, columns.first_character, length,
            columns.page, columns.start, columns.end, foreign, fit,
        )  # fmt: skip
        return foreign, fit
    length = np.maximum(columns.end - columns.start - (GRAM - 1), 0)
    number = _numbers(bucket, columns.start, length)
    page, sampled, sample_block = _pages(columns, bucket, odds)
    language = page.argmax(axis=1)
    sampled_there = np.bincount(columns.page[sample_block], minlength=len(page))
    known = sampled_there >= _PAGE
    fit[:] = _fit(columns, bucket, odds, language, length) / np.maximum(number, 1)
    unknown = (number < _LEAST) | ~known[columns.page]
    asked = np.flatnonzero((fit < _FITS) & ~unknown)
    fit[unknown] = 0.0
    if len(asked):
        own = _sums(odds, bucket, columns.start[asked], np.minimum(length[asked], _MOST))
        rest = page[columns.page[asked]] - _sums_of(sampled, sample_block, asked, len(columns))
        gain = own.max(axis=1) + rest.max(axis=1) - (own + rest).max(axis=1)
        left = sampled_there[columns.page] - np.bincount(sample_block, minlength=len(columns))
        root = np.sqrt(np.minimum(number[asked], _MOST))
        foreign[asked] = np.where(left[asked] >= _PAGE, gain / (SCALE * root), 0.0)
    return foreign, fit


def _pages(columns: Columns, bucket: Buckets, odds: Odds) -> tuple[Sums, Odds, NDArray[np.int64]]:
    """Sums of the profiles over a sample of each page's n-grams; the sample's rows, and the block of each."""
    places = []
    for first, document in zip(columns.first_character.tolist(), columns.documents):
        size = len(document.text)
        places.append(first + np.arange(0, size, max(1, -(-size // _SAMPLE))))
    at = np.concatenate(places)
    block = columns.character_block[at]
    inside = (at >= columns.start[block]) & (at + GRAM <= columns.end[block]) & (bucket[at] > 0)
    at, block = at[inside], block[inside]
    rows = odds[bucket[at]]
    return _by_group(rows, columns.page[block], len(columns.documents)), rows, block


def _by_group(rows: Odds, group: NDArray[np.integer], count: int) -> Sums:
    """Sums of rows whose groups stand in rising order."""
    total = np.zeros((count, rows.shape[1]), dtype=np.int32)
    if len(rows):
        start = np.flatnonzero(np.diff(group, prepend=-1))
        total[group[start]] = np.add.reduceat(rows, start, axis=0, dtype=np.int32)
    return total


def _fit(
    columns: Columns,
    bucket: Buckets,
    odds: Odds,
    language: NDArray[np.intp],
    length: NDArray[np.integer],
) -> Floats:
    """(blocks,): sum of the page's profile over the n-grams of each block."""
    each = np.zeros(len(bucket) + 1, dtype=np.int32)
    for page, (first, document) in enumerate(zip(columns.first_character.tolist(), columns.documents)):
        last = first + len(document.text)
        each[first + 1 : last + 1] = odds[bucket[first:last], language[page]]
    summed = each.cumsum(dtype=np.int64)
    whole = summed[columns.start + length] - summed[columns.start]
    fit: Floats = (whole / SCALE).astype(np.float32)
    return fit


def _numbers(bucket: Buckets, start: NDArray[np.integer], length: NDArray[np.integer]) -> NDArray[np.int64]:
    """(stretches,): how many of the n-grams of each speak a language."""
    summed = np.zeros(len(bucket) + 1, dtype=np.int64)
    (bucket > 0).cumsum(out=summed[1:])
    result: NDArray[np.int64] = summed[start + length] - summed[start]
    return result


def _sums(odds: Odds, bucket: Buckets, start: NDArray[np.integer], length: NDArray[np.integer]) -> Sums:
    """(stretches, languages): sums of the profiles over stretches of n-grams, none of them empty."""
    first = np.cumsum(length) - length
    at = np.arange(int(length.sum())) + (start - first).repeat(length)
    result: Sums = np.add.reduceat(odds[bucket[at]], first, axis=0, dtype=np.int32)
    return result


def _sums_of(rows: Odds, block: NDArray[np.int64], asked: NDArray[np.int64], count: int) -> Sums:
    """(asked, languages): sums of the sample's rows that stand in the blocks asked for."""
    number = np.full(count, -1)
    number[asked] = np.arange(len(asked))
    mine = number[block] >= 0
    return _by_group(rows[mine], number[block[mine]], len(asked))
