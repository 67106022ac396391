"""What a format of input is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from scrub.inputs.failure import Failure
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.values import Page


class Format(NamedTuple):
    """One format of input, an archive of pages or a single one.

    suffixes: those of its files, in lower case.
    matches: whether bytes that begin so are of this format; the name of a file proves nothing.
    read: its pages, with a Failure in the place of each that cannot be read, from a stream and the
        name for messages. May raise InputError where nothing more can be read.
    gathered: whether a folder gives its files of this format without being asked for them.
    enterable: whether reading may begin at the offset of any of its pages.
    """

    name: str
    suffixes: tuple[str, ...]
    matches: Callable[[bytes], bool]
    read: Callable[[Stream, str, Reading], Iterator[Page | Failure]]
    gathered: bool = False
    enterable: bool = False
