"""The columns of blocks and pages put together from their parts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content.containers import Containers
from scrub.signals.content.counts import COUNTED_BY, COUNTS, DENSITIES, block_counts, densities, summed
from scrub.signals.content.layout import (
    ALL_MADE,
    CONTENT,
    HELD,
    HELD_MADE,
    LEVELS,
    NEAR,
    OWN,
    PLACES,
    STEPS,
    WIDE_MADE,
    WINDOWS,
)
from scrub.signals.content.names import OWN_NAMES
from scrub.signals.content.wording import INNER_WORDING
from scrub.text.characters import KINDS
from scrub.values import HIDING_BIT

Floats = NDArray[np.float32]
Ints = NDArray[np.integer]

_NEAR_AT = np.array([DENSITIES.index(name) for name in NEAR])
_HELD_AT = np.array([DENSITIES.index(name) for name in HELD])
_WORDS, _PROSE, _HEADINGS = (COUNTS.index(name) for name in ("words", "prose_words", "headings"))
_BITS = np.array([[HIDING_BIT[name]] for name in ("display", "noscript", "aria", "reader")], dtype=np.uint16)
_FIRST_KINDS = np.array(
    [[KINDS.index(name)] for name in ("upper", "lower", "digit", "quote")], dtype=np.uint8
)
_LAST_KINDS = np.array([[KINDS.index(name)] for name in ("stop", "comma")], dtype=np.uint8)
# The same for the compiled loop.
_RECIPES = (ALL_MADE.packed(), WIDE_MADE.packed(), HELD_MADE.packed())
_CHOSEN = (bytes(_NEAR_AT.tolist()), bytes(_HELD_AT.tolist()), bytes(WINDOWS))
_EDGES = bytes(np.vstack((_FIRST_KINDS, _LAST_KINDS)).ravel().tolist())


class Parts(NamedTuple):
    """What is known of a batch's blocks and containers before it is put together."""

    chains: Containers
    said: Floats  # (n, len(OVERLAPS))
    titled: Floats  # (n, len(TITLE))
    worded: Floats  # (n, len(WORDING))
    path: Floats  # (containers, NAME_SCORES + groups + 1)
    around: Floats  # (n, the same): over all containers around each block
    headed: Floats  # (n, len(HEADINGS))
    alike: Floats  # (n, len(ALIKE))


def block_rows(columns: Columns, parts: Parts) -> tuple[Floats, Floats]:
    """(n, len(CONTENT)) and (pages, len(DENSITIES))."""
    if compiled is None:
        return _stacked(columns, parts)
    n, pages = len(columns), len(columns.documents)
    block = np.empty((n, len(CONTENT)), dtype=np.float32)
    page = np.empty((pages, len(DENSITIES)), dtype=np.float32)
    chains = parts.chains
    compiled.block_rows(
        columns.kind_count, columns.words, columns.characters, columns.anchors, columns.anchor_characters,
        columns.link_density, columns.tag, *COUNTED_BY, columns.page, columns.first_block, columns.block_count,
        columns.kind, columns.start, columns.end, _EDGES, columns.joint, columns.after_body, chains.depth,
        columns.element_nth, columns.element, columns.hidden, _BITS,
        parts.said, parts.titled, parts.worded, parts.around, parts.path,
        chains.of_block, chains.parent, chains.first, chains.last, chains.page, chains.siblings, chains.nth,
        parts.headed, parts.alike, *_RECIPES, *_CHOSEN, block, page,
    )  # fmt: skip
    return block, page


