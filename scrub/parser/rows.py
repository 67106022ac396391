"""What a walk over a page's tree brings home."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from scrub.shape import Picture
from scrub.values import TAG_CODE

BLOCK_WIDTH, ELEMENT_WIDTH, ANCHOR_WIDTH, MARK_WIDTH = 6, 7, 3, 3

# Elements whose attributes may say more of what they are, and attributes of images and their sources that
# say where they are and what they show.
SHAPED = frozenset(TAG_CODE[name] for name in ("ol", "li", "th", "td", "pre"))
PICTURED = frozenset(
    ("src", "srcset", "alt", "title", "width", "height", "sizes", "type", "data-src", "data-srcset",
     "data-lazy-src", "data-lazy-srcset", "data-original", "data-lazy", "data-original-src", "data-hi-res-src",
     "data-full-src", "data-large-file", "data-orig-file", "data-image", "data-url", "data-actualsrc", "data-echo",
     "data-img-src", "data-defer-src", "data-delayed-url", "data-srcs", "data-thumb")
)  # fmt: skip
LONGEST_ATTRIBUTE = 4_000  # characters; longer ones hold the image itself

Numbers = bytes  # of 32 bits each, row by row


class Rows(NamedTuple):
    """What the walk brings home, in the order of the columns of `Document`; rows of numbers one behind another.

    Elements without a block are left out. A picture's element is the nearest one that is not.
    """

    text: str
    blocks: Numbers  # start, end, element, joint, hidden, after body
    elements: Numbers  # tag, parent, first, last, depth, nth, hidden
    labels: list[str]  # of the element in the same row
    anchors: Numbers  # start, end, block
    hrefs: list[str]  # of the anchor in the same row
    rels: Numbers  # REL_BIT bits of that anchor
    link_hidden: Numbers  # HIDING bits of that anchor
    marks: Numbers  # start, end, code
    pictures: list[Picture]
    ids: list[tuple[int, str]]
    shapes: dict[int, dict[str, str]]  # by element


def no_rows() -> Rows:
    """Of a tree that holds nothing."""
    return Rows("", b"", b"", [], b"", [], b"", b"", b"", [], [], {})


def placed(pictures: list[Picture], holders: list[list[int]]) -> list[Picture]:
    """The pictures, each with the element that it was left in. holders: element, and how many stand in it."""
    left = iter(pictures)
    return [
        picture if picture.element == e else picture._replace(element=e)
        for e, count in holders
        for picture in islice(left, count)
    ]


def pictured(attributes: dict[str, str | None]) -> dict[str, str]:
    """What an image or a source says of itself."""
    return {
        name: value
        for name, value in attributes.items()
        if value is not None and name in PICTURED and len(value) < LONGEST_ATTRIBUTE
    }


def packed(values: Iterable[int]) -> Numbers:
    """Numbers as `Rows` has them."""
    return array("i", values).tobytes()
