"""Parquet files, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

from scrub.errors import InputError
from scrub.inputs.arrow import ROWS, pages_of, pyarrow, seekable
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.values import Page

_BUFFER = 2**20  # bytes of a column that are read at once


def matches(head: bytes) -> bool:
    """Whether it is a Parquet file."""
    return head.startswith(b"PAR1")


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the rows."""
    arrow = pyarrow()
    import pyarrow.parquet as parquet

    try:
        # Buffered ahead, a file would be in memory as a whole; unbuffered, a column of a row group would.
        table = parquet.ParquetFile(seekable(stream, "a Parquet file"), pre_buffer=False, buffer_size=_BUFFER)
        yield from pages_of(table.iter_batches(batch_size=ROWS), source, reading)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"damaged Parquet data: {str(error).splitlines()[0]}") from None


FORMAT = Format("parquet", (".parquet", ".pq"), matches, read)
