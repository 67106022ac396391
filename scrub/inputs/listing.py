"""`@FILE`: a list of inputs, one a line; lines that begin with `#` are remarks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scrub.inputs.failure import Failure, reason_of

_LINE = 65_536  # characters


def matches(name: str) -> bool:
    """Whether the name is an `@` with a file behind it."""
    return name.startswith("@") and not Path(name).exists()


def names(name: str) -> Iterator[str | Failure]:
    """The inputs that the list names, one by one."""
    try:
        with Path(name[1:]).open(encoding="utf-8", errors="surrogateescape") as lines:
            while line := lines.readline(_LINE):
                if (one := line.strip()) and not one.startswith("#"):
                    yield one
    except OSError as error:
        yield Failure(name, reason_of(error))
