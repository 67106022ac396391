"""Hidden text, by what hides it. Weak evidence alone: most hidden text is menus and dialogs."""

from __future__ import annotations

import numpy as np

from scrub.signals.columns import Columns, Floats
from scrub.values import HIDING_BIT

_MEANS = (
    ("display", "visibility", "attribute", "opacity"),
    ("offscreen",),
    ("size", "font", "clip"),
    ("covered", "colour", "moved"),
    ("aria", "reader", "details", "noscript"),
)
BITS = np.array([[sum(HIDING_BIT[name] for name in names)] for names in _MEANS], dtype=np.uint16)


def means(columns: Columns) -> Floats:
    """(len(_MEANS), n): 1 where the block is hidden by one of these means."""
    found: Floats = ((columns.concealed & BITS) != 0).astype(np.float32)
    return found


def not_rendered(columns: Columns) -> Floats:
    """1 where the block is not rendered at all (display, visibility, hidden, opacity).

    Why: readers must not see what search engines shall. Positives: `<div style="display:none">` full
    of links. Innocents: menus, tabs, dialogs, translations, lazy content.
    """
    return columns.row(means, 0)


def off_screen(columns: Columns) -> Floats:
    """1 where the block is placed outside the window.

    Why: the classic. Positives: `position:absolute; left:-5857px`. Innocents: form honeypots, skip
    links, screen-reader text.
    """
    return columns.row(means, 1)


def too_small(columns: Columns) -> Floats:
    """1 where the box or the letters have no size, or are clipped away.

    Why: as above. Positives: `overflow:hidden; height:0; width:0`. Innocents: collapsed panels,
    screen-reader text.
    """
    return columns.row(means, 2)


def disguised(columns: Columns) -> Floats:
    """1 where colour, another layer or movement hides the block.

    Why: white on white. Positives: `color:#fff` on a white page, a one-pixel marquee. Innocents:
    light text over a picture.
    """
    return columns.row(means, 3)


def accessible(columns: Columns) -> Floats:
    """1 where the hiding is one that pages use for screen readers, or declare to them.

    Why: an honest reason to hide. Positives: rare. Innocents: "skip to content", `.sr-only`.
    """
    return columns.row(means, 4)
