"""Manifests against what they speak of: whether it is still so, and the inputs as they were."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from scrub.batch.columns import PARQUET, cells_of, rewrite
from scrub.batch.kept import Kept, inside, is_copy
from scrub.batch.manifest import Row, numbered_rows
from scrub.batch.pieces import Piece, Sum, chunks, from_json, sum_of, with_pieces
from scrub.batch.repacking import packed
from scrub.batch.rewriting import cuts_of
from scrub.errors import InputError
from scrub.inputs.stream import Stream


class Checked(NamedTuple):
    """One output: the name of its file, what is wrong with it ("" where nothing is), and a remark."""

    name: str
    reason: str
    remark: str = ""


_UNFINISHED = "not finished; the same `scrub clean` goes on with it"
_OF_FILES = ("written", "not written")  # outcomes of files, not of records
_NOT_SAME = "nothing in it was written back; `scrub undo` is for what `--format same` wrote"
_ANEW = "its content is restored, packed anew: the packed bytes are not those of the input"
_VALUES = "its values are restored, written anew: the bytes are not those of the input"


def manifests(path: Path) -> list[Path]:
    """The manifests that a path names: a file, a folder of them, or the folder of a job.

    Those of shards that were not finished come last. Raises InputError where there are none.
    """
    for folder in (path / "manifest", path):
        if folder.is_dir():
            whole = sorted(folder.glob("*.jsonl"))
            parts = [part for part in sorted(folder.glob(".*.jsonl.part")) if _whole(part) not in whole]
            if whole or parts:
                return whole + parts
    if not path.is_file():
        raise InputError(f"{path}: no manifest")
    return [path]


def verify(manifest: Path) -> Iterator[Checked]:
    """Every output that a manifest speaks of, and whether it speaks of every record.

    Raises InputError where it is no manifest.
    """
    told = 0

    def verified(row: Row, kept: Kept) -> Iterator[Checked]:
        nonlocal told
        told += row["outcome"] not in _OF_FILES
        place = row["output"]
        if not place or place["offset"] is None or place["file"] in kept.missing:
            return
        reason = kept.difference(row)
        if not (_is_part(manifest) and place["file"] in kept.missing):
            yield Checked(place["file"], reason)

    def behind(kept: Kept) -> Iterator[Checked]:
        yield from (Checked(name, "longer than what was written") for name in kept.longer())
        done = None if _is_part(manifest) else _records_done(manifest)
        if done is not None and done != told:
            yield Checked(manifest.name, f"{told:,} records are in it, and {done:,} were done")
        elif done is None and not told:
            yield Checked(manifest.name, "there is no record in it")

    yield from _each_row(manifest, verified, behind)


def undo(manifest: Path, into: Path) -> Iterator[Checked]:
    """Restore the inputs that were written back, each into a file of the same name as its output.

    A file is written only where its content is, byte for byte, what was read: by its SHA-256. Raises
    InputError where it is no manifest.
    """
    same = False

    def restored(row: Row, kept: Kept) -> Iterator[Checked]:
        nonlocal same
        same = same or "cuts" in row or row["outcome"] == "written"
        if row["outcome"] == "written" and row.get("format") == PARQUET:
            yield _restored(row, kept, into, partial(_columns, manifest))
        elif row["outcome"] == "written":
            yield _restored(row, kept, into, partial(_content, lambda: cuts_of(manifest)))
        elif is_copy(row):
            yield _restored(row, kept, into, partial(_content, lambda: from_json(row["cuts"])))
        elif row["outcome"] == "not written":
            yield Checked(row["source"]["file"], f"never written: {row['error']}")

    yield from _each_row(manifest, restored)
    if not same:
        yield Checked(manifest.name, _NOT_SAME)


_Check = Callable[[Row, Kept], Iterator[Checked]]
_Restore = Callable[[Row, Path, Path], str]


def _whole(part: Path) -> Path:
    return part.with_name(part.name.removeprefix(".").removesuffix(".part"))


def _records_done(manifest: Path) -> int | None:
    """How many records the shard of a manifest had, by its done-marker; None where there is none."""
    home = manifest.resolve().parent.parent
    try:
        found: dict[str, Any] = json.loads((home / ".job" / f"{manifest.stem}.done").read_bytes())
        return int(sum((found["pages"], *found["failures"].values(), *found["filtered"].values())))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_part(manifest: Path) -> bool:
    return manifest.name.endswith(".part")


def _each_row(
    manifest: Path, check: _Check, behind: Callable[[Kept], Iterator[Checked]] = lambda _: iter(())
) -> Iterator[Checked]:
    kept = Kept(manifest.resolve().parent.parent)
    try:
        for number, row in numbered_rows(manifest, torn=_is_part(manifest)):
            try:
                yield from check(row, kept)
            except (KeyError, TypeError, ValueError, AttributeError):
                raise InputError(f"{manifest}: line {number:,} is no row of a manifest") from None
        yield from behind(kept)
    finally:
        kept.close()
    if _is_part(manifest):
        yield Checked(_whole(manifest).name, _UNFINISHED)


def _restored(row: Row, kept: Kept, into: Path, restore: _Restore) -> Checked:
    name = row["output"]["file"]
    if reason := kept.difference(row):
        return Checked(name, reason)
    path = inside(into.resolve(), name)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        remark = restore(row, inside(kept.home, name), part)
        part.replace(path)
    except InputError as error:
        return Checked(name, str(error))
    finally:
        part.unlink(missing_ok=True)
    return Checked(name, "", remark)


def _content(pieces: Callable[[], Iterable[Piece]], row: Row, kept: Path, part: Path) -> str:
    """Write the file with the pieces back in it, packed as it was; a remark where that shows."""
    recipe = row.get("packing")
    content, written = Sum(), Sum()
    with kept.open("rb") as raw, part.open("wb") as stream:
        restored = with_pieces(Stream(raw) if recipe else raw, pieces())
        for chunk in written.passed(packed(content.passed(restored), recipe, row["input"]["bytes"])):
            stream.write(chunk)
    if content.row() != row["input"]:
        raise InputError("the manifest does not lead back to the input")
    exact = recipe is None or written.row() == {name: recipe[name] for name in ("bytes", "sha256")}
    return "" if exact else _ANEW


def _columns(manifest: Path, row: Row, kept: Path, part: Path) -> str:
    """Write a Parquet file with the pieces back in its values; a remark, since that shows."""
    rewrite(kept, part, cells_of(manifest, "input"), _with_pieces)
    with part.open("rb") as stream:
        return "" if sum_of(chunks(stream)) == row["input"] else _VALUES


def _with_pieces(value: bytes, pieces: list[Piece]) -> bytes:
    return b"".join(with_pieces(io.BytesIO(value), pieces))
