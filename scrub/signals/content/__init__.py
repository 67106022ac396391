"""Blocks as the extractor sees them: themselves, their neighbours, their containers, their page.

CONTENT is the order of the columns, and its hash goes into the model's card: a model made for other
columns is refused.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.signals.content.alike import ALIKE, alike_columns, kinds
from scrub.signals.content.containers import (
    GROUP_NAMES,
    Containers,
    along_path,
    containers,
    depths,
    groups,
    total,
    wrappers,
)
from scrub.signals.content.context import CONTEXT
from scrub.signals.content.counts import COUNTS, DENSITIES, block_counts, densities, recipe, summed
from scrub.signals.content.headings import HEADINGS, heading_columns
from scrub.signals.content.names import SLOTS, NameScores, name_scores
from scrub.signals.content.overlap import OVERLAPS, overlaps
from scrub.signals.content.pages import PAGE
from scrub.signals.content.seen import ContentColumns
from scrub.signals.content.title import TITLE, title_columns
from scrub.signals.content.wording import WORDING, word_codes, wording
from scrub.text.characters import KINDS
from scrub.values import HIDING_BIT

__all__ = ["CONTENT", "NAME_SCORES", "ContentColumns", "content_columns", "schema"]

Floats = NDArray[np.float32]
Ints = NDArray[np.integer]

# Columns of the table of names: worth anywhere on the path and right around the block, on whole pages
# and, the other two, within the stretch of the main content (captions, teasers, appeals).
NAME_SCORES = 4
_OWN_NAMES = [1, 3]
_INNER = 3
STEPS = (-1, 1)  # neighbours
WINDOWS = (3, 10)  # blocks on either side
LEVELS = 4  # containers above each block
OWN = (
    "place", "joint_before", "joint_after", "after_body", "start_upper", "start_lower", "start_digit",
    "start_quote", "end_stop", "end_comma", "depth", "nth", "words_before", "prose_before", "words_after",
    "prose_after", "since_heading", "hidden_display", "hidden_noscript", "hidden_aria", "hidden_reader",
)  # fmt: skip
NEAR = (
    "words", "characters/words", "anchor_characters/characters", "stops/words", "prose_words/words",
    "headings/blocks", "items/blocks", "p_words/words", "hidden_words/words",
)  # fmt: skip
WIDE = ("words", "characters/words", "anchor_characters/characters", "stops/words", "prose_words/words")
HELD = (
    "words", "blocks", "anchor_characters/characters", "stops/words", "prose_words/words", "headings/blocks",
    "items/blocks", "short_blocks/blocks", "p_words/words", "digits/characters", "words/blocks",
)  # fmt: skip
PLACES = ("share", "prose_share", "begins", "ends", "siblings", "nth")

# Which columns there are, part by part, in the order of the matrix.
CONTENT: tuple[str, ...] = (
    *[f"block {name}" for name in DENSITIES],
    *[f"block {name}" for name in OWN],
    *[f"block {name}" for name in (*OVERLAPS, *TITLE, *WORDING)],
    *[f"path {name}" for name in ("names_1", "names_2", "names_3", "names_4", *GROUP_NAMES, "hidden")],
    *[f"{place} names_{k + 1}" for place in ("own", "above") for k in _OWN_NAMES],
    *[f"under {name}" for name in HEADINGS],
    *[f"alike {name}" for name in ALIKE],
    *[f"{step:+d} {name}" for step in STEPS for name in (*NEAR, "names_1", "wording", "inner_wording")],
    *[f"±{window} {name}" for window in WINDOWS for name in WIDE],
    *[f"container {level} {name}" for level in range(LEVELS) for name in (*HELD, *PLACES, "names_1")],
    *[f"page {name}" for name in HELD],
    "page names_1",
)
_ALL, _WIDE, _HELD = recipe(DENSITIES), recipe(WIDE), recipe(HELD)
_NEAR_AT = np.array([DENSITIES.index(name) for name in NEAR])
_HELD_AT = np.array([DENSITIES.index(name) for name in HELD])
_WORDS, _PROSE, _HEADINGS = (COUNTS.index(name) for name in ("words", "prose_words", "headings"))
_BITS = np.array([[HIDING_BIT[name]] for name in ("display", "noscript", "aria", "reader")], dtype=np.uint16)
_FIRST_KINDS = np.array(
    [[KINDS.index(name)] for name in ("upper", "lower", "digit", "quote")], dtype=np.uint8
)
_LAST_KINDS = np.array([[KINDS.index(name)] for name in ("stop", "comma")], dtype=np.uint8)


def schema() -> str:
    """Hash of all columns in their order."""
    return hashlib.sha256("\n".join((*CONTENT, *CONTEXT, *PAGE, str(SLOTS))).encode()).hexdigest()[:16]


def content_columns(columns: Columns, names: Floats, phrases: Floats) -> ContentColumns:
    """Columns of a batch of at least one block.

    `names` is the model's table of names, (SLOTS, NAME_SCORES + page types), `phrases` that of words,
    (wording.SLOTS, wording.TABLES).
    """
    n, pages = len(columns), len(columns.documents)
    begin = columns.first_block[columns.page]
    end = begin + columns.block_count[columns.page]
    counts = block_counts(columns)
    sums = summed(counts)
    chains = containers(columns)
    scores = name_scores(columns, names)
    own = densities(counts, _ALL)
    held = sums[chains.last] - sums[chains.first]
    pages_first = columns.first_block
    whole = sums[pages_first + columns.block_count] - sums[pages_first]
    page_densities = densities(whole, _ALL)
    bare = wrappers(columns)
    path = _chain_rows(columns, chains, scores, bare)
    around = along_path(chains, path, n)
    container = _container_rows(columns, chains, held, whole, path)
    mean = np.bincount(columns.page, around[:, 0], pages) / np.maximum(columns.block_count, 1)
    page: Floats = np.hstack((page_densities[:, _HELD_AT], mean[:, None])).astype(np.float32)
    words = word_codes(columns.points, columns.kind)
    worded = wording(columns, words, phrases)
    block = np.empty((n, len(CONTENT)), dtype=np.float32)
    said = overlaps(columns, words)
    titled = title_columns(columns, said[:, OVERLAPS.index("title_likeness")])
    named = path[:, _OWN_NAMES]
    own_names = named[chains.of_block]
    inner_names, inner_wording = own_names[:, 1], worded[:, _INNER]
    every = kinds(columns, chains, scores.which)
    parts: list[Floats] = [own, _own(columns, bare, sums, begin, end), said, titled, worded, around]
    parts += [own_names, named[chains.parent[chains.of_block]]]
    parts.append(heading_columns(columns, chains, inner_wording, inner_names))
    parts.append(alike_columns(columns, every, inner_names, inner_wording))
    parts += _neighbours(np.hstack((own[:, _NEAR_AT], around[:, :1], worded[:, [0, _INNER]])), begin, end)
    parts += [_window(sums, begin, end, size) for size in WINDOWS]
    level = chains.of_block
    for _ in range(LEVELS):
        parts.append(container[level])
        level = chains.parent[level]
    parts.append(page[columns.page])
    np.concatenate(parts, axis=1, out=block, casting="unsafe")
    page_names = _page_names(columns, scores, bare)
    return ContentColumns(block, chains, every, page_densities, page_names, scores.address[:, NAME_SCORES:])


def _window(sums: Floats, begin: Ints, end: Ints, size: int) -> Floats:
    """Densities of the blocks up to `size` before and behind, on the same page."""
    here = np.arange(len(begin))
    first, last = np.maximum(here - size, begin), np.minimum(here + size + 1, end)
    return densities(sums[last] - sums[first], _WIDE)


def _own(columns: Columns, bare: NDArray[np.bool_], sums: Floats, begin: Ints, end: Ints) -> Floats:
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
    result[10] = depths(columns, bare) / 10
    result[11] = np.log1p(columns.element_nth[columns.element])
    result[12:14] = before.T
    result[14:16] = after.T
    result[16] = np.log1p(here - np.maximum(latest, begin))
    np.not_equal(columns.hidden & _BITS, 0, out=result[17:], casting="unsafe")
    return result.T


def _chain_rows(columns: Columns, chains: Containers, scores: NameScores, bare: NDArray[np.bool_]) -> Floats:
    """(containers, NAME_SCORES + groups + 1): what its elements are called and are for."""
    hidden = np.concatenate([d.element_hidden for d in columns.documents])
    named = np.empty((len(hidden), NAME_SCORES + len(GROUP_NAMES) + 1), dtype=np.float32)
    named[:, :NAME_SCORES] = scores.label[scores.which, :NAME_SCORES]
    named[bare, :NAME_SCORES] = 0.0
    named[:, NAME_SCORES:-1] = groups(columns)
    named[:, -1] = hidden != 0
    return total(chains, named)


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
    result[:, :at] = densities(held, _HELD)
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


def _page_names(columns: Columns, scores: NameScores, bare: NDArray[np.bool_]) -> Floats:
    """(pages, page types): mean of the elements' scores, wrappers left out."""
    pages, labels = len(columns.documents), len(scores.label)
    cell = (columns.element_page.astype(np.int64) * labels + scores.which)[~bare]
    times = np.bincount(cell, minlength=pages * labels).reshape(pages, labels).astype(np.float32)
    elements = np.maximum(times.sum(axis=1, keepdims=True), 1)
    result: Floats = (times @ scores.label[:, NAME_SCORES:]) / elements
    return result
