"""Where a page's title stands, and what stands before and behind it.

An article begins behind its title. Pages that load one article after the other have a title for each:
what stands behind the second is another article.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content.overlap import OVERLAPS
from scrub.values import TAG_CODE

Floats = NDArray[np.float32]

TITLE = ("title_known", "behind_title", "since_title", "titles_before", "articles_before", "article_nth")
_H1, _ARTICLE = TAG_CODE["h1"], TAG_CODE["article"]
_CODES = bytes((_H1, _ARTICLE))
_LIKENESS = OVERLAPS.index("title_likeness")  # how alike a block and the title are, 0 to 1
_H1_BONUS = 0.6  # a first heading is as good as six in ten words of the title
_LIKE = 0.4  # likeness from which a block counts as the title
_LIMITS = np.array((_H1_BONUS, _LIKE), dtype=np.float32)


def title_columns(columns: Columns, said: Floats) -> Floats:
    """(n, len(TITLE)) from what the page says of each block, (n, len(OVERLAPS))."""
    n = len(columns)
    if compiled is not None:
        rows = np.empty((n, len(TITLE)), dtype=np.float32)
        compiled.title_columns(
            said, columns.tag, columns.page, columns.block_count, columns.element_tag, columns.element_first,
            columns.element_last, _CODES, _LIMITS, rows,
        )  # fmt: skip
        return rows
    first = columns.first_block[columns.page]
    here = np.arange(n)
    heading = (columns.tag == _H1).astype(np.int64)
    score = said[:, _LIKENESS] + heading.astype(np.float32) * np.float32(_H1_BONUS)
    title = _best(columns, score)[columns.page]
    known = title >= 0
    since = here - title
    titles = np.cumsum(heading)
    begins = np.bincount(columns.element_first[columns.element_tag == _ARTICLE], minlength=n)[:n]
    articles = np.cumsum(begins)
    own = articles - articles[first] + begins[first]
    result = np.empty((len(TITLE), n), dtype=np.float32)
    result[0] = known
    result[1] = known & (since > 0)
    result[2] = known * np.sign(since) * np.log1p(np.abs(since))
    result[3] = np.log1p(titles - titles[first] + heading[first] - heading)
    result[4] = np.log1p(own)
    result[5] = np.log1p(np.where(_inside(columns), own, 0))
    return result.T


def _best(columns: Columns, score: Floats) -> NDArray[np.int64]:
    """(pages,): the block that is most like the title, the first among equals; -1 where none is."""
    pages = len(columns.documents)
    result = np.full(pages, -1, dtype=np.int64)
    filled = np.flatnonzero(columns.block_count)
    highest = np.zeros(pages, dtype=np.float32)
    highest[filled] = np.maximum.reduceat(score, columns.first_block[filled])
    at = np.flatnonzero((score == highest[columns.page]) & (score >= _LIKE))
    result[columns.page[at][::-1]] = at[::-1]
    return result


def _inside(columns: Columns) -> NDArray[np.bool_]:
    """(n,): whether the block stands in an article element."""
    n = len(columns)
    article = columns.element_tag == _ARTICLE
    opened = np.bincount(columns.element_first[article], minlength=n + 1)
    closed = np.bincount(columns.element_last[article], minlength=n + 1)
    result: NDArray[np.bool_] = np.cumsum(opened - closed)[:n] > 0
    return result
