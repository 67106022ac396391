"""`-`: one page on standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from scrub.errors import InputError
from scrub.inputs.failure import Failure, reason_of
from scrub.inputs.reading import MAX_BYTES, Reading, page_of
from scrub.values import Page

NAME = "-"


def matches(name: str) -> bool:
    """Whether the name is `-`."""
    return name == NAME


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The page on standard input."""
    try:
        yield page_of(sys.stdin.buffer.read(MAX_BYTES + 1), name, None, reading)
    except InputError as error:
        yield Failure("standard input", str(error))
    except OSError as error:
        yield Failure("standard input", reason_of(error))
