"""Comments of plain text: the lines of one author go together, with the line that says who posted them and when."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.dense import logit
from scrub.policy.spans import Floats, Scored
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
# Log odds of what was said, and of the line that names its author, from which each may be injected, and what they may
# lack together of those that one line needs. Out of fold, of 1,390 honest comments in threads none has more than -2.8
# for both, or than -5.5 together.
_EACH, _LACKS = -1.0, 2.0
_DOUBTED = 0.27  # the probability that has them
_HONEST = 0.05  # probability under which what somebody said is surely honest: no name speaks against that
_SAFE = 1e-5  # no probability is nearer to 0 or 1
_MOSTLY = 0.6  # share of a comment's text that is injected, from which all of it is
_THREAD = 3  # lines with authors that make a text a thread: there comments reach from one to the next


def comments(scored: Scored, removed: Masks, strong: Masks, least: float) -> Masks:
    """The blocks of plain text to be removed: those given, with the lines that name their authors, and whole comments.

    In a thread a comment goes whole where most of it is removed, or where what was said and who said it
    are both likely, and together nearly as much as a line alone must be: that each of them reads like spam
    is a reason of its own. A name that would go with the injected comment beside its own stays
    with its own, and so does one under surely honest words, whatever it looks like.
    strong: what is injected by itself; least: the probability that a line of plain text needs.
    """
    columns = scored.columns
    found = removed.copy()
    if all(document.markup for document in columns.documents):
        return found
    asked = float(logit(np.array([least]))[0]) - _LACKS
    doubted = removed | (scored.probability >= _DOUBTED)
    for p in np.unique(columns.page[doubted]).tolist():
        if not columns.documents[p].markup:
            first = int(columns.first_block[p])
            own = slice(first, first + int(columns.block_count[p]))
            likely = scored.probability[own]
            found[own] = _of_page(columns, p, own, removed[own], strong[own], likely, asked)
    return found


def _of_page(
    columns: Columns, p: int, own: slice, removed: Masks, strong: Masks, likely: Floats, asked: float
) -> Masks:
    document = columns.documents[p]
    starts, ends = document.start.tolist(), document.end.tolist()
    names = [k for k, (a, b) in enumerate(zip(starts, ends)) if is_byline(document.text[a:b])]
    found = removed.copy()
    if not names:
        return found
    apart = columns.joint[own] == PARAGRAPH
    apart[0] = True
    odds = logit(np.clip(likely.astype(np.float64), _SAFE, 1.0 - _SAFE))
    length = np.array(ends) - np.array(starts)
    for at, name in enumerate(names):
        below = not apart[name]
        said = name - 1 if below else name + 1
        if said < len(starts) and (below or not apart[said]):
            found[name] = removed[said] | strong[name] & (likely[said] >= _HONEST)
        if len(names) >= _THREAD:
            before, behind = (names[at - 1] if at else -1), (names[at + 1] if at + 1 < len(names) else -1)
            edge = before if below else behind
            lines = np.arange(before + 1, name) if below else np.arange(name + 1, behind)
            whole = edge >= 0 and len(lines) > 0
            if whole and _injected(length[lines], removed[lines], odds[lines], odds[name], asked):
                found[lines] = found[name] = True
    return found


def _injected(
    length: NDArray[np.int64], removed: Masks, odds: NDArray[np.floating[Any]], name: float, asked: float
) -> bool:
    """True where a comment goes whole; name: the log odds of the line with its author, the others are of what is said."""
    if int(length[removed].sum()) >= _MOSTLY * int(length.sum()):
        return True
    said = float(np.average(odds, weights=length))
    return min(said, name) >= _EACH and said + name >= asked


def is_byline(line: str) -> bool:
    """True where a short line names somebody and a moment, and is no sentence."""
    told = line.strip()
    if not told or len(told) > _LONGEST or told.endswith(_SENTENCE_END):
        return False
    moment = _MOMENT.search(told)
    return moment is not None and _NAME.search(told[: moment.start()] + told[moment.end() :]) is not None
