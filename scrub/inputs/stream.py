"""An input as a stream of unpacked bytes, a piece at a time, that knows where its members begin."""

from __future__ import annotations

from typing import BinaryIO

from scrub.errors import InputError
from scrub.inputs.packing import (
    MAGIC_BYTES,
    PIECE,
    Packing,
    Unpacker,
    is_damage,
    packing_of,
    starts_dictionary,
    with_dictionary,
)

_MAX_DICTIONARY = 2**24  # bytes; those in use have 1 MiB at most


class Stream:
    """Bytes of an input without their packing; memory does not grow with the input.

    raw is read from where it stands. position counts unpacked bytes, from there where they are packed,
    else from the beginning of raw. Where packed bytes are damaged or truncated, reading raises
    InputError; what came before can still be peeked at.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw
        self.position = 0
        self._buffer = b""
        self._at = 0  # in the buffer
        self._packed = b""  # read from raw, not unpacked yet
        self._taken = raw.tell() if raw.seekable() else 0  # offset in raw behind `_packed`
        self._unpacker: Unpacker | None = None
        self._damage: InputError | None = None  # met behind what is in the buffer
        self._held = 0  # bytes in the buffer, those that `_fill` is collecting included
        self._member: tuple[int, int] | None = None  # unpacked position and raw offset of its start
        self._starts: dict[int, int] = {}  # raw offset of each member start that is still in the buffer
        self._dictionary = False  # at the beginning of the file: no other place can be entered
        self._take(MAGIC_BYTES)
        self.packing = self._first_packing()
        if self.packing is None:
            self.position = self._taken - len(self._packed)

    def peek(self, n: int) -> bytes:
        """At most the next n bytes; they stay to be read."""
        if len(self._buffer) - self._at < n:
            self._fill(n)
        found = self._buffer[self._at : self._at + n]
        if self._damage and not found:
            raise self._damage
        return found

    def read(self, n: int) -> bytes:
        """The next n bytes, fewer only at the end."""
        found = self.peek(n)
        if self._damage and len(found) < n:
            raise self._damage
        self._advance(len(found))
        return found

    def readline(self, limit: int) -> bytes:
        """The next line with its break; cut after `limit` bytes."""
        searched = self._at
        while (end := self._buffer.find(b"\n", searched)) < 0:
            held = len(self._buffer) - self._at
            if held >= limit or not self._fill(max(PIECE, 2 * held)):
                break
            searched = self._at + held
        if end >= 0:
            return self.read(min(end + 1 - self._at, limit))
        return self.read(limit)

    def skip(self, n: int) -> int:
        """Pass over n bytes; how many there were."""
        left = n
        while left and (found := self.read(min(left, PIECE))):
            left -= len(found)
        return n - left

    def unread(self, found: bytes) -> None:
        """Put bytes back that were read last."""
        self._buffer = found + self._buffer[self._at :]
        self._at = 0
        self.position -= len(found)

    def offset(self) -> int | None:
        """Where raw can be entered to read on from here; None inside a packed member."""
        if self.packing is None:
            return self._taken - len(self._packed) - (len(self._buffer) - self._at)
        if self._dictionary or not self.peek(1):
            return None
        return self._starts.get(self.position)

    @property
    def member(self) -> int | None:
        """Offset in raw of the packed member that is being read; None where nothing is packed."""
        return self._member[1] if self._member else None

    def next_member(self) -> int | None:
        """Leave a damaged member for the next place that looks like the start of one; its raw offset."""
        if self.packing is None or self._member is None or not self.raw.seekable():
            return None
        self.position += len(self._buffer) - self._at
        self._buffer, self._at, self._unpacker, self._damage = b"", 0, None, None
        magic = self.packing.magic
        self.raw.seek(self._member[1] + len(magic))
        self._packed, self._taken = b"", self._member[1] + len(magic)
        while self._take(PIECE):
            found = self._packed.find(magic)
            if found >= 0:
                self._packed = self._packed[found:]
                return self._taken - len(self._packed)
            self._packed = self._packed[-len(magic) + 1 :]
        self._packed = b""
        return None

    def _first_packing(self) -> Packing | None:
        if starts_dictionary(self._packed):
            self._take(MAGIC_BYTES)
            size = int.from_bytes(self._packed[4:8], "little")
            if size > _MAX_DICTIONARY:
                raise InputError("damaged Zstandard data")
            self._take(size + 8 - len(self._packed))
            frame, self._packed = self._packed[8 : size + 8], self._packed[size + 8 :]
            self._dictionary = True
            return with_dictionary(frame)
        return packing_of(self._packed)

    def _advance(self, n: int) -> None:
        self.position += n
        self._at += n
        if len(self._starts) > 64:
            self._starts = {at: raw for at, raw in self._starts.items() if at >= self.position}

    def _fill(self, wanted: int) -> bool:
        """Have at least `wanted` bytes in the buffer, fewer only at the end; whether any came."""
        pieces = [self._buffer[self._at :]]
        self._held = len(pieces[0])
        try:
            while self._held < wanted and not self._damage and (piece := self._piece()):
                pieces.append(piece)
                self._held += len(piece)
        except InputError as error:
            self._damage = error
        self._buffer, self._at = b"".join(pieces), 0
        return len(pieces) > 1

    def _piece(self) -> bytes:
        if self.packing is None:
            if not self._packed:
                self._take(PIECE)
            piece, self._packed = self._packed, b""
            return piece
        while True:
            if self._unpacker is None and not self._begin_member(self.packing):
                return b""
            if piece := self._unpack(self.packing):
                return piece

    def _begin_member(self, packing: Packing) -> bool:
        """Whether there is another member; zeros behind the last are padding."""
        while len(self._packed) < len(packing.magic) and self._take(PIECE):
            pass
        if not self._packed.strip(b"\0"):
            return False
        begin = self._taken - len(self._packed)
        end = self.position + self._held
        self._member = (end, begin)
        if not self._packed.startswith(packing.magic):
            raise InputError(f"garbage after {packing.name} data")
        self._starts[end] = begin
        self._unpacker = packing.unpacker()
        return True

    def _unpack(self, packing: Packing) -> bytes:
        unpacker = self._unpacker
        assert unpacker is not None
        fed = b""
        if unpacker.needs_input:
            if not self._packed and not self._take(PIECE):
                raise InputError(f"truncated {packing.name} data")
            fed, self._packed = self._packed[: packing.feed], self._packed[packing.feed :]
        try:
            piece = unpacker.decompress(fed, PIECE)
        except Exception as error:
            if is_damage(error):
                raise InputError(f"damaged {packing.name} data") from None
            raise
        if unpacker.eof:
            self._packed = unpacker.unused_data + self._packed
            self._unpacker = None
        return piece

    def _take(self, n: int) -> bool:
        found = self.raw.read(n)
        self._packed += found
        self._taken += len(found)
        return bool(found)
