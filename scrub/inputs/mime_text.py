"""Parts of a MIME message as they travel: quoted-printable, Base64, or as they are.

name is the boundary of the parts, which must not come to stand in one.
"""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import a2b_base64

from scrub.inputs.coded import Coded, Edit, Range, Run, body_of, edited, runs_of

_QUOTED = re.compile(rb"=[0-9A-Fa-f]{2}|=[ \t]*\r?\n")
_LINE = re.compile(rb"([A-Za-z0-9+/]*=*)[ \t]*(\r\n|\n|\Z)")


def identity(raw: bytes, name: str) -> Coded:
    """A part that is not encoded. Raises ValueError where it has a boundary in it."""
    _check(raw, name)
    return Coded([Run(0, len(raw))] if raw else [])


def quoted_printable(raw: bytes, name: str) -> Coded:
    """A part in quoted-printable; soft line breaks stand for nothing. Raises ValueError as `identity`."""
    _check(raw, name)
    return Coded(runs_of(raw, _QUOTED, _byte))


def _byte(token: bytes) -> bytes:
    return bytes.fromhex(token[1:].decode()) if len(token) == 3 and token[1:2] not in b" \t\r" else b""


def base64(raw: bytes, name: str) -> Coded:
    """A part in Base64. Raises ValueError where anything else stands in it."""
    _check(raw, name)
    if any(_LINE.fullmatch(line) is None for line in raw.splitlines(keepends=True)):
        raise ValueError("not Base64")
    return Coded([Run(0, len(raw), a2b_base64(raw))])


def base64_edits(raw: bytes, _: str, coded: Coded, ranges: list[Range], __: bool) -> list[Edit]:
    """One edit, from the first group of four that changes to the end: all behind a cut is encoded anew.

    Lines stay as long as the first one.
    """
    page = body_of(raw, coded.runs)
    first = ranges[0][0] // 3
    left = edited(page, [Edit(start, end, b"", ()) for start, end in ranges])
    again = b64encode(left[3 * first :])
    width, ending = _layout(raw)
    start, room = _place(raw, 4 * first, width)
    lines = [again[:room], *(again[k : k + width] for k in range(room, len(again), width))]
    put = ending.join(lines)
    return [Edit(start, len(raw.rstrip()), put, tuple(range(len(ranges))))]


def _layout(raw: bytes) -> tuple[int, bytes]:
    """The length of a line and what ends it."""
    found = _LINE.match(raw)
    return (len(found[1]) or 76, found[2] or b"\r\n") if found else (76, b"\r\n")


def _place(raw: bytes, digits: int, width: int) -> tuple[int, int]:
    """Where the digit of that number stands, and how many fit in the rest of its line."""
    at = 0
    for line in raw.splitlines(keepends=True):
        own = len(line.rstrip())
        if digits < own:
            return at + digits, max(width - digits, 0)
        digits -= own
        at += len(line)
    return len(raw.rstrip()), width


def _check(raw: bytes, boundary: str) -> None:
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    if boundary and (raw.startswith(mark) or b"\n" + mark in raw):
        raise ValueError("a boundary inside of a part")
