"""Records of WARC and ARC archives, one by one; damage is told and passed over, never skipped in silence.

Why not FastWARC 2.0: it stops at the first damaged byte, gives a truncated record as an empty one
without a word, and reads no ARC. Reading is a few per cent of the time that a page costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scrub.errors import InputError
from scrub.inputs.reading import MAX_BYTES
from scrub.inputs.stream import Stream

_LINE = 65_536  # bytes of a header line
_LINES = 1000  # of one header
_BLOCK = MAX_BYTES + 2**20  # bytes of a block that is read: a page and its HTTP header
_START = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n")
_ARC = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]*:[^\n]*?) (?P<address>\S+) (?P<date>\d{14}) (?P<type>[^\s]*|no-type)"
    rb"(?: \d{3} \S+ \S+ \d+ \S+)? (?P<length>\d+)\r?\n",
    re.IGNORECASE,
)
_LONGEST_START = 16_384  # bytes of an ARC line, which holds an address
# The end of a block whose record says that it is longer, and the beginning of the next record.
_OVERRUN = re.compile(rb"\r\n\r\n(?=WARC/1\.\d\r\nWARC-)")
_BREAKS = b"\r\n"


class Record(NamedTuple):
    """One record. fields: its header, names in lower case. block: its beginning alone where it is not whole.

    offset is where its member, or in an unpacked archive the record, starts in the file; None where
    the file cannot be entered there. ARC records have the fields of a WARC response.
    """

    offset: int | None
    fields: Mapping[str, str]
    block: bytes
    whole: bool


class Damage(NamedTuple):
    """Bytes that are no record, or a record that is not whole."""

    offset: int | None
    reason: str
    fields: Mapping[str, str]


def starts_record(head: bytes) -> bool:
    """Whether an archive, or a record of one, begins so."""
    return _START.match(head) is not None or _ARC.match(head) is not None


def records(stream: Stream) -> Iterator[Record | Damage]:
    """Every record, and every damage in its place; after damage it goes on with the next record."""
    while True:
        fields: dict[str, str] = {}
        offset = stream.member
        try:
            _skip_breaks(stream)
            offset = stream.offset()
            if not stream.peek(1):
                return
            fields = _fields(stream)
            yield Record(offset, fields, *_block(stream, fields))
        except InputError as error:
            yield Damage(stream.member if offset is None else offset, str(error), fields)
            if not _find_record(stream):
                return


def _skip_breaks(stream: Stream) -> None:
    while (found := stream.peek(1)) and found in _BREAKS:
        stream.read(1)


def _find_record(stream: Stream) -> bool:
    """Go to the next place where a record begins; False at the end."""
    while True:
        try:
            while stream.peek(1):
                if starts_record(stream.peek(_LONGEST_START)):
                    return True
                stream.readline(_LINE)
            return False
        except InputError:
            if stream.next_member() is None:
                return False


def _fields(stream: Stream) -> dict[str, str]:
    line = stream.readline(_LINE)
    if found := _ARC.match(line):
        return _arc_fields(found)
    if not _START.match(line):
        raise InputError("no WARC or ARC record here")
    fields: dict[str, str] = {}
    name = ""
    for _ in range(_LINES):
        line = stream.readline(_LINE)
        if not line.strip():
            return fields
        if line[:1] in b" \t":
            fields[name] = f"{fields.get(name, '')} {_text(line)}".strip()
            continue
        before, colon, after = line.partition(b":")
        name = _text(before).lower()
        if colon:
            fields[name] = _text(after)
    raise InputError("the header of a record never ends")


def _text(line: bytes) -> str:
    return line.strip().decode("utf-8", "replace")


def _arc_fields(found: re.Match[bytes]) -> dict[str, str]:
    date = found["date"].decode()
    return {
        "warc-type": "warcinfo" if found["url"].lower().startswith(b"filedesc:") else "response",
        "warc-target-uri": _text(found["url"]),
        "warc-date": f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:]}Z",
        "content-type": "application/http; msgtype=response",
        "content-length": found["length"].decode(),
    }


def _block(stream: Stream, fields: Mapping[str, str]) -> tuple[bytes, bool]:
    """The block of a record, and whether it is whole: not where no page can be that large.

    Raises InputError where the archive ends within it.
    """
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise InputError("a record without its length")
    wanted = int(length)
    if wanted > _BLOCK:
        head = stream.read(_LINE)
        _check_length(len(head) + stream.skip(wanted - len(head)), wanted)
        return head, False
    block = stream.read(wanted)
    if overrun := _overrun(stream, block, wanted):
        stream.unread(block[overrun.end() :])
        return block[: overrun.start()], True
    _check_length(len(block), wanted)
    return block, True


def _check_length(got: int, wanted: int) -> None:
    if got < wanted:
        raise InputError(f"truncated record: {got:,} of {wanted:,} bytes")


def _overrun(stream: Stream, block: bytes, wanted: int) -> re.Match[bytes] | None:
    """Where the next record begins inside a block that claims to be longer than it is.

    A page may quote a WARC record; its own record ends where its length says.
    """
    behind = stream.peek(_LONGEST_START).lstrip(_BREAKS) if len(block) == wanted else b"?"
    if not behind or starts_record(behind):
        return None
    return _OVERRUN.search(block)
