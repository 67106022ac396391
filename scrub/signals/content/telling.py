"""What the words of blocks tell: what those are worth that they begin with, and what the page says of itself too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content.overlap import OVERLAPS, overlaps, said_of
from scrub.signals.content.wording import IN_WORDS, WORDING, mix, word_codes, wording
from scrub.text.characters import SYLLABLE, tables

Floats = NDArray[np.float32]

_CLASS = np.zeros(256, dtype=np.uint8)  # for the compiled loop: 1 inside words, 2 a word of its own
_CLASS[: len(IN_WORDS)] = IN_WORDS
_CLASS[SYLLABLE] = 2


def telling(columns: Columns, phrases: Floats) -> tuple[Floats, Floats]:
    """(n, len(WORDING)) and (n, len(OVERLAPS)) by the model's table of words."""
    if compiled is None:
        words = word_codes(columns.points, columns.kind)
        return wording(columns, words, phrases), overlaps(columns, words)
    worded = np.empty((len(columns), len(WORDING)), dtype=np.float32)
    said = np.empty((len(columns), len(OVERLAPS)), dtype=np.float32)
    compiled.tell(
        said_of(columns), columns.points, columns.kind, tables().kind, _CLASS, mix(), columns.start, columns.end,
        columns.words, columns.page, phrases, worded, said,
    )  # fmt: skip
    return worded, said
