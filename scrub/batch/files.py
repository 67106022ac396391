"""The files of a shard: they grow under another name, and have their own when the shard is done."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from scrub.batch.job import Job, Shard
from scrub.batch.journal import sync
from scrub.batch.outcome import Outcome, digest, filter_of
from scrub.inputs.formats import renamed
from scrub.outputs import FORMS, LAYOUTS, unique_stem
from scrub.values import Page


class Shorter(Exception):  # noqa: N818 - no error: the shard begins anew
    """A file has less in it than is known to have been written."""


class Part:
    """A file that grows; opening it cuts it back to the size that is known to be whole.

    Raises Shorter where it is not that long.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not self._part.exists():  # the end of the shard was torn
            path.replace(self._part)
        if size > (self._part.stat().st_size if self._part.exists() else 0):
            raise Shorter
        self._stream: BinaryIO = self._part.open("r+b" if self._part.exists() else "w+b")
        self._stream.truncate(size)
        self._stream.seek(size)
        self.size = size

    @property
    def growing(self) -> Path:
        """Where it is found until it is finished."""
        return self._part

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
    """Where a shard's outputs go. size: what opening it again asks for, to go on from here."""

    size: int

    def write_outcome(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any]:
        """Write one output; what its row in the manifest says of it."""

    def closing_row(self, manifest: Path) -> Mapping[str, Any] | None:
        """A row behind those of the records, which are in that file; None where there is nothing to say."""

    def sync(self) -> None:
        """Have everything on the disk."""

    def close(self) -> None:
        """Close it as it is."""

    def finish(self) -> None:
        """The shard is done."""


class Lines(Part):
    """All outputs of a shard in one file."""

    def __init__(self, job: Job, shard: Shard, size: int, suffix: str = ".jsonl") -> None:
        self._name = f"{shard.rank:05}{suffix}"
        super().__init__(job.out / self._name, size)

    def write_outcome(self, outcome: Outcome, _: str | None) -> Mapping[str, Any]:
        """Write one output behind the others."""
        if filter_of(outcome.row):
            return {"output": None}
        body = outcome.output or b""
        place = {"file": self._name, "offset": self.write(body), "bytes": len(body)}
        return {"output": place | {"sha256": digest(body)[7:]}}

    def closing_row(self, _: Path) -> None:
        """The rows of the records say it all."""


class Folder:
    """Each output in a file of its own, named after the page."""

    size = 0

    def __init__(self, job: Job, shard: Shard) -> None:
        self._job = job
        self._part = job.state / f"{shard.rank:05}.page"

    def write_outcome(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any]:
        """Write one output under its name; the same page has the same name whenever it is written."""
        page = _page(outcome.row)
        name = LAYOUTS[self._job.layout](page) + self._named(stem or unique_stem(page), page)
        path = self._job.out / name
        if filter_of(outcome.row):
            path.unlink(missing_ok=True)  # a first pass may have written it
            return {"output": None}
        if outcome.output is None:
            return {"output": outcome.row.get("output")}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._part.write_bytes(outcome.output)
        self._part.replace(path)
        size = len(outcome.output)
        place = {"file": name, "offset": 0, "bytes": size, "sha256": digest(outcome.output)[7:]}
        return {"output": place}

    def closing_row(self, _: Path) -> None:
        """The rows of the records say it all."""

    def _named(self, stem: str, page: Page) -> str:
        if self._job.form in FORMS:
            suffix = FORMS[self._job.form].suffix
            return stem.removesuffix(suffix) + suffix
        return renamed(stem, page.source or "")

    def sync(self) -> None:
        """Have every file on the disk, with one call: one a file would cost as much as cleaning."""
        if hasattr(os, "sync"):
            os.sync()

    def close(self) -> None:
        """Nothing is open."""

    def finish(self) -> None:
        """Every file has its name already."""
        self.sync()


def write_whole(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON into a file that appears whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        stream.write(encoded_whole(content))
        sync(stream)
    part.replace(path)


def encoded_whole(content: Mapping[str, Any]) -> bytes:
    """JSON as such files have it."""
    return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def _page(row: Mapping[str, Any]) -> Page:
    place = row["source"]
    return Page(
        url=row["url"],
        source=place["file"],
        offset=place["offset"],
        record_id=place["record_id"],
        row=place["row"],
        date=row["date"],
    )
