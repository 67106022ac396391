"""Several documents side by side as one set of columns: what every signal is computed from.

Numpy costs the same for one page as for ten, so signals work on a batch: the blocks of all pages
stand one after another, and `page[i]` says whose block i is. Everything here is computed once, when
first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrub.signals.texts import Texts, tally
from scrub.signals.whole import GAP, Whole
from scrub.text.characters import KINDS, SCRIPTS, SPACE
from scrub.urls import host_of, hosts_of, registrable_domain
from scrub.values import BY_RULE, HIDING_BIT, Document

# Whatever the width: arithmetic widens, and what leaves a signal is cast once.
Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
T = TypeVar("T")

_EXACT = 65_536.0


class Columns(Texts):
    """Columns over the blocks, elements and anchors of a batch of documents.

    n, m and k are the numbers of blocks, elements and anchors in the batch. `start` and `end` are
    offsets into the batch's characters, `element`, `parent` and `block` are numbers in the batch. `whole`
    are the columns of the documents that these were cut finer from.
    """

    def __init__(self, documents: Sequence[Document], whole: Whole | None = None) -> None:
        super().__init__(documents, whole)
        self.block_count = np.array([len(d.start) for d in documents], dtype=np.int32)
        self.first_block = _offsets(self.block_count)
        element_count = np.array([len(d.element_tag) for d in documents], dtype=np.int32)
        self.first_element = _offsets(element_count)
        anchor_count = np.array([len(d.anchor_start) for d in documents], dtype=np.int32)
        text_length = np.array([len(d.text) + GAP for d in documents], dtype=np.int32)
        self.first_character = _offsets(text_length) + np.int32(GAP)
        pages = np.arange(len(documents), dtype=np.int32)
        self.page = np.repeat(pages, self.block_count)
        self.element_page = np.repeat(pages, element_count)
        self.anchor_page = np.repeat(pages, anchor_count)

        shift = _Shift(self.first_character, self.page)
        self.start: Ints = shift.join([d.start for d in documents])
        self.end: Ints = shift.join([d.end for d in documents])
        self.tag = _join([d.tag for d in documents], np.uint8)
        hidden = _join([d.hidden for d in documents], np.uint32)
        # By attributes and inline styles alone: known of every page, however quickly it was parsed.
        self.hidden = (hidden & 0xFFFF).astype(np.uint16)
        # By whatever means, style sheets included.
        self.concealed = self.hidden | (hidden >> BY_RULE).astype(np.uint16)
        self.concealed[hidden >> BY_RULE != 0] |= HIDING_BIT["rule"]
        self.joint = _join([d.joint for d in documents], np.uint8)
        self.after_body = _join([d.after_body for d in documents], np.bool_)
        self.element: Ints = _Shift(self.first_element, self.page).join([d.element for d in documents])

        self.element_tag = _join([d.element_tag for d in documents], np.uint8)
        self.element_depth = _join([d.element_depth for d in documents])
        self.element_nth = _join([d.element_nth for d in documents])
        shift = _Shift(self.first_block, self.element_page)
        self.element_first: Ints = shift.join([d.element_first for d in documents])
        self.element_last: Ints = shift.join([d.element_last for d in documents])
        parent = _join([d.element_parent for d in documents])
        # The root is its own parent: a path can be climbed any number of steps.
        own = np.arange(len(parent), dtype=np.int32)
        self.parent: Ints = np.where(parent < 0, own, parent + self.first_element[self.element_page])

        shift = _Shift(self.first_character, self.anchor_page)
        self.anchor_start: Ints = shift.join([d.anchor_start for d in documents])
        self.anchor_end: Ints = shift.join([d.anchor_end for d in documents])
        shift = _Shift(self.first_block, self.anchor_page)
        self.anchor_block: Ints = shift.join([d.anchor_block for d in documents])
        hidden = _join([d.anchor_hidden for d in documents], np.uint32)
        self.anchor_hidden = ((hidden | hidden >> BY_RULE) & 0xFFFF).astype(np.uint16)
        self.anchor_href = tuple(chain.from_iterable([d.anchor_href for d in documents]))

    def __len__(self) -> int:
        return len(self.start)

    # Characters

    @cached_property
    def kind_count(self) -> Floats:
        """(n, len(KINDS)): characters of each kind in each block."""
        return self._histogram(self.kind, len(KINDS))

    @cached_property
    def script_count(self) -> Floats:
        """(n, len(SCRIPTS)): letters of each script in each block."""
        return self._histogram(self.script, len(SCRIPTS))

    def _histogram(self, code: NDArray[np.uint8], size: int) -> Floats:
        """(n, size): how often each code stands in each block."""
        if not len(self):
            return np.zeros((0, size), dtype=np.float32)
        count = tally(code, self.edges, size).astype(np.float32)
        # White space outside blocks counts to none: code 0 is what is left of a block's own length.
        count[:, 0] = self.end - self.start - count[:, 1:].sum(axis=1)
        return count

    @cached_property
    def character_block(self) -> NDArray[np.int64]:
        """Block of every character; empty where there is no block.

        What stands between two blocks is white space; it is given to the block before it.
        """
        edges = self.edges
        return np.arange(len(self), dtype=np.int64).repeat(edges[1:] - edges[:-1])

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """(n + 1,): where each block starts, and all text ends; what stands before the first is the first's."""
        edges = np.empty(len(self) + 1, dtype=np.int64)
        edges[:-1] = self.start
        edges[-1] = len(self.points)
        edges[:1] = 0
        return edges

    @cached_property
    def characters(self) -> Floats:
        """Characters in each block that are not white space."""
        visible: Floats = self.kind_count.sum(axis=1) - self.kind_count[:, SPACE]
        return visible

    @cached_property
    def page_characters(self) -> Floats:
        """(pages,): characters in each page's blocks that are not white space."""
        return self.page_total(self.characters)

    @cached_property
    def words(self) -> Floats:
        """Words in each block."""
        first, last = self.word_span
        return (last - first).astype(np.float32)

    @cached_property
    def word_span(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(n,) each: the numbers of the first word of each block and of the first one behind it."""
        begin = self.word_edges[0]
        return begin.searchsorted(self.start), begin.searchsorted(self.end)

    # Anchors

    @cached_property
    def anchors(self) -> Floats:
        """Anchors in each block."""
        return self.per_block(np.ones(len(self.anchor_block), dtype=np.float32))

    @cached_property
    def anchor_characters(self) -> Floats:
        """Characters of each block that are anchor text."""
        return self.per_block((self.anchor_end - self.anchor_start).astype(np.float32))

    @cached_property
    def link_density(self) -> Floats:
        """Share of each block's text that is anchor text, 0 to 1."""
        share: Floats = self.anchor_characters / np.maximum(self.end - self.start, 1)
        return share.astype(np.float32)

    @cached_property
    def anchor_host(self) -> tuple[str, ...]:
        """Host of every anchor with an absolute address, "" for the others."""
        if self.whole is not None:
            found = self.whole.columns.anchor_host
            return tuple([found[j] for j in self.whole.anchors.tolist()])
        return tuple(hosts_of(self.anchor_href))

    @cached_property
    def page_domain(self) -> tuple[str, ...]:
        """Registrable domain of every page, from its address or what it calls canonical."""
        addresses = [d.url or d.metadata.canonical or "" for d in self.documents]
        return tuple([registrable_domain(h) if (h := host_of(a)) else "" for a in addresses])

    @cached_property
    def anchor_domain_code(self) -> Ints:
        """A number for every (page, domain) pair; -1 for anchors that stay on the page's registrable domain."""
        if self.whole is not None:
            return self.whole.columns.anchor_domain_code[self.whole.anchors]
        found: list[int] = []
        first = 0  # code that no page has yet
        for document, own in zip(self.documents, self.page_domain):
            hosts = self.anchor_host[len(found) : len(found) + len(document.anchor_start)]
            codes = {"": -1, own: -1}
            of_host: dict[str, int] = {}
            for host in dict.fromkeys(hosts):
                domain = registrable_domain(host) if host else ""
                of_host[host] = codes.setdefault(domain, first + len(codes))
            first += len(codes)
            found += map(of_host.__getitem__, hosts)
        return np.array(found, dtype=np.int32)

    def per_block(self, value: Floats) -> Floats:
        """(n,): sum of a value per anchor over each block."""
        return np.bincount(self.anchor_block, weights=value, minlength=len(self)).astype(np.float32)

    # Neighbours, containers, pages

    def neighbour(self, column: Floats, step: int, fill: float = 0.0) -> Floats:
        """The column as seen `step` blocks further on (back where negative), `fill` past the page's ends."""
        n = len(self)
        result = np.full(n, fill, dtype=np.float32)
        if abs(step) >= n:
            return result
        if step >= 0:
            same = self.page[step:] == self.page[: n - step]
            result[: n - step][same] = column[step:][same]
        else:
            same = self.page[:step] == self.page[-step:]
            result[-step:][same] = column[:step][same]
        return result

    def element_total(self, column: Floats) -> Floats:
        """(…, m): sum of block columns (…, n) over the blocks that each element covers.

        A column is rounded to multiples of 2**-16 first: such sums are exact, so that a page
        comes out the same wherever it stands in its batch.
        """
        exact = np.rint(np.asarray(column, dtype=np.float64) * _EXACT)
        summed = np.zeros((*exact.shape[:-1], len(self) + 1), dtype=np.float64)
        np.cumsum(exact, axis=-1, out=summed[..., 1:])
        summed /= _EXACT
        result = summed.take(self.element_last, axis=-1) - summed.take(self.element_first, axis=-1)
        return result.astype(np.float32)

    def page_total(self, column: Floats) -> Floats:
        """(pages,): sum of a block column over each page."""
        return np.bincount(self.page, weights=column, minlength=len(self.documents)).astype(np.float32)

    def ancestor(self, steps: int) -> Ints:
        """(n,): the element `steps` above each block's own; the root where the path ends."""
        e = self.element
        for _ in range(steps):
            e = self.parent[e]
        return e


def _offsets(count: Ints) -> Ints:
    """Where each run starts when runs of these lengths stand one after another."""
    return (np.cumsum(count) - count).astype(np.int32)


class _Shift(NamedTuple):
    """Turns numbers inside documents into numbers in the batch. first: (pages,); page: of each number."""

    first: Ints
    page: Ints

    def join(self, columns: list[NDArray[Any]]) -> Ints:
        """The columns of all documents as one."""
        first = self.first[0] if len(columns) == 1 else self.first[self.page]
        joined: Ints = _join(columns) + first
        return joined


def _join(columns: list[NDArray[Any]], dtype: type[np.generic] = np.int32) -> NDArray[Any]:
    if len(columns) == 1:
        return columns[0].astype(dtype, copy=False)
    return np.concatenate(columns).astype(dtype, copy=False) if columns else np.zeros(0, dtype=dtype)
