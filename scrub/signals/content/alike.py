"""Blocks that a page's template makes alike: the cards of a list, the captions, the posts of a thread.

One tag with one class under one parent is one kind of block, and so are the blocks of one tag in
one container. Kinds are told apart by hashing; what is known of all their blocks says more of each
than it says itself.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.signals.content.containers import Containers

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

KINDS = ("template", "level", "container")
_EACH = ("blocks", "words", "links", "names", "wording", "nth", "place")
ALIKE = tuple(f"{kind} {name}" for kind in KINDS for name in _EACH)
_ORDER = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(29)


class Kind(NamedTuple):
    """The kind of each block, and the number of blocks and words of each kind."""

    of_block: Ints
    blocks: NDArray[np.number[Any]]
    weight: NDArray[np.number[Any]]


def kinds(columns: Columns, chains: Containers, label: Ints) -> tuple[Kind, ...]:
    """Kinds by each of KINDS; `label` numbers the names of each element."""
    element = columns.element
    parent = columns.parent[element]
    keys = (
        (label[element], columns.tag, label[parent], columns.element_tag[parent]),
        (columns.tag, columns.element_depth[element]),
        (columns.tag, chains.of_block),
    )
    weight = columns.words + 1.0
    return tuple(_kind(columns, parts, weight) for parts in keys)


def _kind(columns: Columns, parts: tuple[NDArray[np.integer], ...], weight: Floats) -> Kind:
    code = columns.page.astype(np.uint64) * _ORDER
    for part in parts:
        code = (code ^ part.astype(np.uint64)) * _SPREAD
        code ^= code >> _SHIFT
    _, of_block = np.unique(code, return_inverse=True)
    return Kind(of_block, np.bincount(of_block), np.bincount(of_block, weight))


def alike_columns(columns: Columns, every: tuple[Kind, ...], names: Floats, wording: Floats) -> Floats:
    """(n, len(ALIKE)): size and make-up of each block's kinds, and its place in them."""
    n = len(columns)
    linked = columns.link_density * (columns.words + 1.0)
    result = np.empty((len(ALIKE), n), dtype=np.float32)
    at = 0
    for of_block, blocks, weight in every:
        order = np.argsort(of_block, kind="stable")
        nth = np.empty(n)
        nth[order] = np.arange(n) - (np.cumsum(blocks) - blocks)[of_block[order]]
        rows = (
            np.log1p(blocks), np.log1p(weight / blocks), np.bincount(of_block, linked) / weight,
            np.bincount(of_block, names) / blocks, np.bincount(of_block, wording) / blocks,
        )  # fmt: skip
        result[at : at + len(rows)] = np.stack(rows)[:, of_block]
        result[at + 5] = np.log1p(nth)
        result[at + 6] = nth / blocks[of_block]
        at += len(_EACH)
    return result.T


def means(every: tuple[Kind, ...], weighted: Floats) -> list[NDArray[np.number[Any]]]:
    """Mean over each block's kinds of a value that has been multiplied by words + 1."""
    return [(np.bincount(of_block, weighted) / weight)[of_block] for of_block, _, weight in every]
