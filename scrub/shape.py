"""What gives an article its form beside its blocks: emphasis, images, ids, attributes of cells and lists.

Nothing here tells main content from boilerplate; the cleaner asks for it once that is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Attributes = Mapping[str, str]

# Codes of `Shape.marks`: the index in this tuple. Elements that look alike share a code.
MARKS = (
    "em", "strong", "code", "sub", "sup", "del", "ins", "mark", "q", "cite", "kbd", "samp", "var",
)  # fmt: skip
MARK_CODE = {name: code for code, name in enumerate(MARKS)}
SAME_MARK = {"i": "em", "b": "strong", "tt": "code", "s": "del", "strike": "del", "u": "ins"}

# Attributes that say what a cell, a list, an item, a piece of code or (microdata) a comment is.
SHAPING = frozenset(("colspan", "rowspan", "start", "reversed", "type", "value", "data-lang", "itemtype"))


class Picture(NamedTuple):
    """An <img>: where it stands, and its attributes as written.

    at: the offset in the document's text that the next character would have. block: the block that
    it stands in, or that comes next. inside: some text of that block stands before it. element: the
    nearest block-level element that holds a block. hidden: HIDING bits. sources: the attributes of
    the <source> elements before it.
    """

    at: int
    block: int
    inside: bool
    element: int
    hidden: int
    attributes: Attributes
    sources: tuple[Attributes, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a parsed page.

    marks: (n, 3): start and end in the document's text and code in MARKS, in the order of their ends.
    pictures: images in page order. ids: offset and name of what links inside the page may lead to;
    ids of block-level elements stand in `Document.element_label`. attributes: those in SHAPING by element,
    and under "class" the classes of the <code> in a <pre>.
    """

    marks: NDArray[np.int32]
    pictures: tuple[Picture, ...]
    ids: tuple[tuple[int, str], ...]
    attributes: Mapping[int, Attributes]
