"""The outputs of a job as they are now, against what its manifests say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from scrub.batch.manifest import Row
from scrub.batch.pieces import chunks, sum_of
from scrub.batch.tables import digests_of
from scrub.errors import InputError
from scrub.inputs.stream import Stream


class Kept:
    """Files below a folder; the one that was asked for last stays open, since rows come in its order."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.missing: set[str] = set()  # files that cannot be opened
        self._ends: dict[str, int] = {}  # of files that several rows may share, as far as was asked
        self._name = ""
        self._raw: BinaryIO | None = None
        self._stream: Stream | None = None
        self._table = ""
        self._row_number = 0
        self._digests: Iterator[str] = iter(())

    def difference(self, row: Row) -> str:
        """What is wrong with the output of a row; "" where it is what was written.

        Raises InputError where the manifest names a file outside of the folder.
        """
        place = row["output"]
        path = inside(self.home, place["file"])
        try:
            if "row" in place:
                found = self._row(path, place["row"])
            elif is_copy(row) or row["outcome"] == "written":
                found = self._read_from(path, 0, None)
            elif row.get("place") is None:
                found = self._read_from(path, place["offset"], place["bytes"])
                self._ends[place["file"]] = place["offset"] + place["bytes"]
            else:
                found = self._read_on(path, place["offset"], place["bytes"])
        except InputError as error:
            return str(error)
        except OSError as error:
            self.missing.add(place["file"])
            return (error.strerror or str(error)).lower()
        return "" if found == place["sha256"] else "not what was written"

    def longer(self) -> Iterator[str]:
        """Files with something behind the last output that was asked for."""
        for name, end in self._ends.items():
            path = inside(self.home, name)
            if name not in self.missing and path.stat().st_size > end:
                yield name

    def close(self) -> None:
        """Close what is open."""
        if self._raw is not None:
            self._raw.close()
        self._name, self._raw, self._stream = "", None, None

    def _row(self, path: Path, number: int) -> str:
        """The digest of a row of a table, from 1; rows that come in order are read once."""
        if self._table != str(path) or number <= self._row_number:
            self._table, self._row_number, self._digests = str(path), 0, digests_of(path)
        found = ""
        while self._row_number < number:
            found = next(self._digests, "")
            self._row_number += 1
        return found

    def _read_from(self, path: Path, offset: int, size: int | None) -> str:
        """The digest of some bytes as they stand in a file; of all of them where size is None."""
        raw = self._opened(path)
        raw.seek(offset)
        self._stream = None
        parts = chunks(raw) if size is None else _at_most(chunks(raw), size)
        return str(sum_of(parts)["sha256"])

    def _read_on(self, path: Path, offset: int, size: int) -> str:
        """The digest of some bytes of a file without its packing."""
        raw = self._opened(path)
        if self._stream is None or self._stream.position > offset:
            raw.seek(0)
            self._stream = Stream(raw)
        self._stream.skip(offset - self._stream.position)
        return str(sum_of([self._stream.read(size)])["sha256"])

    def _opened(self, path: Path) -> BinaryIO:
        if self._raw is None or self._name != str(path):
            self.close()
            self._raw, self._name = path.open("rb"), str(path)
        return self._raw


def is_copy(row: Row) -> bool:
    """Whether a row is that of a single page that was written back, in a file of its own."""
    return "cuts" in row and row.get("place") is None and row["output"] is not None


def inside(home: Path, name: str) -> Path:
    """A file of the job. Raises InputError where a manifest names one outside of its folder."""
    path = (home / name).resolve()
    if not path.is_relative_to(home):
        raise InputError(f"{name}: outside of {home}")
    return path


def _at_most(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    for part in parts:
        yield part[:size]
        size -= len(part)
        if size <= 0:
            return
