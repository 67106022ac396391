"""What belongs together: neighbours in one container, rows that are a farm only as a whole, kin of what is injected."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.dense import logit
from scrub.policy.spans import Bits, Scored
from scrub.reasons import CARRIER_BITS
from scrub.signals.columns import Columns

Masks = NDArray[np.bool_]

NAME = 30  # characters of a block that may be the name over a comment
_NAMED = 0.9  # probability of one that goes with its comment
_ROW = 4  # blocks that make a row
_KIN = 5  # injected blocks of one kind on a page that say something of its others
_MOSTLY = 0.5  # share of a kind that is injected, from which it does
_SHARE = 0.98  # and at most counts
_SAFE = 1e-6


def together(columns: Columns, step: int) -> Masks:
    """True where a block and its neighbour (before: 1, behind: -1) have one page and one container.

    What is seen beside what is hidden is not of one piece with it.
    """
    container, hidden = columns.ancestor(1), columns.concealed != 0
    same: Masks = (columns.page == shifted(columns.page, step, -1)) & (
        container == shifted(container, step, -1)
    )
    same &= hidden == shifted(hidden, step)
    return same


def shifted(column: NDArray[Any], step: int, fill: object = False) -> NDArray[Any]:
    """The column as seen by the next block (step 1) or the one before (-1)."""
    found = np.full_like(column, fill)
    if step > 0:
        found[step:] = column[:-step]
    else:
        found[:step] = column[-step:]
    return found


def farms(scored: Scored, likely: Masks, needed: NDArray[np.float64]) -> Masks:
    """Blocks of rows that are surely injected as a whole, though hardly one of them is by itself.

    likely: (n,) blocks that may be; needed: (n,) the probability that each one alone would need. The
    items of a farm are short, so that little speaks against each; but they are many, and honest lists
    in which every item is likely are rare. A row of n asks for the odds of one over the root of n.
    """
    follows = likely & shifted(likely, 1) & together(scored.columns, 1)
    row = np.cumsum(~follows)[likely]
    if not len(row):
        return np.zeros(len(likely), dtype=np.bool_)
    size = np.bincount(row)
    count = np.maximum(size, 1)
    says = logit(np.clip(scored.probability[likely].astype(np.float64), _SAFE, 1.0 - _SAFE))
    asked = logit(np.clip(needed[likely], _SAFE, 1.0 - _SAFE))
    lead = np.bincount(row, weights=says - asked) / count + 0.5 * np.log(count)
    found = np.zeros(len(likely), dtype=np.bool_)
    found[likely] = ((size >= _ROW) & (lead >= 0))[row]
    return found


def signed(scored: Scored) -> Bits:
    """(n,): what speaks against the name over a comment, for the comment: one that links to a stranger carries it."""
    columns, name = scored.columns, _names(scored)
    found = np.zeros(len(columns), dtype=np.uint64)
    if name.any():
        above = shifted(name, 1) & _under(columns) & ~name
        found[above] = (shifted(scored.why, 1, 0) & CARRIER_BITS)[above]
    return found


def _names(scored: Scored) -> Masks:
    """True for blocks that may name the author of a comment, and whose link speaks against them."""
    columns = scored.columns
    found: Masks = (columns.anchors > 0) & (columns.characters < NAME) & ((scored.why & CARRIER_BITS) != 0)
    return found


def names(scored: Scored, removed: Masks) -> Masks:
    """Likely names that link to a stranger, over comments that are removed."""
    likely = _names(scored) & (scored.probability >= _NAMED)
    columns = scored.columns
    found: Masks = likely & shifted(removed & _under(columns), -1)
    return found


def said(scored: Scored, removed: Masks) -> Masks:
    """What stands under the name of an author whose link was removed."""
    name = _names(scored)
    found: Masks = shifted(removed & name, 1) & _under(scored.columns) & ~name
    return found


def _under(columns: Columns) -> Masks:
    """True for blocks that stand in the container of the block before, or in that block's own element."""
    element = columns.element
    around = [columns.ancestor(steps) for steps in (1, 2)]
    before = [shifted(column, 1, -1) for column in (element, around[0])]
    same = np.logical_or.reduce([own == other for own in around for other in before])
    found: Masks = same & (columns.page == shifted(columns.page, 1, -1))
    return found


def kin(scored: Scored, removed: Masks, needed: NDArray[np.float64]) -> Masks:
    """Likely blocks of a kind that is mostly injected on their page, such as the comments of a blog that nobody tends.

    removed: (n,) what is injected for sure; needed: (n,) the probability that each block alone would need.
    One tag in one kind of parent at one depth is one kind. The share of it that is injected is the prior of
    the others: their odds need to be as much lower. The article above is of another kind, and gains nothing.
    """
    columns = scored.columns
    parent = columns.element_tag[columns.parent[columns.element]].astype(np.int64)
    depth = columns.element_depth[columns.element].astype(np.int64)
    code = ((columns.page.astype(np.int64) << 12 | depth) << 8 | columns.tag) << 8 | parent
    _, kind = np.unique(code, return_inverse=True)
    count = np.bincount(kind, removed)
    share = (count / np.bincount(kind))[kind]
    known = (count[kind] >= _KIN) & (share >= _MOSTLY)
    lower = 1.0 - np.minimum(share, _SHARE)
    asked = logit(np.clip(needed, _SAFE, 1.0 - _SAFE)) + np.log(lower)
    says = logit(np.clip(scored.probability.astype(np.float64), _SAFE, 1.0 - _SAFE))
    found: Masks = known & (says >= asked)
    return found
