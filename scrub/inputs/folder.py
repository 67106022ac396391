"""A folder: its pages and those of all folders in it, sorted, symbolic links never followed out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from scrub.inputs import file
from scrub.inputs.failure import Failure, reason_of
from scrub.inputs.reading import Reading
from scrub.values import Page


def matches(name: str) -> bool:
    """Whether a folder stands under this name."""
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the folder in the order of their paths; files of other kinds are passed over."""
    empty = True
    for found in _walk(Path(name)):
        empty = False
        if isinstance(found, Failure):
            yield found
        else:
            yield from file.read(str(found), reading)
    if empty:
        *rest, last = file.KINDS
        yield Failure(name, f"holds no {', '.join(rest)} or {last} file")


def _walk(root: Path) -> Iterator[Path | Failure]:
    failures: list[OSError] = []
    real_root = root.resolve()
    for folder, folders, names in os.walk(root, onerror=failures.append):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if file.kind_of_name(path) and _is_inside(path, real_root):
                yield path
    for error in failures:
        yield Failure(str(error.filename), reason_of(error))


def _is_inside(path: Path, root: Path) -> bool:
    """Whether the path is a regular file that, links resolved, stands below the root."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except OSError:
        return False
