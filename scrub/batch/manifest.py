"""Manifests: for every record of a job one line that says what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scrub.batch.job import Job
from scrub.errors import InputError
from scrub.outputs import encoded, open_whole

Row = Mapping[str, Any]


def manifest_path(job: Job, rank: int) -> Path:
    """The manifest of a shard."""
    return job.out / "manifest" / f"{rank:05}.jsonl"


def dump(row: Row) -> bytes:
    """A row as it stands in the file."""
    return encoded(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def rows(path: Path) -> Iterator[Row]:
    """The rows of one manifest. Raises InputError for a line that is none."""
    for _, row in numbered_rows(path):
        yield row


def numbered_rows(path: Path, *, torn: bool = False) -> Iterator[tuple[int, Row]]:
    """The rows of one manifest, with the numbers of their lines; the end may be torn where torn is True.

    Raises InputError for a line that is no object.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            row = _object(line)
            if row is None and torn:
                return
            if row is None:
                raise InputError(f"{path}: line {number:,} is no row of a manifest")
            yield number, row


def _object(line: bytes) -> Row | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def write_removed(job: Job, path: Path) -> None:
    """Everything that was taken out, one removal a line, from the manifests of the shards that are done."""
    with open_whole(path) as stream:
        for shard in job.shards:
            manifest = manifest_path(job, shard.rank)
            for row in rows(manifest) if manifest.exists() else ():
                where = {"url": row["url"], "source": row["source"]}
                for removal in row["removed"]:
                    stream.write(dump(where | removal))
