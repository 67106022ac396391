"""What single external links say by their addresses and their texts, whatever block they stand in."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats
from scrub.signals.links import means_of_outlinks, outlinks

HOME, NAMED, ADDRESS = range(3)
Marks = NDArray[np.uint8]

_HOME_PAGE = re.compile(r"\s*(?:https?:)?//[^/?#]*+/?(?:index\.\w+)?(?:[?#].*)?\s*\Z", re.I)
_WORD = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"\s*(?:https?:/|www\.)", re.I)
_READ = 80  # characters of a text that are read for names
_ODD = 2  # what the compiled loop says where it cannot tell


def link_marks(columns: Columns) -> Marks:
    """(3, outlinks): 1 for a home page, for a host named by a word of the text, for a text that is an address."""
    if columns.whole is not None:
        whole = columns.whole.columns
        return whole.once(link_marks).take(columns.whole.outlinks(whole.once(outlinks).page), axis=1)
    anchor = columns.once(outlinks).anchor
    if not len(anchor):
        return np.zeros((3, 0), dtype=np.uint8)
    if compiled is None:
        return np.array([_marks(columns, j) for j in anchor.tolist()], dtype=np.uint8).T.copy()
    marks = np.empty((3, len(anchor)), dtype=np.uint8)
    texts = tuple([d.text for d in columns.documents])
    if compiled.link_marks(
        texts, columns.anchor_href, columns.anchor_host, anchor, columns.anchor_page,
        columns.anchor_start, columns.anchor_end, columns.first_character, marks,
    ):  # fmt: skip
        for k in (marks == _ODD).any(axis=0).nonzero()[0].tolist():
            marks[:, k] = _marks(columns, int(anchor[k]))
    return marks


def home_page_share(columns: Columns) -> Floats:
    """Share of external links that lead to a bare home page.

    Why: link sellers promote sites, writers cite pages. Positives: `<a href="http://shop.example/">`.
    Innocents: "powered by", partner logos.
    """
    share: Floats = means_of_outlinks(columns, (columns.once(link_marks)[HOME],))[0]
    return share


def _marks(columns: Columns, j: int) -> tuple[bool, bool, bool]:
    """The marks of one anchor."""
    page = int(columns.anchor_page[j])
    first = int(columns.first_character[page])
    text = columns.documents[page].text[
        int(columns.anchor_start[j]) - first : int(columns.anchor_end[j]) - first
    ]
    return marks_of(text, columns.anchor_href[j], columns.anchor_host[j])


def marks_of(text: str, href: str, host: str) -> tuple[bool, bool, bool]:
    """What is said by the text of a link, by its address and by the host of that."""
    return (
        bool(_HOME_PAGE.match(href)),
        any(word in host for word in _WORD.findall(text[:_READ].lower())),
        bool(_ADDRESS.match(text)),
    )
