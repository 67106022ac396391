"""A file that holds many pages, written back: the same bytes without what was injected.

While the job runs, every cut is found in the file and put into the manifest, at its offset there. When
all records are done, one pass over the file and the manifest writes the new one: a job may be stopped at
any moment, and nothing of a file is written twice.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from scrub.batch.job import Job, Shard
from scrub.batch.journal import sync
from scrub.batch.manifest import rows
from scrub.batch.outcome import Outcome, digest
from scrub.batch.pieces import Counted, Piece, Sum, as_json, from_json, less_pieces, with_pieces, without
from scrub.batch.repacking import packed, recipe_of
from scrub.errors import InputError
from scrub.inputs import reason_of
from scrub.inputs.codings import located
from scrub.inputs.formats import opened, renamed
from scrub.inputs.stream import Stream
from scrub.values import Place

# The formats of inputs that can be written back; pages of their own among them.
WRITTEN_BACK = (
    *("address", "page", "html", "text", "markdown"),
    *("jsonl", "csv", "parquet", "wxr", "mediawiki", "sql", "mhtml"),
)
_TRIES = 32  # cuts of one page that are tried one by one where they are not certain together


class Rewriting:
    """The new file of a shard. size: bytes that all cuts so far have taken from it."""

    def __init__(self, job: Job, shard: Shard, gone: int) -> None:
        one = shard.inputs[0]
        self.size = gone
        self._name = renamed(one.stem or "export", one.name)
        self._path = job.out / self._name
        self._source = one.name
        self._raw: BinaryIO | None = None
        self._stream: Stream | None = None

    def write_outcome(self, outcome: Outcome, _: str | None) -> Mapping[str, Any]:
        """Find the cuts of one record in the file; what its row in the manifest says of them."""
        row = outcome.row
        if row.get("place") is None:
            return {"output": None, **untouched(row)}
        place = Place(*row["place"])
        raw = self._read(place)
        cuts = from_json(row["cuts"])
        page = b"".join(with_pieces(io.BytesIO(outcome.output or b""), cuts))
        pieces = pieces_in_file(raw, place, page, cuts)
        left = without(raw, pieces)
        offset = place.at - self.size
        self.size += len(raw) - len(left)
        output = {"file": self._name, "offset": offset, "bytes": len(left), "sha256": digest(left)[7:]}
        lifted = as_json(piece._replace(at=piece.at + place.at) for piece in pieces)
        return {"output": output, "cuts": lifted, "unlocated": still_there(row, pieces, cuts)}

    def closing_row(self, manifest: Path) -> Mapping[str, Any]:
        """Write the file, now that every record is in the manifest; the row of the whole file."""
        read, written = Sum(), Sum()
        try:
            recipe = recipe_of(self._source)
            with opened(self._source) as raw, self._part.open("wb") as part:
                left = less_pieces(Counted(Stream(raw), read), cuts_of(manifest), self._source)
                for chunk in written.passed(packed(left, recipe)):
                    part.write(chunk)
                sync(part)
        except (InputError, OSError) as error:
            self._part.unlink(missing_ok=True)
            return not_written(self._source, error)
        output = {"file": self._name, "offset": 0, **written.row()}
        return file_row(self._source) | {"input": read.row(), "output": output, "packing": recipe}

    def sync(self) -> None:
        """Nothing is written before the end."""

    def close(self) -> None:
        """Close the file that was read."""
        if self._raw is not None:
            self._raw.close()

    def finish(self) -> None:
        """Give the new file its name; there is none where it could not be written."""
        if self._part.exists():
            self._part.replace(self._path)

    @property
    def _part(self) -> Path:
        return self._path.with_name(f".{self._path.name}.part")

    def _read(self, place: Place) -> bytes:
        if self._stream is None:
            self._raw = opened(self._source)
            self._stream = Stream(self._raw)
        self._stream.skip(place.at - self._stream.position)
        return self._stream.read(place.size)


def pieces_in_file(raw: bytes, place: Place, page: bytes, cuts: list[Piece]) -> list[Piece]:
    """Cuts out of a page as cuts out of the raw bytes that hold it; those that are certain."""
    if not cuts:
        return []
    pieces = _located(raw, place, page, cuts)
    if pieces is None:
        certain: list[Piece] = []
        pieces = []
        for cut in cuts[:_TRIES]:
            if (found := _located(raw, place, page, [*certain, cut])) is not None:
                certain, pieces = [*certain, cut], found
    return pieces


def _located(raw: bytes, place: Place, page: bytes, cuts: list[Piece]) -> list[Piece] | None:
    ranges = [(cut.at, cut.at + len(cut.removed)) for cut in cuts]
    edits = located(raw, place.coding, place.name, page, ranges)
    if edits is None:
        return None
    return [
        Piece(edit.start, raw[edit.start : edit.end], edit.put, _numbers(cuts[k] for k in edit.ranges))
        for edit in edits
    ]


def _numbers(cuts: Iterator[Piece]) -> tuple[int, ...]:
    return tuple(sorted({number for cut in cuts for number in cut.removals}))


def still_there(row: Mapping[str, Any], pieces: list[Piece], cuts: list[Piece]) -> list[int]:
    """The removals that were not located, in the page or in the file."""
    gone = {number for piece in pieces for number in piece.removals}
    left = {number for cut in cuts for number in cut.removals} - gone
    return sorted(left | set(row["unlocated"]))


def untouched(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a record that cannot be cut in its file: everything is still in it."""
    return {"cuts": [], "unlocated": list(range(len(row["removed"])))}


def cuts_of(manifest: Path) -> Iterator[Piece]:
    """Every cut in a manifest, in order."""
    for row in rows(manifest):
        yield from from_json(row.get("cuts", ()))


def not_written(source: str, error: Exception) -> dict[str, Any]:
    """The row of a file that could not be written back: of it there is no output."""
    reason = reason_of(error) if isinstance(error, OSError) else str(error)
    return file_row(source) | {"outcome": "not written", "error": reason}


def file_row(source: str) -> dict[str, Any]:
    """What a manifest says of a file that was written back whole; `input` and `output` are to be filled."""
    return {
        "source": {"file": source, "offset": None, "record_id": None, "row": None},
        "url": None,
        "input": None,
        "output": None,
        "outcome": "written",
        "removed": [],
        "error": None,
    }
