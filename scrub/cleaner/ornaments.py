"""What main blocks carry beside their text: links, marks, images, and the ids that links lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from scrub.cleaner.article import Image, Link, Mark, Path, Unit
from scrub.cleaner.inline import fragment
from scrub.cleaner.pictures import Found, pictures
from scrub.parser.tidy import tidy
from scrub.shape import MARKS
from scrub.values import Document, Verdicts

if TYPE_CHECKING:
    from scrub.values import Masks

T = TypeVar("T")


class Ornaments:
    """The ornaments of the main blocks, by block; spam links are none."""

    def __init__(self, document: Document, verdicts: Verdicts, main: Masks) -> None:
        self._links = _links(document, verdicts, main)
        self._marks = _marks(document, main)
        self._ids = _ids(document, main, self._links)
        self._inside: dict[int, list[Image]] = {}
        self._between: list[tuple[int, int, Image]] = []  # block, element, image
        for found in pictures(document, main):
            where = found.picture
            if where.inside:
                self._inside.setdefault(where.block, []).append(_image(found))
            else:
                self._between.append((where.block, where.element, _image(found)))
        self._next = 0
        self._adorned = {*self._links, *self._marks, *self._ids, *self._inside}

    @property
    def next_image(self) -> int:
        """The block before which the next image stands alone; beyond all blocks where there is none."""
        return self._between[self._next][0] if self._next < len(self._between) else 1 << 31

    def images_before(self, i: int) -> Iterator[tuple[int, Image]]:
        """Images that stand alone before block i and were not asked for yet, with their elements."""
        while self.next_image <= i:
            yield self._between[self._next][1:]
            self._next += 1

    def unit(self, i: int, where: tuple[int, int], path: Path, joint: int, shift: int) -> Unit:
        """The unit of block i with what that carries; shift is how far its text has moved."""
        start, end = where
        if i not in self._adorned:
            return Unit(start, end, path, joint)
        links, marks, ids = self._links.get(i), self._marks.get(i), self._ids.get(i)
        images = self._inside.get(i)
        return Unit(
            start,
            end,
            path,
            joint,
            tuple([Link(a + shift, b + shift, href) for a, b, href in links]) if links else (),
            tuple([Mark(a + shift, b + shift, name) for a, b, name in marks]) if marks else (),
            tuple([image._replace(at=min(image.at + shift, end)) for image in images]) if images else (),
            tuple([(max(start, min(at + shift, end)), name) for at, name in ids]) if ids else (),
        )


def shifted(unit: Unit, place: Callable[[int], int]) -> Unit:
    """A unit after cuts; what is left of nothing goes."""
    links = [Link(place(a), place(b), href) for a, b, href in unit.links]
    marks = [Mark(place(a), place(b), name) for a, b, name in unit.marks]
    return unit._replace(
        start=place(unit.start),
        end=place(unit.end),
        links=tuple([link for link in links if link.start < link.end]),
        marks=tuple([mark for mark in marks if mark.start < mark.end]),
        images=tuple([image._replace(at=place(image.at)) for image in unit.images]),
        ids=tuple([(place(at), name) for at, name in unit.ids]),
    )


def targeted(units: tuple[Unit, ...], base: str | None) -> tuple[Unit, ...]:
    """The units without ids that no link of theirs leads to; each id once."""
    if not any(unit.ids for unit in units):
        return units
    wanted = {fragment(link.href, base) for unit in units for link in unit.links}
    targets = []
    for unit in units:
        ids = tuple([(at, name) for at, name in unit.ids if name in wanted])
        wanted.difference_update(name for _, name in ids)
        targets.append(unit._replace(ids=ids) if ids != unit.ids else unit)
    return tuple(targets)


def _image(found: Found) -> Image:
    attributes = found.picture.attributes
    words = (tidy(attributes.get(name, ""), 1_000) for name in ("alt", "title"))
    return Image(found.picture.at, found.src, *words)


def _links(document: Document, verdicts: Verdicts, main: Masks) -> dict[int, list[tuple[int, int, str]]]:
    """Anchors of the main blocks that are not spam, by block."""
    links: dict[int, list[tuple[int, int, str]]] = {}
    chosen = (main[document.anchor_block] & ~verdicts.anchor_spam).nonzero()[0]
    columns = (document.anchor_block, document.anchor_start, document.anchor_end)
    href = document.anchor_href
    for j, block, start, end in zip(chosen.tolist(), *(column[chosen].tolist() for column in columns)):
        links.setdefault(block, []).append((start, end, href[j]))
    return links


def _marks(document: Document, main: Masks) -> dict[int, list[tuple[int, int, str]]]:
    """Marks of the main blocks, by block; one around several blocks is on each, without white space at its ends."""
    found: dict[int, list[tuple[int, int, str]]] = {}
    if document.shape is None or not len(document.shape.marks):
        return found
    start, end, code = document.shape.marks.T
    first = np.searchsorted(document.end, start, side="right")
    last = np.searchsorted(document.start, end, side="left")
    kept = np.zeros(len(main) + 1, dtype=np.int32)
    np.cumsum(main, out=kept[1:])
    chosen = (kept[last] > kept[first]).nonzero()[0]
    text, begin, finish = document.text, document.start.item, document.end.item
    rows = zip(*(column[chosen].tolist() for column in (first, last, start, end, code)))
    for low, high, mark_start, mark_end, name in rows:
        for i in range(low, high):
            if main[i]:
                a, b = max(mark_start, begin(i)), min(mark_end, finish(i))
                piece = text[a:b]
                bare = piece.strip()
                if bare:
                    if len(bare) < len(piece):
                        a += len(piece) - len(piece.lstrip())
                    found.setdefault(i, []).append((a, a + len(bare), MARKS[name]))
    return found


def _ids(
    document: Document, main: Masks, links: dict[int, list[tuple[int, int, str]]]
) -> dict[int, list[tuple[int, str]]]:
    """Ids in the main blocks that links of theirs may lead to, by block: footnotes and the way back."""
    wanted = {fragment(href, document.url) for found in links.values() for _, _, href in found} - {""}
    if not wanted or document.shape is None:
        return {}
    ids: dict[int, list[tuple[int, str]]] = {}
    for e, label in enumerate(document.element_label):
        if label.startswith("#") and (name := label[1:].partition(" ")[0]) in wanted:
            inside = np.flatnonzero(main[document.element_first[e] : document.element_last[e]])
            if len(inside):
                i = int(document.element_first[e]) + int(inside[0])
                ids.setdefault(i, []).append((int(document.start[i]), name))
    for at, name in document.shape.ids:
        if name in wanted:
            i = int(np.searchsorted(document.end, at, side="right"))
            if i < len(main) and main[i]:
                ids.setdefault(i, []).append((at, name))
    return ids
