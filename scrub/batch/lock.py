"""One process at a time: a lock that goes with the process that holds it, whatever becomes of that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scrub.errors import ScrubError


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else is here meanwhile; the file of the lock is cleared away. Raises ScrubError where somebody is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    while True:
        with path.open("ab") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ScrubError(f"{path.parent.parent}: another process is at work there") from None
            if not _is_at(path, stream):
                continue
            yield
            path.unlink(
                missing_ok=True
            )  # while it is ours: a name that somebody else locked is not taken away
            return


def _is_at(path: Path, stream: BinaryIO) -> bool:
    """Whether the open file still has its name: who held the lock before may have cleared it away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    except FileNotFoundError:
        return False
