"""Arrow files (Feather) and streams, a few rows at a time."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Iterator
from typing import Any

from scrub.errors import InputError
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import Reading
from scrub.inputs.records import page_of_row
from scrub.inputs.stream import Stream
from scrub.values import Page, Place

ROWS = 64  # that are in memory at once
_FILE, _STREAM = b"ARROW1", b"\xff\xff\xff\xff"
_METADATA = b"\x10\0\0\0"  # the offset with which the first message of every stream begins


def matches(head: bytes) -> bool:
    """Whether it is an Arrow file or stream."""
    return head.startswith(_FILE) or (head.startswith(_STREAM) and head[8:12] == _METADATA)


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the rows."""
    arrow = pyarrow()
    raw = seekable(stream, "an Arrow file")
    try:
        if stream.peek(len(_FILE)) == _FILE:
            table = arrow.ipc.open_file(raw)
            batches: Iterable[Any] = (table.get_batch(k) for k in range(table.num_record_batches))
        else:
            raw.seek(0)
            batches = arrow.ipc.open_stream(raw)
        yield from pages_of(batches, source, reading)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"damaged Arrow data: {str(error).splitlines()[0]}") from None


def pyarrow() -> Any:
    """The library. Raises InputError where it is missing."""
    try:
        import pyarrow
        import pyarrow.ipc
    except ImportError:
        raise InputError("Parquet or Arrow data; `pip install 'scrub[parquet]'` reads it") from None
    return pyarrow


def seekable(stream: Stream, what: str) -> Any:
    """The file behind the stream, for formats whose index stands at the end. Raises InputError."""
    if stream.packing is not None or not stream.raw.seekable():
        raise InputError(f"{what} is read from a plain file only: not packed, not from standard input")
    return stream.raw


def pages_of(batches: Iterable[Any], source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of record batches; rows count from 1."""
    row = 0
    for batch in batches:
        for begin in range(0, batch.num_rows, ROWS):
            for fields in batch.slice(begin, ROWS).to_pylist():
                row += 1
                plain = {
                    name: value if isinstance(value, bytes) else _plain(value)
                    for name, value in fields.items()
                }
                yield page_of_row(plain, source, reading, row, None, Place(row, 1, "parquet"))


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, datetime.timedelta)):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


FORMAT = Format("arrow", (".arrow", ".feather"), matches, read)
