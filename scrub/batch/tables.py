"""Articles and manifests as Parquet: the same records as in JSONL, in typed columns.

A shard grows as JSONL, which can be cut back to what is safe after a crash; when it is whole it becomes
one Parquet file, a row group after the other, under another name first. A folder of such files is a
dataset for pyarrow, Polars, DuckDB and Spark. Whoever reads a row back gets the very line it was made of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrub.batch.files import Lines, Part
from scrub.batch.job import Job, Shard
from scrub.batch.outcome import Outcome, digest
from scrub.errors import OptionError
from scrub.outputs import encoded
from scrub.outputs.jsonl import dump_line

if TYPE_CHECKING:
    import pyarrow

PARQUET = "parquet"
SUFFIX = ".parquet"
_ROWS = 1000  # of a row group, and in memory at once
_SOURCE = {"file": "string", "offset": "int64", "record_id": "string", "row": "int64"}
_METADATA = {
    "modified": "string",
    "description": "string",
    "tags": ["string"],
    "licence": "string",
    "canonical": "string",
    "image": "string",
}
_REMOVAL = {
    "text": "string",
    "score": "double",
    "family": "string",
    "reasons": ["string"],
    "css_path": "string",
    "line": "int64",
    "links": ["string"],
    "cut": "string",
    "at": "int64",
}
# Names and types of columns; a dict is a struct, a list holds values of one type. Whatever has no
# column of its own is in the last one, as JSON.
ARTICLES: Mapping[str, Any] = {
    "url": "string",
    "source": _SOURCE,
    "title": "string",
    "author": "string",
    "date": "string",
    "language": "string",
    "site_name": "string",
    "page_type": "string",
    "metadata": _METADATA,
    "text": "string",
    "comments": [{"text": "string", "author": "string", "date": "string"}],
    "why": "string",
    "removed": [_REMOVAL],
    "model": "string",
    "error": "string",
    "other": "string",
}
MANIFEST: Mapping[str, Any] = {
    "source": _SOURCE,
    "url": "string",
    "date": "string",
    "outcome": "string",
    "why": "string",
    "error": "string",
    "model": "string",
    "scrub": "string",
    "input": {"bytes": "int64", "sha256": "string"},
    "output": {"file": "string", "offset": "int64", "bytes": "int64", "row": "int64", "sha256": "string"},
    "blocks": "int64",
    "characters_kept": "int64",
    "removed": [_REMOVAL],
    "other": "string",
}


class Table(Lines):
    """The articles of a shard, which become a Parquet file when it is done."""

    def __init__(self, job: Job, shard: Shard, size: int) -> None:
        self._table = job.out / f"{shard.rank:05}{SUFFIX}"
        self._rows = 0
        Part.__init__(self, lines_path(job, shard.rank), size)
        self._name = self._table.name
        self._rows = self._count(size)

    def write_outcome(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any]:
        """Write one article behind the others."""
        if outcome.output is not None:
            outcome = outcome._replace(output=_storable(outcome.output))
        written = super().write_outcome(outcome, stem)
        if written["output"] is None:
            return written
        self._rows += 1
        return {"output": {**written["output"], "row": self._rows}}

    def finish(self) -> None:
        """Make the Parquet file; the lines stay until the shard is marked as done."""
        super().finish()
        write(self._path, self._table, ARTICLES)

    def _count(self, size: int) -> int:
        self._stream.seek(0)
        count = sum(1 for _ in self._stream)
        self._stream.seek(size)
        return count


def check() -> None:
    """Raises OptionError where pyarrow is missing."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise OptionError("Parquet is written by pyarrow: pip install 'scrub[parquet]'") from None


def lines_path(job: Job, rank: int) -> Path:
    """The articles of a shard as lines, while it grows."""
    return job.state / f"{rank:05}.rows"


def write(lines: Path, path: Path, columns: Mapping[str, Any]) -> None:
    """Make a Parquet file of lines of JSON, which appears whole."""
    import pyarrow.parquet as parquet

    schema = _schema(columns)
    part = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with lines.open("rb") as stream, part.open("wb") as raw:
        with parquet.ParquetWriter(raw, schema, compression="zstd") as writer:
            while some := [_columned(json.loads(line), columns) for line in islice(stream, _ROWS)]:
                writer.write_table(_table(some, schema))
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(path)


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines that the rows of a Parquet file of articles were made of."""
    import pyarrow.parquet as parquet

    with parquet.ParquetFile(path, pre_buffer=False) as table:
        for batch in table.iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                yield encoded(dump_line(_record(row)))


def digests_of(path: Path) -> Iterator[str]:
    """The digest of every row of a Parquet file of articles, in order, as manifests have it."""
    return (digest(line)[7:] for line in lines_of(path))


def restore_lines(path: Path, lines: Path) -> None:
    """Write the lines that a Parquet file was made of."""
    with lines.open("wb") as stream:
        stream.writelines(lines_of(path))


def _record(row: dict[str, Any]) -> dict[str, Any]:
    other = json.loads(row.pop("other") or "{}")
    return {**row, **other}


def _columned(record: dict[str, Any], columns: Mapping[str, Any]) -> dict[str, Any]:
    other = {name: value for name, value in record.items() if name not in columns}
    row = {name: record.get(name) for name in columns}
    row["other"] = json.dumps(other, ensure_ascii=False, separators=(",", ":")) if other else None
    return row


def _table(some: list[dict[str, Any]], schema: pyarrow.Schema) -> pyarrow.Table:
    import pyarrow

    return pyarrow.Table.from_pylist(some, schema=schema)


def _schema(columns: Mapping[str, Any]) -> pyarrow.Schema:
    import pyarrow

    return pyarrow.schema([pyarrow.field(name, _type(kind)) for name, kind in columns.items()])


def _type(kind: str | list[Any] | Mapping[str, Any]) -> pyarrow.DataType:
    import pyarrow

    if isinstance(kind, list):
        return pyarrow.list_(_type(kind[0]))
    if isinstance(kind, Mapping):
        return pyarrow.struct([pyarrow.field(name, _type(one)) for name, one in kind.items()])
    return pyarrow.type_for_alias(kind)


def _storable(line: bytes) -> bytes:
    r"""The line as it will be read back, lone surrogates as the text of their escapes: Parquet holds UTF-8 only."""
    record = json.loads(line)
    if rb"\ud" in line:
        record = _storable_value(record)
    return encoded(dump_line(_record(_columned(record, ARTICLES))))


def _storable_value(value: Any) -> Any:
    if isinstance(value, str):
        return encoded(value).decode()
    if isinstance(value, dict):
        return {_storable_value(name): _storable_value(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_storable_value(one) for one in value]
    return value
