"""What stands inside a paragraph: text, links, marks, images and places to link to, properly nested."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Protocol

from scrub.cleaner.article import Image, Unit
from scrub.urls import is_safe_link, resolve
from scrub.values import BROKEN, SPACED


class Writer(Protocol):
    """How one format writes what stands inside a paragraph. Content is written already."""

    def escape(self, text: str) -> str:
        """Page text."""

    def link(self, content: str, address: str) -> str:
        """A link to a safe address."""

    def mark(self, content: str, name: str, before: str, plain: str | None) -> str:
        """Emphasis and the like.

        before is what is written so far in front of it; plain the page text, where it holds nothing else.
        """

    def image(self, address: str, image: Image) -> str:
        """An image at a safe address."""

    def place(self, name: str) -> str:
        """Where links inside the article lead to."""

    @property
    def line_break(self) -> str:
        """A line break inside a paragraph."""


class Addresses:
    """Where the links of an article lead: other pages, or places of its own, which get names that are safe."""

    def __init__(self, units: Sequence[Unit], base: str | None) -> None:
        self._base = base
        names = dict.fromkeys(name for unit in units for _, name in unit.ids)
        self._places: Mapping[str, str] = {name: f"note-{k}" for k, name in enumerate(names, 1)}

    def of(self, href: str) -> str | None:
        """The address of a link or image; None where it is not safe to write."""
        if place := self._places.get(fragment(href, self._base)):
            return f"#{place}"
        address = resolve(self._base, href)
        return address if is_safe_link(address) else None

    def place(self, name: str) -> str:
        """The name of a place in the article."""
        return self._places[name]


def fragment(href: str, base: str | None) -> str:
    """The part of this very page that a link leads to, or ""."""
    page, mark, name = href.partition("#")
    return name if mark and (not page or page == (base or "").partition("#")[0]) else ""


class _Open:
    """A link ("a") or a mark that is being written."""

    __slots__ = ("end", "href", "name", "pieces", "pure", "start")

    def __init__(self, name: str, start: int, end: int, href: str, pieces: list[str]) -> None:
        self.name, self.start, self.end, self.href, self.pieces = name, start, end, href, pieces
        self.pure = True  # it holds nothing but text


def inline(text: str, run: Sequence[Unit], writer: Writer, addresses: Addresses) -> str:
    """One paragraph. Marks nest: what would cross its surroundings ends with them."""
    pieces: list[str] = []
    for number, unit in enumerate(run):
        if number:
            pieces.append({BROKEN: writer.line_break, SPACED: " "}.get(unit.joint, ""))
        _unit(text, unit, writer, addresses, pieces)
    return "".join(pieces)


def _unit(text: str, unit: Unit, writer: Writer, addresses: Addresses, pieces: list[str]) -> None:
    ranges = [(link.start, -link.end, "a", link.href) for link in unit.links]
    ranges += [(mark.start, -mark.end, mark.name, "") for mark in unit.marks]
    ranges.sort(key=lambda found: found[:2])
    opened = [_Open("", unit.start, unit.end, "", pieces)]
    plain = _Plain(text, unit, writer, addresses)
    for start, minus_end, name, href in ranges:
        while len(opened) > 1 and opened[-1].end <= start:
            _close(opened, plain)
        end = min(-minus_end, opened[-1].end)
        if start < plain.at or start >= end or any(one.name == name for one in opened):
            continue
        plain.write(start, opened[-1])
        opened[-1].pure = False
        opened.append(_Open(name, start, end, href, []))
    while len(opened) > 1:
        _close(opened, plain)
    plain.write(unit.end, opened[-1])


class _Plain:
    """The text of a unit as it is written, with what has a place in it but no length."""

    def __init__(self, text: str, unit: Unit, writer: Writer, addresses: Addresses) -> None:
        self.text, self.at, self.writer, self.addresses = text, unit.start, writer, addresses
        stops = [(at, writer.place(addresses.place(name))) for at, name in unit.ids]
        stops += [(image.at, _image(image, writer, addresses)) for image in unit.images]
        self._stops = deque(sorted(stops, key=lambda found: found[0]))

    def write(self, until: int, into: _Open) -> None:
        """Write what stands before an offset."""
        while self._stops and self._stops[0][0] <= until:
            place, written = self._stops.popleft()
            into.pieces += [self.writer.escape(self.text[self.at : max(self.at, place)]), written]
            into.pure = False
            self.at = max(self.at, place)
        into.pieces.append(self.writer.escape(self.text[self.at : until]))
        self.at = until


def _close(opened: list[_Open], plain: _Plain) -> None:
    one = opened.pop()
    plain.write(one.end, one)
    around = opened[-1].pieces
    content = "".join(one.pieces)
    if one.name == "a":
        address = plain.addresses.of(one.href)
        around.append(content if address is None else plain.writer.link(content, address))
    else:
        bare = plain.text[one.start : one.end] if one.pure else None
        around.append(plain.writer.mark(content, one.name, "".join(around[-2:]), bare))


def _image(image: Image, writer: Writer, addresses: Addresses) -> str:
    address = addresses.of(image.src)
    return "" if address is None else writer.image(address, image)
