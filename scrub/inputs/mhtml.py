"""MHTML, the single-file page of browsers: its HTML parts, frames included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from scrub.errors import InputError
from scrub.inputs import mime_text
from scrub.inputs.coded import Coded, body_of
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import MAX_BYTES, Reading, content_type, too_large
from scrub.inputs.stream import Stream
from scrub.values import Page, Place

_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_PARTS_HEADER = re.compile(rb"(?:[^\r\n][^\n]*\n)*\r?\n")
_NESTED = 10  # levels of parts in parts: browsers write one

_ENCODINGS = {"quoted-printable": mime_text.quoted_printable, "base64": mime_text.base64}


class _Part(NamedTuple):
    """A part that has no parts: its header, where its body stands, and the boundary behind it."""

    header: Message
    start: int
    end: int
    boundary: str


def matches(head: bytes) -> bool:
    """Whether the header is that of a mail whose parts make one page."""
    header = _HEADER.match(head)
    return header is not None and bool(_RELATED.search(header[0])) and bool(_MIME.search(header[0]))


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the file; its pictures and style sheets are passed over."""
    whole = stream.read(MAX_BYTES + 1)
    if len(whole) > MAX_BYTES:
        raise too_large()
    message = _header(whole, 0, len(whole))[0]
    snapshot, date = message.get("Snapshot-Content-Location"), message.get("Date")
    row = 0
    for part in _parts(whole, 0, len(whole), "", 0):
        if part.header.get_content_type() in ("text/html", "application/xhtml+xml"):
            row += 1
            yield _page(whole, part, (source, row, snapshot if row == 1 else None, date), reading)
    if not row:
        raise InputError("no HTML part")


def _header(whole: bytes, at: int, end: int) -> tuple[Message, int]:
    """The header that begins there, and where it ends; one that is cut off has nothing behind it."""
    found = _PARTS_HEADER.match(whole, at, end)
    end = found.end() if found else end
    return message_from_bytes(whole[at:end]), end


def _parts(whole: bytes, start: int, end: int, boundary: str, level: int) -> Iterator[_Part]:
    """The parts that have no parts, in order, of a message or part with its header."""
    header, at = _header(whole, start, end)
    inner = header.get_boundary() if header.get_content_maintype() == "multipart" else None
    if inner is None or level > _NESTED:
        yield _Part(header, at, end, boundary)
        return
    mark = re.escape(b"--" + inner.encode("utf-8", "surrogateescape"))
    lines = re.compile(rb"(?<=\n)%s(--)?[ \t]*(?:\r?\n|\Z)" % mark)
    begin = None
    for line in lines.finditer(whole, at, end):
        if begin is not None:
            yield from _parts(whole, begin, _before_break(whole, line.start()), inner, level + 1)
        begin = None if line[1] else line.end()
    if begin is not None and begin < end:  # cut off, but what is there is there
        yield from _parts(whole, begin, end, inner, level + 1)


def _before_break(whole: bytes, at: int) -> int:
    """Where a part ends: the line break before a boundary belongs to the boundary."""
    if whole.endswith(b"\r\n", 0, at):
        return at - 2
    return at - 1 if whole.endswith(b"\n", 0, at) else at


def _page(
    whole: bytes, part: _Part, where: tuple[str, int, str | None, str | None], reading: Reading
) -> Page | Failure:
    source, row, snapshot, date = where
    url = snapshot or part.header.get("Content-Location")
    encoding = str(part.header.get("Content-Transfer-Encoding", "")).strip().lower()
    coding = encoding if encoding in _ENCODINGS else "identity"
    raw = whole[part.start : part.end]
    try:
        body = body_of(raw, _coded(raw, coding).runs)
        content_type(body, "html", reading.encoding)
    except InputError as error:
        return Failure(source, str(error), row=row, url=url)
    charset = part.header.get_content_charset()
    typed = f"text/html; charset={charset}" if charset else "text/html"
    place = Place(part.start, len(raw), coding, part.boundary)
    return Page(body, url, typed, None, source, None, part.header.get("Content-ID"), row, date, None, place)


def _coded(raw: bytes, coding: str) -> Coded:
    """Raises InputError."""
    try:
        return _ENCODINGS.get(coding, mime_text.identity)(raw, "")
    except ValueError:
        raise InputError(f"a part that is not in {coding}, as it says") from None


FORMAT = Format("mhtml", (".mhtml", ".mht"), matches, read, gathered=True)
