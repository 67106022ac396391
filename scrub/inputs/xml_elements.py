"""Elements of a huge XML file, one by one, found by their names alone.

No XML parser is asked: exports hold control characters, stray doctypes and half-written entities that
make a parser stop, and a parser tells no byte offsets.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from scrub.inputs.coded import Range
from scrub.inputs.packing import PIECE
from scrub.inputs.reading import MAX_BYTES
from scrub.inputs.stream import Stream
from scrub.inputs.xml_text import text_of

_LONGEST = 2 * MAX_BYTES  # bytes of an element
_NAME = 64  # bytes of an opening that may be cut by the end of a window
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_CDATA = re.compile(rb"<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+\]\]>")
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_ASCII = "<a href='x'>[&#38;]~{}"  # where one of these is other bytes, tags cannot be found


class Element(NamedTuple):
    """One element: its name, where it starts, and its bytes; reason says why they are not whole.

    offset is where the file can be entered, at counts bytes without their packing.
    """

    name: str
    offset: int | None
    at: int
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
        yield _element(stream, found[1])


def _element(stream: Stream, name: bytes) -> Element:
    offset, at = stream.offset(), stream.position
    closing = re.compile(rb"</%s\s*>" % re.escape(name))
    wanted = PIECE
    searched = 0
    while True:
        window = stream.peek(wanted)
        for end in closing.finditer(window, searched):
            if window.count(_OPEN, 0, end.start()) <= window.count(_CLOSE, 0, end.start()):
                return Element(name.decode(), offset, at, stream.read(end.end()))
        if len(window) < wanted or wanted >= _LONGEST:
            reason = "an element that never ends" if len(window) < wanted else "an element too large"
            stream.skip(len(name) + 1)
            return Element(name.decode(), offset, at, b"", reason)
        searched = max(0, len(window) - _NAME)
        wanted *= 2


def masked(raw: bytes) -> bytes:
    """The element with blanks where its CDATA sections are, which hold no element, whatever they look like."""
    return _CDATA.sub(lambda section: b" " * len(section[0]), raw)


def inner_range(mask: bytes, name: str) -> Range | None:
    """Where the content of the first element of this name stands inside others; None where there is none.

    mask is what `masked` gives.
    """
    escaped = re.escape(name.encode())
    opening = re.search(rb"<%s(?:\s[^>]*?)?(/?)>" % escaped, mask)
    if opening is None:
        return None
    if opening[1]:
        return opening.end(), opening.end()
    closing = re.compile(rb"</%s\s*>" % escaped).search(mask, opening.end())
    return (opening.end(), closing.start()) if closing else None


def inner(raw: bytes, mask: bytes, name: str, encoding: str = "utf-8") -> str | None:
    """The text of the first element of this name inside others; None where there is none."""
    place = inner_range(mask, name)
    return None if place is None else text_of(raw[slice(*place)], encoding)


def encoding_of(head: bytes) -> str:
    """The codec that an XML declaration names; UTF-8 where it names none in which tags are ASCII."""
    found = _DECLARED.match(head)
    if found is None:
        return "utf-8"
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
        return codec.name if codec.encode(_ASCII)[0] == _ASCII.encode() else "utf-8"
    except (LookupError, UnicodeError, TypeError, ValueError):
        return "utf-8"
