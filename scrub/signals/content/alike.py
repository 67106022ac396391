"""Blocks that a page's template makes alike: the cards of a list, the captions, the posts of a thread.

One tag with one class under one parent is one kind of block; so are the blocks of one tag at one
depth, and those of one tag in one container. Kinds are told apart by hashing; what is known of all
their blocks says more of each than it says itself. The three ways are worked out in one go, as if
every block stood there three times.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content.containers import Containers
from scrub.signals.content.names import INNER_NAMES
from scrub.signals.content.wording import INNER_WORDING

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

KINDS = ("template", "level", "container")
_EACH = ("blocks", "words", "links", "names", "wording", "nth", "place")
ALIKE = tuple(f"{kind} {name}" for kind in KINDS for name in _EACH)
_ORDER = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(29)


class Kinds(NamedTuple):
    """The kinds of each block by each of KINDS, and the number of blocks and words of every kind."""

    of_block: NDArray[
        np.integer[Any]
    ]  # (len(KINDS) * n,): all blocks by the first way, then by the second, …
    nth: NDArray[np.integer[Any]]  # the same: how many of its kind stand before it
    blocks: NDArray[np.number[Any]]
    weight: NDArray[np.number[Any]]


def kinds(columns: Columns, chains: Containers, label: Ints) -> Kinds:
    """Find the kinds; `label` numbers the names of each element."""
    if compiled is not None:
        return _numbered(columns, chains, label)
    element = columns.element
    parent = columns.parent[element]
    n = len(columns)
    parts = np.zeros((4, len(KINDS), n), dtype=np.uint64)
    parts[0, 0], parts[1:3, 1:] = label[element], columns.tag
    parts[1, 0], parts[2, 0], parts[3, 0] = columns.tag, label[parent], columns.element_tag[parent]
    parts[0, 1], parts[0, 2] = columns.element_depth[element], chains.of_block
    salt = np.arange(1, len(KINDS) + 1, dtype=np.uint64)[:, None]
    code = (columns.page.astype(np.uint64) + salt * _SPREAD) * _ORDER
    for part in parts:
        code = (code ^ part) * _SPREAD
        code ^= code >> _SHIFT
    order = np.argsort(code, axis=None, kind="stable")
    found = code.ravel()[order]
    fresh = np.empty(len(order), dtype=np.bool_)
    fresh[:1] = True
    np.not_equal(found[1:], found[:-1], out=fresh[1:])
    number = fresh.cumsum() - 1
    of_block = np.empty_like(number)
    of_block[order] = number
    nth = np.empty_like(number)
    nth[order] = np.arange(len(order)) - fresh.nonzero()[0][number]
    weight = np.bincount(of_block, _thrice(columns.words + 1.0))
    return Kinds(of_block, nth, np.bincount(of_block), weight)


def _numbered(columns: Columns, chains: Containers, label: Ints) -> Kinds:
    """The same by a compiled loop; kinds have other numbers."""
    size = len(KINDS) * len(columns)
    of_block, nth = np.empty((2, size), dtype=np.int32)
    blocks, weight = np.empty((2, size), dtype=np.float64)
    count = compiled.block_kinds(  # type: ignore[union-attr]
        columns.page, columns.element, columns.tag, chains.of_block, columns.words, label, columns.parent,
        columns.element_tag, columns.element_depth, of_block, nth, blocks, weight,
    )  # fmt: skip
    return Kinds(of_block, nth, blocks[:count], weight[:count])


def _thrice(value: Floats) -> Floats:
    return np.concatenate((value,) * len(KINDS))


def alike_columns(columns: Columns, kinds: Kinds, chains: Containers, worded: Floats, path: Floats) -> Floats:
    """(n, len(ALIKE)): size and make-up of each block's kinds, and its place in them."""
    of_block, nth, blocks, weight = kinds
    if compiled is not None:
        rows = np.empty((len(columns), len(ALIKE)), dtype=np.float32)
        compiled.alike_columns(
            of_block, nth, blocks, weight, columns.words, columns.link_density, worded, path, chains.of_block, rows
        )  # fmt: skip
        return rows
    names, wording = path[chains.of_block, INNER_NAMES], worded[:, INNER_WORDING]
    linked = _thrice(columns.link_density * (columns.words + 1.0))
    made = np.stack((
        np.log1p(blocks), np.log1p(weight / blocks), np.bincount(of_block, linked) / weight,
        np.bincount(of_block, _thrice(names)) / blocks, np.bincount(of_block, _thrice(wording)) / blocks,
    ))  # fmt: skip
    n = len(columns)
    result = np.empty((len(KINDS), len(_EACH), n), dtype=np.float32)
    result[:, :5] = made[:, of_block].reshape(5, len(KINDS), n).swapaxes(0, 1)
    result[:, 5] = np.log1p(nth).reshape(-1, n)
    result[:, 6] = (nth / blocks[of_block]).reshape(-1, n)
    return result.reshape(len(ALIKE), n).T


def means(kinds: Kinds, weighted: Floats) -> NDArray[np.number[Any]]:
    """(len(KINDS), n): mean over each block's kinds of a value that has been multiplied by words + 1."""
    of_block = kinds.of_block
    mean = np.bincount(of_block, _thrice(weighted)) / kinds.weight
    result: NDArray[np.number[Any]] = mean[of_block].reshape(len(KINDS), -1)
    return result
