"""What the first opinions of a page's blocks say about each other.

A paragraph among paragraphs is main content, a sentence among teasers is not: from a first
probability per block follow those of its neighbours, of the containers around it, how much of the
page's main content each container holds, and which container would be the best answer as a whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
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
)  # fmt: skip


def context_columns(columns: Columns, chains: Containers, words: Floats, opinion: Floats) -> Floats:
    """(n, len(CONTEXT)) from a probability per block; `words` are the block's words."""
    n = len(columns)
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
    _containers(result, at + 4, columns, chains, sums)
    return result.T


def _containers(
    result: Floats, at: int, columns: Columns, chains: Containers, sums: NDArray[np.float64]
) -> None:
    """Expected precision, recall and F1 of the containers around each block, and of the page's best."""
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


def best_container(chains: Containers, value: Floats, pages: int) -> NDArray[np.int64]:
    """(pages,): the container with the highest value of each page, the first among equals."""
    order = np.lexsort((np.arange(len(value))[::-1], value, chains.page))
    ends = np.searchsorted(chains.page[order], np.arange(pages), side="right") - 1
    result: NDArray[np.int64] = order[np.maximum(ends, 0)]
    return result
