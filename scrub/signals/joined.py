"""The columns of several documents one behind another, with numbers that count through all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.whole import GAP
from scrub.values import BY_RULE, HIDING_BIT, Document

Ints = NDArray[np.integer[Any]]
Bits = NDArray[np.uint16]
Bytes = NDArray[np.uint8]

_RULE = HIDING_BIT["rule"]


class Joined(NamedTuple):
    """Columns over the documents, and over all their blocks, elements and anchors; numbers are those in the batch.

    hidden: by attributes and inline styles alone, which is known of every page, however quickly it was parsed;
    concealed: by whatever means, style sheets included. The root is its own parent: a path can be climbed any
    number of steps.
    """

    block_count: Ints
    first_block: Ints
    first_element: Ints
    first_character: Ints

    start: Ints
    end: Ints
    element: Ints
    page: NDArray[np.int32]
    hidden: Bits
    concealed: Bits
    tag: Bytes
    joint: Bytes
    after_body: NDArray[np.bool_]

    parent: Ints
    element_first: Ints
    element_last: Ints
    element_depth: Ints
    element_nth: Ints
    element_page: NDArray[np.int32]
    element_tag: Bytes

    anchor_start: Ints
    anchor_end: Ints
    anchor_block: Ints
    anchor_page: NDArray[np.int32]
    anchor_hidden: Bits


def join(documents: Sequence[Document]) -> Joined:
    """The columns of the documents as one."""
    return (_compiled(documents) if compiled is not None else None) or join_in_numpy(documents)


def _compiled(documents: Sequence[Document]) -> Joined | None:
    """In C; None where a document has columns of other kinds than the parser makes."""
    assert compiled is not None
    brought = [
        (d.text, d.start, d.end, d.tag, d.element, d.joint, d.hidden, d.after_body, d.element_tag, d.element_parent,
         d.element_first, d.element_last, d.element_depth, d.element_nth, d.anchor_start, d.anchor_end,
         d.anchor_block, d.anchor_hidden)
        for d in documents
    ]  # fmt: skip
    n = sum([len(one[1]) for one in brought])
    m = sum([len(one[8]) for one in brought])
    k = sum([len(one[14]) for one in brought])
    pages, blocks = np.empty((4, len(brought)), np.int32), np.empty((4, n), np.int32)
    hiding, marks, after_body = np.empty((2, n), np.uint16), np.empty((2, n), np.uint8), np.empty(n, np.bool_)
    elements, element_tag = np.empty((6, m), np.int32), np.empty(m, np.uint8)
    anchors, anchor_hidden = np.empty((4, k), np.int32), np.empty(k, np.uint16)
    if not compiled.join_documents(
        brought, blocks, hiding, marks, after_body, elements, element_tag, anchors, anchor_hidden, pages
    ):
        return None
    return Joined._make(
        (*pages, *blocks, *hiding, *marks, after_body, *elements, element_tag, *anchors, anchor_hidden)
    )


def join_in_numpy(documents: Sequence[Document]) -> Joined:
    """As `join`."""
    block_count = np.array([len(d.start) for d in documents], dtype=np.int32)
    element_count = np.array([len(d.element_tag) for d in documents], dtype=np.int32)
    anchor_count = np.array([len(d.anchor_start) for d in documents], dtype=np.int32)
    text_length = np.array([len(d.text) + GAP for d in documents], dtype=np.int32)
    first_block, first_element = _offsets(block_count), _offsets(element_count)
    first_character = _offsets(text_length) + np.int32(GAP)
    pages = np.arange(len(documents), dtype=np.int32)
    page, element_page = np.repeat(pages, block_count), np.repeat(pages, element_count)
    anchor_page = np.repeat(pages, anchor_count)

    of_block = _Shift(first_character, page)
    hidden = _join([d.hidden for d in documents], np.uint32)
    concealed = (hidden & 0xFFFF).astype(np.uint16) | (hidden >> BY_RULE).astype(np.uint16)
    concealed[hidden >> BY_RULE != 0] |= _RULE
    of_element = _Shift(first_block, element_page)
    parent = _join([d.element_parent for d in documents])
    own = np.arange(len(parent), dtype=np.int32)
    of_anchor = _Shift(first_character, anchor_page)
    anchor_hidden = _join([d.anchor_hidden for d in documents], np.uint32)
    return Joined(
        block_count=block_count,
        first_block=first_block,
        first_element=first_element,
        first_character=first_character,
        start=of_block.join([d.start for d in documents]),
        end=of_block.join([d.end for d in documents]),
        element=_Shift(first_element, page).join([d.element for d in documents]),
        page=page,
        hidden=(hidden & 0xFFFF).astype(np.uint16),
        concealed=concealed,
        tag=_join([d.tag for d in documents], np.uint8),
        joint=_join([d.joint for d in documents], np.uint8),
        after_body=_join([d.after_body for d in documents], np.bool_),
        parent=np.where(parent < 0, own, parent + first_element[element_page]),
        element_first=of_element.join([d.element_first for d in documents]),
        element_last=of_element.join([d.element_last for d in documents]),
        element_depth=_join([d.element_depth for d in documents]),
        element_nth=_join([d.element_nth for d in documents]),
        element_page=element_page,
        element_tag=_join([d.element_tag for d in documents], np.uint8),
        anchor_start=of_anchor.join([d.anchor_start for d in documents]),
        anchor_end=of_anchor.join([d.anchor_end for d in documents]),
        anchor_block=_Shift(first_block, anchor_page).join([d.anchor_block for d in documents]),
        anchor_page=anchor_page,
        anchor_hidden=((anchor_hidden | anchor_hidden >> BY_RULE) & 0xFFFF).astype(np.uint16),
    )


def _offsets(count: Ints) -> Ints:
    """Where each run starts when runs of these lengths stand one after another."""
    return (np.cumsum(count) - count).astype(np.int32)


class _Shift(NamedTuple):
    """Turns numbers inside documents into numbers in the batch. first: (pages,); page: of each number."""

    first: Ints
    page: Ints

    def join(self, columns: list[NDArray[Any]]) -> Ints:
        """The columns of all documents as one."""
        joined: Ints = _join(columns) + self.first[self.page]
        return joined


def _join(columns: list[NDArray[Any]], dtype: type[np.generic] = np.int32) -> NDArray[Any]:
    return np.concatenate(columns).astype(dtype, copy=False) if columns else np.zeros(0, dtype=dtype)
