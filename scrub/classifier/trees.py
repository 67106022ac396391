"""Boosted trees: walked where that is compiled; else every question at once, and the answers as sets of leaves.

A tree that is walked in numpy costs a step of several look-ups for each level. There a row answers
all questions at once; each answer "no" rules out the leaves on the other side, as bits of a number;
and the first leaf that is left is the one that a walk would have ended in (QuickScorer, Lucchese et
al., SIGIR 2015).
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
    start; leaf: where the leaves of each tree start among the values; value: of leaves from left to right.
    """

    feature: NDArray[np.intp]
    threshold: Floats
    out: NDArray[np.unsignedinteger]
    tree: NDArray[np.intp]
    leaf: NDArray[np.intp]
    value: Floats


class Forest(Nodes):
    """Trees, and the questions that they ask."""

    @cached_property
    def first(self) -> Questions:
        """Of the trees after which a row may be settled."""
        return _questions(self, self.root[:_FIRST].tolist())

    @cached_property
    def others(self) -> Questions:
        """Of all other trees."""
        return _questions(self, self.root[_FIRST:].tolist())

    @cached_property
    def walked(self) -> NDArray[np.int32]:
        """(nodes, 4): the bits of the threshold, the feature, and the nodes to the right and to the left.

        Raises ValueError as the questions do.
        """
        _refuse(int(_leaf_count(self).max(initial=0)))
        bits = self.threshold.astype(np.float32).view(np.int32)
        return np.stack((bits, self.feature, self.right, self.left), axis=1, dtype=np.int32)


_FIRST = 50  # trees after which a row may be settled
_SETTLED = -4.5  # logit under which the other trees would change nothing that matters
_BITS = (np.dtype(np.uint16), np.dtype(np.uint32), np.dtype(np.uint64))  # what holds the leaves of a tree


def descend(x: Floats, forest: Forest) -> Floats:
    """(rows, features) -> (rows,): the sum of the leaves that each row ends in, as a logit.

    Rows that the first trees find plainly honest keep what these say.
    """
    total = _leaves(x, forest, first=True) + np.float32(forest.base)
    doubtful = np.flatnonzero(total > _SETTLED) if len(forest.root) > _FIRST else ()
    if len(doubtful):
        total[doubtful] += _leaves(x[doubtful], forest, first=False)
    return total


def _leaves(x: Floats, forest: Forest, first: bool) -> Floats:
    """(rows,): the sum of the leaves of the first trees, or of the others, that each row ends in."""
    if compiled is None:
        return _answered(x, forest.first if first else forest.others)
    root = forest.root[:_FIRST] if first else forest.root[_FIRST:]
    total = np.empty(len(x), dtype=np.float32)
    x, value = np.ascontiguousarray(x, np.float32), np.ascontiguousarray(forest.value, np.float32)
    compiled.tree_leaves(x, forest.walked, value, np.ascontiguousarray(root, np.int32), total)
    return total


def _answered(x: Floats, asked: Questions) -> Floats:
    no = ~(x[:, asked.feature] <= asked.threshold)
    left = ~np.bitwise_or.reduceat(no * asked.out, asked.tree, axis=1)
    lowest = left & (~left + left.dtype.type(1))
    leaf = np.frexp(lowest.astype(np.float64))[1] - 1  # the number of that bit
    total: Floats = asked.value[leaf + asked.leaf].sum(axis=1)
    return total


def _questions(forest: Nodes, roots: list[int]) -> Questions:
    """The questions of some of the trees. Raises ValueError for a tree of more than 64 leaves."""
    children = forest.left.tolist(), forest.right.tolist()
    nodes: list[int] = []
    out: list[int] = []
    leaves: list[int] = []
    tree, leaf = [], []
    for root in roots:
        tree.append(len(nodes))
        leaf.append(len(leaves))
        _ask(root, children, nodes, out, leaves)
        if len(nodes) == tree[-1]:  # a tree that is a leaf still has a place
            nodes.append(root)
            out.append(0)
    most = max(np.diff([*leaf, len(leaves)]), default=0)
    _refuse(most)
    return Questions(
        forest.feature[nodes].astype(np.intp),
        forest.threshold[nodes],
        np.array(out, dtype=next(bits for bits in _BITS if bits.itemsize * 8 >= most)),
        np.array(tree, dtype=np.intp),
        np.array(leaf, dtype=np.intp),
        forest.value[leaves],
    )


def _refuse(most: int) -> None:
    if most > _BITS[-1].itemsize * 8:
        raise ValueError(f"a tree has {most} leaves, more than {_BITS[-1].itemsize * 8}")


def _leaf_count(forest: Nodes) -> NDArray[np.int64]:
    """(trees,): how many leaves each has. Raises ValueError where a node is below two others."""
    node, tree = forest.root, np.arange(len(forest.root))
    count = np.zeros(len(tree), dtype=np.int64)
    while len(node):
        if len(node) > len(forest.left):
            raise ValueError("trees that share nodes")
        leaf = forest.left[node] == node
        count += np.bincount(tree[leaf], minlength=len(count))
        node, tree = node[~leaf], np.tile(tree[~leaf], 2)
        node = np.concatenate((forest.left[node], forest.right[node]))
    return count


def _ask(
    root: int, children: tuple[list[int], list[int]], nodes: list[int], out: list[int], leaves: list[int]
) -> None:
    """Add the questions and leaves of one tree, both in the order in which its leaves stand."""
    before = len(leaves)
    todo = [(root, -1)]
    while todo:
        node, answered = todo.pop()
        if answered >= 0:  # what is left of this question is known now
            out[answered] = (1 << (len(leaves) - before)) - 1 & ~out[answered]
        if children[0][node] == node:
            leaves.append(node)
            continue
        out.append((1 << (len(leaves) - before)) - 1)
        todo += [(children[1][node], len(nodes)), (children[0][node], -1)]
        nodes.append(node)
