"""The images of an article: which of a page's belong to it, where each stands, and where it really is.

Lazy pages keep the address of an image in attributes of their own, in the sources of a <picture> or in
a <noscript> behind a placeholder.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scrub.native import compiled
from scrub.shape import Attributes, Picture
from scrub.values import BY_RULE, HIDING_BIT, TAGS, Document

if TYPE_CHECKING:
    from scrub.values import Masks

# Attributes that scripts copy into src, in order of trust.
_LAZY = (
    "data-src", "data-lazy-src", "data-original", "data-original-src", "data-lazy", "data-actualsrc", "data-echo",
    "data-img-src", "data-defer-src", "data-delayed-url", "data-hi-res-src", "data-full-src", "data-url",
    "data-image", "data-orig-file", "data-large-file", "data-thumb",
)  # fmt: skip
_LAZY_NAMES = frozenset(_LAZY)
_SETS = ("data-srcset", "data-lazy-srcset", "data-srcs", "srcset")
_PLACEHOLDER = re.compile(
    r"\Adata:|\Aabout:|\A#|\A\s*\Z|(?:spacer|blank|pixel|transparent|1x1)\.(?:gif|png)", re.I
)
_ABSOLUTE = ("https://", "http://", "/")  # what most addresses begin with, and no placeholder
_ADDRESS = re.compile(r"\A[^\s,<>\"']+\Z")
_CANDIDATE = re.compile(r"\s*,*\s*(\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)([wx]))?[^,]*(?:,|\Z)")
_TINY = frozenset(("0", "1", "2"))  # pixels: these count readers
# By code of a tag: what it is to an image.
_FIGURE, _ROOT = 1, 2
_KIND = np.zeros(256, dtype=np.uint8)
_KIND[TAGS.index("figure")] = _FIGURE
_KIND[[TAGS.index("html"), TAGS.index("body")]] = _ROOT
# Scripts show what is transparent or small until it is loaded; these stay away.
_UNSEEN = (HIDING_BIT["display"] | HIDING_BIT["attribute"]) * (1 | 1 << BY_RULE)
_UNSEEN_BITS = np.array([_UNSEEN], dtype=np.uint32)


class Found(NamedTuple):
    """An image of the article: what the page has, and its address as written."""

    picture: Picture
    src: str


def pictures(document: Document, main: Masks) -> list[Found]:
    """Images inside main blocks, and those between them that no teaser or sidebar holds."""
    shape = document.shape
    if shape is None or not shape.pictures or not np.count_nonzero(main):
        return []
    found: list[Found] = []
    for picture in _belonging(document, shape.pictures, main):
        noscript = bool(picture.hidden & HIDING_BIT["noscript"])
        src = address(picture)
        if not src or (noscript and found and _is_same(found[-1], picture, src)):
            continue
        found.append(Found(picture, src))
    return found


def _belonging(document: Document, every: tuple[Picture, ...], main: Masks) -> list[Picture]:
    """The images that belong to the main blocks and are seen, or will be."""
    if compiled is not None:
        chosen: list[Picture] = compiled.belonging(
            every, _UNSEEN_BITS, main, document.start, document.end, document.element_first,
            document.element_last, document.element_parent, document.element_tag, _KIND,
        )  # fmt: skip
        return chosen
    places = _Places(document, main)
    return [picture for picture in every if not picture.hidden & _UNSEEN and places.belongs(picture)]


def _is_same(before: Found, picture: Picture, src: str) -> bool:
    """Whether a <noscript> shows what the image before it showed."""
    return picture.at - before.picture.at <= 1 and (
        before.src == src or before.picture.attributes.get("alt") == picture.attributes.get("alt")
    )


def address(picture: Picture) -> str:
    """Where an image is, as written; "" where only a placeholder is left, or a pixel that counts readers."""
    attributes = picture.attributes
    if attributes.get("width") in _TINY or attributes.get("height") in _TINY:
        return ""
    lazy = [name for name in _LAZY if name in attributes] if not _LAZY_NAMES.isdisjoint(attributes) else []
    for name in (*lazy, "src"):
        value = attributes.get(name, "").strip()
        if value and not _is_placeholder(value) and (name == "src" or _ADDRESS.match(value)):
            return value
    for one in (attributes, *picture.sources):
        if best := _largest(one):
            return best
    return ""


def _is_placeholder(src: str) -> bool:
    """Whether an address stands for an image that a script will load."""
    if src.isascii() and src.startswith(_ABSOLUTE):
        written = src.lower()
        if ".gif" not in written and ".png" not in written:
            return False  # as most are, and much sooner seen
    return _PLACEHOLDER.search(src) is not None


def _largest(attributes: Attributes) -> str:
    """The largest candidate of a srcset (HTML standard, section 4.8.4.2.1)."""
    for name in _SETS:
        candidates = [
            (float(match[2] or 1), match[1])
            for match in _CANDIDATE.finditer(attributes.get(name, ""))
            if not _is_placeholder(match[1])
        ]
        if candidates:
            return max(candidates, key=lambda found: found[0])[1]
    return ""


class _Places:
    """Whether a place between blocks belongs to the article."""

    def __init__(self, document: Document, main: Masks) -> None:
        self._main = main
        kept = np.flatnonzero(main)
        self._span = range(int(kept[0]) + 1, int(kept[-1]) + 1)
        # Before each block: all characters, and those of main blocks.
        sums = np.zeros((2, len(main) + 1), dtype=np.int64)
        np.cumsum(document.end - document.start, out=sums[0, 1:])
        np.cumsum((document.end - document.start) * main, out=sums[1, 1:])
        self._characters, self._kept = sums[0].item, sums[1].item
        # Few elements are asked about: no list is made of all.
        self._first, self._last = document.element_first.item, document.element_last.item
        self._tag, self._parent = document.element_tag.item, document.element_parent.item

    def belongs(self, picture: Picture) -> bool:
        """Inside a block: where that is main. Else where most of the nearest container's text is."""
        if picture.inside:
            return picture.block < len(self._main) and bool(self._main[picture.block])
        e = self._container(picture)
        if e < 0:
            return False
        a, b = self._first(e), self._last(e)
        if 2 * (self._kept(b) - self._kept(a)) < self._characters(b) - self._characters(a):
            return False
        return bool(_KIND[self._tag(e)] != _ROOT) or picture.block in self._span

    def _container(self, picture: Picture) -> int:
        """The nearest element with text beside the image; a figure has its caption, which proves nothing."""
        e = picture.element
        while e >= 0 and _KIND[self._tag(e)] == _FIGURE:
            first, last = self._first(e), self._last(e)
            if self._main[first:last].any():
                return e
            while e >= 0 and self._first(e) == first and self._last(e) == last:
                e = self._parent(e)
        return e
