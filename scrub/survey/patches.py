"""What takes the spam out of a file, as a unified diff that `patch -p1` accepts byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scrub.cleaner import source_cuts
from scrub.survey.subject import Subject
from scrub.survey.templates import is_template
from scrub.values import Page

Range = tuple[int, int]

_CONTEXT = 3  # unchanged lines around a change
# A file name that stands in the head of a diff as it is; others would need quotes, which few tools read.
_NAME = re.compile(r"[^\x00-\x1f\x7f\"\\]+")
_NO_NEWLINE = b"\\ No newline at end of file\n"


class Patch(NamedTuple):
    """The diff of one file, b"" where nothing is certain; left: removals that are not in it."""

    diff: bytes = b""
    left: int = 0


NO_PATCH = Patch()


class _Change(NamedTuple):
    """Lines `first` up to `last` of the old file become these."""

    first: int
    last: int
    lines: list[bytes]


def patch_of(subject: Subject, encoding: str | None) -> Patch:
    """The patch of a page that is a file of its own; every removal is left where it is not."""
    removed = int(subject.verdicts.span_removed.sum())
    if not removed:
        return NO_PATCH
    name = "" if is_template(subject.page) else _file_of(subject.page)
    if not name:
        return Patch(left=removed)
    cuts = source_cuts(subject.document, subject.verdicts, subject.page, encoding)
    if not cuts.ranges:
        return Patch(left=removed)
    return Patch(diff(subject.page.body, cuts.ranges, name), len(cuts.unlocated))


def _file_of(page: Page) -> str:
    """The name of the file whose bytes are the page, without what `-p1` takes off; "" where there is none."""
    if page.source is None or page.offset is not None or page.record_id or page.row is not None:
        return ""
    path = Path(page.source)
    if ".." in path.parts:
        path = path.resolve()
    name = path.as_posix().lstrip("/")
    try:
        same = path.is_file() and path.read_bytes() == page.body
    except (OSError, ValueError):
        return ""
    return name if same and _NAME.fullmatch(name) else ""


def diff(body: bytes, ranges: Sequence[Range], name: str) -> bytes:
    """The unified diff of a file that loses ranges of bytes, which are in order and apart."""
    lines = _split(body)
    # A tab ends a name with spaces in it (POSIX diff -u).
    head = f"--- a/{name}\t\n+++ b/{name}\t\n".encode("utf-8", "surrogateescape")
    shift = 0
    hunks = []
    for changes in _hunks(_changes(lines, ranges)):
        hunks.append(_hunk(lines, changes, shift))
        shift += sum(len(change.lines) - (change.last - change.first) for change in changes)
    return head + b"".join(hunks)


def _changes(lines: list[bytes], ranges: Sequence[Range]) -> Iterator[_Change]:
    """Lines that lose something, as they are afterwards; what lost its end takes the next line along."""
    left = list(_left(lines, ranges))
    k = 0
    while k < len(lines):
        first, text = k, bytearray()
        while k < len(lines) and (left[k] != lines[k] or (text and not text.endswith(b"\n"))):
            text += left[k]
            k += 1
        if k > first:
            yield _Change(first, k, _split(bytes(text)))
        else:
            k += 1


def _left(lines: list[bytes], ranges: Sequence[Range]) -> Iterator[bytes]:
    """Every line without the ranges."""
    begin = k = 0
    for line in lines:
        kept, at, end = b"", begin, begin + len(line)
        while k < len(ranges) and ranges[k][0] < end:
            kept += line[at - begin : max(ranges[k][0], at) - begin]
            at = min(max(ranges[k][1], at), end)
            if ranges[k][1] > end:
                break
            k += 1
        yield kept + line[at - begin :]
        begin = end


def _split(text: bytes) -> list[bytes]:
    pieces = text.split(b"\n")
    return [piece + b"\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _hunks(changes: Iterator[_Change]) -> Iterator[list[_Change]]:
    """Changes whose context touches stand in one hunk."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.first - hunk[-1].last > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk(lines: list[bytes], changes: list[_Change], shift: int) -> bytes:
    begin = max(changes[0].first - _CONTEXT, 0)
    end = min(changes[-1].last + _CONTEXT, len(lines))
    written, at = [], begin
    for change in changes:
        written += [(b" ", line) for line in lines[at : change.first]]
        written += [(b"-", line) for line in lines[change.first : change.last]]
        written += [(b"+", line) for line in change.lines]
        at = change.last
    written += [(b" ", line) for line in lines[at:end]]
    new = sum(sign != b"-" for sign, _ in written)
    old = end - begin
    head = f"@@ -{_place(begin, old)} +{_place(begin + shift, new)} @@\n".encode()
    return head + b"".join(sign + _ended(line) for sign, line in written)


def _place(begin: int, count: int) -> str:
    """Lines count from 1; of none, the line before is named."""
    return f"{begin + 1 if count else begin},{count}"


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + b"\n" + _NO_NEWLINE
