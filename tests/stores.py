"""A store for tests: objects in a folder, with nothing that object stores cannot do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import fsspec


class _Object:
    """An object that is there when all of it is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}{os.getpid()}~")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = self._part.open("wb")

    def __enter__(self) -> _Object:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._stream.close()
        if kind is None:
            self._part.replace(self._path)

    def write(self, body: bytes) -> int:
        return self._stream.write(body)


class Bucket(fsspec.AbstractFileSystem):  # type: ignore[misc]
    """`bucket:///folder`: whole objects are put, read, listed and deleted; there is no renaming, no appending."""

    protocol = "bucket"
    root_marker = "/"

    def _open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        if mode == "rb":
            return Path(self._strip_protocol(path)).open("rb")
        if mode == "wb":
            return _Object(Path(self._strip_protocol(path)))
        raise ValueError(f"objects cannot be opened for {mode}")

    def ls(self, path: str, detail: bool = True, **_: Any) -> Any:
        found = [self.info(str(one)) for one in sorted(Path(self._strip_protocol(path)).iterdir())]
        found = [one for one in found if not one["name"].endswith("~")]
        return found if detail else [one["name"] for one in found]

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        here = Path(self._strip_protocol(path))
        about = here.stat()
        return {"name": str(here), "size": about.st_size, "type": "directory" if here.is_dir() else "file"}

    def rm_file(self, path: str) -> None:
        Path(self._strip_protocol(path)).unlink()

    def mv(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError("objects have one name")


def register() -> None:
    """Have fsspec know it."""
    fsspec.register_implementation("bucket", Bucket, clobber=True)
