"""Where the blocks of an article stand: lists, tables, quotes, headings, as paths of steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.cleaner.article import Path, Step
from scrub.values import BROKEN, GLUED, PARAGRAPH, SPACED, TAGS, Document

_LISTS = frozenset(("ul", "ol"))
# What an element has to stand in, directly as far as structure goes: anything else is bad markup.
_OWNER = {
    "li": _LISTS, "dt": frozenset(("dl",)), "dd": frozenset(("dl",)), "caption": frozenset(("table",)),
    "tr": frozenset(("table",)), "th": frozenset(("tr",)), "td": frozenset(("tr",)),
    "figcaption": frozenset(("figure",)),
}  # fmt: skip
_CELLS = frozenset(("th", "td"))
_TABLE = TAGS.index("table")
# Elements whose content is text and nothing else, and what may stand inside a term.
_PHRASES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "caption"))
GAP = {PARAGRAPH: "\n\n", BROKEN: "\n", SPACED: " ", GLUED: ""}

# Steps beyond this tell a reader nothing; hostile pages have thousands.
_LONGEST_PATH = 64
# A cell with more blocks than this holds a layout, not a value.
_CELL_BLOCKS = 4


class Paths:
    """The structural path of every element, found when asked for and remembered."""

    def __init__(self, document: Document, nearest: NDArray[np.int32]) -> None:
        """nearest: (elements,), the structural element at or above each one."""
        self._document = document
        self._path: dict[int, Path] = {-1: ()}
        self._layout = _layout_tables(document)
        self._attributes_of = document.shape.attributes if document.shape else {}
        self._parent, self._tag, self._nearest = (
            document.element_parent.item,
            document.element_tag.item,
            nearest.item,
        )

    def of(self, element: int) -> Path:
        """The steps from the root down to an element; nesting of any depth."""
        return self.of_structural(self._nearest(element))

    def of_structural(self, element: int) -> Path:
        """The same for a structural element, or none."""
        path = self._path.get(element)
        if path is not None:
            return path
        climbed = []
        e = element
        while (path := self._path.get(e)) is None:
            climbed.append(e)
            e = self._parent(e)
            e = self._nearest(e) if e >= 0 else e
        for e in reversed(climbed):
            self._path[e] = path = self._step(path, e, TAGS[self._tag(e)])
        return path

    def _step(self, path: Path, e: int, tag: str) -> Path:
        """The path of a structural element in one whose path is known."""
        if len(path) == _LONGEST_PATH:
            return path
        last = path[-1].tag if path else ""
        if last in _PHRASES or (tag in _OWNER and last not in _OWNER[tag]):
            return path
        if tag == "table" and e in self._layout:
            return path
        if last in _LISTS and tag != "li":
            path = (*path, self._item_before(path[-1].number, e))
        elif last == "dl" and tag not in ("dt", "dd"):
            path = (*path, Step("dd", -e))
        return (*path, Step(tag, e, self._attributes(tag, e)))

    def _attributes(self, tag: str, e: int) -> tuple[tuple[str, str], ...]:
        found = self._attributes_of.get(e)
        written = tuple(sorted(found.items())) if found else ()
        if tag in _CELLS:
            return (*written, ("nth", str(self._document.element_nth[e])))
        if tag == "pre":
            names = self._document.element_label[e]
            return (*written, ("class", names)) if names and "class" not in dict(written) else written
        return written

    def _item_before(self, owner: int, e: int) -> Step:
        """The item that something else directly inside a list belongs to: the one before it."""
        parent, tag = self._document.element_parent, self._document.element_tag
        for k in range(e - 1, owner, -1):
            if parent[k] == owner and TAGS[tag[k]] == "li":
                return Step("li", k, self._attributes("li", k))
        return Step("li", -e)


def _layout_tables(document: Document) -> set[int]:
    """Tables that arrange the page: nested ones' hosts, cells with many blocks, a single cell."""
    if _TABLE not in document.element_tag.tobytes():
        return set()
    tag, table = document.element_tag.tolist(), _TABLE
    cell = (TAGS.index("td"), TAGS.index("th"))
    parent = document.element_parent.tolist()
    blocks = (document.element_last - document.element_first).tolist()
    host = [-1] * len(tag)  # nearest table at or above each element
    layout: set[int] = set()
    cells: dict[int, int] = {}
    for e, code in enumerate(tag):
        above = host[parent[e]] if parent[e] >= 0 else -1
        host[e] = e if code == table else above
        if code == table and above >= 0:
            layout.add(above)
        elif code in cell and above >= 0:
            cells[above] = cells.get(above, 0) + 1
            if blocks[e] > _CELL_BLOCKS:
                layout.add(above)
    layout.update(e for e, code in enumerate(tag) if code == table and cells.get(e, 0) < 2)
    return layout


def gap(before: Path, after: Path, joint: int) -> str:
    """What stands between two units in plain text."""
    if joint != PARAGRAPH:
        return GAP[joint]
    if not before or not after or before[0] != after[0]:
        return "\n\n"
    shared = 0
    for one, other in zip(before, after):
        if one != other:
            break
        shared += 1
    inner = {step.tag for step in before[:shared]}
    if "tr" in inner and shared < len(before) and before[shared].tag in ("td", "th"):
        return "\t"
    if "table" in inner and shared < len(before) and before[shared].tag == "tr":
        return "\n"
    if inner & {"ul", "ol", "dl"} and shared < len(after) and after[shared].tag in ("li", "dt", "dd"):
        return "\n"
    return "\n\n"
