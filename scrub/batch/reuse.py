"""What an earlier run of a shard has done well: `--retry-failed` does the rest."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrub.batch.job import Job
from scrub.batch.outcome import Outcome, tally_of
from scrub.batch.pieces import SAME
from scrub.batch.settling import Second, touched
from scrub.batch.tables import SUFFIX, lines_path, restore_lines
from scrub.outputs import source_record
from scrub.values import Page

_Key = tuple[Any, ...]


class Reuse:
    """The outcomes of an earlier run that need not be done again, by the place of their record."""

    def __init__(self, job: Job, rank: int, second: Second | None = None) -> None:
        self._again = second.copies if second else frozenset()
        manifest, self._outputs = _earlier(job, rank)
        self._manifest = manifest
        self._lines: dict[_Key, deque[tuple[int, int]]] = {}
        if manifest.exists() and job.form != SAME:  # a file that is written back is written whole
            self._index()

    @staticmethod
    def keep(job: Job, rank: int, manifest: Path) -> None:
        """Set the files of a finished shard aside, so that it is run again with them."""
        kept, outputs = _earlier(job, rank)
        for output in job.out.glob(f"{rank:05}.*"):
            if output.name in (f"{rank:05}.jsonl", f"{rank:05}.warc.gz"):
                output.replace(outputs)
            elif output.name == f"{rank:05}{SUFFIX}":
                restore_lines(output, outputs)
                output.unlink()
        manifest.replace(kept)

    @staticmethod
    def forget(job: Job, rank: int) -> None:
        """The shard is done again."""
        for path in (*_earlier(job, rank), lines_path(job, rank)):
            path.unlink(missing_ok=True)

    def outcome(self, page: Page, number: int) -> Outcome | None:
        """What became of this page before, record `number` of the shard; None where it is to be done."""
        lines = self._lines.get(_key(source_record(page)))
        if not lines:
            return None
        row = json.loads(_piece(self._manifest, *lines.popleft()))
        if number in self._again:
            return None
        place = row["output"]
        output = None
        if place and self._outputs.exists():
            output = _piece(self._outputs, place["offset"], place["bytes"])
        return Outcome(row, output, tally_of(row))

    def _index(self) -> None:
        at = 0
        with self._manifest.open("rb") as lines:
            for line in lines:
                row = json.loads(line)
                if row["error"] is None and not touched(row):
                    self._lines.setdefault(_key(row["source"]), deque()).append((at, len(line)))
                at += len(line)


def _earlier(job: Job, rank: int) -> tuple[Path, Path]:
    return job.state / f"{rank:05}.earlier", job.state / f"{rank:05}.outputs"


def _key(source: Mapping[str, Any]) -> _Key:
    return tuple(source[name] for name in ("file", "offset", "record_id", "row"))


def _piece(path: Path, offset: int, size: int) -> bytes:
    with path.open("rb") as stream:
        stream.seek(offset)
        return stream.read(size)
