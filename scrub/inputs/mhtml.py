"""MHTML, the single-file page of browsers: its HTML parts, frames included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from scrub.errors import InputError
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import MAX_BYTES, Reading, content_type, too_large
from scrub.inputs.stream import Stream
from scrub.values import Page

_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)


def matches(head: bytes) -> bool:
    """Whether the header is that of a mail whose parts make one page."""
    header = _HEADER.match(head)
    return header is not None and bool(_RELATED.search(header[0])) and bool(_MIME.search(header[0]))


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the file; its pictures and style sheets are passed over."""
    body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise too_large()
    message = message_from_bytes(body)
    snapshot, date = message.get("Snapshot-Content-Location"), message.get("Date")
    row = 0
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            row += 1
            yield _page(part, source, reading, row, snapshot if row == 1 else None, date)
    if not row:
        raise InputError("no HTML part")


def _page(
    part: Message, source: str, reading: Reading, row: int, snapshot: str | None, date: str | None
) -> Page | Failure:
    url = snapshot or part.get("Content-Location")
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    try:
        content_type(body, "html", reading.encoding)
    except InputError as error:
        return Failure(source, str(error), row=row, url=url)
    charset = part.get_content_charset()
    typed = f"text/html; charset={charset}" if charset else "text/html"
    return Page(body, url, typed, None, source, None, part.get("Content-ID"), row, date)


FORMAT = Format("mhtml", (".mhtml", ".mht"), matches, read, gathered=True)
