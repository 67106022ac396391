"""A document cut finer: stretches of its blocks become blocks of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.values import SPACED, Document

Ints = NDArray[np.integer[Any]]

REMAINS = 12  # characters that must remain of a block which is cut
REST = 40  # characters of what is left over that can be judged by themselves


class Cut(NamedTuple):
    """A stretch to be judged: offsets in its document's text, its block there, and whether it is an anchor.

    again: the probability that follows from its coming again elsewhere, see `Splice`.
    """

    start: int
    end: int
    block: int
    anchor: bool
    again: float = 0.0


class Finer(NamedTuple):
    """A document cut finer. at: for each cut the number of its block; owner: per block, the one it was cut from."""

    document: Document
    at: NDArray[np.int64]
    owner: Ints

    def rests(self) -> NDArray[np.int64]:
        """Blocks that are what the cuts left over, where that is together long enough to be judged."""
        length = self.document.end - self.document.start
        kept = np.isin(self.owner, self.owner[self.at]) & (length >= REMAINS)
        kept[self.at] = False
        left = np.bincount(self.owner, weights=np.where(kept, length, 0))
        return np.flatnonzero(kept & (left[self.owner] >= REST))


def cut_finer(document: Document, cuts: list[Cut]) -> Finer:
    """The document with each cut as a block of its own. Cuts are in text order and do not overlap."""
    edges = np.array([offset for cut in cuts for offset in (cut.start, cut.end)], dtype=np.int32)
    parts = _cut_blocks(document, edges) if compiled is not None else _cut_in_numpy(document, edges)
    owner = parts.owner
    joint = document.joint[owner]
    joint[parts.inner] = SPACED
    finer = replace(
        document,
        start=parts.start,
        end=parts.end,
        tag=document.tag[owner],
        element=document.element[owner],
        joint=joint,
        hidden=document.hidden[owner],
        after_body=document.after_body[owner],
        element_first=parts.element_first,
        element_last=parts.element_last,
        anchor_block=parts.anchor_block,
    )
    return Finer(finer, parts.start.searchsorted(edges[::2]), owner)


class _Parts(NamedTuple):
    """Blocks cut at some edges; inner: True for those that are not the first of what they were cut from."""

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    owner: NDArray[np.int32]
    inner: NDArray[np.bool_]
    element_first: NDArray[np.int32]
    element_last: NDArray[np.int32]
    anchor_block: NDArray[np.int32]


def _cut_blocks(document: Document, edges: Ints) -> _Parts:
    assert compiled is not None
    room = len(document.start) + len(edges)
    spans, inner = np.empty((3, room), dtype=np.int32), np.empty(room, dtype=np.bool_)
    elements = np.empty((2, len(document.element_first)), dtype=np.int32)
    anchor_block = np.empty(len(document.anchor_start), dtype=np.int32)
    known = (
        document.start, document.end, edges, document.element_first, document.element_last, document.anchor_start,
    )  # fmt: skip
    found = compiled.cut_blocks(
        *[column.astype(np.int32, copy=False) for column in known], *spans, inner, *elements, anchor_block
    )
    start, end, owner = spans[:, :found]
    return _Parts(start, end, owner, inner[:found], elements[0], elements[1], anchor_block)


def _cut_in_numpy(document: Document, edges: Ints) -> _Parts:
    start = np.concatenate((document.start, edges))
    start.sort()
    different = np.ones(len(start), dtype=np.bool_)
    np.not_equal(start[1:], start[:-1], out=different[1:])
    start = start[different]
    end = np.append(start[1:], len(document.text))
    owner = np.searchsorted(document.start, start, side="right") - 1
    end = np.minimum(end, document.end[owner])
    start, end, owner = (column[end > start].astype(np.int32) for column in (start, end, owner))
    first = np.searchsorted(start, document.start)
    number = np.append(first, len(start)).astype(np.int32)
    inner = np.ones(len(start) + 1, dtype=np.bool_)
    inner[first] = False
    return _Parts(
        start,
        end,
        owner,
        inner[:-1],
        number[document.element_first],
        number[document.element_last],
        (np.searchsorted(start, document.anchor_start, side="right") - 1).astype(np.int32),
    )
