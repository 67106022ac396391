"""The journal of a shard: how far it is, so that whoever goes on neither loses nor doubles a record.

A line is written when everything before it is safely in the files it speaks of; these are cut back to
the sizes it names before anybody goes on. A line that was torn is as good as none.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from scrub.values import Tally


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a shard is: records done of input number `input`, and the sizes of its files.

    entry: offset and number of a record done in that input from which it can be read again.
    """

    input: int = 0
    records: int = 0
    entry: tuple[int, int] | None = None
    sizes: tuple[int, int] = (0, 0)  # output, manifest
    tally: Tally = field(default_factory=Tally)


class Journal:
    """One journal, open for writing; `mark` is where to go on."""

    def __init__(self, path: Path, header: dict[str, Any]) -> None:
        self._path = path
        self._header = header
        path.parent.mkdir(parents=True, exist_ok=True)
        self.mark = self._recover(header)
        self._stream: BinaryIO = path.open("ab")
        if not self._stream.tell():
            self._append(header)

    def begin_anew(self) -> None:
        """Forget how far the shard was."""
        self._stream.truncate(0)
        self._append(self._header)
        self.mark = Mark()

    def write(self, mark: Mark) -> None:
        """Put down how far the shard is; every file it speaks of must be on the disk."""
        self._append(asdict(mark))
        self.mark = mark

    def close(self) -> None:
        """Close it; it stays to go on from."""
        self._stream.close()

    def _append(self, line: dict[str, Any]) -> None:
        self._stream.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        sync(self._stream)

    def _recover(self, header: dict[str, Any]) -> Mark:
        """The last whole line, where the journal is of this very shard; else the beginning."""
        lines = _whole_lines(self._path)
        if not lines or lines[0] != json.loads(json.dumps(header)):
            self._path.unlink(missing_ok=True)
            return Mark()
        with self._path.open("r+b") as stream:  # what was torn must not glue to the next line
            stream.truncate(sum(len(line) for line in _raw_lines(self._path)[: len(lines)]))
        return _mark(lines[-1]) if len(lines) > 1 else Mark()


def sync(stream: BinaryIO) -> None:
    """Have everything that was written on the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def _raw_lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for raw in _raw_lines(path):
        try:
            if not raw.endswith(b"\n"):
                break
            lines.append(json.loads(raw))
        except ValueError:
            break
    return lines


def _mark(line: dict[str, Any]) -> Mark:
    entry = tuple(line["entry"]) if line["entry"] else None
    return Mark(line["input"], line["records"], entry, tuple(line["sizes"]), Tally(**line["tally"]))
