"""Blocks as the extractor sees them: themselves, their neighbours, their containers, their page.

CONTENT is the order of the columns, and its hash goes into the model's card: a model made for other
columns is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.signals.content.containers import GROUP_NAMES, Containers, along_path, containers, groups, total
from scrub.signals.content.context import CONTEXT
from scrub.signals.content.counts import COUNTS, DENSITIES, block_counts, densities, summed
from scrub.signals.content.names import SLOTS, label_scores
from scrub.signals.content.overlap import OVERLAPS, overlaps
from scrub.signals.content.pages import PAGE
from scrub.text.characters import KINDS
from scrub.values import HIDING_BIT

__all__ = ["CONTENT", "NAME_SCORES", "ContentColumns", "content_columns", "schema"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

NAME_SCORES = 2  # columns of the table of names: worth on the path, worth right around the block
STEPS = (-2, -1, 1, 2)  # neighbours
WINDOWS = (3, 10)  # blocks on either side
LEVELS = 5  # containers above each block
OWN = (
    "place", "joint_before", "joint_after", "after_body", "start_upper", "start_lower", "start_digit",
    "start_quote", "end_stop", "end_comma", "depth", "nth", "words_before", "prose_before", "words_after",
    "prose_after", "since_heading", "hidden_display", "hidden_noscript", "hidden_aria", "hidden_reader",
)  # fmt: skip
NEAR = (
    "words", "characters/words", "anchor_characters/characters", "stops/words", "prose_words/words",
    "headings/blocks", "items/blocks", "p_words/words", "hidden_words/words",
)  # fmt: skip
HELD = (
    "words", "blocks", "prose_blocks", "anchor_characters/characters", "linked_blocks/blocks", "stops/words",
    "commas/words", "prose_words/words", "headings/blocks", "items/blocks", "short_blocks/blocks",
    "p_words/words", "digits/characters", "words/blocks",
)  # fmt: skip
PLACES = ("share", "prose_share", "begins", "ends", "siblings", "nth", "like_parent")

# Which columns there are, part by part, in the order of the matrix.
CONTENT: tuple[str, ...] = (
    *[f"block {name}" for name in DENSITIES],
    *[f"block {name}" for name in OWN],
    *[f"block {name}" for name in OVERLAPS],
    *[f"path {name}" for name in ("names_1", "names_2", *GROUP_NAMES, "hidden")],
    *[f"{step:+d} {name}" for step in STEPS for name in (*NEAR, "names_1")],
    *[f"±{window} {name}" for window in WINDOWS for name in NEAR],
    *[f"container {level} {name}" for level in range(LEVELS) for name in (*HELD, *PLACES, "names_1", "names_2")],
    *[f"page {name}" for name in HELD],
    "page names_1",
)
_NEAR_AT = np.array([DENSITIES.index(name) for name in NEAR])
_HELD_AT = np.array([DENSITIES.index(name) for name in HELD])
_WORDS, _PROSE, _HEADINGS = (COUNTS.index(name) for name in ("words", "prose_words", "headings"))
_BITS = np.array([HIDING_BIT[name] for name in ("display", "noscript", "aria", "reader")], dtype=np.uint16)
_UPPER, _LOWER, _DIGIT, _QUOTE, _STOP, _COMMA = (
    KINDS.index(name) for name in ("upper", "lower", "digit", "quote", "stop", "comma")
)


def schema() -> str:
    """Hash of all columns in their order."""
    return hashlib.sha256("\n".join((*CONTENT, *CONTEXT, *PAGE, str(SLOTS))).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ContentColumns:
    """What the extractor's networks read of a batch."""

    block: Floats  # (n, len(CONTENT))
    chains: Containers
    page: Floats  # (pages, len(DENSITIES)): what whole pages are made of
    page_names: Floats  # (pages, page types): mean worth of the names on each page


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Where the stretches begin and end whose densities are wanted, as rows of one matrix."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    at: tuple[int, ...]  # where each kind of stretch begins: windows, containers, pages


def content_columns(columns: Columns, table: Floats) -> ContentColumns:
    """Columns of a batch of at least one block; `table` is the model's table of names.

    The table is (SLOTS, NAME_SCORES + page types).
    """
    n, pages = len(columns), len(columns.documents)
    begin = columns.first_block[columns.page]
    end = begin + columns.block_count[columns.page]
    counts = block_counts(columns)
    sums = summed(counts)
    chains = containers(columns)
    scores = label_scores(columns, table)
    stretches = _stretches(columns, chains, begin, end)
    totals = (sums[stretches.last] - sums[stretches.first]).astype(np.float32)
    described = densities(np.vstack((counts, totals)))
    own, windows, held, whole = np.split(described, [n + at for at in stretches.at])
    path = _chain_rows(columns, chains, scores)
    around = along_path(chains, path, n)
    container = _container_rows(columns, chains, totals[stretches.at[1] :], held, path)
    names = np.bincount(columns.page, around[:, 0], pages) / np.maximum(columns.block_count, 1)
    page = np.hstack((whole[:, _HELD_AT], names[:, None]))
    block = np.empty((n, len(CONTENT)), dtype=np.float32)
    parts = [own, _own(columns, sums, begin, end), overlaps(columns), around]
    parts += _neighbours(np.hstack((own[:, _NEAR_AT], around[:, :1])), begin, end)
    parts += [windows[k * n : (k + 1) * n, _NEAR_AT] for k in range(len(WINDOWS))]
    level = chains.of_block
    for _ in range(LEVELS):
        parts.append(container[level])
        level = chains.parent[level]
    parts.append(page[columns.page])
    np.concatenate(parts, axis=1, out=block, casting="unsafe")
    return ContentColumns(block, chains, whole, _page_names(columns, scores[:, NAME_SCORES:]))


