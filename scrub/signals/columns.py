"""Several documents side by side as one set of columns: what every signal is computed from.

Numpy costs the same for one page as for ten, so signals work on a batch: the blocks of all pages
stand one after another, and `page[i]` says whose block i is. Everything here is computed once, when
first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.joined import join
from scrub.signals.texts import Texts, tally
from scrub.signals.whole import Whole
from scrub.text.characters import KINDS, SCRIPTS, SPACE
from scrub.urls import host_of, hosts_of, registrable_domain
from scrub.values import Document

# Whatever the width: arithmetic widens, and what leaves a signal is cast once.
Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
T = TypeVar("T")

_EXACT = 65_536.0
_VISIBLE = np.array([kind != SPACE for kind in range(len(KINDS))], dtype=np.float32)


class Columns(Texts):
    """Columns over the blocks, elements and anchors of a batch of documents.

    n, m and k are the numbers of blocks, elements and anchors in the batch. `start` and `end` are
    offsets into the batch's characters, `element`, `parent` and `block` are numbers in the batch. `whole`
    are the columns of the documents that these were cut finer from.
    """

    def __init__(self, documents: Sequence[Document], whole: Whole | None = None) -> None:
        super().__init__(documents, whole)
        (
            self.block_count, self.first_block, self.first_element, self.first_character,
            self.start, self.end, self.element, self.page, self.hidden, self.concealed, self.tag, self.joint,
            self.after_body, self.parent, self.element_first, self.element_last, self.element_depth,
            self.element_nth, self.element_page, self.element_tag,
            self.anchor_start, self.anchor_end, self.anchor_block, self.anchor_page, self.anchor_hidden,
        ) = join(self.documents)  # fmt: skip
        self.anchor_href = tuple(chain.from_iterable([d.anchor_href for d in documents]))

    def __len__(self) -> int:
        return len(self.start)

    # Characters

    @cached_property
    def kind_count(self) -> Floats:
        """(n, len(KINDS)): characters of each kind in each block."""
        return self._counts[0]

    @cached_property
    def script_count(self) -> Floats:
        """(n, len(SCRIPTS)): letters of each script in each block."""
        return self._counts[1]

    @cached_property
    def scripts(self) -> NDArray[np.int32]:
        """As in `Texts`: all characters stand in a block or beside one."""
        return self._counts[2] if len(self) else super().scripts

    @cached_property
    def _counts(self) -> tuple[Floats, Floats, NDArray[np.int32]]:
        """`kind_count`, `script_count` and `scripts`."""
        kinds, scripts = (np.empty((len(self), len(codes)), dtype=np.float32) for codes in (KINDS, SCRIPTS))
        every = np.zeros(len(SCRIPTS), dtype=np.int32)
        if compiled is not None and len(self):
            compiled.block_counts(
                self.kind, self.script, self.edges, self.start, self.end, kinds, scripts,
                np.empty(len(KINDS), dtype=np.int32), every,
            )  # fmt: skip
        elif len(self):
            self._histogram(self.kind, kinds)
            every = self._histogram(self.script, scripts)
        return kinds, scripts, every

    def _histogram(self, code: NDArray[np.uint8], count: Floats) -> NDArray[np.int32]:
        """How often each code stands in each block; returns how often it stands anywhere."""
        found = tally(code, self.edges, count.shape[1])
        count[:] = found
        # White space outside blocks counts to none: code 0 is what is left of a block's own length.
        count[:, 0] = self.end - self.start - count[:, 1:].sum(axis=1)
        everywhere: NDArray[np.int32] = found.sum(axis=0, dtype=np.int32)
        return everywhere

    @cached_property
    def character_block(self) -> NDArray[np.int64]:
        """Block of every character; empty where there is no block.

        What stands between two blocks is white space; it is given to the block before it.
        """
        return np.arange(len(self), dtype=np.int64).repeat(np.diff(self.edges))

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
        visible: Floats = self.kind_count @ _VISIBLE
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
        if compiled is None:
            return begin.searchsorted(self.start), begin.searchsorted(self.end)
        first, last = np.empty((2, len(self)), dtype=np.int64)
        compiled.word_spans(begin, self.start, self.end, first, last)
        return first, last

    # Anchors

    @cached_property
    def anchors(self) -> Floats:
        """Anchors in each block."""
        return np.bincount(self.anchor_block, minlength=len(self)).astype(np.float32)

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
        if self.whole is None:
            return tuple(hosts_of(self.anchor_href))
        found = self.whole.columns.anchor_host
        left = self.whole.anchors
        return found if len(left) == len(found) else tuple([found[j] for j in left.tolist()])

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
        count = [len(d.anchor_start) for d in self.documents]
        if compiled is not None:
            code = np.empty(len(self.anchor_href), dtype=np.int32)
            pages = np.array(count, dtype=np.int32)
            compiled.domain_codes(self.anchor_host, self.page_domain, registrable_domain, pages, code)
            return code
        found: list[int] = []
        first = 0  # code that no page has yet
        for anchors, own in zip(count, self.page_domain):
            hosts = self.anchor_host[len(found) : len(found) + anchors]
            codes = {"": -1, own: -1}
            of_host = {"": -1}
            for host in dict.fromkeys(hosts):
                if host:
                    of_host[host] = codes.setdefault(registrable_domain(host), first + len(codes))
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
