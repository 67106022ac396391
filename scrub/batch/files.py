"""The files of a shard: they grow under another name, and have their own when the shard is done."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from scrub.batch.job import Job, Shard
from scrub.batch.journal import sync
from scrub.batch.outcome import Outcome, digest
from scrub.outputs import FORMS, unique_stem
from scrub.values import Page


class Part:
    """A file that grows; opening it cuts it back to the size that is known to be whole."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not self._part.exists():  # the end of the shard was torn
            path.replace(self._part)
        self._stream: BinaryIO = self._part.open("r+b" if self._part.exists() else "w+b")
        self._stream.truncate(size)
        self._stream.seek(size)
        self.size = size

    def write(self, body: bytes) -> int:
        """Write behind the rest; the offset of what was written."""
        self._stream.write(body)
        self.size += len(body)
        return self.size - len(body)

    def sync(self) -> None:
        """Have it on the disk."""
        sync(self._stream)

    def close(self) -> None:
        """Close it as it is, to go on some other time."""
        self._stream.close()

    def finish(self) -> None:
        """Give it its name."""
        self.sync()
        self._stream.close()
        self._part.replace(self._path)


class Sink(Protocol):
    """Where a shard's outputs go."""

    size: int

    def write(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any] | None:
        """Write one output; the place for its row in the manifest, None where there is none."""

    def sync(self) -> None:
        """Have everything on the disk."""

    def close(self) -> None:
        """Close it as it is."""

    def finish(self) -> None:
        """The shard is done."""


class Lines(Part):
    """All outputs of a shard in one file."""

    def __init__(self, job: Job, shard: Shard, size: int) -> None:
        self._name = f"{shard.rank:05}{FORMS[job.form].suffix}"
        super().__init__(job.out / self._name, size)

    def write(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any] | None:  # type: ignore[override]  # noqa: ARG002
        """Write one output behind the others."""
        body = outcome.output or b""
        offset = super().write(body)
        return {"file": self._name, "offset": offset, "bytes": len(body), "sha256": digest(body)[7:]}


class Folder:
    """Each output in a file of its own, named after the page."""

    size = 0

    def __init__(self, job: Job, shard: Shard) -> None:
        self._job = job
        self._part = job.state / f"{shard.rank:05}.page"

    def write(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any] | None:
        """Write one output under its name; the same page has the same name whenever it is written."""
        if outcome.output is None:
            kept: Mapping[str, Any] | None = outcome.row.get("output")
            return kept
        name = (stem or unique_stem(_page(outcome.row))) + FORMS[self._job.form].suffix
        self._part.write_bytes(outcome.output)
        self._part.replace(self._job.out / name)
        size = len(outcome.output)
        return {"file": name, "offset": 0, "bytes": size, "sha256": digest(outcome.output)[7:]}

    def sync(self) -> None:
        """Have every file on the disk, with one call: one a file would cost as much as cleaning."""
        if hasattr(os, "sync"):
            os.sync()

    def close(self) -> None:
        """Nothing is open."""

    def finish(self) -> None:
        """Every file has its name already."""
        self.sync()


def open_sink(job: Job, shard: Shard, size: int) -> Sink:
    """Where the outputs of this shard go."""
    if job.form == "jsonl":
        return Lines(job, shard, size)
    return Folder(job, shard)


def write_whole(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON into a file that appears whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        stream.write(json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")
        sync(stream)
    part.replace(path)


def _page(row: Mapping[str, Any]) -> Page:
    place = row["source"]
    return Page(
        url=row["url"],
        source=place["file"],
        offset=place["offset"],
        record_id=place["record_id"],
        row=place["row"],
    )
