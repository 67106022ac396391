"""Blocks as the extractor sees them: themselves, their neighbours, their containers, their page.

CONTENT is the order of the columns, and its hash goes into the model's card: a model made for other
columns is refused.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.signals.content.containers import GROUP_NAMES, Containers, along_path, containers, groups, total
from scrub.signals.content.counts import COUNTS, DENSITIES, block_counts, densities, summed
from scrub.signals.content.names import SLOTS, label_scores
from scrub.signals.content.overlap import OVERLAPS, overlaps
from scrub.text.characters import KINDS
from scrub.values import HIDING

__all__ = ["CONTENT", "NAME_SCORES", "SLOTS", "content_columns", "schema"]

Floats = NDArray[np.float32]

NAME_SCORES = 2  # columns of the table of names: worth on the path, worth right around the block
STEPS = (-3, -2, -1, 1, 2, 3)  # neighbours
WINDOWS = (3, 10)  # blocks on either side
LEVELS = 6  # containers above each block
OWN = (
    "place", "joint_before", "joint_after", "after_body", "start_upper", "start_lower", "start_digit",
    "start_quote", "end_stop", "end_comma", "depth", "nth", "words_before", "prose_before", "words_after",
    "prose_after", "since_heading",
)  # fmt: skip
_NEAR = ("words", "characters/words", "anchor_characters/characters", "stops/words", "prose_words/words",
         "headings/blocks", "items/blocks", "p_words/words", "hidden_words/words")  # fmt: skip
_NEAR_AT = np.array([DENSITIES.index(name) for name in _NEAR])
_HELD = ("words", "blocks", "prose_blocks", "anchor_characters/characters", "linked_blocks/blocks", "stops/words",
         "commas/words", "prose_words/words", "headings/blocks", "items/blocks", "short_blocks/blocks",
         "p_words/words", "digits/characters", "controls/blocks", "words/blocks")  # fmt: skip
_HELD_AT = np.array([DENSITIES.index(name) for name in _HELD])
_PLACES = ("share", "prose_share", "begins", "ends", "siblings", "nth", "like_parent", "inside")
_HIDDEN_BITS = tuple(f"hidden_{name}" for name in HIDING)

CONTENT: tuple[str, ...] = (
    *[f"block {name}" for name in DENSITIES],
    *[f"block {name}" for name in OWN],
    *[f"block {name}" for name in OVERLAPS],
    *[f"block {name}" for name in _HIDDEN_BITS],
    *[f"path {name}" for name in ("names_1", "names_2", *GROUP_NAMES, "hidden")],
    *[f"{step:+d} {name}" for step in STEPS for name in (*_NEAR, "names_1")],
    *[f"±{window} {name}" for window in WINDOWS for name in _NEAR],
    *[
        f"container {level} {name}"
        for level in range(LEVELS)
        for name in (*_HELD, *_PLACES, "names_1", "names_2")
    ],
    *[f"page {name}" for name in DENSITIES],
    "page names_1",
)


def schema() -> str:
    """Hash of the columns in their order."""
    return hashlib.sha256("\n".join((*CONTENT, str(SLOTS))).encode()).hexdigest()[:16]


def content_columns(columns: Columns, table: Floats) -> Floats:
    """(n, len(CONTENT)); `table` is the model's table of names, (SLOTS + 1, NAME_SCORES)."""
    n = len(columns)
    if not n:
        return np.zeros((0, len(CONTENT)), dtype=np.float32)
    counts = block_counts(columns)
    sums = summed(counts)
    chains = containers(columns)
    own = densities(counts)
    path, container = _containers(columns, chains, sums, table)
    pages = densities((sums[_page_ends(columns)] - sums[columns.first_block]).astype(np.float32))
    names = path[:, :1]
    page_names = np.bincount(columns.page, names[:, 0], len(pages)) / np.maximum(columns.block_count, 1)
    parts = [own, _own(columns, sums), overlaps(columns), _hidden(columns), path]
    parts += _neighbours(columns, np.hstack((own[:, _NEAR_AT], names)))
    parts += [_window(columns, sums, size) for size in WINDOWS]
    level = chains.of_block
    for _ in range(LEVELS):
        parts.append(container[level])
        level = chains.parent[level]
    parts += [pages[columns.page], page_names[columns.page, None]]
    return np.hstack(parts, dtype=np.float32, casting="unsafe")


