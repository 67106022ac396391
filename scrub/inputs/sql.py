"""SQL dumps of WordPress: the content of posts and comments, row by row.

Statements are found at the beginning of lines, which mysqldump and phpMyAdmin never put inside a
value; rows are read one at a time, however long the statement is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.packing import PIECE
from scrub.inputs.reading import MAX_BYTES, Reading
from scrub.inputs.stream import Stream
from scrub.values import Page

_ROW = 2 * MAX_BYTES  # bytes
_TABLE = rb"[`\"]?(\w*_(posts|comments))[`\"]?"
_DUMP = re.compile(
    rb"\A-- (?:MySQL|MariaDB|phpMyAdmin)|^(?:INSERT INTO|CREATE TABLE) " + _TABLE, re.MULTILINE
)
_CREATE = re.compile(rb"\s*CREATE TABLE (?:IF NOT EXISTS )?" + _TABLE + rb"\s*\(", re.IGNORECASE)
_INSERT = re.compile(
    rb"\s*(?:INSERT|REPLACE)(?: IGNORE)? INTO " + _TABLE + rb"\s*(?:\(([^)]*)\)\s*)?VALUES", re.IGNORECASE
)
_NAME = re.compile(rb"\s*[`\"](\w+)[`\"]")
_VALUE = rb"(?:_binary\s*)?'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'|[^\s',()]+"
_VALUES = re.compile(rb"\s*\(\s*((?:%s)\s*(?:,\s*(?:%s)\s*)*)\)\s*([,;])" % (_VALUE, _VALUE), re.DOTALL)
_ONE = re.compile(_VALUE, re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
_ESCAPES = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}

# The columns of WordPress 6, for dumps that do not name them; plugins add theirs behind.
_COLUMNS = {
    "posts": "ID post_author post_date post_date_gmt post_content post_title post_excerpt post_status "
    "comment_status ping_status post_password post_name to_ping pinged post_modified post_modified_gmt "
    "post_content_filtered post_parent guid menu_order post_type post_mime_type comment_count",
    "comments": "comment_ID comment_post_ID comment_author comment_author_email comment_author_url "
    "comment_author_IP comment_date comment_date_gmt comment_content comment_karma comment_approved "
    "comment_agent comment_type comment_parent user_id",
}
# Of each table: what holds the page, its number, its date, its address.
_USED = {
    "posts": ("post_content", "ID", "post_date_gmt", "guid"),
    "comments": ("comment_content", "comment_ID", "comment_date_gmt", ""),
}


def matches(head: bytes) -> bool:
    """Whether it is a dump, or statements about posts or comments."""
    return _DUMP.search(head) is not None


def read(stream: Stream, source: str, _: Reading) -> Iterator[Page | Failure]:
    """The posts and comments that have words."""
    columns: dict[bytes, list[str]] = {}
    row = 0
    while head := stream.peek(PIECE):
        if created := _CREATE.match(head):
            columns[created[1]] = _created(stream)
        elif insert := _INSERT.match(head):
            table = insert[2].decode().lower()
            named = _listed(insert[3]) if insert[3] else columns.get(insert[1])
            stream.skip(insert.end())
            for found in _rows(stream, source, table, named or _COLUMNS[table].split()):
                row += 1
                if found is not None:
                    yield replace(found, row=row)
        else:
            _skip_line(stream)


def _skip_line(stream: Stream) -> None:
    while (line := stream.readline(PIECE)) and not line.endswith(b"\n"):
        pass


def _created(stream: Stream) -> list[str]:
    """The names of columns, which stand one a line; keys and the end have no name in quotes first."""
    _skip_line(stream)
    names = []
    while found := _NAME.match(stream.peek(PIECE)):
        names.append(found[1].decode())
        _skip_line(stream)
    return names


def _listed(names: bytes) -> list[str]:
    return [name.strip(b' `"\n').decode() for name in names.split(b",")]


def _rows(stream: Stream, source: str, table: str, columns: list[str]) -> Iterator[Page | Failure | None]:
    """The rows of one statement; None where there is no word in one."""
    more = True
    while more:
        offset = stream.offset()
        found = _next_row(stream)
        if found is None:
            _skip_line(stream)
            yield Failure(source, "no row of values where one must be", offset)
            return
        more = found[2] == b","
        values = dict(zip(columns, _ONE.findall(found[1])))
        yield _page(values, source, table, offset)


def _next_row(stream: Stream) -> re.Match[bytes] | None:
    wanted = PIECE
    while True:
        window = stream.peek(wanted)
        if found := _VALUES.match(window):
            stream.skip(found.end())
            return found
        if len(window) < wanted or wanted >= _ROW:
            return None
        wanted *= 2


def _page(values: dict[str, bytes], source: str, table: str, offset: int | None) -> Page | None:
    content, number, date, address = (values.get(name) for name in _USED[table])
    record_id = f"{table.removesuffix('s')} {(number or b'?').decode('ascii', 'replace')}"
    url = _string(address).decode("utf-8", "replace") if address else None
    body = _string(content) if content else b""
    if not body.strip():
        return None
    when = _string(date).decode("ascii", "replace") if date else None
    return Page(body, url, "text/html", None, source, offset, record_id, None, when)


def _string(value: bytes) -> bytes:
    """The bytes of a quoted value; anything else is no text."""
    begin = value.find(b"'")
    if begin < 0:
        return b""
    return _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]) if m[1] else b"'", value[begin + 1 : -1])


FORMAT = Format("sql", (".sql",), matches, read)
