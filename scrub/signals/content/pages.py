"""A page as a whole: what kind it is shows in its make-up, its names, its address and its metadata."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content.counts import DENSITIES
from scrub.signals.content.seen import ContentColumns

Floats = NDArray[np.float32]

# The kinds of pages that are told apart (those of WCXB, a public benchmark).
PAGE_TYPES = ("article", "forum", "product", "collection", "listing", "documentation", "service")
# What pages declare themselves to be (og:type, JSON-LD), by a part of the word.
_KINDS = (
    "article", "news", "blog", "product", "website", "forum", "discussion", "question", "collection",
    "list", "profile", "video", "recipe", "organization", "webpage", "offer",
)  # fmt: skip
_PROSE = (5.0, 15.0, 40.0)  # words from which a block counts as longer
_OPINIONS = len(_PROSE) + 5  # columns of what first opinions say, the last ones

PAGE: tuple[str, ...] = (
    *DENSITIES,
    *[f"names {kind}" for kind in PAGE_TYPES],
    *[f"address {kind}" for kind in PAGE_TYPES],
    *[f"says {kind}" for kind in _KINDS],
    "has address", "path length", "path digits", "path dashes", "has author", "has date", "has body",
    "title words",
    *[f"share of blocks over {words:.0f} words" for words in _PROSE],
    "opinion of the page", "opinion words", "opinion share of prose", "likely blocks", "largest likely block",
)  # fmt: skip


def page_columns(columns: Columns, seen: ContentColumns, opinion: Floats) -> Floats:
    """(pages, len(PAGE)) from what was seen of the blocks and from first opinions about them."""
    said = [_said(columns, p) for p in range(len(columns.documents))]
    result = np.empty((len(said), len(PAGE)), dtype=np.float32)
    at = 0
    for part in (seen.page, seen.page_names, seen.address):
        result[:, at : at + part.shape[1]] = part
        at += part.shape[1]
    result[:, at:-_OPINIONS] = said
    if compiled is not None and opinion.dtype == np.float32:
        compiled.page_opinions(columns.page, columns.words, np.ascontiguousarray(opinion), result)
    else:
        result[:, -_OPINIONS:] = _opinions(columns, opinion)
    return result


def _opinions(columns: Columns, opinion: Floats) -> NDArray[np.floating[Any]]:
    """(pages, _OPINIONS): how long the blocks are, and what the opinions about them say of the page."""
    pages = len(columns.documents)
    words = columns.words
    blocks = np.maximum(columns.block_count, 1)
    weight = words + 1
    likely = np.bincount(columns.page, weight * opinion, pages)
    longest = np.zeros(pages)
    filled = columns.block_count > 0
    longest[filled] = np.maximum.reduceat(weight * opinion, columns.first_block[filled])
    rows = [
        likely / np.maximum(np.bincount(columns.page, weight, pages), 1),
        np.log1p(likely),
        np.bincount(columns.page, weight * opinion * (words >= _PROSE[1]), pages) / np.maximum(likely, 1),
        np.log1p(np.bincount(columns.page, opinion > 0.5, pages)),
        longest / np.maximum(likely, 1),
    ]
    longer = [np.bincount(columns.page, words > limit, pages) / blocks for limit in _PROSE]
    return np.stack((*longer, *rows), axis=1)


def _said(columns: Columns, p: int) -> list[float]:
    """What the metadata and the address say, one number each."""
    document = columns.documents[p]
    metadata = document.metadata
    path = (document.url or "").split("://")[-1].partition("/")[2][:300]
    return [
        *_kinds(metadata.kind or ""),
        float(document.url is not None), path.count("/"), _digits(path) / 10, path.count("-"),
        float(metadata.author is not None), float(metadata.date is not None),
        float(metadata.article_body is not None), float(len((metadata.title or "").split())),
    ]  # fmt: skip


@lru_cache(maxsize=64)  # pages that say so say one of few words
def _kinds(said: str) -> tuple[float, ...]:
    return tuple([float(name in said) for name in _KINDS])


def _digits(path: str) -> int:
    return sum(map(path.count, "0123456789")) if path.isascii() else sum(map(str.isdigit, path))
