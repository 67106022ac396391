"""Cells of a table in rows and columns, as a browser places those that span several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scrub.cleaner.article import Path, Step

# A cell that claims more would make a table of nothing (the HTML standard allows 1000 and 65534).
_WIDEST = 100


class Cell(NamedTuple):
    """A paragraph of a cell: where it stands, and its content as written."""

    path: Path
    content: str


def grid(cells: Sequence[Cell]) -> list[list[str]]:
    """Column k of every row is column k of the table; spanned and empty places are "".

    Paragraphs of one cell are joined by <br>.
    """
    rows: list[list[str]] = []
    below: dict[int, int] = {}  # column -> rows, this one included, that a cell covers
    taken: set[int] = set()  # columns of the row that cells from above cover
    count = at = 0  # cells of the row so far; column of the last one
    row_before: Step | None = None
    cell_before: Step | None = None
    for path, content in cells:
        row, cell = _step(path, "tr"), _step(path, "td", "th")
        if row != row_before or not rows:
            below = {column: left - 1 for column, left in below.items() if left > 1}
            taken, count = set(below), 0
            rows.append([])
        elif cell == cell_before:
            rows[-1][at] += "<br>" + content
            continue
        row_before, cell_before = row, cell
        line = rows[-1]
        for _ in range(missing(cell, count) + 1):  # an empty cell holds no text, but its place
            while len(line) in taken:
                line.append("")
            at = len(line)
            line.append("")
            count += 1
        line[at] = content
        wide, high = span(cell, "colspan"), span(cell, "rowspan")
        line += [""] * (wide - 1)
        if high > 1:
            below.update(dict.fromkeys(range(at, at + wide), high))
    return rows


def missing(cell: Step | None, count: int) -> int:
    """Empty cells between a cell and the `count` cells before it in its row."""
    nth = dict(cell.attributes).get("nth", "0") if cell else "0"
    return min(max(int(nth) - 1 - count, 0), _WIDEST)


def span(cell: Step | None, name: str) -> int:
    """How many columns or rows a cell covers."""
    written = dict(cell.attributes).get(name, "") if cell else ""
    return min(int(written), _WIDEST) or 1 if written.isascii() and written.isdecimal() else 1


def _step(path: Path, *tags: str) -> Step | None:
    return next((step for step in path if step.tag in tags), None)