def _stretches(columns: Columns, chains: Containers, begin: Ints, end: Ints) -> _Stretches:
    here = np.arange(len(columns))
    firsts = [np.maximum(here - size, begin) for size in WINDOWS]
    lasts = [np.minimum(here + size + 1, end) for size in WINDOWS]
    at = len(here) * len(WINDOWS)
    first = np.concatenate((*firsts, chains.first, columns.first_block))
    last = np.concatenate((*lasts, chains.last, columns.first_block + columns.block_count))
    return _Stretches(first, last, (0, at, at + len(chains)))


def _own(columns: Columns, sums: NDArray[np.float64], begin: Ints, end: Ints) -> Floats:
    """What only the block itself has: its place, its first and last character, what lies around it."""
    n = len(columns)
    here = np.arange(n)
    first, last = columns.kind[columns.start], columns.kind[columns.end - 1]
    two = sums[:, [_WORDS, _PROSE]]
    whole = np.maximum(two[end] - two[begin], 1)
    before, after = (two[here] - two[begin]) / whole, (two[end] - two[here + 1]) / whole
    latest = np.maximum.accumulate(np.where(np.diff(sums[:, _HEADINGS]) > 0, here, 0))
    result = np.empty((n, len(OWN)), dtype=np.float32)
    result[:, 0] = (here - begin) / np.maximum(end - begin, 1)
    result[:, 1] = columns.joint
    result[:-1, 2] = columns.joint[1:]
    result[-1:, 2] = 0
    result[:, 3] = columns.after_body
    result[:, 4:8] = first[:, None] == np.array([_UPPER, _LOWER, _DIGIT, _QUOTE], dtype=np.uint8)
    result[:, 8:10] = last[:, None] == np.array([_STOP, _COMMA], dtype=np.uint8)
    result[:, 10] = columns.element_depth[columns.element] / 10
    result[:, 11] = np.log1p(columns.element_nth[columns.element])
    result[:, 12:14] = before
    result[:, 14:16] = after
    result[:, 16] = np.log1p(here - np.maximum(latest, begin))
    result[:, 17:] = (columns.hidden[:, None] & _BITS) != 0
    return result


def _chain_rows(columns: Columns, chains: Containers, scores: Floats) -> Floats:
    """(containers, NAME_SCORES + groups + 1): what its elements are called and are for."""
    hidden = np.concatenate([d.element_hidden for d in columns.documents])
    named = np.empty((len(hidden), NAME_SCORES + len(GROUP_NAMES) + 1), dtype=np.float32)
    named[:, :NAME_SCORES] = scores[:, :NAME_SCORES]
    named[:, NAME_SCORES:-1] = groups(columns)
    named[:, -1] = hidden != 0
    return total(chains, named)


def _container_rows(columns: Columns, chains: Containers, totals: Floats, held: Floats, path: Floats) -> Floats:
    """(containers, …): what each container holds, and its place in its page and its parent."""
    m = len(chains)
    begin = columns.first_block[chains.page]
    length = np.maximum(columns.block_count[chains.page], 1)
    two = totals[:, [_WORDS, _PROSE]]
    whole = np.maximum(two[m:][chains.page], 1)
    result = np.empty((m, len(HELD) + len(PLACES) + NAME_SCORES), dtype=np.float32)
    at = len(HELD)
    result[:, :at] = held[:, _HELD_AT]
    result[:, at : at + 2] = two[:m] / whole
    result[:, at + 2] = (chains.first - begin) / length
    result[:, at + 3] = (begin + length - chains.last) / length
    result[:, at + 4] = np.log1p(chains.siblings)
    result[:, at + 5] = chains.nth
    result[:, at + 6] = two[:m, 0] / np.maximum(two[chains.parent, 0], 1)
    result[:, at + 7 :] = path[:, :NAME_SCORES]
    return result


def _neighbours(near: Floats, begin: Ints, end: Ints) -> list[Floats]:
    """What stands up to two blocks before and behind; zeros past the ends of the page."""
    n = len(near)
    padded = np.vstack((near, np.zeros((1, near.shape[1]), dtype=np.float32)))
    here = np.arange(n)
    result = []
    for step in STEPS:
        there = here + step
        result.append(padded[np.where((there >= begin) & (there < end), there, n)])
    return result


def _page_names(columns: Columns, scores: Floats) -> Floats:
    """(pages, k): mean of the elements' scores."""
    summed_scores = np.zeros((len(scores) + 1, scores.shape[1]))
    np.cumsum(scores, axis=0, out=summed_scores[1:])
    edges = np.append(columns.first_element, len(scores))
    count = np.maximum(np.diff(edges), 1)[:, None]
    result: Floats = (np.diff(summed_scores[edges], axis=0) / count).astype(np.float32)
    return result
