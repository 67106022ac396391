"""Inputs into pages. One bad input is a Failure in its place, never an exception.

A new kind of input is one module with `matches` and `read`, and one row in KINDS; a new format of
files is one module with a FORMAT, and one row in `formats`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from scrub.inputs import address, file, folder, formats, listing, pattern, remote, stdin
from scrub.inputs.failure import Failure, reason_of
from scrub.inputs.folder import WRITTEN
from scrub.inputs.reading import Reading
from scrub.values import Page

__all__ = ["KINDS", "WRITTEN", "Failure", "Reading", "expanded", "read", "reason_of", "resume"]

# In the order of asking: the first that matches reads. A file whose name has a `*` is a file.
KINDS = (stdin, address, remote, folder, file, pattern)


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


def expanded(names: Iterable[str], kind: str | None) -> Iterator[str]:
    """The names of single inputs: folders, globs and lists give what is in them.

    Whatever cannot be read stays as it is: it fails when it is read.
    """
    for name in listed(names):
        if isinstance(name, Failure):
            yield name.source
        elif remote.matches(name):
            yield from remote.names(name)
        elif folder.matches(name):
            yield from folder.names(name, kind)
        elif pattern.matches(name) and not file.matches(name) and not address.matches(name):
            yield from pattern.names(name, kind)
        else:
            yield name


def resume(
    name: str, reading: Reading, records: int, entry: tuple[int, int] | None
) -> Iterator[Page | Failure]:
    """What an input gives behind its first `records` pages and failures.

    entry: the offset of one of these, and its number, where the file was seen to have one; the
    file is entered there where its format allows, else read from the beginning.
    """
    before = 0
    if entry is not None and formats.is_enterable(name, reading.kind):
        reading, before = replace(reading, entry=entry), entry[1]
    return islice(read([name], reading), records - before, None)


def _read_one(name: str, reading: Reading) -> Iterator[Page | Failure]:
    for kind in KINDS:
        if kind.matches(name):
            yield from kind.read(name, reading)
            return
    yield Failure(name, "no such file or folder")
