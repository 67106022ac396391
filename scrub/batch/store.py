"""A job whose OUT is in a store: it is done in a folder here, and whole files go there as its shards end.

Stores can neither append nor rename, so a shard's files are put there when they are complete, its
done-marker last: whoever goes on, on whichever machine, does again the shards without a marker there, and
nothing is lost or doubled. On the same machine the journal in the folder here saves what was done of them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from scrub.batch.files import encoded_whole
from scrub.batch.job import Job
from scrub.batch.manifest import manifest_path, rows
from scrub.errors import OptionError, ScrubError
from scrub.inputs import remote

_DESCRIBED, _DECIDED, _SECOND = ".job/job.json", ".job/second/decided.json", ".job/second"


def scratch(store: str) -> Path:
    """The folder here in which a job is done whose OUT is in a store: always the same for the same OUT."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "scrub" / "jobs" / hashlib.sha256(store.rstrip("/").encode()).hexdigest()[:24]


class Store:
    """The OUT of a job in a store. Raises ScrubError where it cannot be read or written."""

    def __init__(self, job: Job) -> None:
        self._job = job
        with self._told():
            self._files, root = remote.store(job.store or "")
        self._root = root.rstrip("/")

    def pull(self) -> None:
        """Have here what the job is, what was decided, and which shards are done: the store is right.

        Raises OptionError where something stands there that no job wrote.
        """
        state = self._job.state
        there = self._sizes(".job")
        if "job.json" not in there:
            if self._sizes(""):
                raise OptionError(f"{self._job.store} has files that no job wrote; choose another folder")
            shutil.rmtree(self._job.out, ignore_errors=True)  # of a job that was removed there
            return
        for path in state.glob("*.done"):
            if path.name not in there:  # its files are not all there
                path.unlink()
        for name, size in there.items():
            path = state / name
            if name.endswith((".done", ".json")) and not (path.exists() and path.stat().st_size == size):
                self._get(f".job/{name}")
        self._pull_decision()

    def pull_manifests(self) -> None:
        """Have here the manifests of all shards, also of those that were done elsewhere."""
        for name, size in self._sizes("manifest").items():
            path = self._job.out / "manifest" / name
            if name.endswith(".jsonl") and not (path.exists() and path.stat().st_size == size):
                self._get(f"manifest/{name}")

    def reopen(self, rank: int) -> None:
        """Have the files of a done shard here, so that it is done again; there it is not done any longer."""
        self._get(self._name(manifest_path(self._job, rank)))
        for name in self._sizes(""):
            if name.startswith(f"{rank:05}."):
                self._get(name)
        self._remove(f".job/{rank:05}.done")

    def push_shard(self, rank: int) -> None:
        """Put everything there that a shard has written, but for its marker."""
        manifest = manifest_path(self._job, rank)
        before = self._outputs_before(manifest)
        outputs = self._outputs(rank)
        for name in outputs:
            self.push(name)
        for name in sorted(before - set(outputs)):
            self._remove(name)
        for path in sorted(manifest.parent.glob(f"{manifest.stem}.*")):
            self.push(self._name(path))

    def clear_shard(self, rank: int) -> None:
        """Its outputs are there: they need not be here."""
        for name in self._outputs(rank):
            (self._job.out / name).unlink(missing_ok=True)

    def push_decision(self) -> None:
        """Put there what changes in a second pass, the digest of it last."""
        names = [self._name(path) for path in sorted((self._job.out / _SECOND).iterdir())]
        for name in sorted(names, key=lambda name: (name == _DECIDED, name)):
            self.push(name)

    def forget_decision(self) -> None:
        """Let it be decided anew."""
        self._remove(_DECIDED)

    def push(self, name: str) -> None:
        """Put one file of the folder here there, whole."""
        self._put(name, lambda there: self._files.put_file(str(self._job.out / name), there))

    def push_whole(self, path: Path, content: Mapping[str, Any]) -> None:
        """Put JSON there, before it has its file here: what is here alone is taken for unfinished."""
        self._put(self._name(path), lambda there: self._files.pipe_file(there, encoded_whole(content)))

    def _put(self, name: str, put: Callable[[str], None]) -> None:
        there = f"{self._root}/{name}"
        with self._told():
            try:
                put(there)
            except FileNotFoundError:  # some have folders, which must be there first
                self._files.makedirs(there.rpartition("/")[0], exist_ok=True)
                put(there)

    def _pull_decision(self) -> None:
        there = self._sizes(_SECOND)
        folder = self._job.out / _SECOND
        if "decided.json" not in there:
            shutil.rmtree(folder, ignore_errors=True)
            return
        before = (folder / "decided.json").read_bytes() if (folder / "decided.json").exists() else None
        self._get(_DECIDED)
        if (folder / "decided.json").read_bytes() != before:
            for name in there:
                self._get(f"{_SECOND}/{name}")

    def _outputs(self, rank: int) -> list[str]:
        """The names of all files here that a shard has written for people."""
        named = {row["output"]["file"] for row in rows(manifest_path(self._job, rank)) if row["output"]}
        own = {path.name for path in self._job.out.glob(f"{rank:05}.*") if path.is_file()}
        return sorted(name for name in named | own if (self._job.out / name).is_file())

    def _outputs_before(self, manifest: Path) -> set[str]:
        """What a shard had written there before, in a first pass."""
        if manifest.name not in self._sizes("manifest"):
            return set()
        kept = manifest.with_suffix(".before")
        self._get(self._name(manifest), kept)
        try:
            return {row["output"]["file"] for row in rows(kept) if row["output"]}
        finally:
            kept.unlink()

    def _name(self, path: Path) -> str:
        return path.relative_to(self._job.out).as_posix()

    def _sizes(self, folder: str) -> dict[str, int | None]:
        """The names in a folder there, and the sizes of what they name."""
        with self._told():
            self._files.invalidate_cache()
            try:
                found: list[dict[str, Any]] = self._files.ls(
                    f"{self._root}/{folder}".rstrip("/"), detail=True
                )
            except FileNotFoundError:
                return {}
        names = ((PurePosixPath(one["name"].rstrip("/")).name, one) for one in found)
        return {name: one.get("size") for name, one in names if name != PurePosixPath(folder).name}

    def _get(self, name: str, into: Path | None = None) -> None:
        path = into or self._job.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        with self._told():
            self._files.get_file(f"{self._root}/{name}", str(part))
        part.replace(path)

    def _remove(self, name: str) -> None:
        with self._told():
            try:
                self._files.rm_file(f"{self._root}/{name}")
            except FileNotFoundError:
                return

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever a store raises, in a line."""
        try:
            yield
        except ScrubError as error:
            raise ScrubError(f"{self._job.store}: {error}") from None
        except Exception as error:  # noqa: BLE001 - stores raise whatever their libraries do
            raise ScrubError(f"{self._job.store}: {remote.words(error)}; the same command goes on") from None


class Here(Store):
    """The OUT of a job that is a folder: there is nothing to put anywhere."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def pull(self) -> None:
        """All of it is here."""

    def pull_manifests(self) -> None:
        """They are here."""

    def reopen(self, rank: int) -> None:
        """Its files are here."""

    def push_shard(self, rank: int) -> None:
        """They are where they belong."""

    def clear_shard(self, rank: int) -> None:
        """They are where they belong."""

    def push_decision(self) -> None:
        """It is where it belongs."""

    def forget_decision(self) -> None:
        """It is forgotten here."""

    def push(self, name: str) -> None:
        """It is where it belongs."""

    def push_whole(self, path: Path, content: Mapping[str, Any]) -> None:
        """It gets its file here."""


def store_of(job: Job) -> Store:
    """Where the files of a job go once they are whole."""
    return Here(job) if job.store is None else Store(job)
