"""Bytes that were cut out of a file, as they travel, as manifests have them, and put back again."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from scrub.errors import ScrubError

# The format of outputs that are their inputs, less what was injected.
SAME = "same"


_CHUNK = 2**16


class Readable(Protocol):
    """Anything with bytes to be read."""

    def read(self, n: int, /) -> bytes:
        """At most n bytes; none at the end."""


class Piece(NamedTuple):
    """Bytes that were cut, where they began in the original, and for which removals, by their numbers.

    put came in their place: a length that is right again, Base64 that was encoded anew.
    """

    at: int
    removed: bytes
    put: bytes = b""
    removals: tuple[int, ...] = ()


def pieces_of(
    body: bytes, ranges: Iterable[tuple[int, int]], removals: Iterable[tuple[int, ...]]
) -> list[Piece]:
    """What stands in the ranges of a body, each with the numbers of the removals it is cut for."""
    return [
        Piece(start, body[start:end], b"", numbers)
        for (start, end), numbers in zip(ranges, removals, strict=True)
    ]


def without(body: bytes, pieces: Iterable[Piece]) -> bytes:
    """The body without the pieces, which are in order and apart."""
    left = []
    at = 0
    for piece in pieces:
        left += [body[at : piece.at], piece.put]
        at = piece.at + len(piece.removed)
    return b"".join([*left, body[at:]])


def as_json(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """Pieces as a manifest has them."""
    return [
        {"at": piece.at, "bytes": b64encode(piece.removed).decode()}
        | ({"put": b64encode(piece.put).decode()} if piece.put else {})
        | {"removals": list(piece.removals)}
        for piece in pieces
    ]


def from_json(cuts: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Pieces out of a manifest."""
    return [
        Piece(
            cut["at"],
            b64decode(cut["bytes"]),
            b64decode(cut.get("put", "")),
            tuple(cut.get("removals", ())),
        )
        for cut in cuts
    ]


def with_pieces(stream: Readable, pieces: Iterable[Piece]) -> Iterator[bytes]:
    """What a stream holds, with the pieces back in their places; a chunk at a time."""
    original = 0
    for piece in pieces:
        for kept in _until(stream, piece.at - original):
            original += len(kept)
            yield kept
        for _ in _until(stream, len(piece.put)):
            pass
        yield piece.removed
        original += len(piece.removed)
    yield from chunks(stream)


def less_pieces(stream: Readable, pieces: Iterable[Piece], name: str) -> Iterator[bytes]:
    """A stream without the pieces; a chunk at a time. name: that of the file, for the message.

    Raises ScrubError where a piece is not what stands in its place: the file is another by now.
    """
    at = 0
    for piece in pieces:
        for kept in _until(stream, piece.at - at):
            at += len(kept)
            yield kept
        found = b"".join(_until(stream, len(piece.removed)))
        if piece.at != at or found != piece.removed:
            raise ScrubError(f"{name}: changed while it was read; the same command begins it anew")
        yield piece.put
        at += len(found)
    yield from chunks(stream)


def _until(stream: Readable, size: int) -> Iterator[bytes]:
    """The next bytes of a stream, at most so many."""
    while size > 0 and (found := stream.read(min(size, _CHUNK))):
        size -= len(found)
        yield found


def chunks(stream: Readable) -> Iterator[bytes]:
    """The rest of a stream, a chunk at a time."""
    while chunk := stream.read(_CHUNK):
        yield chunk


class Sum:
    """Size and digest of bytes that pass, as manifests have them."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._size = 0

    def passed(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        """The parts, which are added up as they are taken."""
        for part in parts:
            self.add(part)
            yield part

    def add(self, part: bytes) -> None:
        """Add some bytes up."""
        self._digest.update(part)
        self._size += len(part)

    def row(self) -> dict[str, Any]:
        """What a manifest says of all that has passed."""
        return {"bytes": self._size, "sha256": self._digest.hexdigest()}


class Counted:
    """What is read from it is added up."""

    def __init__(self, stream: Readable, total: Sum) -> None:
        self._stream = stream
        self._total = total

    def read(self, n: int, /) -> bytes:
        """At most n bytes; none at the end."""
        found = self._stream.read(n)
        self._total.add(found)
        return found


def sum_of(parts: Iterable[bytes]) -> dict[str, Any]:
    """Size and digest of all the parts."""
    total = Sum()
    for _ in total.passed(parts):
        pass
    return total.row()
