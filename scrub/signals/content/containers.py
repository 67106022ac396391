"""Containers: the elements that cover different stretches of blocks, and what they hold.

A wrapper around a single element says nothing new, so a chain of elements over the same blocks
counts as one container. Since parents stand before their children, such a chain is a run of
consecutive elements.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.values import TAG_CODE

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# Tags that tell what an element is for; each is a flag of a container and of the path to a block.
GROUPS = (
    ("nav", "menu"), ("header",), ("footer",), ("aside",), ("form", "fieldset", "search"), ("article",),
    ("main",), ("section",), ("ul", "ol"), ("dl",), ("li",), ("table",), ("figure",), ("figcaption", "caption"),
    ("blockquote", "pre"), ("details", "dialog", "noscript"), ("button", "label"), ("p",),
    ("h1",), ("h2", "h3", "hgroup"), ("h4", "h5", "h6"), ("td", "th"),
)  # fmt: skip
GROUP_NAMES = tuple("+".join(group) for group in GROUPS)
_DIV = TAG_CODE["div"]
_DIV_CODE = bytes((_DIV,))
_GROUP_OF = np.zeros((256, len(GROUPS)), dtype=np.float32)
GROUP_CODE = np.full(256, len(GROUPS), dtype=np.uint8)  # the same as a number; of no group: their count
for _k, _group in enumerate(GROUPS):
    _GROUP_OF[[TAG_CODE[name] for name in _group], _k] = 1.0
    GROUP_CODE[[TAG_CODE[name] for name in _group]] = _k


@dataclass(frozen=True, slots=True)
class Containers:
    """Containers of a batch in document order; `of_block` is the innermost one of each block."""

    first: NDArray[np.integer]
    last: NDArray[np.integer]
    parent: Ints  # the outermost of a page is its own parent
    page: Ints
    top: NDArray[np.int64]  # its outermost element
    of_block: Ints
    siblings: Floats  # containers with the same parent
    nth: Floats  # place among them, 0 to 1
    number: Ints  # (m,): the container of each element
    bare: NDArray[np.bool_]  # (m,): see wrappers
    depth: NDArray[np.integer]  # (n,): see depths

    def __len__(self) -> int:
        return len(self.first)


def containers(columns: Columns) -> Containers:
    """Join the elements that cover the same blocks."""
    if compiled is not None:
        return _joined(columns)
    parent, first, last = columns.parent, columns.element_first, columns.element_last
    own = np.arange(len(parent), dtype=np.int32)
    inner = (parent != own) & (first == first[parent]) & (last == last[parent])
    top = np.flatnonzero(~inner)
    number = np.cumsum(~inner, dtype=np.int32) - 1
    above = number[parent[top]]
    count = np.bincount(above, minlength=len(top))
    bare = wrappers(columns)
    return Containers(
        first=first[top],
        last=last[top],
        parent=above,
        page=columns.element_page[top],
        top=top,
        of_block=number[columns.element],
        siblings=count[above].astype(np.float32),
        nth=_place(above, count),
        number=number,
        bare=bare,
        depth=depths(columns, bare),
    )


def _joined(columns: Columns) -> Containers:
    """The same by a compiled loop."""
    m, n = len(columns.parent), len(columns)
    number, first, last, parent, page = np.empty((5, m), dtype=np.int32)
    siblings, nth = np.empty((2, m), dtype=np.float32)
    top, bare = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.bool_)
    depth, of_block = np.empty((2, n), dtype=np.int32)
    count = compiled.containers(  # type: ignore[union-attr]
        columns.parent, columns.element_first, columns.element_last, columns.element_page, columns.element_tag,
        columns.element_depth, columns.element, columns.first_block, columns.block_count, _DIV_CODE,
        number, first, last, parent, page, top, siblings, nth, bare, depth, of_block,
    )  # fmt: skip
    return Containers(
        first[:count], last[:count], parent[:count], page[:count], top[:count],
        of_block, siblings[:count], nth[:count], number, bare, depth,
    )  # fmt: skip


def _place(above: Ints, count: NDArray[np.int64]) -> Floats:
    """Place of each container among those with the same parent, 0 to 1."""
    order = np.argsort(above, kind="stable")
    begin = np.cumsum(count) - count
    place = np.empty(len(above), dtype=np.float32)
    place[order] = np.arange(len(above)) - begin[above[order]]
    place /= np.maximum(count[above] - 1, 1)
    return place


def wrappers(columns: Columns) -> NDArray[np.bool_]:
    """(m,): True for the divs around all that a page shows: with or without them it is the same page."""
    begin = columns.first_block[columns.element_page]
    end = begin + columns.block_count[columns.element_page]
    result: NDArray[np.bool_] = (
        (columns.element_tag == _DIV) & (columns.element_first == begin) & (columns.element_last == end)
    )
    return result


def depths(columns: Columns, bare: NDArray[np.bool_]) -> NDArray[np.integer]:
    """(n,): how deep each block stands; `bare` marks the elements that do not count, wrappers of whole pages."""
    left_out = np.bincount(columns.element_page[bare], minlength=len(columns.documents))
    result: NDArray[np.integer] = columns.element_depth[columns.element] - left_out[columns.page]
    return result


def groups(columns: Columns) -> Floats:
    """(m, len(GROUPS)): which group each element belongs to."""
    result: Floats = _GROUP_OF[columns.element_tag]
    return result


def total(chains: Containers, value: Floats) -> Floats:
    """(m, k) values of elements -> (containers, k): sums over each chain."""
    if not len(chains):
        return np.zeros((0, value.shape[1]), dtype=np.float32)
    result: Floats = np.add.reduceat(value, chains.top, axis=0)
    return result


def along_path(chains: Containers, value: Floats, blocks: int) -> Floats:
    """(containers, k) values -> (blocks, k): sums over all containers around each block."""
    width = value.shape[1]
    cell = np.arange(width)
    flat = value.ravel()
    size = (blocks + 1) * width
    opened = np.bincount((chains.first[:, None] * width + cell).ravel(), flat, size)
    closed = np.bincount((chains.last[:, None] * width + cell).ravel(), flat, size)
    change = (opened - closed).reshape(-1, width)[:blocks]
    np.cumsum(
        change, axis=0, out=change
    )  # in doubles, so that a batch's later pages are as exact as its first
    return change.astype(np.float32)
