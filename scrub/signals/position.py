"""Where the block stands on its page."""

from __future__ import annotations

import numpy as np

from scrub.signals.columns import Columns, Floats
from scrub.values import PARAGRAPH, TAG_CODE

_PROSE = 120  # characters without links that make a paragraph


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
    result: Floats = np.log1p(np.arange(len(columns)) - columns.first_block[columns.page]).astype(np.float32)
    return result


def from_end(columns: Columns) -> Floats:
    """Blocks behind this one (log scale).

    Why: the commonest place is the end. Positives: the last line of a text. Innocents: copyright
    lines, imprint links.
    """
    last = columns.first_block[columns.page] + columns.block_count[columns.page] - 1
    result: Floats = np.log1p(last - np.arange(len(columns))).astype(np.float32)
    return result


def depth(columns: Columns) -> Floats:
    """How much deeper the block's element is nested than the page's shallowest block (log scale).

    Why: templates nest, injections do not. Positives: shallow blocks on a deep page. Innocents: plain
    pages; what a whole page is wrapped in does not count.
    """
    deep = columns.element_depth[columns.element]
    shallowest = np.full(len(columns.documents), np.iinfo(deep.dtype).max, dtype=deep.dtype)
    np.minimum.at(shallowest, columns.page, deep)
    result: Floats = np.log1p(deep - shallowest[columns.page]).astype(np.float32)
    return result


def between_prose(columns: Columns) -> Floats:
    """1 where the blocks before and behind are paragraphs without links.

    Why: link lists do not stand inside an article. Positives: a row of pharmacies between two
    paragraphs. Innocents: "read also" lines, captions.
    """
    prose = ((columns.characters > _PROSE) & (columns.link_density < 0.2)).astype(np.float32)
    return columns.neighbour(prose, 1) * columns.neighbour(prose, -1)


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
    return _inside(columns, ("nav", "header", "footer", "aside", "form", "button", "dialog", "menu"))


def in_list(columns: Columns) -> Floats:
    """1 inside a list or a table.

    Why: honest links come in lists, injected ones rarely bother. Positives: `<ul>` of pharmacies.
    Innocents: menus, tables, references.
    """
    return _inside(columns, ("ul", "ol", "dl", "table"))


def _inside(columns: Columns, tags: tuple[str, ...]) -> Floats:
    """1 where one of the elements above the block has one of the tags."""
    wanted = np.zeros(256, dtype=np.bool_)
    wanted[[TAG_CODE[t] for t in tags]] = True
    own = np.flatnonzero(wanted[columns.element_tag])
    # How many such elements open at each block, less those that ended before it; the sum counts them.
    opened = np.bincount(columns.element_first[own], minlength=len(columns) + 1)
    closed = np.bincount(columns.element_last[own], minlength=len(columns) + 1)
    return (np.cumsum(opened - closed)[:-1] > 0).astype(np.float32)
