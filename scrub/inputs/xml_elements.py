"""Elements of a huge XML file, one by one, found by their names alone.

No XML parser is asked: exports hold control characters, stray doctypes and half-written entities that
make a parser stop, and a parser tells no byte offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from scrub.inputs.packing import PIECE
from scrub.inputs.reading import MAX_BYTES
from scrub.inputs.stream import Stream

_LONGEST = 2 * MAX_BYTES  # bytes of an element
_NAME = 64  # bytes of an opening that may be cut by the end of a window
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Element(NamedTuple):
    """One element: its name, where it starts, and its bytes; reason says why they are not whole."""

    name: str
    offset: int | None
    raw: bytes
    reason: str = ""


def elements(stream: Stream, names: tuple[str, ...]) -> Iterator[Element]:
    """Every element of these names in order; none is looked for inside another."""
    opening = re.compile(rb"<(%s)(?=[\s>])" % b"|".join(re.escape(name.encode()) for name in names))
    while window := stream.peek(PIECE):
        found = opening.search(window)
        if found is None:
            stream.skip(len(window) if len(window) < PIECE else PIECE - _NAME)
            continue
        stream.skip(found.start())
        offset = stream.offset()
        name = found[1]
        yield _element(stream, name, offset)


def _element(stream: Stream, name: bytes, offset: int | None) -> Element:
    closing = re.compile(rb"</%s\s*>" % re.escape(name))
    wanted = PIECE
    searched = 0
    while True:
        window = stream.peek(wanted)
        for end in closing.finditer(window, searched):
            if window.count(_OPEN, 0, end.start()) <= window.count(_CLOSE, 0, end.start()):
                return Element(name.decode(), offset, stream.read(end.end()))
        if len(window) < wanted or wanted >= _LONGEST:
            reason = "an element that never ends" if len(window) < wanted else "an element too large"
            stream.skip(len(name) + 1)
            return Element(name.decode(), offset, b"", reason)
        searched = max(0, len(window) - _NAME)
        wanted *= 2


def inner(raw: bytes, name: str) -> str | None:
    """The text of the first element of this name inside others; None where there is none."""
    found = re.search(
        rb"<%s(?:\s[^>]*)?(?:/>|>(.*?)</%s\s*>)" % ((re.escape(name.encode()),) * 2), raw, re.DOTALL
    )
    return None if found is None else text_of(found[1] or b"")


def text_of(raw: bytes) -> str:
    """Character data: CDATA sections as they are, everything else without entities."""
    pieces = []
    at = 0
    for section in _CDATA.finditer(raw):
        pieces += [unescape(_text(raw[at : section.start()])), _text(section[1])]
        at = section.end()
    pieces.append(unescape(_text(raw[at:])))
    return "".join(pieces) if len(pieces) == 1 else "".join(pieces).strip()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
