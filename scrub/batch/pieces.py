"""Bytes that were cut out of a file, as they travel, as manifests have them, and put back again."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

# The format of outputs that are their inputs, less what was injected.
SAME = "same"


_CHUNK = 2**16


class Readable(Protocol):
    """Anything with bytes to be read."""

    def read(self, n: int, /) -> bytes:
        """At most n bytes; none at the end."""


class Piece(NamedTuple):
    """Bytes that were cut, and where they began in the original."""

    at: int
    removed: bytes


def pieces_of(body: bytes, ranges: Iterable[tuple[int, int]]) -> list[Piece]:
    """What stands in the ranges of a body."""
    return [Piece(start, body[start:end]) for start, end in ranges]


def without(body: bytes, pieces: Iterable[Piece]) -> bytes:
    """The body without the pieces, which are in order and apart."""
    left = []
    at = 0
    for piece in pieces:
        left.append(body[at : piece.at])
        at = piece.at + len(piece.removed)
    return b"".join([*left, body[at:]])


def as_json(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """Pieces as a manifest has them."""
    return [{"at": piece.at, "bytes": b64encode(piece.removed).decode()} for piece in pieces]


def from_json(cuts: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Pieces out of a manifest."""
    return [Piece(cut["at"], b64decode(cut["bytes"])) for cut in cuts]


def with_pieces(stream: Readable, pieces: Iterable[Piece]) -> Iterator[bytes]:
    """What a stream holds, with the pieces back in their places; a chunk at a time."""
    original = 0
    for piece in pieces:
        while original < piece.at and (kept := stream.read(min(piece.at - original, _CHUNK))):
            original += len(kept)
            yield kept
        yield piece.removed
        original += len(piece.removed)
    yield from chunks(stream)


def chunks(stream: Readable) -> Iterator[bytes]:
    """The rest of a stream, a chunk at a time."""
    while chunk := stream.read(_CHUNK):
        yield chunk


def sum_of(parts: Iterable[bytes]) -> dict[str, Any]:
    """Size and digest, as manifests have them."""
    summed = hashlib.sha256()
    size = 0
    for part in parts:
        summed.update(part)
        size += len(part)
    return {"bytes": size, "sha256": summed.hexdigest()}
