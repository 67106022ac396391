"""CSV and its kin with tabs or semicolons: the first row names the fields."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import MAX_BYTES, Reading
from scrub.inputs.records import FIELDS, page_of_row
from scrub.inputs.stream import Stream
from scrub.values import Page

_ROW = 2 * MAX_BYTES  # bytes
_DELIMITERS = ("\t", ";", ",")


def matches(head: bytes) -> bool:
    """Whether the first line names fields, one of them known to hold pages."""
    names = _names(head.partition(b"\n")[0])
    return len(names) > 1 and any(name.lower() in FIELDS for name in names)


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the rows."""
    first = _row(stream)
    names = _names(first)
    delimiter = _delimiter(first)
    row = 0
    while True:
        offset = stream.offset()
        raw = _row(stream)
        if not raw:
            return
        if not raw.strip():
            continue
        row += 1
        values = _values(raw, delimiter)
        if len(values) != len(names):
            words = f"{len(values)} fields where the first row has {len(names)}"
            yield Failure(source, words, offset, row=row)
        else:
            yield page_of_row(dict(zip(names, values)), source, reading, row, offset)


def _row(stream: Stream) -> bytes:
    """The lines of one row: as long as a quote is open. Where it never closes, the first line alone."""
    first = raw = stream.readline(_ROW)
    quotes = raw.count(b'"')
    lines = [raw]
    size = len(raw)
    while quotes % 2 and raw and size < _ROW:
        raw = stream.readline(_ROW)
        quotes += raw.count(b'"')
        size += len(raw)
        lines.append(raw)
    if quotes % 2:
        stream.unread(b"".join(lines[1:]))
        return first
    return b"".join(lines)


def _names(line: bytes) -> list[str]:
    return [name.strip() for name in _values(line.removeprefix(b"\xef\xbb\xbf"), _delimiter(line))]


def _delimiter(line: bytes) -> str:
    return max(_DELIMITERS, key=lambda one: line.count(one.encode()))


def _values(raw: bytes, delimiter: str) -> list[str]:
    csv.field_size_limit(_ROW)
    text = raw.decode("utf-8", "replace").rstrip("\r\n")
    try:
        return next(csv.reader(_lines(text), delimiter=delimiter), [])
    except csv.Error:
        return []


def _lines(text: str) -> Iterator[str]:
    """Lines as a file has them: `splitlines` would break at separators that are none in CSV."""
    yield from (line + "\n" for line in text.split("\n"))


FORMAT = Format("csv", (".csv", ".tsv"), matches, read)
