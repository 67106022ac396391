"""The main blocks of a page as lists: where each stands, and where it comes to stand in the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.values import TAGS, Document

if TYPE_CHECKING:
    from scrub.values import Masks

STRUCTURAL = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "tr",
     "th", "td", "blockquote", "pre", "figure", "figcaption")
)  # fmt: skip
# By code: whether a tag is structural.
_IS_STRUCTURAL = np.zeros(256, dtype=np.bool_)
_IS_STRUCTURAL[[TAGS.index(tag) for tag in STRUCTURAL]] = True


class Kept(NamedTuple):
    """The main blocks: a list per column, and `nearest` for all elements of the page.

    number, start, end: in the document. joint: the widest gap since the main block before. element: the
    nearest structural element, -1 where there is none; nearest: (elements,) that of each one. begin: where
    the block begins in the article, once that is known.
    """

    number: list[int]
    start: list[int]
    end: list[int]
    joint: list[int]
    element: list[int]
    nearest: NDArray[np.int32]
    begin: list[int]


def keep(document: Document, main: Masks) -> Kept:
    """The blocks that the mask marks; there is one at least."""
    nearest = np.empty(len(document.element_tag), dtype=np.int32)
    lists = _lists(document, main, nearest)
    return Kept(*lists, nearest=nearest, begin=[])


def _lists(
    document: Document, main: Masks, nearest: NDArray[np.int32]
) -> tuple[list[int], list[int], list[int], list[int], list[int]]:
    """The first five columns; nearest is filled."""
    if compiled is not None:
        found: tuple[list[int], list[int], list[int], list[int], list[int]] = compiled.main_blocks(
            main, document.start, document.end, document.joint, document.element, document.element_parent,
            document.element_tag, _IS_STRUCTURAL, nearest,
        )  # fmt: skip
        return found
    number = main.nonzero()[0]
    nearest[:] = _nearest(document)
    joint = np.minimum.reduceat(document.joint[: number[-1] + 1], np.append(0, number[:-1] + 1))
    columns = (document.start[number], document.end[number], joint, nearest[document.element[number]])
    start, end, joints, element = [column.tolist() for column in columns]
    return number.tolist(), start, end, joints, element


def _nearest(document: Document) -> list[int]:
    """For each element the nearest structural one at or above it; -1 where there is none."""
    structural = _IS_STRUCTURAL[document.element_tag].tolist()
    nearest: list[int] = []
    for e, (parent, wanted) in enumerate(zip(document.element_parent.tolist(), structural)):
        nearest.append(e if wanted else nearest[parent] if parent >= 0 else -1)
    return nearest
