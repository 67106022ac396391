"""Trees as questions: the same leaves that a walk from the root ends in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scrub.classifier.trees import Forest, descend


def grow(rng: np.random.Generator, leaves: list[int]) -> Forest:
    """A forest of random trees with so many leaves each."""
    left: list[int] = []
    right: list[int] = []
    roots = [_branch(rng, count, left, right) for count in leaves]
    nodes = len(left)
    return Forest(
        rng.integers(4, size=nodes).astype(np.int16),
        rng.normal(size=nodes).astype(np.float32),
        np.array(left, np.int32),
        np.array(right, np.int32),
        np.arange(nodes, dtype=np.float32),
        np.array(roots, np.int32),
        max(leaves),
        0.25,
    )


def _branch(rng: np.random.Generator, leaves: int, left: list[int], right: list[int]) -> int:
    """Add a node with so many leaves below it; its number."""
    own = len(left)
    left.append(own)
    right.append(own)
    if leaves > 1:
        share = int(rng.integers(1, leaves))
        left[own] = _branch(rng, share, left, right)
        right[own] = _branch(rng, leaves - share, left, right)
    return own


def walked(row: NDArray[np.float32], forest: Forest, root: int) -> float:
    """What a tree says of a row, from its root to a leaf."""
    while forest.left[root] != root:
        less = row[forest.feature[root]] <= forest.threshold[root]
        root = int(forest.left[root] if less else forest.right[root])
    return float(forest.value[root])


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 64), min_size=1, max_size=8))
def test_every_row_ends_in_the_leaf_of_a_walk(seed: int, leaves: list[int]) -> None:
    rng = np.random.default_rng(seed)
    forest = grow(rng, leaves)
    x = rng.normal(size=(20, 4)).astype(np.float32)
    x[0, 0] = forest.threshold[0]  # on the edge is on the left
    x[1, 1] = np.nan  # what cannot be compared is on the right
    expected = [0.25 + sum(walked(row, forest, int(root)) for root in forest.root) for row in x]
    np.testing.assert_allclose(descend(x, forest), expected, rtol=1e-5)


def test_only_doubtful_rows_ask_the_later_trees() -> None:
    rng = np.random.default_rng(0)
    forest = grow(rng, [1] * 51)
    forest.value[:50] = -0.2
    forest.value[50] = 7.0
    x = np.zeros((2, 4), np.float32)
    assert descend(x, forest) == pytest.approx([0.25 - 10.0] * 2)
    forest = Forest(*forest._replace(value=np.abs(forest.value)))
    assert descend(x, forest) == pytest.approx([0.25 + 10.0 + 7.0] * 2)


def test_a_tree_with_too_many_leaves_is_refused() -> None:
    with pytest.raises(ValueError, match="65 leaves"):
        descend(np.zeros((1, 4), np.float32), grow(np.random.default_rng(0), [3, 65]))


@pytest.mark.parametrize(("left", "right"), [((0,), (0,)), ((1, 0, 2), (2, 2, 2)), ((1, 2, 2), (2, 2, 2))])
def test_a_leaf_alone_is_a_tree_and_what_runs_in_a_circle_is_none(
    left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    nodes = len(left)
    forest = Forest(
        np.zeros(nodes, np.int16),
        np.zeros(nodes, np.float32),
        np.array(left, np.int32),
        np.array(right, np.int32),
        np.ones(nodes, np.float32),
        np.zeros(1, np.int32),
        1,
        0.5,
    )
    if nodes == 1:
        assert descend(np.zeros((1, 1), np.float32), forest) == pytest.approx([1.5])
        return
    with pytest.raises(ValueError, match="share nodes"):
        descend(np.zeros((1, 1), np.float32), forest)
