"""Manifests against what they speak of: whether it is still so, and the inputs as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scrub.batch.manifest import Row, rows
from scrub.batch.pieces import Piece, chunks, from_json, sum_of, with_pieces
from scrub.errors import InputError


class Checked(NamedTuple):
    """One output: the name of its file, and what is wrong with it; "" where nothing is."""

    name: str
    reason: str


def manifests(path: Path) -> list[Path]:
    """The manifests that a path names: a file, a folder of them, or the folder of a job.

    Raises InputError where there are none.
    """
    for folder in (path / "manifest", path):
        if folder.is_dir() and (found := sorted(folder.glob("*.jsonl"))):
            return found
    if not path.is_file():
        raise InputError(f"{path}: no manifest")
    return [path]


def verify(manifest: Path) -> Iterator[Checked]:
    """Every output that a manifest speaks of."""
    for row in rows(manifest):
        if place := row["output"]:
            yield Checked(place["file"], _difference(_home(manifest), row))


def undo(manifest: Path, into: Path) -> Iterator[Checked]:
    """Restore the inputs that were written back, each into a file of the same name as its output.

    A file is written only where it is, byte for byte, what was read: by its SHA-256.
    """
    waiting: list[Row] = []
    for row in rows(manifest):
        if row["outcome"] == "written":
            yield _restored(manifest, row, _lifted(waiting), into)
            waiting = []
        elif "cuts" in row and row["source"]["row"] is not None:
            waiting.append(row)
        elif "cuts" in row:
            yield _restored(manifest, row, from_json(row["cuts"]), into)


def _home(manifest: Path) -> Path:
    return manifest.resolve().parent.parent


def _difference(home: Path, row: Row) -> str:
    place = row["output"]
    try:
        with _inside(home, place["file"]).open("rb") as stream:
            stream.seek(place["offset"])
            found = sum_of(_at_most(chunks(stream), place["bytes"]))
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return "" if found["sha256"] == place["sha256"] else "not what was written"


def _at_most(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    for part in parts:
        yield part[:size]
        size -= len(part)
        if size <= 0:
            return


def _inside(home: Path, name: str) -> Path:
    """A file of the job. Raises InputError where a manifest names one outside of its folder."""
    path = (home / name).resolve()
    if not path.is_relative_to(home):
        raise InputError(f"{name}: outside of {home}")
    return path


def _lifted(waiting: Iterable[Row]) -> list[Piece]:
    """Cuts out of lines as cuts out of the file: offsets in the original."""
    lifted: list[Piece] = []
    gone = 0
    for row in waiting:
        begin = row["output"]["offset"] + gone
        pieces = from_json(row["cuts"])
        lifted += [Piece(begin + piece.at, piece.removed) for piece in pieces]
        gone += sum(len(piece.removed) for piece in pieces)
    return lifted


def _restored(manifest: Path, row: Row, pieces: list[Piece], into: Path) -> Checked:
    name = row["output"]["file"]
    if reason := _difference(_home(manifest), row):
        return Checked(name, reason)
    path = _inside(into.resolve(), name)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with _inside(_home(manifest), name).open("rb") as kept, part.open("wb") as stream:
            found = sum_of(_written(with_pieces(kept, pieces), stream))
        if found != row["input"]:
            return Checked(name, "the manifest does not lead back to the input")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Checked(name, "")


def _written(parts: Iterable[bytes], stream: BinaryIO) -> Iterator[bytes]:
    for part in parts:
        stream.write(part)
        yield part
