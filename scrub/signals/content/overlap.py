"""What a page says of itself, found again in its blocks: title, author, description, articleBody.

Words said are kept as marks in a small table per page; a wrong hit now and then is cheaper than sets
of words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.signals.content.wording import Words, pairs, word_codes
from scrub.text.characters import code_points, tables

Floats = NDArray[np.float32]
Codes = NDArray[np.uint64]

STATEMENTS = ("title", "author", "description", "body")
OVERLAPS = (
    "title", "author", "description", "body", "title_likeness", "author_likeness", "title_said",
    "body_said", "repeats", "said_before",
)  # fmt: skip
_TITLE, _AUTHOR, _DESCRIPTION, _BODY = range(len(STATEMENTS))
_BODY_READ = 50_000  # characters of articleBody that are read
_BITS = 13  # of the table of marks of one statement
_TOP = np.uint64(64 - _BITS)


def overlaps(columns: Columns, words: Words) -> Floats:
    """(n, len(OVERLAPS)): share of each block's words that the page's metadata say, and how alike they are."""
    n = len(columns)
    result = np.zeros((n, len(OVERLAPS)), dtype=np.float32)
    count = columns.words.astype(np.int64)
    ends = np.cumsum(count)
    begins = ends - count
    marks, said = _marks(columns)
    base = np.repeat(columns.page.astype(np.int64) << _BITS, count)
    place = (words.code >> _TOP).astype(np.int64) + base
    hit = marks[place]
    for k in (_TITLE, _AUTHOR, _DESCRIPTION):
        if said[:, k].any():
            result[:, k] = _between((hit >> k) & 1, begins, ends)
    if said[:, _BODY].any():
        pair = np.zeros(len(place), dtype=np.uint8)
        pair[:-1] = marks[(pairs(words.code) >> _TOP).astype(np.int64) + base[:-1]] >> _BODY
        result[:, _BODY] = _between(pair, begins, np.maximum(ends - 1, begins))
    size = np.maximum(columns.words, 1)[:, None]
    wanted = said[columns.page]
    result[:, 4:6] = result[:, :2] / np.maximum(np.maximum(size, wanted[:, :2]), 1)
    result[:, :4] /= size
    result[:, 6] = wanted[:, _TITLE] > 0
    result[:, 7] = wanted[:, _BODY] > 0
    _repeats(result, columns, words.summed)
    return result


def _between(
    value: NDArray[np.integer], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Sums over stretches of words."""
    total = np.zeros(len(value) + 1, dtype=np.int32)
    np.cumsum(value, out=total[1:])
    result: NDArray[np.int32] = total[ends] - total[begins]
    return result


def said_of(columns: Columns) -> tuple[str, ...]:
    """STATEMENTS of every page, as far as they are read."""
    statements: list[str] = []
    for d in columns.documents:
        m = d.metadata
        body = (m.article_body or "")[:_BODY_READ]
        statements += (m.headline or m.title or "", m.author or "", m.description or "", body)
    return tuple(statements)


def _marks(columns: Columns) -> tuple[NDArray[np.uint8], Floats]:
    """For every page a table whose bit k marks what statement k says; (pages, statements): words of each."""
    statements = said_of(columns)
    points = code_points("\n".join(statements) + "\n")
    words = word_codes(points, tables().kind[points])
    ends = np.cumsum([len(s) + 1 for s in statements], dtype=np.int64)
    owner = np.searchsorted(ends, words.start, side="right")
    code = words.code
    pair = code.copy()
    pair[:-1] = pairs(code)
    last = np.diff(owner, append=-1) != 0  # is no pair with what another says
    told = np.where((owner % len(STATEMENTS) == _BODY) & ~last, pair, code)
    marks = np.zeros(len(columns.documents) << _BITS, dtype=np.uint8)
    page, statement = np.divmod(owner, len(STATEMENTS))
    place = (told >> _TOP).astype(np.int64) + (page << _BITS)
    for k in range(len(STATEMENTS)):
        marks[place[statement == k]] |= np.uint8(1 << k)
    said = np.bincount(owner, minlength=len(statements)).reshape(-1, len(STATEMENTS))
    return marks, said.astype(np.float32)


def _repeats(result: Floats, columns: Columns, summed: Codes) -> None:
    """How often the same text stands on the page (a logarithm), and whether it stood there before."""
    code = summed[columns.end] - summed[columns.start] + columns.page.astype(np.uint64)
    order = code.argsort(kind="stable")
    ordered = code[order]
    edge = np.ones(len(code) + 1, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=edge[1:-1])
    edges = edge.nonzero()[0]
    count = edges[1:] - edges[:-1]
    result[order, 8] = np.log(count).repeat(count)
    result[order, 9] = order[edges[:-1]].repeat(count) != order
