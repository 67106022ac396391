"""Where the blocks of an article stand: lists, tables, quotes, headings, as paths of steps."""

from __future__ import annotations

from scrub.cleaner.article import Path
from scrub.values import BROKEN, GLUED, PARAGRAPH, SPACED, TAGS, Document

_STRUCTURAL = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "tr",
     "th", "td", "blockquote", "pre", "figure", "figcaption")
)  # fmt: skip
_TABULAR = frozenset(("table", "caption", "tr", "th", "td"))
_GAP = {PARAGRAPH: "\n\n", BROKEN: "\n", SPACED: " ", GLUED: ""}

# Steps beyond this tell a reader nothing; hostile pages have thousands.
_LONGEST_PATH = 64
# A cell with more blocks than this holds a layout, not a value.
_CELL_BLOCKS = 4


class Paths:
    """The structural path of every element, found when asked for and remembered."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._path: dict[int, Path] = {-1: ()}
        self._layout = _layout_tables(document)

    def of(self, element: int) -> Path:
        """The steps from the root down to an element; nesting of any depth."""
        climbed = []
        e = element
        while e not in self._path:
            climbed.append(e)
            e = int(self._document.element_parent[e])
        path = self._path[e]
        for e in reversed(climbed):
            path = self._path[e] = self._step(path, e)
        return path

    def _step(self, path: Path, e: int) -> Path:
        tag = TAGS[self._document.element_tag[e]]
        if tag not in _STRUCTURAL or len(path) == _LONGEST_PATH:
            return path
        if tag in _TABULAR:
            if tag == "table":
                if e in self._layout:
                    return path
            elif not any(step[0] == "table" for step in path):
                return path
        return (*path, (tag, e))


def _layout_tables(document: Document) -> set[int]:
    """Tables that arrange the page: nested ones' hosts, cells with many blocks, a single cell."""
    tag = document.element_tag.tolist()
    table = TAGS.index("table")
    if table not in tag:
        return set()
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
        return _GAP[joint]
    shared = 0
    for one, other in zip(before, after):
        if one != other:
            break
        shared += 1
    inner = {step[0] for step in before[:shared]}
    if "tr" in inner and shared < len(before) and before[shared][0] in ("td", "th"):
        return "\t"
    if "table" in inner and shared < len(before) and before[shared][0] == "tr":
        return "\n"
    if inner & {"ul", "ol", "dl"} and shared < len(after) and after[shared][0] in ("li", "dt", "dd"):
        return "\n"
    return "\n\n"