def _page_ends(columns: Columns) -> NDArray[np.int32]:
    return columns.first_block + columns.block_count


def _own(columns: Columns, sums: NDArray[np.float64]) -> Floats:
    """What only the block itself has: its place, its first and last character, what lies before it."""
    n, page = len(columns), columns.page
    first, last = columns.first_block[page], _page_ends(columns)[page]
    words, prose = COUNTS.index("words"), COUNTS.index("prose_words")
    here = np.arange(n)
    joint = columns.joint.astype(np.float32)
    start, end = columns.kind[columns.start], columns.kind[columns.end - 1]
    total = np.maximum(sums[last] - sums[first], 1)
    before = (sums[here] - sums[first]) / total
    after = (sums[last] - sums[here + 1]) / total
    heading = sums[:-1, COUNTS.index("headings")]
    latest = np.maximum.accumulate(np.where(np.diff(sums[:, COUNTS.index("headings")]) > 0, here, 0))
    rows = (
        (here - first) / np.maximum(last - first, 1), joint, columns.neighbour(joint, 1), columns.after_body,
        start == KINDS.index("upper"), start == KINDS.index("lower"), start == KINDS.index("digit"),
        start == KINDS.index("quote"), end == KINDS.index("stop"), end == KINDS.index("comma"),
        columns.element_depth[columns.element] / 10, np.log1p(columns.element_nth[columns.element]),
        before[:, words], before[:, prose], after[:, words], after[:, prose],
        np.log1p(here - np.maximum(latest, first)) * (heading >= 0),
    )  # fmt: skip
    return np.stack(rows, axis=1).astype(np.float32)


def _hidden(columns: Columns) -> Floats:
    bits = columns.hidden[:, None] >> np.arange(len(HIDING), dtype=np.uint16)
    return (bits & 1).astype(np.float32)


def _containers(
    columns: Columns, chains: Containers, sums: NDArray[np.float64], table: Floats
) -> tuple[Floats, Floats]:
    """(n, …) sums along the path of each block, and (containers, …) what each container is."""
    named = np.hstack((label_scores(columns, table), groups(columns), columns_hidden(columns)))
    own = total(chains, named)
    path = along_path(chains, own, len(columns))
    counts = (sums[chains.last] - sums[chains.first]).astype(np.float32)
    page_first = columns.first_block[chains.page]
    page_last = _page_ends(columns)[chains.page]
    page_counts = np.maximum(sums[page_last] - sums[page_first], 1)
    words, prose = COUNTS.index("words"), COUNTS.index("prose_words")
    length = np.maximum(page_last - page_first, 1)
    above = chains.parent
    places = np.stack(
        (
            counts[:, words] / page_counts[:, words],
            counts[:, prose] / page_counts[:, prose],
            (chains.first - page_first) / length,
            (page_last - chains.last) / length,
            np.log1p(chains.siblings),
            chains.nth,
            counts[:, words] / np.maximum(counts[above, words], 1),
            counts[:, prose] / np.maximum(counts[:, words], 1),
        ),
        axis=1,
    )
    return path, np.hstack((densities(counts)[:, _HELD_AT], places, own[:, :NAME_SCORES])).astype(np.float32)


def columns_hidden(columns: Columns) -> Floats:
    """(m, 1): 1 where an element hides itself."""
    hidden = [d.element_hidden for d in columns.documents]
    return (np.concatenate(hidden) != 0).astype(np.float32)[:, None]


def _neighbours(columns: Columns, near: Floats) -> list[Floats]:
    """What stands up to three blocks before and behind; zeros past the ends of the page."""
    n = len(columns)
    padded = np.vstack((near, np.zeros((1, near.shape[1]), dtype=np.float32)))
    here = np.arange(n)
    first, last = columns.first_block[columns.page], _page_ends(columns)[columns.page]
    result = []
    for step in STEPS:
        there = here + step
        result.append(padded[np.where((there >= first) & (there < last), there, n)])
    return result


def _window(columns: Columns, sums: NDArray[np.float64], size: int) -> Floats:
    """Densities of the blocks up to `size` before and behind, on the same page."""
    here = np.arange(len(columns))
    first = np.maximum(here - size, columns.first_block[columns.page])
    last = np.minimum(here + size + 1, _page_ends(columns)[columns.page])
    return densities((sums[last] - sums[first]).astype(np.float32))[:, _NEAR_AT]
