"""The heading above each block: what stands under "Read next" or "About the author" is no article.

A heading is a heading element, or a short line that ends in a colon.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content.containers import Containers
from scrub.signals.content.names import INNER_NAMES
from scrub.signals.content.wording import INNER_WORDING
from scrub.values import TAG_CODE

Floats = NDArray[np.float32]

HEADINGS = ("wording", "names", "words", "distance", "beside")
_COLON = np.array([[ord(sign)] for sign in ":：›»"], dtype=np.uint32)
_LONGEST = 8  # words of a line that counts as a heading
_NONE = 5.0  # distance where no heading stands before
_LIMITS = np.array((_LONGEST, _NONE), dtype=np.float32)
_TAG = np.zeros(256, dtype=np.bool_)
_TAG[[TAG_CODE[f"h{k}"] for k in range(1, 7)]] = True


def heading_columns(columns: Columns, chains: Containers, worded: Floats, path: Floats) -> Floats:
    """(n, len(HEADINGS)): worth of the words and names of the last heading, its length and distance.

    `worded` are the blocks' words, (n, len(WORDING)), `path` the containers' names and groups. A heading
    stands under itself.
    """
    n = len(columns)
    if compiled is not None:
        rows = np.empty((n, len(HEADINGS)), dtype=np.float32)
        compiled.heading_columns(
            columns.tag, _TAG, columns.end, columns.points, _COLON, columns.page, columns.first_block, columns.words,
            worded, path, chains.of_block, chains.parent, _LIMITS, rows,
        )  # fmt: skip
        return rows
    short = (columns.words <= _LONGEST) & (columns.points[columns.end - 1] == _COLON).any(axis=0)
    heading = _TAG[columns.tag] | short
    here = np.arange(n)
    last = np.maximum.accumulate(np.where(heading, here, -1))
    known = last >= columns.first_block[columns.page]
    last[~known] = 0
    own, other = chains.of_block, chains.of_block[last]
    result = np.zeros((len(HEADINGS), n), dtype=np.float32)
    result[0] = worded[last, INNER_WORDING]
    result[1] = path[other, INNER_NAMES]
    result[2] = np.log1p(columns.words[last])
    result[4] = (other == own) | (chains.parent[other] == chains.parent[own])
    result *= known
    result[3] = np.where(known, np.log1p(here - last), _NONE)
    return result.T
