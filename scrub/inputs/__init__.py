"""Inputs into pages. One bad input is a Failure in its place, never an exception.

A new kind of input is one module with `matches` and `read`, and one row in KINDS; a new format of
files is one module with a FORMAT, and one row in `formats`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrub.inputs import address, file, folder, listing, pattern, stdin
from scrub.inputs.failure import Failure
from scrub.inputs.reading import Reading
from scrub.values import Page

__all__ = ["KINDS", "Failure", "Reading", "read"]

# In the order of asking: the first that matches reads. A file whose name has a `*` is a file.
KINDS = (stdin, address, folder, file, pattern)


def read(names: Iterable[str], reading: Reading | None = None) -> Iterator[Page | Failure]:
    """The pages of the inputs, one by one and in order, with a Failure where there is none."""
    reading = reading or Reading()
    for name in listed(names):
        if isinstance(name, Failure):
            yield name
        else:
            yield from _read_one(name, reading)


def listed(names: Iterable[str]) -> Iterator[str | Failure]:
    """The names, with what a list names in the place of the list."""
    for name in names:
        if listing.matches(name):
            yield from listing.names(name)
        else:
            yield name


def _read_one(name: str, reading: Reading) -> Iterator[Page | Failure]:
    for kind in KINDS:
        if kind.matches(name):
            yield from kind.read(name, reading)
            return
    yield Failure(name, "no such file or folder")
