"""Manifests: for every record of a job one line that says what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scrub.batch.job import Job
from scrub.outputs import encoded, open_whole

Row = Mapping[str, Any]


def manifest_path(job: Job, rank: int) -> Path:
    """The manifest of a shard."""
    return job.out / "manifest" / f"{rank:05}.jsonl"


def dump(row: Row) -> bytes:
    """A row as it stands in the file."""
    return encoded(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def rows(path: Path) -> Iterator[Row]:
    """The rows of one manifest."""
    with path.open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def write_removed(job: Job, path: Path) -> None:
    """Everything that was taken out, one removal a line, from the manifests of the shards that are done."""
    with open_whole(path) as stream:
        for shard in job.shards:
            manifest = manifest_path(job, shard.rank)
            for row in rows(manifest) if manifest.exists() else ():
                where = {"url": row["url"], "source": row["source"]}
                for removal in row["removed"]:
                    stream.write(dump(where | removal))
