"""Boosted trees: every question at once, and the answers as sets of leaves.

A walk from the root costs a step of several look-ups for each level. Here a row answers all questions
at once; each answer "no" rules out the leaves on the other side, as bits of a number; and the first
leaf that is left is the one that a walk would have ended in (QuickScorer, Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled

Floats = NDArray[np.float32]


class Nodes(NamedTuple):
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


class Questions(NamedTuple):
    """Trees as questions: is a row's feature at most the threshold? If not, leaves are out, one bit each.

    feature, threshold, out: per question, tree by tree, at least one each; tree: where each tree's
    start, and where the last one's end; leaf: the same of the leaves; value: of leaves from left to right.
    """

    feature: NDArray[np.uint16]
    threshold: Floats
    out: NDArray[np.unsignedinteger]
    tree: NDArray[np.int32]
    leaf: NDArray[np.int32]
    value: Floats


class Forest(Nodes):
    """Trees, and the questions that they ask."""

    @cached_property
    def asked(self) -> Questions:
        """The questions of all trees. Raises ValueError for a tree of more than 64 leaves."""
        return _questions(self)


_FIRST = 50  # trees after which a row may be settled
SETTLED = -4.5  # logit under which the other trees would change nothing that matters
_MOST_LEAVES = 64  # of a tree
_FEW_LEAVES = 32  # of a tree that the compiled loop takes


def descend(x: Floats, forest: Forest) -> Floats:
    """(rows, features) -> (rows,): the sum of the leaves that each row ends in, as a logit.

    Rows that the first trees find plainly honest keep what these say.
    """
    total = np.full(len(x), forest.base, dtype=np.float32)
    asked = forest.asked
    if compiled is not None and asked.out.dtype == np.uint32:
        compiled.tree_leaves(np.ascontiguousarray(x, np.float32), *asked, total)
        return total
    total += _answered(x, asked, 0, _FIRST)
    doubtful = np.flatnonzero(total > SETTLED) if len(forest.root) > _FIRST else ()
    if len(doubtful):
        total[doubtful] += _answered(x[doubtful], asked, _FIRST, len(forest.root))
    return total


def _answered(x: Floats, asked: Questions, first: int, last: int) -> Floats:
    """(rows,): the sum of the leaves of some of the trees."""
    tree, leaf = asked.tree[first : last + 1], asked.leaf[:-1][first:last]
    own = slice(tree[0], tree[-1])
    no = ~(x[:, asked.feature[own]] <= asked.threshold[own])
    left = ~np.bitwise_or.reduceat(no * asked.out[own], tree[:-1] - tree[0], axis=1)
    lowest = left & (~left + left.dtype.type(1))
    at = np.frexp(lowest.astype(np.float64))[1] - 1  # the number of that bit
    total: Floats = asked.value[at + leaf].sum(axis=1)
    return total


def _questions(forest: Nodes) -> Questions:
    levels, ends = _levels(forest)
    tree, leaves, before = np.zeros((3, len(forest.left)), dtype=np.int64)
    tree[forest.root] = np.arange(len(forest.root))
    leaves[ends] = 1
    for node in levels[::-1]:  # from below, and then what stands left of each from above
        leaves[node] = leaves[forest.left[node]] + leaves[forest.right[node]]
    for node in levels:
        left, right = forest.left[node], forest.right[node]
        tree[left] = tree[right] = tree[node]
        before[left], before[right] = before[node], before[node] + leaves[left]
    count = leaves[forest.root]
    most = int(count.max(initial=0))
    if most > _MOST_LEAVES:
        raise ValueError(f"a tree has {most} leaves, more than {_MOST_LEAVES}")
    bits = np.dtype(np.uint32 if most <= _FEW_LEAVES else np.uint64)
    # A tree that is a leaf still has a place: a question that rules out nothing.
    node = np.concatenate([*levels, forest.root[count == 1]])
    node = node[tree[node].argsort(kind="stable")]
    gone: NDArray[np.unsignedinteger] = np.where(leaves[node] > 1, leaves[forest.left[node]], 0).astype(bits)
    one: NDArray[np.unsignedinteger] = np.ones(1, dtype=bits)
    ends = ends[np.lexsort((before[ends], tree[ends]))]
    return Questions(
        forest.feature[node].astype(np.uint16),
        forest.threshold[node].astype(np.float32),
        ((one << gone) - one) << before[node].astype(bits),
        _edges(np.bincount(tree[node], minlength=len(count))),
        _edges(count),
        forest.value[ends].astype(np.float32),
    )


def _edges(count: NDArray[np.int64]) -> NDArray[np.int32]:
    """Where runs of these lengths start, and where the last one ends."""
    return np.append(0, count.cumsum()).astype(np.int32)


def _levels(forest: Nodes) -> tuple[list[NDArray[np.int32]], NDArray[np.int32]]:
    """The nodes that ask, by their distance from the root, and all leaves. Raises ValueError for what is no tree."""
    levels, ends, seen = [], [forest.root[:0]], 0
    node = forest.root
    while len(node):
        seen += len(node)
        if seen > len(forest.left):
            raise ValueError("trees that share nodes")
        leaf = forest.left[node] == node
        ends.append(node[leaf])
        levels.append(node[~leaf])
        node = np.concatenate((forest.left[levels[-1]], forest.right[levels[-1]]))
    return levels, np.concatenate(ends)
