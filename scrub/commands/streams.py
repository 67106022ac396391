"""The three standard streams, of which a caller may have closed any."""

from __future__ import annotations

import os
import sys


def open_closed_streams() -> None:
    """Give a standard stream that was closed before the start something to read from or write to.

    Python has None in its place. Input is empty; what is told on stderr is lost, as the caller wants
    it. Output that somebody waits for must not be lost in silence: writing it fails (EBADF), since
    its descriptor is open for reading only.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(_null(os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(_null(os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(_null(os.O_WRONLY), "w", encoding="utf-8")


def _null(flags: int) -> int:
    return os.open(os.devnull, flags)
