"""Parquet written back: one column without what was injected, all others and the metadata as they were.

A Parquet file is compressed by the column, so nothing can be cut out of its bytes: it is written
anew by pyarrow, with the same schema, row groups and compression. Values are what they were, bytes
are not. The file is written when all records are in the manifest, one row group after the other.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from scrub.batch.job import Job, Shard
from scrub.batch.manifest import rows
from scrub.batch.outcome import Outcome, digest
from scrub.batch.pieces import Piece, chunks, from_json, sum_of, with_pieces, without
from scrub.batch.rewriting import file_row, not_written, untouched
from scrub.errors import InputError
from scrub.inputs.arrow import pyarrow
from scrub.inputs.formats import renamed

PARQUET = "parquet"

_Value = str | bytes


class Cell(NamedTuple):
    """A value of the file: its row, from 1, its column, what goes of it, and the digest it must have."""

    row: int
    column: str
    pieces: list[Piece]
    sha256: str


class Columns:
    """The new file of a shard that is a Parquet file."""

    size = 0

    def __init__(self, job: Job, shard: Shard, _: int) -> None:
        one = shard.inputs[0]
        self._name = renamed(one.stem or PARQUET, one.name)
        self._path = job.out / self._name
        self._source = Path(one.name)

    def write_outcome(self, outcome: Outcome, _: str | None) -> Mapping[str, Any]:
        """What the row of a record says of its value without the cuts."""
        row = outcome.row
        if row.get("place") is None:
            return {"output": None, **untouched(row)}
        value = outcome.output
        if value is None:
            return {"output": {"file": self._name, "offset": None, **row["input"]}}
        page = b"".join(with_pieces(io.BytesIO(value), from_json(row["cuts"])))
        if _is_text(page) and not _is_text(value):
            return {"output": {"file": self._name, "offset": None, **row["input"]}, **untouched(row)}
        return {"output": {"file": self._name, "offset": None, **sum_of([value])}}

    def closing_row(self, manifest: Path) -> Mapping[str, Any]:
        """Write the file, now that every record is in the manifest; the row of the whole file."""
        try:
            rewrite(self._source, self._part, cells_of(manifest, "output"))
        except (InputError, OSError) as error:
            self._part.unlink(missing_ok=True)
            return not_written(str(self._source), error)
        output = {"file": self._name, "offset": 0, **_sum(self._part)}
        return file_row(str(self._source)) | {
            "input": _sum(self._source),
            "output": output,
            "format": PARQUET,
        }

    def sync(self) -> None:
        """Nothing is written before the end."""

    def close(self) -> None:
        """Nothing is open."""

    def finish(self) -> None:
        """Give the new file its name; there is none where it could not be written."""
        if self._part.exists():
            self._part.replace(self._path)

    @property
    def _part(self) -> Path:
        return self._path.with_name(f".{self._path.name}.part")


def _is_text(value: bytes) -> bool:
    """Whether a column of strings can hold it."""
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _sum(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return sum_of(chunks(stream))


def cells_of(manifest: Path, wanted: str) -> Iterator[Cell]:
    """The values of a manifest that were cut, in order; wanted is `input` or `output`: whose digest."""
    for row in rows(manifest):
        if row.get("cuts"):
            place = row["place"]
            yield Cell(place[0], place[3], from_json(row["cuts"]), row[wanted]["sha256"])


def rewrite(
    source: Path, into: Path, cells: Iterator[Cell], change: Callable[[bytes, list[Piece]], bytes] = without
) -> None:
    """Write a Parquet file anew with some values changed; its memory is that of a row group.

    Raises InputError where a value is not what it has to be, or the file is damaged.
    """
    arrow = pyarrow()
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(source, pre_buffer=False) as found:
            writer = parquet.ParquetWriter(
                into, found.schema_arrow, compression=_compression(found.metadata), version="2.6"
            )
            with writer:
                _write_groups(found, writer, cells, change)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"Parquet data that cannot be written again: {str(error).splitlines()[0]}") from None


def _write_groups(found: Any, writer: Any, cells: Iterator[Cell], change: Any) -> None:
    begin = 1
    waiting = next(cells, None)
    for k in range(found.num_row_groups):
        table = found.read_row_group(k)
        changed: dict[str, dict[int, bytes]] = {}
        while waiting is not None and waiting.row < begin + table.num_rows:
            value = _bytes(table[waiting.column][waiting.row - begin].as_py())
            value = change(value, waiting.pieces)
            if digest(value)[7:] != waiting.sha256:
                raise InputError("a value is not what it has to be: the file was changed")
            changed.setdefault(waiting.column, {})[waiting.row - begin] = value
            waiting = next(cells, None)
        for column, values in changed.items():
            table = _replaced(table, column, values)
        writer.write_table(table, row_group_size=max(table.num_rows, 1))
        begin += table.num_rows


def _replaced(table: Any, column: str, values: Mapping[int, bytes]) -> Any:
    """The table with some values of a column replaced, which keeps its type."""
    import pyarrow

    k = table.schema.get_field_index(column)
    every = table.column(k).to_pylist()
    for number, value in values.items():
        every[number] = value.decode() if isinstance(every[number], str) else value
    return table.set_column(k, table.schema.field(k), pyarrow.array(every, table.schema.field(k).type))


def _bytes(value: _Value | None) -> bytes:
    return (value or b"") if not isinstance(value, str) else value.encode()


def _compression(metadata: Any) -> Any:
    """The compression of every column, as the first row group has it."""
    if not metadata.num_row_groups or not metadata.num_columns:
        return "snappy"
    group = metadata.row_group(0)
    columns = (group.column(k) for k in range(metadata.num_columns))
    return {one.path_in_schema: _codec(one.compression) for one in columns}


def _codec(name: str) -> str:
    return "none" if name == "UNCOMPRESSED" else name.lower()
