"""CSV and its kin with tabs, semicolons or bars: the first row names the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scrub.encoding import is_utf8
from scrub.errors import InputError
from scrub.inputs.coded import Coded, Run, body_of, runs_of
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.packing import PIECE
from scrub.inputs.reading import MAX_BYTES, Reading
from scrub.inputs.records import FIELDS, field_of, page_of_row
from scrub.inputs.stream import Stream
from scrub.values import Page, Place

_ROW = 2 * MAX_BYTES  # bytes
_DELIMITERS = (b"\t", b";", b",", b"|")
_MARK = b"\xef\xbb\xbf"
_DOUBLED = re.compile(b'""')


def matches(head: bytes) -> bool:
    """Whether the first line names fields, one of them known to hold pages."""
    names = _names(head.partition(b"\n")[0])
    return len(names) > 1 and any(name.lower() in FIELDS for name in names)


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the rows."""
    delimiter = _delimiter(stream.peek(PIECE).partition(b"\n")[0])
    first = _row(stream, delimiter)
    names = _names(first or b"")
    row = 0
    while stream.peek(1):
        offset, at = stream.offset(), stream.position
        raw = _row(stream, delimiter)
        if raw is None:
            row += 1
            stream.readline(_ROW)
            yield Failure(source, "a quote that never closes", offset, row=row)
        elif raw.strip():
            row += 1
            yield _page(raw, delimiter, names, (source, reading, row, offset, at))


_Where = tuple[str, Reading, int, "int | None", int]


def _page(raw: bytes, delimiter: bytes, names: list[str], where: _Where) -> Page | Failure:
    source, reading, row, offset, at = where
    cells = _cells(raw, delimiter)
    if len(cells) != len(names):
        words = f"{len(cells)} fields where the first row has {len(names)}"
        return Failure(source, words, offset, row=row)
    fields: dict[str, str | bytes] = {
        name: body_of(raw, cell).decode("utf-8", "replace") for name, cell in zip(names, cells)
    }
    try:
        name = field_of(fields, reading)
        column = len(names) - 1 - names[::-1].index(name)
    except (InputError, ValueError):
        return page_of_row(fields, source, reading, row, offset)
    body = body_of(raw, cells[column])
    fields[name] = body.decode() if is_utf8(body) else body
    place = Place(at, len(raw), "csv", f"{delimiter.decode()}{column}")
    return page_of_row(fields, source, reading, row, offset, place)


def coded(raw: bytes, name: str) -> Coded:
    """The cell of a row; name is the delimiter and the number of the column, from 0.

    Raises ValueError where there is no such cell, or more than one row.
    """
    delimiter, column = name[0].encode(), int(name[1:])
    found = _row_of(delimiter).match(raw.removeprefix(_MARK))
    cells = _cells(raw, delimiter)
    if found is None or found.end() != len(raw.removeprefix(_MARK)) or column >= len(cells):
        raise ValueError("not that row")
    others = [body_of(raw, cell) for k, cell in enumerate(cells) if k != column]
    return Coded(cells[column], (others, found["end"]))


@cache
def _row_of(delimiter: bytes) -> re.Pattern[bytes]:
    """A row: cells in quotes that may hold breaks, or without."""
    plain = rb"[^%s\r\n]*+" % re.escape(delimiter)
    cell = rb'(?:"[^"]*+(?:""[^"]*+)*+"%s|(?!")%s)' % (plain, plain)
    return re.compile(rb"%s(?:%s%s)*+(?P<end>\r\n|\n|\r|\Z)" % (cell, re.escape(delimiter), cell))


@cache
def _cell_of(delimiter: bytes) -> re.Pattern[bytes]:
    return re.compile(rb'(?:"([^"]*+(?:""[^"]*+)*+)")?([^%s\r\n]*+)(%s)?' % ((re.escape(delimiter),) * 2))


def _row(stream: Stream, delimiter: bytes) -> bytes | None:
    """The next row; None where a quote is opened that never closes."""
    pattern = _row_of(delimiter)
    wanted = PIECE
    while True:
        window = stream.peek(wanted)
        found = pattern.match(window)
        whole = len(window) < wanted
        if found and (whole or found.end() < len(window)):
            return stream.read(found.end())
        if whole or wanted >= _ROW:
            return None
        wanted *= 4


def _cells(raw: bytes, delimiter: bytes) -> list[list[Run]]:
    """The runs of every cell; `x` in `"a"x` belongs to it, as other readers have it."""
    pattern = _cell_of(delimiter)
    cells = []
    at = len(_MARK) if raw.startswith(_MARK) else 0
    more = True
    while more:
        found = pattern.match(raw, at)
        assert found is not None  # every part may be empty
        quoted = runs_of(raw, _DOUBLED, lambda _: b'"', found.span(1)) if found[1] else []
        cells.append([*quoted, *([Run(*found.span(2))] if found[2] else [])])
        more, at = found[3] is not None, found.end()
    return cells


def _names(line: bytes) -> list[str]:
    delimiter = _delimiter(line)
    return [body_of(line, cell).decode("utf-8", "replace").strip() for cell in _cells(line, delimiter)]


def _delimiter(line: bytes) -> bytes:
    return max(_DELIMITERS, key=line.count)


FORMAT = Format("csv", (".csv", ".tsv"), matches, read)