def _stacked(columns: Columns, parts: Parts) -> tuple[Floats, Floats]:
    """The same in numpy."""
    n, pages, chains = len(columns), len(columns.documents), parts.chains
    begin = columns.first_block[columns.page]
    end = begin + columns.block_count[columns.page]
    counts = block_counts(columns)
    sums = summed(counts)
    own = densities(counts, ALL_MADE)
    held = sums[chains.last] - sums[chains.first]
    whole = sums[columns.first_block + columns.block_count] - sums[columns.first_block]
    page_densities = densities(whole, ALL_MADE)
    container = _container_rows(columns, chains, held, whole, parts.path)
    mean = np.bincount(columns.page, parts.around[:, 0], pages) / np.maximum(columns.block_count, 1)
    page: Floats = np.hstack((page_densities[:, _HELD_AT], mean[:, None])).astype(np.float32)
    named = parts.path[:, OWN_NAMES]
    stacked: list[Floats] = [own, _own(columns, chains, sums, begin, end), parts.said, parts.titled]
    stacked += [parts.worded, parts.around, named[chains.of_block], named[chains.parent[chains.of_block]]]
    stacked += [parts.headed, parts.alike]
    near = np.hstack((own[:, _NEAR_AT], parts.around[:, :1], parts.worded[:, [0, INNER_WORDING]]))
    stacked += _neighbours(near, begin, end)
    stacked += [_window(sums, begin, end, size) for size in WINDOWS]
    level = chains.of_block
    for _ in range(LEVELS):
        stacked.append(container[level])
        level = chains.parent[level]
    stacked.append(page[columns.page])
    block = np.empty((n, len(CONTENT)), dtype=np.float32)
    np.concatenate(stacked, axis=1, out=block, casting="unsafe")
    return block, page_densities


def _window(sums: Floats, begin: Ints, end: Ints, size: int) -> Floats:
    """Densities of the blocks up to `size` before and behind, on the same page."""
    here = np.arange(len(begin))
    first, last = np.maximum(here - size, begin), np.minimum(here + size + 1, end)
    return densities(sums[last] - sums[first], WIDE_MADE)


def _own(columns: Columns, chains: Containers, sums: Floats, begin: Ints, end: Ints) -> Floats:
    """What only the block itself has: its place, its first and last character, what lies around it."""
    n = len(columns)
    here = np.arange(n)
    first, last = columns.kind[columns.start], columns.kind[columns.end - 1]
    two = sums[:, [_WORDS, _PROSE]]
    whole = np.maximum(two[end] - two[begin], 1)
    before, after = (two[here] - two[begin]) / whole, (two[end] - two[here + 1]) / whole
    latest = np.maximum.accumulate(np.where(np.diff(sums[:, _HEADINGS]) > 0, here, 0))
    result = np.empty((len(OWN), n), dtype=np.float32)
    result[0] = (here - begin) / np.maximum(end - begin, 1)
    result[1] = columns.joint
    result[2, :-1] = columns.joint[1:]
    result[2, -1:] = 0
    result[3] = columns.after_body
    np.equal(first, _FIRST_KINDS, out=result[4:8], casting="unsafe")
    np.equal(last, _LAST_KINDS, out=result[8:10], casting="unsafe")
    result[10] = chains.depth / 10
    result[11] = np.log1p(columns.element_nth[columns.element])
    result[12:14] = before.T
    result[14:16] = after.T
    result[16] = np.log1p(here - np.maximum(latest, begin))
    np.not_equal(columns.hidden & _BITS, 0, out=result[17:], casting="unsafe")
    return result.T


def _container_rows(
    columns: Columns, chains: Containers, held: Floats, whole: Floats, path: Floats
) -> Floats:
    """(containers, …): what each container holds, and its place in its page and its parent."""
    m = len(chains)
    begin = columns.first_block[chains.page]
    length = np.maximum(columns.block_count[chains.page], 1)
    two = held[:, [_WORDS, _PROSE]]
    result = np.empty((m, len(HELD) + len(PLACES) + 1), dtype=np.float32)
    at = len(HELD)
    result[:, :at] = densities(held, HELD_MADE)
    result[:, at : at + 2] = two / np.maximum(whole[:, [_WORDS, _PROSE]], 1)[chains.page]
    result[:, at + 2] = (chains.first - begin) / length
    result[:, at + 3] = (begin + length - chains.last) / length
    result[:, at + 4] = np.log1p(chains.siblings)
    result[:, at + 5] = chains.nth
    result[:, at + 6] = path[:, 0]
    return result


def _neighbours(near: Floats, begin: Ints, end: Ints) -> list[Floats]:
    """What stands just before and behind; zeros past the ends of the page."""
    n = len(near)
    padded = np.vstack((near, np.zeros((1, near.shape[1]), dtype=np.float32)))
    here = np.arange(n)
    result = []
    for step in STEPS:
        there = here + step
        result.append(padded[np.where((there >= begin) & (there < end), there, n)])
    return result
