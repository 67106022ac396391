"""What the first opinions of a page's blocks say about each other.

A paragraph among paragraphs is main content, a sentence among teasers is not: from a first
probability per block follow those of its neighbours, of the containers around it, how much of the
page's main content each container holds, and which container would be the best answer as a whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content import alike
from scrub.signals.content.alike import Kinds
from scrub.signals.content.containers import Containers

Floats = NDArray[np.float32]

STEPS = (-2, -1, 1, 2)
WINDOWS = (2, 12)
LEVELS = 3

CONTEXT: tuple[str, ...] = (
    "first opinion",
    *[f"opinion {step:+d}" for step in STEPS],
    *[f"opinion ±{window}" for window in WINDOWS],
    "opinion share before", "opinion share after", "opinion of the page", "opinion words of the page",
    *[f"{name} {level}" for level in range(LEVELS) for name in ("precision", "recall", "f1")],
    "best precision", "best recall", "best f1", "inside the best", "before the best", "behind the best",
    "from the best's begin", "to the best's end",
    *[f"opinion of its {kind}" for kind in alike.KINDS],
    "opinion of the 3 before", "opinion of the 3 behind", "likely words before", "words before",
    "since the last sure", "to the next sure", "between sure", "words since the last sure", "before all sure",
    "behind all sure", "sure blocks",
)  # fmt: skip


_SURE = 0.8
_SURE_WORDS = 8
_FAR = 7.0  # distance where there is no sure block
_STEPS, _WINDOWS = np.array(STEPS, dtype=np.int32), np.array(WINDOWS, dtype=np.int32)
_LIMITS = np.array((_SURE, _SURE_WORDS, _FAR), dtype=np.float32)
_EXACT = (
    65_536.0  # opinions are rounded to a part of this: sums are exact, wherever a page stands in its batch
)


def context_columns(
    columns: Columns, chains: Containers, kinds: Kinds, opinion: Floats, types: Floats
) -> Floats:
    """(n, len(CONTEXT) + k) from a probability per block, the kinds of blocks, and (pages, k) of their pages."""
    n = len(columns)
    words = columns.words
    if compiled is not None and opinion.dtype == types.dtype == np.float32:
        return _seen_around(columns, chains, kinds, opinion, types)
    opinion = np.rint(opinion * _EXACT) / _EXACT
    weight = words + 1.0
    sums = np.zeros((n + 1, 2), dtype=np.float64)
    np.cumsum(np.stack((weight * opinion, weight), axis=1), axis=0, out=sums[1:])
    first = columns.first_block[columns.page]
    last = first + columns.block_count[columns.page]
    page = sums[last] - sums[first]
    result = np.empty((len(CONTEXT), n), dtype=np.float32)
    result[0] = np.log((opinion + 1e-4) / (1.0001 - opinion))
    at = 1
    here = np.arange(n)
    padded = np.append(opinion, np.float32(0))
    for step in STEPS:
        there = here + step
        result[at] = padded[np.where((there >= first) & (there < last), there, n)]
        at += 1
    for size in WINDOWS:
        inside = sums[np.minimum(here + size + 1, last)] - sums[np.maximum(here - size, first)]
        result[at] = inside[:, 0] / inside[:, 1]
        at += 1
    total = np.maximum(page[:, 0], 1e-3)
    result[at] = (sums[here, 0] - sums[first, 0]) / total
    result[at + 1] = (sums[last, 0] - sums[here + 1, 0]) / total
    result[at + 2] = page[:, 0] / page[:, 1]
    result[at + 3] = np.log1p(page[:, 0])
    at = _containers(result, at + 4, columns, chains, sums)
    result[at : at + len(alike.KINDS)] = alike.means(kinds, weight * opinion)
    at += len(alike.KINDS)
    before = sums[here] - sums[np.maximum(here - 3, first)]
    behind = sums[np.minimum(here + 4, last)] - sums[here + 1]
    result[at] = before[:, 0] / np.maximum(before[:, 1], 1.0)
    result[at + 1] = behind[:, 0] / np.maximum(behind[:, 1], 1.0)
    so_far = sums[here] - sums[first]
    result[at + 2 : at + 4] = np.log1p(so_far).T
    _around_sure(result[at + 4 :], columns, (opinion > _SURE) & (words >= _SURE_WORDS), so_far[:, 1])
    return np.hstack((result.T, types[columns.page]))


def _seen_around(
    columns: Columns, chains: Containers, kinds: Kinds, opinion: Floats, types: Floats
) -> Floats:
    """The same by a compiled loop."""
    result = np.empty((len(columns), len(CONTEXT) + types.shape[1]), dtype=np.float32)
    compiled.context_columns(  # type: ignore[union-attr]
        opinion, columns.words, columns.page, columns.first_block, columns.block_count,
        chains.of_block, chains.parent, chains.first, chains.last, chains.page,
        kinds.of_block, kinds.weight, _STEPS, _WINDOWS, _LIMITS, np.ascontiguousarray(types), result,
    )  # fmt: skip
    return result


def _around_sure(
    result: Floats, columns: Columns, sure: NDArray[np.bool_], words_before: NDArray[np.float64]
) -> None:
    """Where the blocks that are surely main content stand, as each block sees them."""
    n = len(sure)
    here = np.arange(n)
    first = columns.first_block[columns.page]
    latest = np.maximum.accumulate(np.where(sure, here, -1))
    coming = np.minimum.accumulate(np.where(sure, here, n)[::-1])[::-1]
    none_before = latest < first
    none_behind = coming >= first + columns.block_count[columns.page]
    since = words_before - words_before[np.maximum(latest, 0)]
    result[0] = np.where(none_before, _FAR, np.log1p(here - latest))
    result[1] = np.where(none_behind, _FAR, np.log1p(np.abs(coming - here)))
    result[2] = np.where(none_before | none_behind, _FAR, np.log1p(np.abs(coming - latest)))
    result[3] = np.where(none_before, _FAR, np.log1p(np.maximum(since, 0)))
    result[4] = none_before
    result[5] = none_behind
    result[6] = np.log1p(np.bincount(columns.page, sure, len(columns.documents)))[columns.page]


def _containers(
    result: Floats, at: int, columns: Columns, chains: Containers, sums: NDArray[np.float64]
) -> int:
    """Expected precision, recall and F1 of the containers around each block, and of the page's best.

    Returns the first row behind those it fills.
    """
    first = columns.first_block[chains.page]
    page = sums[first + columns.block_count[chains.page]] - sums[first]
    held = sums[chains.last] - sums[chains.first]
    total = np.maximum(page[:, 0], 1e-3)
    expected = np.stack(
        (held[:, 0] / held[:, 1], held[:, 0] / total, 2 * held[:, 0] / (held[:, 1] + total))
    ).astype(np.float32)
    level = chains.of_block
    for _ in range(LEVELS):
        result[at : at + 3] = expected[:, level]
        at += 3
        level = chains.parent[level]
    best = best_container(chains, expected[2], len(columns.documents))[columns.page]
    here = np.arange(len(columns))
    begin, end = chains.first[best], chains.last[best]
    length = np.maximum(columns.block_count[columns.page], 1)
    result[at : at + 3] = expected[:, best]
    result[at + 3] = (here >= begin) & (here < end)
    result[at + 4] = here < begin
    result[at + 5] = here >= end
    result[at + 6] = (here - begin) / length
    result[at + 7] = (end - here) / length
    return at + 8


def best_container(chains: Containers, value: Floats, pages: int) -> NDArray[np.int64]:
    """(pages,): the container with the highest value of each page, the first among equals."""
    order = np.lexsort((np.arange(len(value))[::-1], value, chains.page))
    ends = np.searchsorted(chains.page[order], np.arange(pages), side="right") - 1
    result: NDArray[np.int64] = order[np.maximum(ends, 0)]
    return result
