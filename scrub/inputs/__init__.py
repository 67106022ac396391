"""Inputs into pages. One bad input is a Failure in its place, never an exception.

A new kind of input is one module with `matches` and `read`, and one row in KINDS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrub.inputs import address, file, folder, pattern, stdin
from scrub.inputs.failure import Failure
from scrub.inputs.reading import Reading
from scrub.values import Page

__all__ = ["KINDS", "Failure", "Reading", "read"]

# In the order of asking: the first that matches reads. A file whose name has a `*` is a file.
KINDS = (stdin, address, folder, file, pattern)


def read(names: Iterable[str], reading: Reading | None = None) -> Iterator[Page | Failure]:
    """The pages of the inputs, one by one and in order, with a Failure where there is none."""
    reading = reading or Reading()
    for name in names:
        for kind in KINDS:
            if kind.matches(name):
                yield from kind.read(name, reading)
                break
        else:
            yield Failure(name, "no such file or folder")
