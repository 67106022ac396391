"""Boosted trees in numpy: all rows walk down all trees at once, one level a step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Forest(NamedTuple):
    """Trees as one table of nodes. A leaf is its own child on both sides.

    feature, threshold, left, right, value: per node; root: the first node of each tree; depth: steps
    that lead from any root to a leaf; base: what is added to the sum of leaves.
    """

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    root: NDArray[np.int32]
    depth: int
    base: float


_FIRST = 50  # trees after which a row may be settled
_SETTLED = -4.5  # logit under which the other trees would change nothing that matters


def descend(x: Floats, forest: Forest) -> Floats:
    """(rows, features) -> (rows,): the sum of the leaves that each row ends in, as a logit.

    Rows that the first trees find plainly honest keep what these say.
    """
    total = _walk(x, forest, forest.root[:_FIRST]) + np.float32(forest.base)
    others = forest.root[_FIRST:]
    doubtful = np.flatnonzero(total > _SETTLED) if len(others) else others
    if len(doubtful):
        total[doubtful] += _walk(x[doubtful], forest, others)
    return total


def _walk(x: Floats, forest: Forest, root: NDArray[np.int32]) -> Floats:
    """Sum of the leaves below some of the roots."""
    value = np.ascontiguousarray(x).ravel()
    row = np.arange(len(x), dtype=np.intp)[:, None] * x.shape[1]
    child = np.stack((forest.right, forest.left), axis=1).ravel().astype(np.intp)
    feature = forest.feature.astype(np.intp)
    node = np.broadcast_to(root.astype(np.intp), (len(x), len(root)))
    for _ in range(forest.depth):
        less = value[row + feature[node]] <= forest.threshold[node]
        node = child[2 * node + less]
    total: Floats = forest.value[node].sum(axis=1)
    return total
