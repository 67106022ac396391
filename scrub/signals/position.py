"""Where the block stands on its page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats
from scrub.values import PARAGRAPH, TAG_CODE

_PROSE = 120  # characters without links that make a paragraph
_FROM_START, _FROM_END, _DEPTH, _BETWEEN_PROSE, _IN_BOILERPLATE, _IN_LIST = range(6)
_CONTAINERS = (
    (_IN_BOILERPLATE, ("nav", "header", "footer", "aside", "form", "button", "dialog", "menu")),
    (_IN_LIST, ("ul", "ol", "dl", "table")),
)
_WANTED = np.zeros((len(_CONTAINERS), 256), dtype=np.bool_)
for _k, (_, _tags) in enumerate(_CONTAINERS):
    _WANTED[_k, [TAG_CODE[t] for t in _tags]] = True


def places(columns: Columns) -> NDArray[np.float32]:
    """(6, n): where each block stands among the others, and in which containers."""
    rows = np.empty((6, len(columns)), dtype=np.float32)
    if compiled is None or not len(columns):
        _place_in_numpy(columns, rows)
        return rows
    compiled.positions(
        columns.page, columns.element, columns.element_depth, columns.characters, columns.link_density,
        columns.element_tag, columns.element_first, columns.element_last, _WANTED, rows,
    )  # fmt: skip
    return rows


def _place_in_numpy(columns: Columns, rows: NDArray[np.float32]) -> None:
    before = np.arange(len(columns)) - columns.first_block[columns.page]
    rows[_FROM_START] = np.log1p(before)
    rows[_FROM_END] = np.log1p(columns.block_count[columns.page] - 1 - before)
    deep = columns.element_depth[columns.element]
    shallowest = np.full(len(columns.documents), np.iinfo(deep.dtype).max, dtype=deep.dtype)
    np.minimum.at(shallowest, columns.page, deep)
    rows[_DEPTH] = np.log1p(deep - shallowest[columns.page])
    prose = ((columns.characters > _PROSE) & (columns.link_density < 0.2)).astype(np.float32)
    rows[_BETWEEN_PROSE] = columns.neighbour(prose, 1) * columns.neighbour(prose, -1)
    for (row, _), wanted in zip(_CONTAINERS, _WANTED, strict=True):
        rows[row] = _inside(columns, wanted)


def _inside(columns: Columns, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True where one of the elements above the block has a wanted tag."""
    own = np.flatnonzero(wanted[columns.element_tag])
    # How many such elements open at each block, less those that ended before it; the sum counts them.
    opened = np.bincount(columns.element_first[own], minlength=len(columns) + 1)
    closed = np.bincount(columns.element_last[own], minlength=len(columns) + 1)
    inside: NDArray[np.bool_] = np.cumsum(opened - closed)[:-1] > 0
    return inside


def after_body(columns: Columns) -> Floats:
    """1 where the markup stands behind </body> or </html>.

    Why: nothing honest is written there; scripts that append to a page do. Positives: a div behind
    </html>. Innocents: none seen but broken templates.
    """
    return columns.after_body.astype(np.float32)


def from_start(columns: Columns) -> Floats:
    """Blocks before this one (log scale).

    Why: injections stand right behind <body>. Positives: the first block of a page. Innocents: skip
    links, logos.
    """
    return columns.row(places, _FROM_START)


def from_end(columns: Columns) -> Floats:
    """Blocks behind this one (log scale).

    Why: the commonest place is the end. Positives: the last line of a text. Innocents: copyright
    lines, imprint links.
    """
    return columns.row(places, _FROM_END)


def depth(columns: Columns) -> Floats:
    """How much deeper the block's element is nested than the page's shallowest block (log scale).

    Why: templates nest, injections do not. Positives: shallow blocks on a deep page. Innocents: plain
    pages; what a whole page is wrapped in does not count.
    """
    return columns.row(places, _DEPTH)


def between_prose(columns: Columns) -> Floats:
    """1 where the blocks before and behind are paragraphs without links.

    Why: link lists do not stand inside an article. Positives: a row of pharmacies between two
    paragraphs. Innocents: "read also" lines, captions.
    """
    return columns.row(places, _BETWEEN_PROSE)


def stands_apart(columns: Columns) -> Floats:
    """1 where a paragraph break, not a line break, stands before the block.

    Why: lines that belong together share their fate. Positives and innocents: all.
    """
    apart: Floats = (columns.joint == PARAGRAPH).astype(np.float32)
    return apart


def in_boilerplate(columns: Columns) -> Floats:
    """1 inside nav, header, footer, aside, form, button or a dialog.

    Why: menus and footers are honest link lists. Positives: a farm in the footer. Innocents: what
    these elements are made for.
    """
    return columns.row(places, _IN_BOILERPLATE)


def in_list(columns: Columns) -> Floats:
    """1 inside a list or a table.

    Why: honest links come in lists, injected ones rarely bother. Positives: `<ul>` of pharmacies.
    Innocents: menus, tables, references.
    """
    return columns.row(places, _IN_LIST)
