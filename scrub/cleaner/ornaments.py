"""What main blocks carry beside their text: links, marks, images, and the ids that links lead to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrub.cleaner.article import Image, Link, Mark, Unit
from scrub.cleaner.inline import fragment
from scrub.cleaner.kept import Kept
from scrub.cleaner.pictures import pictures
from scrub.native import compiled
from scrub.parser.tidy import tidy
from scrub.shape import MARKS
from scrub.values import Document, Verdicts

if TYPE_CHECKING:
    from scrub.values import Masks

T = TypeVar("T")
_NO_MARKS = np.zeros((0, 3), dtype=np.int32)


class Ornaments(NamedTuple):
    """The ornaments of each main block, and the images between them with their elements."""

    links: list[tuple[Link, ...]]
    marks: list[tuple[Mark, ...]]
    images: list[tuple[Image, ...]]
    ids: list[tuple[tuple[int, str], ...]]
    between: list[tuple[int, Image]]


def ornaments_of(document: Document, verdicts: Verdicts, main: Masks, kept: Kept) -> Ornaments:
    """What the main blocks carry; spam links are no ornaments."""
    links, marks = _links_and_marks(document, verdicts, main, kept)
    images, between = _images(document, main, kept)
    return Ornaments(links, marks, images, _ids(document, kept, links), between)


def _links_and_marks(
    document: Document, verdicts: Verdicts, main: Masks, kept: Kept
) -> tuple[list[tuple[Link, ...]], list[tuple[Mark, ...]]]:
    marks = document.shape.marks if document.shape is not None else _NO_MARKS
    if compiled is None:
        return _links(document, verdicts, main, kept), _marks(document, marks, kept)
    found: tuple[list[tuple[Link, ...]], list[tuple[Mark, ...]]] = compiled.adorned(
        Link, Mark, document.anchor_href, MARKS, document.text, kept.number, kept.start, kept.end, kept.begin,
        document.anchor_block, document.anchor_start, document.anchor_end, verdicts.anchor_spam,
        np.ascontiguousarray(marks),
    )  # fmt: skip
    return found


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


def _by_block(found: dict[int, list[T]], kept: Kept) -> list[tuple[T, ...]]:
    """What was found of a few of the main blocks, for every one of them."""
    every: list[tuple[T, ...]] = [()] * len(kept.number)
    for k, those in found.items():
        every[k] = tuple(those)
    return every


def _images(
    document: Document, main: Masks, kept: Kept
) -> tuple[list[tuple[Image, ...]], list[tuple[int, Image]]]:
    """Images inside the main blocks, and those between them, which stand before the next one."""
    inside: dict[int, list[Image]] = {}
    between: list[tuple[int, Image]] = []
    for picture, src in pictures(document, main):
        k = bisect_left(kept.number, picture.block)
        written = [picture.attributes.get(name) for name in ("alt", "title")]
        words = [tidy(one, 1_000) if one else "" for one in written]
        if picture.inside:
            length = kept.end[k] - kept.start[k]
            image = Image(kept.begin[k] + min(picture.at - kept.start[k], length), src, *words)
            inside.setdefault(k, []).append(image)
        else:
            last = len(kept.number) - 1
            at = kept.begin[k] if k <= last else kept.begin[last] + kept.end[last] - kept.start[last]
            between.append((picture.element, Image(at, src, *words)))
    return _by_block(inside, kept), between


def _links(document: Document, verdicts: Verdicts, main: Masks, kept: Kept) -> list[tuple[Link, ...]]:
    """Anchors of the main blocks that are not spam."""
    links: dict[int, list[Link]] = {}
    chosen = (main[document.anchor_block] & ~verdicts.anchor_spam).nonzero()[0]
    columns = (document.anchor_block, document.anchor_start, document.anchor_end)
    href = document.anchor_href
    for j, block, start, end in zip(chosen.tolist(), *[column[chosen].tolist() for column in columns]):
        k = bisect_left(kept.number, block)
        shift = kept.begin[k] - kept.start[k]
        links.setdefault(k, []).append(Link(start + shift, end + shift, href[j]))
    return _by_block(links, kept)


def _marks(document: Document, marks: NDArray[np.int32], kept: Kept) -> list[tuple[Mark, ...]]:
    """Marks of the main blocks; one around several blocks is on each, without white space at its ends."""
    found: dict[int, list[Mark]] = {}
    text, count = document.text, len(kept.number)
    for start, end, code in marks.tolist():
        k = bisect_right(kept.end, start)
        while k < count and kept.start[k] < end:
            a, b = max(start, kept.start[k]), min(end, kept.end[k])
            piece = text[a:b]
            bare = piece.strip()
            if bare:
                a += kept.begin[k] - kept.start[k] + len(piece) - len(piece.lstrip())
                found.setdefault(k, []).append(Mark(a, a + len(bare), MARKS[code]))
            k += 1
    return _by_block(found, kept)


def _ids(document: Document, kept: Kept, links: list[tuple[Link, ...]]) -> list[tuple[tuple[int, str], ...]]:
    """Ids in the main blocks that links of theirs may lead to: footnotes and the way back."""
    wanted = {fragment(link.href, document.url) for those in links for link in those if "#" in link.href} - {
        ""
    }
    ids: dict[int, list[tuple[int, str]]] = {}
    if not wanted or document.shape is None:
        return _by_block(ids, kept)
    for e, label in enumerate(document.element_label):
        if label.startswith("#") and (name := label[1:].partition(" ")[0]) in wanted:
            k = bisect_left(kept.number, int(document.element_first[e]))
            if k < len(kept.number) and kept.number[k] < document.element_last[e]:
                ids.setdefault(k, []).append((kept.begin[k], name))
    for at, name in document.shape.ids:
        if name in wanted:
            i = int(np.searchsorted(document.end, at, side="right"))
            k = bisect_left(kept.number, i)
            if k < len(kept.number) and kept.number[k] == i:
                inside = min(max(at, kept.start[k]), kept.end[k]) - kept.start[k]
                ids.setdefault(k, []).append((kept.begin[k] + inside, name))
    return _by_block(ids, kept)
