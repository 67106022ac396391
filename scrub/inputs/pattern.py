"""A glob, for shells that do not expand it and for `**`."""

from __future__ import annotations

import glob
from collections.abc import Iterator

from scrub.inputs import file, folder
from scrub.inputs.failure import Failure
from scrub.inputs.reading import Reading
from scrub.values import Page


def matches(name: str) -> bool:
    """Whether the name has a wildcard; a file of exactly that name was recognised before."""
    return glob.has_magic(name)


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages in whatever the glob matches, in the order of their paths."""
    paths = _paths(name)
    for path in paths:
        kind = folder if folder.matches(path) else file
        yield from kind.read(path, reading)
    if not paths:
        yield Failure(name, "matches no file")


def names(name: str, kind: str | None) -> list[str]:
    """The names of the files that `read` would read; the glob itself where there are none."""
    found: list[str] = []
    for path in _paths(name):
        found += folder.names(path, kind) if folder.matches(path) else [path]
    return found or [name]


def _paths(name: str) -> list[str]:
    paths = sorted(glob.iglob(name, recursive=True))  # noqa: PTH207 - a Path has no absolute globs
    if "**" in name:  # folders were walked by the glob itself
        paths = [path for path in paths if not folder.matches(path)]
    return paths
