"""Comments of plain text: the lines of one author go together, with the line that says who posted them and when."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.values import PARAGRAPH

Masks = NDArray[np.bool_]

_LONGEST = 120  # characters of a line that names an author
_MOMENT = re.compile(
    r"(?<![\d.,])(?:(?:\d{1,2}[:.]\d{2}(?![\d.,]\d)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2},? \d{4})(?!\d)|\d{4}年)"
)
_NAME = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = (".", "!", "?", "…", "。", ",", ";")
_MOSTLY = 0.6  # share of a comment's text that is injected, from which all of it is
_THREAD = (
    3  # lines with authors that make a text a thread, in which one comment reaches from each to the next
)


def comments(columns: Columns, removed: Masks) -> Masks:
    """The blocks of plain text to be removed, with the rest of every comment that is mostly among them."""
    found = removed.copy()
    for p in np.unique(columns.page[removed]).tolist():
        if not columns.documents[p].markup:
            first = int(columns.first_block[p])
            own = slice(first, first + int(columns.block_count[p]))
            found[own] = _of_page(columns, p, own, removed[own])
    return found


def _of_page(columns: Columns, p: int, own: slice, removed: Masks) -> Masks:
    document = columns.documents[p]
    starts, ends = document.start.tolist(), document.end.tolist()
    names = [k for k, (a, b) in enumerate(zip(starts, ends)) if is_byline(document.text[a:b])]
    found = removed.copy()
    if not names:
        return found
    apart = columns.joint[own] == PARAGRAPH
    apart[0] = True
    length = np.array(ends) - np.array(starts)
    for at, name in enumerate(names):
        below = not apart[name]
        said = name - 1 if below else name + 1
        if said < len(starts) and (below or not apart[said]):
            found[name] |= removed[said]
        if len(names) >= _THREAD:
            before, behind = (names[at - 1] if at else -1), (names[at + 1] if at + 1 < len(names) else -1)
            edge = before if below else behind
            whole = slice(min(edge, name) + below, max(edge, name) + below)
            if edge >= 0 and _mostly(length[whole], removed[whole], length[name]):
                found[whole] = True
    return found


def _mostly(length: NDArray[np.int64], removed: Masks, name: int) -> bool:
    """True where most of a comment is removed; name: the length of the line with its author, which is no part of it."""
    said = int(length.sum()) - name
    return said > 0 and int(length[removed].sum()) >= _MOSTLY * said


def is_byline(line: str) -> bool:
    """True where a short line names somebody and a moment, and is no sentence."""
    told = line.strip()
    if not told or len(told) > _LONGEST or told.endswith(_SENTENCE_END):
        return False
    moment = _MOMENT.search(told)
    return moment is not None and _NAME.search(told[: moment.start()] + told[moment.end() :]) is not None
