"""Comments of plain text: the lines of one author go together, with the line that says who posted them and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.dense import logit
from scrub.policy.bylines import is_byline, selling_names
from scrub.policy.spans import Scored
from scrub.values import PARAGRAPH, Document

Masks = NDArray[np.bool_]
Odds = NDArray[np.floating[Any]]

# Log odds of what was said, and of the line that names its author, from which each may be injected, and what they may
# lack together of those that one line needs. Out of fold none of 756 honest comments in threads reaches what is asked by
# default, -1.6: the likeliest has -1.9. Of 195 injected ones 88 do.
_EACH, _LACKS = -2.0, 3.5
# Comments before and after one whose lot says something of its own: robots find a thread that nobody tends. As many must
# be injected, and more than half of all; the share of them is the prior, and at most counts.
_NEAR, _ENOUGH, _SHARE = 4, 4, 0.9
# Log odds of what is said under a name that sells, beside another injected comment, from which it goes.
_SAID_BY_SELLER = -4.5
_DOUBTED = 0.27  # probability that no thread is looked at without, where nothing of it is removed
_HONEST = 0.05  # probability under which what somebody said is surely honest: no name speaks against that
_SAFE = 1e-5  # no probability is nearer to 0 or 1
_MOSTLY = 0.6  # share of a comment's text that is injected, from which all of it is
_THREAD = 3  # lines with authors that make a text a thread: there comments reach from one to the next


def comments(scored: Scored, removed: Masks, strong: Masks, least: float, bias: float) -> Masks:
    """The blocks of plain text to be removed: those given, with the lines that name their authors, and whole comments.

    In a thread a comment goes whole where most of it is removed, or where what was said and who said it
    are likely together: that each of them reads like spam is a reason of its own, and so is that the comments
    around it were injected, or that its author's name sells. A name that would go with the injected comment
    beside its own stays with its own, and so does one under surely honest words, whatever it looks like.
    strong: what is injected by itself; least: the probability that a line of plain text needs; bias: of the scores of
    texts.
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
            found[own] = _of_page(scored, p, own, removed[own], strong[own], asked, bias)
    return found


def _of_page(
    scored: Scored, p: int, own: slice, removed: Masks, strong: Masks, asked: float, bias: float
) -> Masks:
    columns, likely = scored.columns, scored.probability[own]
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
    for name in names:
        below = not apart[name]
        said = name - 1 if below else name + 1
        if said < len(starts) and (below or not apart[said]):
            found[name] = removed[said] | strong[name] & (likely[said] >= _HONEST)
    if len(names) >= _THREAD:
        units = list(_units(document, names, apart))
        says = np.array([_mean(odds[unit.said], length[unit.said]) for unit in units])
        named = odds[[unit.name for unit in units]]
        gone = np.array([_mostly(length[unit.lines], removed[unit.lines]) for unit in units], dtype=np.bool_)
        gone |= _injected(says, named, asked)
        near, lower = _around(gone)
        summed = scored.evidence.summed[int(columns.first_character[p]) :]
        sells = selling_names(document, summed, bias, [unit.name for unit in units])
        gone |= _injected(says, named, asked - lower) | sells & (near > 0) & (says >= _SAID_BY_SELLER)
        for k in np.flatnonzero(gone).tolist():
            found[units[k].lines] = found[units[k].name] = True
    return found


class _Unit(NamedTuple):
    """A comment of a thread: its lines, those of them that say more than its author's name, and the line with that."""

    lines: NDArray[np.int64]
    said: NDArray[np.int64]
    name: int


def _units(document: Document, names: list[int], apart: Masks) -> Iterator[_Unit]:
    """The comments between the lines that name authors: above these, or below."""
    for at, name in enumerate(names):
        before, behind = (names[at - 1] if at else -1), (names[at + 1] if at + 1 < len(names) else -1)
        below = not apart[name]
        lines = np.arange(before + 1, name) if below else np.arange(name + 1, behind)
        if (before if below else behind) < 0 or not len(lines):
            continue
        byline = document.text[document.start[name] : document.end[name]]
        pairs = zip(document.start[lines].tolist(), document.end[lines].tolist())
        says = np.array([document.text[a:b].strip() not in byline for a, b in pairs], dtype=np.bool_)
        yield _Unit(lines, lines[says] if says.any() else lines, name)


def _mostly(length: NDArray[np.int64], removed: Masks) -> bool:
    """True where most of what a comment says is removed."""
    return int(length[removed].sum()) >= _MOSTLY * int(length.sum())


def _mean(odds: NDArray[np.floating[Any]], length: NDArray[np.int64]) -> float:
    """The log odds of some lines: as evidence gathers, each by the root of its length."""
    return float(np.average(odds, weights=np.sqrt(length)))


def _injected(says: Odds, named: Odds, asked: NDArray[np.float64] | float) -> Masks:
    """True for comments that go whole; says, named: the log odds of their lines and of the lines with their authors."""
    result: Masks = (np.minimum(says, named) >= _EACH) & (says + named >= asked)
    return result


def _around(gone: Masks) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Per comment of a thread: how many of those near it go, and by how much their lot lowers the odds it needs."""
    risen = np.concatenate(([0], np.cumsum(gone)))
    at = np.arange(len(gone))
    first, last = np.maximum(at - _NEAR, 0), np.minimum(at + _NEAR + 1, len(gone))
    count = risen[last] - risen[first] - gone
    share = count / np.maximum(last - first - 1, 1)
    lower = -np.log1p(-np.minimum(share, _SHARE))
    return count, np.where((count >= _ENOUGH) & (share > 0.5), lower, 0.0)
