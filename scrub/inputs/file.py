"""A file: one page or an archive of them, by its bytes; packed or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from scrub.errors import InputError
from scrub.inputs.failure import Failure, reason_of
from scrub.inputs.format import Format
from scrub.inputs.formats import HEAD, format_of
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.values import Page


def matches(name: str) -> bool:
    """Whether anything but a folder stands under this name (a file, a pipe)."""
    try:
        path = Path(name)
        return path.exists() and not path.is_dir()
    except (OSError, ValueError):
        return False


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages in the file."""
    try:
        with Path(name).open("rb") as raw:
            yield from pages_of(raw, name, reading)
    except OSError as error:
        yield Failure(name, reason_of(error))
    except ValueError:  # a NUL byte in the name
        yield Failure(name, "not a file name")


def pages_of(raw: BinaryIO, name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages in what an open file holds; the last is a Failure where nothing more can be read."""
    try:
        stream = Stream(raw)
        found = format_of(stream, name, reading.kind)
        if reading.entry is not None and found.enterable:
            raw.seek(reading.entry[0])
            stream = Stream(raw)
        else:
            reading = replace(reading, entry=None)
        pages = found.read(stream, name, reading)
        yield from _some(pages, stream, name, found) if reading.kind and not reading.entry else pages
    except InputError as error:
        yield Failure(name, str(error))


def _some(
    pages: Iterator[Page | Failure], stream: Stream, name: str, named: Format
) -> Iterator[Page | Failure]:
    """The pages; a Failure where there is none, and the file does not begin as one of the caller's word does."""
    head = stream.peek(HEAD)
    one = next(pages, None)
    if one is not None:
        yield one
        yield from pages
    elif head and not named.matches(head):
        yield Failure(name, f"no {named.name}: nothing of that kind is in it")
