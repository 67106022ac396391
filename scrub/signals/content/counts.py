"""What a stretch of a page is made of: counts that add up, and the densities made from them.

The same counts describe a block, a window of neighbours, a container and a page, so one matrix of
block counts and one cumulative sum serve them all. No word lists: every language and script counts
alike, by kinds of characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.text.characters import COMMA, DIGIT, EMOJI, OTHER, QUOTE, SEPARATOR, STOP, STYLED, SYMBOL, UPPER
from scrub.values import TAG_CODE

Floats = NDArray[np.float32]

# What is counted of each block, in this order.
COUNTS = (
    "blocks", "words", "characters", "anchors", "anchor_characters", "linked_blocks", "stops", "commas",
    "upper", "digits", "separators", "symbols", "quotes", "prose_words", "prose_blocks", "headings",
    "items", "hidden_words", "short_blocks", "p_words", "sentence_ends", "controls", "cells",
)  # fmt: skip
_AT = {name: k for k, name in enumerate(COUNTS)}

# Densities: logarithm of a count, or one count per another.
SIZES = ("words", "characters", "blocks", "anchors")
RATIOS = (
    ("characters", "words"), ("anchor_characters", "characters"), ("anchors", "words"),
    ("linked_blocks", "blocks"), ("stops", "words"), ("commas", "words"), ("upper", "characters"),
    ("digits", "characters"), ("separators", "characters"), ("symbols", "characters"),
    ("quotes", "words"), ("prose_words", "words"), ("headings", "blocks"), ("items", "blocks"),
    ("hidden_words", "words"), ("short_blocks", "blocks"), ("p_words", "words"),
    ("sentence_ends", "blocks"), ("controls", "blocks"), ("cells", "blocks"), ("words", "blocks"),
)  # fmt: skip
DENSITIES = (*SIZES, *[f"{a}/{b}" for a, b in RATIOS])
_PROSE_WORDS = 10  # a block this long, with a full stop and few links, reads like prose
_PROSE_LINKS = 0.4
_SHORT_WORDS = 4
_LINKED = 0.8  # share of anchor text from which a block is nothing but its link


# Kinds of characters that are counted, and limits, as the compiled loop wants them.
_KINDS = bytes((STOP, COMMA, UPPER, DIGIT, SEPARATOR, QUOTE, SYMBOL, EMOJI, OTHER, STYLED))
_LIMITS = np.array((_PROSE_WORDS, _PROSE_LINKS, _LINKED, _SHORT_WORDS), dtype=np.float32)


def _coded(*names: str) -> NDArray[np.bool_]:
    """(256,): True for the codes of these tags."""
    table = np.zeros(256, dtype=np.bool_)
    table[[TAG_CODE[name] for name in names]] = True
    return table


_HEADING = _coded("h1", "h2", "h3", "h4", "h5", "h6")
_ITEM = _coded("li", "dt", "dd")
_P = _coded("p")
_CONTROL = _coded("button", "label", "legend", "summary", "form")
_CELL = _coded("td", "th")
_TAGS = sum(table.astype(np.uint8) << k for k, table in enumerate((_HEADING, _ITEM, _P, _CONTROL, _CELL)))
# What the compiled loop counts by.
COUNTED_BY = (_TAGS, _KINDS, _LIMITS)


def block_counts(columns: Columns) -> Floats:
    """(n, len(COUNTS)): counts of every block."""
    kinds, words, tag = columns.kind_count, columns.words, columns.tag
    characters = columns.characters
    density = columns.link_density
    prose = (words >= _PROSE_WORDS) & (density < _PROSE_LINKS) & (kinds[:, STOP] > 0)
    ended = columns.kind[columns.end - 1] == STOP
    counts = np.empty((len(COUNTS), len(columns)), dtype=np.float32)
    rows = (
        1.0, words, characters, columns.anchors, np.minimum(columns.anchor_characters, characters),
        density > _LINKED, kinds[:, STOP], kinds[:, COMMA], kinds[:, UPPER], kinds[:, DIGIT],
        kinds[:, SEPARATOR], kinds[:, SYMBOL] + kinds[:, EMOJI] + kinds[:, OTHER] + kinds[:, STYLED], kinds[:, QUOTE],
        prose * words, prose, _HEADING[tag], _ITEM[tag], (columns.hidden != 0) * words,
        words <= _SHORT_WORDS, _P[tag] * words, ended, _CONTROL[tag], _CELL[tag],
    )  # fmt: skip
    for k, row in enumerate(rows):
        counts[k] = row
    return np.ascontiguousarray(counts.T)


class Recipe(NamedTuple):
    """How densities are made from counts: which counts are sizes, which are divided by which."""

    sizes: NDArray[np.int64]
    upper: NDArray[np.int64]
    lower: NDArray[np.int64]
    squashed: int  # where words per block stands, which is a logarithm too; -1 without it

    def packed(self) -> bytes:
        """As the compiled loops read it."""
        columns = (self.sizes, self.upper, self.lower)
        head = (len(self.sizes), len(self.upper), self.squashed % 256)
        return bytes([*head, *[k for column in columns for k in column.tolist()]])


def recipe(names: Sequence[str]) -> Recipe:
    """The recipe of some densities, sizes first."""
    sizes = [_AT[name] for name in names if name in SIZES]
    ratios = [tuple(name.split("/")) for name in names[len(sizes) :]]
    squashed = names.index("words/blocks") if "words/blocks" in names else -1
    upper, lower = np.array([_AT[a] for a, _ in ratios]), np.array([_AT[b] for _, b in ratios])
    return Recipe(np.array(sizes), upper, lower, squashed)


def densities(counts: Floats, made: Recipe) -> Floats:
    """(rows, len(COUNTS)) -> (rows, densities of the recipe)."""
    size = len(made.sizes)
    result = np.empty((len(counts), size + len(made.upper)), dtype=np.float32)
    np.log1p(counts[:, made.sizes], out=result[:, :size])
    np.divide(counts[:, made.upper], np.maximum(counts, 1.0)[:, made.lower], out=result[:, size:])
    if made.squashed >= 0:
        np.log1p(result[:, made.squashed], out=result[:, made.squashed])
    return result


def summed(counts: Floats) -> Floats:
    """(n + 1, columns): row b - row a is the total over the blocks a .. b - 1, exact below 2 ** 24."""
    total = np.zeros((len(counts) + 1, counts.shape[1]), dtype=np.float32)
    np.cumsum(counts, axis=0, out=total[1:])
    return total
