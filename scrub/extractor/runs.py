"""Runs of main content that stand apart from the page's main run: more stories, comments, notices. Which of them stay?

Blocks are likely or not one by one; a cluster of teasers behind the article is wrong as a whole. What a run is worth
follows from the main run: an article is hardly ever followed by half as likely text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.dense import logit
from scrub.native import compiled
from scrub.signals.columns import Columns

Floats = NDArray[np.float32]
Ints = NDArray[np.integer[Any]]

GAP = 100  # characters of dropped text between two runs
_CERTAIN = 1e-3  # no opinion counts for more
COLUMNS = 15  # of a run, besides the types of its page


@dataclass(frozen=True, slots=True)
class Pruning:
    """weight: (COLUMNS + page types,), bias: of a linear classifier of runs; what scores above 0 goes."""

    weight: Floats
    bias: float


@dataclass(frozen=True, slots=True)
class Runs:
    """Kept blocks, in order, and the run of each; the runs that are not the main one of their page, and their columns."""

    block: Ints  # (kept,)
    run: Ints  # (kept,)
    apart: Ints  # (runs,): numbers of runs
    x: Floats  # (runs, COLUMNS + page types)


def prune(columns: Columns, main: NDArray[np.bool_], score: Floats, types: Floats, pruning: Pruning) -> None:
    """Take the runs out of `main` that are likelier than not to be none of it. types: (pages, page types)."""
    if compiled is not None and score.dtype == types.dtype == pruning.weight.dtype == np.float32:
        bias = np.array((pruning.bias,), dtype=np.float32)
        known = (
            columns.start,
            columns.end,
            columns.page,
            score,
            columns.anchor_characters,
            types,
            pruning.weight,
        )
        compiled.prune_runs(*known, bias, main)
        return
    runs = runs_of(columns, main, score, types)
    if runs is not None:
        gone = runs.apart[runs.x @ pruning.weight + np.float32(pruning.bias) > 0]
        if len(gone):
            main[runs.block[np.isin(runs.run, gone)]] = False


def runs_of(columns: Columns, main: NDArray[np.bool_], score: Floats, types: Floats) -> Runs | None:
    """The runs of main content of a batch; None where no page has a second one."""
    block = np.flatnonzero(main)
    if not len(block):
        return None
    length = (columns.end - columns.start).astype(np.float64)
    before = np.concatenate(([0.0], np.cumsum(length)))
    page = columns.page[block]
    new = np.ones(len(block), dtype=np.bool_)
    new[1:] = (page[1:] != page[:-1]) | (before[block[1:]] - before[block[:-1] + 1] > GAP)
    first = np.flatnonzero(new)
    of_page = page[first]
    if len(first) == 1 or not (of_page[1:] == of_page[:-1]).any():
        return None
    own, linked = length[block], columns.anchor_characters[block]
    characters, mass, links = (np.add.reduceat(v, first) for v in (own, own * score[block], linked))
    count = np.diff(np.append(first, len(block)))
    start, end = block[first], block[first + count - 1] + 1
    order = np.lexsort((mass, of_page))
    best = np.zeros(len(types), dtype=np.int64)
    best[of_page[order]] = order
    of_main = best[of_page]
    apart = np.flatnonzero(of_main != np.arange(len(first)))
    k, m = apart, of_main[apart]
    after = k > m
    top = columns.first_block[of_page[k]]
    whole = np.maximum(before[top + columns.block_count[of_page[k]]] - before[top], 1.0)
    mean = mass / np.maximum(characters, 1.0)
    likeliest = np.maximum.reduceat(score[block], first)
    typical = np.log(np.maximum(characters / count, 1.0))
    beside = np.where(
        after,
        before[start[k]] - before[end[k - 1]],
        before[start[np.minimum(k + 1, len(start) - 1)]] - before[end[k]],
    )
    apart_by = np.where(after, before[start[k]] - before[end[m]], before[start[m]] - before[end[k]])
    x = np.column_stack(
        (
            _odds(mean[k]), _odds(mean[m]), _odds(likeliest[k]), np.log1p(characters[k]), np.log1p(characters[m]),
            np.log1p(apart_by), np.log1p(beside), after, links[k] / np.maximum(characters[k], 1.0),
            links[m] / np.maximum(characters[m], 1.0), np.log1p(count[k]), typical[k], typical[m],
            (before[start[k]] - before[top]) / whole, np.log1p(count[m]), types[of_page[k]],
        )
    ).astype(np.float32)  # fmt: skip
    return Runs(block, np.cumsum(new) - 1, apart, x)


def _odds(likely: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    return logit(np.clip(likely.astype(np.float64), _CERTAIN, 1.0 - _CERTAIN))
