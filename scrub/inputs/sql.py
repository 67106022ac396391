"""SQL dumps of WordPress: the content of posts and comments, and the texts with markup in options and post metadata.

Statements are found at the beginning of lines, which mysqldump and phpMyAdmin never put inside a
value; rows are read one at a time, however long the statement is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.packing import PIECE
from scrub.inputs.reading import MAX_BYTES, Reading
from scrub.inputs.sql_rows import Value, pages_of_row
from scrub.inputs.stream import Stream
from scrub.values import Page

_ROW = 2 * MAX_BYTES  # bytes
_TABLE = rb"(?:[`\"]?\w+[`\"]?\.)?[`\"]?(\w*_(posts|comments|options|postmeta))[`\"]?"
_DUMP = re.compile(
    rb"\A-- (?:MySQL|MariaDB|phpMyAdmin)|^(?:INSERT INTO|CREATE TABLE) " + _TABLE, re.MULTILINE
)
_CREATE = re.compile(rb"\s*CREATE TABLE (?:IF NOT EXISTS )?" + _TABLE + rb"\s*\(", re.IGNORECASE)
_INSERT = re.compile(
    rb"\s*(?:INSERT|REPLACE)(?: IGNORE)? INTO " + _TABLE + rb"\s*(?:\(([^)]*)\)\s*)?VALUES", re.IGNORECASE
)
_NAME = re.compile(rb"\s*[`\"](\w+)[`\"]")
_VALUE = (
    rb"(?:(?:_\w+|[nNxX])\s*)?(?:'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'|\"[^\"\\]*+(?:(?:\\.|\"\")[^\"\\]*+)*+\")"
    rb"|[^\s'\",()]++"
)
_VALUES = re.compile(
    rb"\s*\(\s*((?:%s)\s*(?:,\s*(?:%s)\s*)*+)\)\s*(,|;|ON\s)" % (_VALUE, _VALUE), re.DOTALL | re.IGNORECASE
)
_ONE = re.compile(_VALUE, re.DOTALL)

# The columns of WordPress 6, for dumps that do not name them; plugins add theirs behind.
_COLUMNS = {
    "posts": "ID post_author post_date post_date_gmt post_content post_title post_excerpt post_status "
    "comment_status ping_status post_password post_name to_ping pinged post_modified post_modified_gmt "
    "post_content_filtered post_parent guid menu_order post_type post_mime_type comment_count",
    "comments": "comment_ID comment_post_ID comment_author comment_author_email comment_author_url "
    "comment_author_IP comment_date comment_date_gmt comment_content comment_karma comment_approved "
    "comment_agent comment_type comment_parent user_id",
    "options": "option_id option_name option_value autoload",
    "postmeta": "meta_id post_id meta_key meta_value",
}


def matches(head: bytes) -> bool:
    """Whether it is a dump, or statements about posts, comments, options or post metadata."""
    return _DUMP.search(head) is not None


def read(stream: Stream, source: str, _: Reading) -> Iterator[Page | Failure]:
    """The posts, comments, options and post metadata that have words."""
    columns: dict[bytes, list[str]] = {}
    row = 0
    while head := stream.peek(PIECE):
        if created := _CREATE.match(head):
            columns[created[1]] = _created(stream)
        elif insert := _INSERT.match(head):
            table = insert[2].decode().lower()
            named = _listed(insert[3]) if insert[3] else columns.get(insert[1])
            stream.skip(insert.end())
            for values in _rows(stream, named or _COLUMNS[table].split()):
                row += 1
                if isinstance(values, dict):
                    yield from pages_of_row(values, table, source, row)
                else:
                    yield Failure(source, "no row of values where one must be", values, row=row)
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
    return [name.strip(b' `"\n').decode("utf-8", "replace") for name in names.split(b",")]


def _rows(stream: Stream, columns: list[str]) -> Iterator[dict[str, Value] | int | None]:
    """The values of each row of one statement, by column; where a row must be and is none, its offset."""
    more = True
    while more:
        offset, at = stream.offset(), stream.position
        found = _next_row(stream)
        if found is None:
            _skip_line(stream)
            yield offset
            return
        more = found[2] == b","
        values = _ONE.finditer(found.string, *found.span(1))
        yield {
            name: Value(one[0], at + one.start(), offset) for name, one in zip(columns, values, strict=False)
        }


def _next_row(stream: Stream) -> re.Match[bytes] | None:
    wanted = PIECE
    while True:
        window = stream.peek(wanted)
        if found := _VALUES.match(window):
            stream.skip(found.end())
            return found
        if len(window) < wanted or wanted >= _ROW:
            return None
        wanted *= 4


FORMAT = Format("sql", (".sql",), matches, read)
