"""Documents that were cut finer: what does not depend on blocks is taken from the documents they were cut from.

Characters, words and links are the same however a text is cut into blocks. Finding them is most of
what a judgement costs, so what was measured on the whole documents serves their cut ones too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled

if TYPE_CHECKING:
    from scrub.signals.columns import Columns
    from scrub.signals.texts import Texts

# White space between two documents: no n-gram may reach from one into the other.
GAP = 8

Array = NDArray[Any]
Ints = NDArray[np.integer[Any]]
Offsets = NDArray[np.int64]
Measure = Callable[[Any], Array]


class Whole:
    """The columns that some pages of were cut finer, and where these pages' parts of them are."""

    def __init__(self, columns: Columns, pages: Sequence[int]) -> None:
        self.columns = columns
        self._pages = np.array(pages, dtype=np.int64)
        self._all = len(pages) == len(columns.documents)

    def characters(self, values: Array) -> Array:
        """Values per character: the white space before a page goes with it, that behind the last with the last."""
        if self._all:
            return values
        begin = self._first - GAP
        parts = [values[a:b] for a, b in zip(begin.tolist(), self._end.tolist())]
        return np.concatenate([*parts, values[len(values) - GAP :]])

    def offsets(self, offset: Offsets) -> tuple[Offsets, Offsets]:
        """Offsets in rising order -> the numbers of those that are left, and the offsets here."""
        if self._all:
            return np.arange(len(offset)), offset
        low, high = offset.searchsorted(self._first), offset.searchsorted(self._end)
        index = _ranges(low, high)
        return index, offset[index] + (self._begin - self._first).repeat(high - low)

    def outlinks(self, page: Ints) -> Offsets:
        """The numbers of those outlinks that are left; page: of each, in rising order."""
        return self._of_pages(page)

    @cached_property
    def anchors(self) -> Offsets:
        """The numbers of the anchors that are left."""
        return self._of_pages(self.columns.anchor_page)

    def _of_pages(self, page: Ints) -> Offsets:
        if self._all:
            return np.arange(len(page))
        return _ranges(page.searchsorted(self._pages), page.searchsorted(self._pages, side="right"))

    @cached_property
    def _first(self) -> Offsets:
        first: Offsets = self.columns.first_character[self._pages].astype(np.int64)
        return first

    @cached_property
    def _end(self) -> Offsets:
        length = [len(self.columns.documents[p].text) for p in self._pages.tolist()]
        return self._first + np.array(length, dtype=np.int64)

    @cached_property
    def _begin(self) -> Offsets:
        """Where the pages begin here."""
        length = self._end - self._first + GAP
        begin: Offsets = np.cumsum(length) - length + GAP
        return begin


def _ranges(first: Ints, last: Ints) -> Offsets:
    """The numbers from each first up to each last."""
    count = last - first
    result: Offsets = np.arange(int(count.sum())) + (first - (np.cumsum(count) - count)).repeat(count)
    return result


def per_character(texts: Texts, measure: Measure) -> Array:
    """What the measure says of every character."""
    whole = texts.whole
    return texts.once(measure) if whole is None else whole.characters(whole.columns.once(measure))


def places(columns: Columns, measure: Measure) -> Offsets:
    """The offsets that the measure finds, in rising order."""
    whole = columns.whole
    return columns.once(measure) if whole is None else whole.offsets(whole.columns.once(measure))[1]


def counted(columns: Columns, offset: Offsets) -> NDArray[np.float32]:
    """(n,): how many of some offsets in rising order lie in each block."""
    if not len(offset):
        return np.zeros(len(columns), dtype=np.float32)
    return np.bincount(blocks_at(columns, offset), minlength=len(columns)).astype(np.float32)


def blocks_at(columns: Columns, offset: Offsets) -> NDArray[np.int64]:
    """(offsets,): the block of each of some offsets in rising order."""
    if compiled is None or not len(columns):
        return columns.character_block[offset]
    block = np.empty(len(offset), dtype=np.int64)
    compiled.blocks_at(columns.edges, offset, block)
    return block
