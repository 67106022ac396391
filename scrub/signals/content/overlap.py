"""What a page says of itself, found again in its blocks: title, author, description, articleBody.

A word is known by the sum of random numbers that its characters stand for, which one cumulative sum
gives for all words at once (anagrams look alike, which costs nothing here). Words said are kept as
marks in a small table per page; a wrong hit now and then is cheaper than sets of words.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.text.characters import KINDS, SYLLABLE, code_points, tables

Floats = NDArray[np.float32]
Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]

STATEMENTS = ("title", "author", "description", "body")
OVERLAPS = (
    "title", "author", "description", "body", "title_likeness", "author_likeness", "title_said",
    "body_said", "repeats",
)  # fmt: skip
_TITLE, _AUTHOR, _DESCRIPTION, _BODY = range(len(STATEMENTS))
_BITS = 13  # of the table of marks of one statement
_TOP = np.uint64(64 - _BITS)
_BODY_READ = 50_000  # characters of articleBody that are read
_ORDER = np.uint64(0x9E3779B97F4A7C15)
_WORD = np.isin(np.arange(len(KINDS)), [KINDS.index(k) for k in ("lower", "upper", "digit", "styled", "mark")])


@cache
def _mix() -> Codes:
    """A random number for every folded code point."""
    return np.random.default_rng(0).integers(1, 2**63, size=len(tables().folded), dtype=np.uint64)[tables().folded]


def _summed(points: NDArray[np.uint32]) -> Codes:
    summed = np.zeros(len(points) + 1, dtype=np.uint64)
    np.cumsum(_mix()[points], out=summed[1:])
    return summed


def _words(kind: NDArray[np.uint8], starts: NDArray[np.bool_], summed: Codes) -> tuple[Ints, Codes]:
    """Offsets and codes of the words; a word ends before the next one and before what is no word."""
    ends = ~(_WORD[kind] | (kind == SYLLABLE)) | starts
    ends[:-1] = ends[1:]
    ends[-1:] = True
    begin = np.flatnonzero(starts)
    end = np.flatnonzero(ends & (_WORD[kind] | (kind == SYLLABLE)))
    return begin, summed[end + 1] - summed[begin]


def overlaps(columns: Columns) -> Floats:
    """(n, len(OVERLAPS)): share of each block's words that the page's metadata say, and how alike they are."""
    n, pages = len(columns), len(columns.documents)
    result = np.zeros((n, len(OVERLAPS)), dtype=np.float32)
    if not n:
        return result
    summed = _summed(columns.points)
    _, code = _words(columns.kind, columns.word_starts, summed)
    words = columns.words.astype(np.int64)
    owner = np.repeat(np.arange(n), words)
    marks, said = _marks(columns)
    base = (columns.page.astype(np.int64) * len(STATEMENTS) << _BITS)[owner]
    place = (code >> _TOP).astype(np.int64) + base
    for k in (_TITLE, _AUTHOR, _DESCRIPTION):
        if said[:, k].any():
            result[:, k] = np.bincount(owner, marks[place + (k << _BITS)], n)
    if said[:, _BODY].any():
        pair = ((code[:-1] * _ORDER + code[1:]) >> _TOP).astype(np.int64) + base[:-1] + (_BODY << _BITS)
        result[:, _BODY] = np.bincount(owner[:-1], marks[pair] & (owner[1:] == owner[:-1]), n)
    size = np.maximum(columns.words, 1)[:, None]
    wanted = said[columns.page]
    result[:, 4:6] = result[:, :2] / np.maximum(np.maximum(size, wanted[:, :2]), 1)
    result[:, :4] /= size
    result[:, 6] = wanted[:, _TITLE] > 0
    result[:, 7] = wanted[:, _BODY] > 0
    result[:, 8] = _repeats(columns, summed)
    return result


def _marks(columns: Columns) -> tuple[NDArray[np.bool_], Floats]:
    """Marks of all statements of all pages, and (pages, statements): how many words each has."""
    statements: list[str] = []
    for d in columns.documents:
        m = d.metadata
        statements += (m.headline or m.title or "", m.author or "", m.description or "", (m.article_body or "")[:_BODY_READ])
    points = code_points("\n".join(statements) + "\n")
    kind = tables().kind[points]
    inside = _WORD[kind]
    starts = inside.copy()
    starts[1:] &= ~inside[:-1]
    starts |= kind == SYLLABLE
    begin, code = _words(kind, starts, _summed(points))
    owner = np.searchsorted(np.cumsum([len(s) + 1 for s in statements]), begin, side="right")
    pair = code.copy()
    pair[:-1] = code[:-1] * _ORDER + code[1:]
    told = np.where(owner % len(STATEMENTS) == _BODY, pair, code)
    marks = np.zeros(len(statements) << _BITS, dtype=np.bool_)
    marks[(told >> _TOP).astype(np.int64) + (owner << _BITS)] = True
    said = np.bincount(owner, minlength=len(statements)).reshape(-1, len(STATEMENTS))
    return marks, said.astype(np.float32)


def _repeats(columns: Columns, summed: Codes) -> Floats:
    """Logarithm of how often the same text stands on the page."""
    code = summed[columns.end] - summed[columns.start] + columns.page.astype(np.uint64)
    _, inverse, count = np.unique(code, return_inverse=True, return_counts=True)
    result: Floats = np.log(count).astype(np.float32)[inverse]
    return result
