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


def descend(x: Floats, forest: Forest) -> Floats:
    """(rows, features) -> (rows,): the sum of the leaves that each row ends in, as a logit."""
    rows = np.arange(len(x))[:, None]
    node = np.broadcast_to(forest.root, (len(x), len(forest.root)))
    for _ in range(forest.depth):
        less = x[rows, forest.feature[node]] <= forest.threshold[node]
        node = np.where(less, forest.left[node], forest.right[node])
    total: Floats = forest.value[node].sum(axis=1) + np.float32(forest.base)
    return total
