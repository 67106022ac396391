"""Ids and class names of elements as numbers: authors name what they build.

"related", "kommentare", "entry-content", "wp-caption-text", "pubDate" tell more than any count, in any
language and abbreviation, so no list is kept: names are split into tokens, tokens are hashed into the
slots of a table, and what a slot is worth is learned.

The words of a page's address ("forum", "product", "docs") are kept in the same table, in slots of
their own. A token is hashed as the sum of random numbers of its bytes, which one cumulative sum gives for all
tokens of a batch at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SLOTS = 1 << 15
# Columns of the table: worth anywhere on the path and right around the block, on whole pages and, the other
# two, within the stretch of the main content (captions, teasers, appeals). Behind them come the page types.
NAME_SCORES = 4
OWN_NAMES = [1, 3]  # those right around the block
INNER_NAMES = 3  # the one of them that tells of the stretch of the main content
_LONGEST = 200  # characters of a label that are read: some pages keep whole style sheets there
_BETWEEN, _LOWER, _UPPER = range(3)
_CLASS = np.zeros(256, dtype=np.uint8)
_CLASS[ord("a") : ord("z") + 1] = _LOWER
_CLASS[0x80:] = _LOWER
_CLASS[ord("A") : ord("Z") + 1] = _UPPER
_MIX = np.random.default_rng(1).integers(1, 2**63, size=256, dtype=np.uint64)
_MIX[ord("A") : ord("Z") + 1] = _MIX[ord("a") : ord("z") + 1]
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - SLOTS.bit_length() + 1)


class Tokens(NamedTuple):
    """Tokens of several labels: the slot of each and the number of its label."""

    slot: Ints
    label: Ints


def tokens(labels: Sequence[str], addresses: int = 0) -> Tokens:
    """Split labels at anything but letters and before capitals (camelCase); single letters are dropped.

    The last so many labels are addresses.
    """
    every = np.frombuffer(_joined(labels), dtype=np.uint8)
    kind = _CLASS[every]
    inside = kind > 0
    before = np.zeros(len(kind), dtype=np.uint8)
    before[1:] = kind[:-1]
    fresh = kind > before  # a letter behind none, or a capital behind a small letter
    start = np.flatnonzero(fresh)
    stop = np.flatnonzero((before > 0) & (fresh | ~inside))
    summed = np.zeros(len(every) + 1, dtype=np.uint64)
    np.cumsum(_MIX[every], out=summed[1:])
    long = stop - start > 1
    start, stop = start[long], stop[long]
    label = np.cumsum(every == 0)[start]
    code = summed[stop] - summed[start] + (label >= len(labels) - addresses)
    return Tokens(((code * _SPREAD) >> _SHIFT).astype(np.int64), label)


def _joined(labels: Sequence[str]) -> bytes:
    """What is read of the labels, each with a zero byte behind it."""
    return ("\0".join([label[:_LONGEST] for label in labels]) + "\0").encode("utf-8", "replace")


def element_tokens(columns: Columns) -> tuple[Ints, int, Tokens]:
    """The number of each element's label, how many different labels there are, and their tokens.

    Behind the labels come the addresses of the pages.
    """
    which, labels, addresses = _labels(columns)
    return which, len(labels) - addresses, tokens(labels, addresses)


def _labels(columns: Columns) -> tuple[Ints, tuple[str, ...], int]:
    """The number of each element's label, the different labels with the addresses, the number of addresses."""
    number: defaultdict[str, int] = defaultdict(count().__next__)
    labels = chain.from_iterable([d.element_label for d in columns.documents])
    which = np.fromiter(map(number.__getitem__, labels), dtype=np.int64, count=len(columns.element_tag))
    addresses = [address(d.url) for d in columns.documents]
    return which, (*number, *addresses), len(addresses)


def address(url: str | None) -> str:
    """The first label of an address' host, and its path."""
    host, _, path = (url or "").split("://")[-1].partition("/")
    return f"{host.split('.')[0]}/{path}".replace("\0", " ")


class NameScores(NamedTuple):
    """Sums of the table's rows over the tokens of labels and addresses."""

    which: Ints  # (m,): number of each element's label
    label: Floats  # (labels, k)
    address: Floats  # (pages, k)
    page: Floats  # (pages, k - NAME_SCORES): mean of the elements' page types, wrappers left out


def name_scores(columns: Columns, table: Floats, bare: NDArray[np.bool_]) -> NameScores:
    """Scores by a table of names, (SLOTS, k); `bare` marks the wrappers among the elements."""
    if compiled is not None:
        return _summed(columns, table, bare)
    which, labels, addresses = _labels(columns)
    size = len(labels) - addresses
    total = np.zeros((len(labels), table.shape[1]), dtype=np.float32)
    found = tokens(labels, addresses)
    if len(found.slot):
        first = np.flatnonzero(np.diff(found.label, prepend=-1))
        total[found.label[first]] = np.add.reduceat(table[found.slot], first, axis=0)
    cell = (columns.element_page.astype(np.int64) * size + which)[~bare]
    times = np.bincount(cell, minlength=addresses * size).reshape(addresses, size).astype(np.float32)
    mean = times @ total[:size, NAME_SCORES:] / np.maximum(times.sum(axis=1, keepdims=True), 1)
    return NameScores(which, total[:size], total[size:], mean)


def _summed(columns: Columns, table: Floats, bare: NDArray[np.bool_]) -> NameScores:
    """The same by a compiled loop."""
    documents, width = columns.documents, table.shape[1]
    pages, elements = len(documents), len(bare)
    which = np.empty(elements, dtype=np.int64)
    total = np.zeros((elements + pages, width), dtype=np.float32)
    mean = np.empty((pages, width - NAME_SCORES), dtype=np.float32)
    size = compiled.name_scores(  # type: ignore[union-attr]
        tuple([d.element_label for d in documents]), tuple([address(d.url) for d in documents]),
        _CLASS, _MIX, table, bare, which, total, mean,
    )  # fmt: skip
    return NameScores(which, total[:size], total[size : size + pages], mean)
