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
from scrub.values import Metadata

Floats = NDArray[np.float32]
Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]

OVERLAPS = (
    "title", "title_likeness", "headline", "headline_likeness", "author", "author_likeness",
    "description", "body_pairs", "body_said", "title_said", "repeats",
)  # fmt: skip
_BITS = 13  # of the table of marks of one statement
_TOP = np.uint64(64 - _BITS)
_ORDER = np.uint64(0x9E3779B97F4A7C15)
_WORD = np.isin(np.arange(len(KINDS)), [KINDS.index(k) for k in ("lower", "upper", "digit", "styled", "mark")])


@cache
def _mix() -> Codes:
    """A random number for every folded code point."""
    return np.random.default_rng(0).integers(1, 2**63, size=len(tables().folded), dtype=np.uint64)[tables().folded]


def _words(points: NDArray[np.uint32], inside: NDArray[np.bool_], starts: NDArray[np.bool_]) -> tuple[Ints, Codes]:
    """Offsets and codes of all words."""
    summed = np.zeros(len(points) + 1, dtype=np.uint64)
    np.cumsum(_mix()[points], out=summed[1:])
    at = np.flatnonzero(starts)
    ends = np.flatnonzero(~np.append(inside[1:], False) & inside | (starts & ~inside))
    if len(ends) != len(at):  # a syllable in the middle of a word ends it
        ends = np.append(at[1:], len(points)) - 1
    return at, summed[ends + 1] - summed[at]


def _said(text: str) -> Codes:
    """Codes of the words of a statement."""
    points = code_points(text + "\n")
    kind = tables().kind[points]
    inside = _WORD[kind]
    starts = inside.copy()
    starts[1:] &= ~inside[:-1]
    return _words(points, inside, starts | (kind == SYLLABLE))[1]


def _pairs(code: Codes) -> Codes:
    """Codes of neighbouring words, in order."""
    return code[:-1] * _ORDER + code[1:]


def overlaps(columns: Columns) -> Floats:
    """(n, len(OVERLAPS)): how much of each block the page's metadata say."""
    result = np.zeros((len(columns), len(OVERLAPS)), dtype=np.float32)
    if not len(columns):
        return result
    at, code = _words(columns.points, _WORD[columns.kind], columns.word_starts)
    owner = columns.start.searchsorted(at, side="right") - 1
    owner = np.maximum(owner, 0)
    count = np.bincount(owner, minlength=len(columns)).astype(np.float32)
    page = columns.page[owner].astype(np.uint64)
    metadata = [d.metadata for d in columns.documents]
    for k, read in enumerate((_title, _headline, _author)):
        found, said = _share([_said(t) if (t := read(m)) else None for m in metadata], page, code, owner, len(columns))
        wanted = said[columns.page]
        result[:, 2 * k] = found / np.maximum(count, 1)
        result[:, 2 * k + 1] = np.where(wanted > 0, found / np.maximum(np.maximum(count, wanted), 1), 0)
        if k == 0:
            result[:, 9] = wanted > 0
    found, _ = _share([_said(m.description) if m.description else None for m in metadata], page, code, owner, len(columns))
    result[:, 6] = found / np.maximum(count, 1)
    _body(result, columns, metadata, page, code, owner)
    result[:, 10] = _repeats(columns)
    return result


def _title(metadata: Metadata) -> str | None:
    return metadata.title


def _headline(metadata: Metadata) -> str | None:
    return metadata.headline


def _author(metadata: Metadata) -> str | None:
    return metadata.author


def _share(said: list[Codes | None], page: Codes, code: Codes, owner: Ints, size: int) -> tuple[Floats, Floats]:
    """(n,): words of each block that were said; (pages,): words that were said."""
    marks = np.zeros(len(said) << _BITS, dtype=np.bool_)
    number = np.zeros(len(said), dtype=np.float32)
    for p, codes in enumerate(said):
        if codes is not None:
            marks[(codes >> _TOP).astype(np.int64) + (p << _BITS)] = True
            number[p] = len(codes)
    hit = marks[(code >> _TOP) + (page << np.uint64(_BITS))]
    return np.bincount(owner, hit, size).astype(np.float32), number


def _body(result: Floats, columns: Columns, metadata: list[Metadata], page: Codes, code: Codes, owner: Ints) -> None:
    """Pairs of words of JSON-LD's articleBody, where the page has one."""
    if not any(m.article_body for m in metadata):
        return
    said = [_pairs(_said(m.article_body)) if m.article_body else None for m in metadata]
    pair, within = _pairs(code), owner[1:] == owner[:-1]
    found, number = _share(said, page[:-1], pair, owner[:-1] * within, len(columns))
    all_pairs = np.bincount(owner[:-1], within, len(columns))
    result[:, 7] = found / np.maximum(all_pairs, 1)
    result[:, 8] = number[columns.page] > 0


def _repeats(columns: Columns) -> Floats:
    """log(1 + how often the same text stands elsewhere on the page)."""
    summed = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(_mix()[columns.points])))
    code = summed[columns.end] - summed[columns.start] + columns.page.astype(np.uint64)
    _, inverse, count = np.unique(code, return_inverse=True, return_counts=True)
    result: Floats = np.log(count[inverse]).astype(np.float32)
    return result
