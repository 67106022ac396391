"""`-`: a page, or an archive of them, on standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from scrub.inputs.failure import Failure, reason_of
from scrub.inputs.file import pages_of
from scrub.inputs.reading import Reading
from scrub.values import Page

NAME = "-"
_WORDS = "standard input"


def matches(name: str) -> bool:
    """Whether the name is `-`."""
    return name == NAME


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages on standard input."""
    try:
        for found in pages_of(sys.stdin.buffer, name, reading):
            yield replace(found, source=_WORDS) if isinstance(found, Failure) else found
    except OSError as error:
        yield Failure(_WORDS, reason_of(error))
