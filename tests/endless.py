"""Files of any size that are made while they are read, so that tests of memory need no disk."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator


class Endless(io.RawIOBase):
    """A stream of a head, a piece made again and again until `size` bytes are out, and a tail."""

    def __init__(self, head: bytes, piece: Callable[[int], bytes], size: int, tail: bytes = b"") -> None:
        self._parts = self._made(head, piece, size, tail)
        self._rest = b""
        self.given = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes, from one piece or a few."""
        assert size > 0
        pieces = [self._rest]
        held = len(self._rest)
        while held < size and (part := next(self._parts, b"")):
            pieces.append(part)
            held += len(part)
        found = b"".join(pieces)
        self._rest = found[size:]
        self.given += len(found[:size])
        return found[:size]

    @staticmethod
    def _made(head: bytes, piece: Callable[[int], bytes], size: int, tail: bytes) -> Iterator[bytes]:
        yield from [head] if head else []
        made = k = 0
        while made < size:
            part = piece(k)
            made += len(part)
            k += 1
            yield part
        yield from [tail] if tail else []
