"""Packings that are taken off while reading: gzip, bzip2, xz and Zstandard, known by their first bytes.

An unpacker hands out a bounded piece at a time, so that a bomb never grows in memory.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from scrub.errors import InputError

PIECE = 65_536  # bytes that are unpacked at a time
# The packed dictionary that a .warc.zst begins with, as the frame of a kind that others skip.
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_ZSTD = b"\x28\xb5\x2f\xfd"
# Zstandard gives no bound on its output: 256 packed bytes hold at most 64 blocks of 128 KiB.
_ZSTD_FEED = 256


class Unpacker(Protocol):
    """Takes the packing off one member: the shape of `bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""

    @property
    def unused_data(self) -> bytes:
        """What was fed and belongs to the next member."""

    def decompress(self, packed: bytes, max_length: int) -> bytes:
        """The next piece. Raises one of DAMAGE."""


class Packing(NamedTuple):
    """One packing: the name for messages, the first bytes of a member, how to unpack one."""

    name: str
    magic: bytes
    unpacker: Callable[[], Unpacker]
    feed: int = PIECE  # packed bytes that may be fed at once


class _Gzip:
    """zlib with the manners of bz2."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail and not self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, packed: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + packed, max_length)


class _Zstandard:
    """The zstandard library with the manners of bz2; pieces are bounded by what is fed."""

    def __init__(self, dictionary: bytes | None = None) -> None:
        zstandard = _zstandard()
        words = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._zstd: Any = zstandard.ZstdDecompressor(dict_data=words).decompressobj()

    @property
    def eof(self) -> bool:
        return bool(self._zstd.eof)

    @property
    def needs_input(self) -> bool:
        return not self.eof

    @property
    def unused_data(self) -> bytes:
        return bytes(self._zstd.unused_data)

    def decompress(self, packed: bytes, max_length: int) -> bytes:  # noqa: ARG002 - bounded by the feed
        return bytes(self._zstd.decompress(packed))


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise InputError("Zstandard data; `pip install 'scrub[warc]'` reads it") from None
    return zstandard


def _zstd_errors() -> tuple[type[Exception], ...]:
    try:
        import zstandard
    except ImportError:
        return ()
    return (zstandard.ZstdError,)


PACKINGS = (
    Packing("gzip", b"\x1f\x8b\x08", _Gzip),
    Packing("Zstandard", _ZSTD, _Zstandard, _ZSTD_FEED),
    Packing("bzip2", b"BZh", bz2.BZ2Decompressor),
    Packing("xz", b"\xfd7zXZ\x00", lzma.LZMADecompressor),
)
MAGIC_BYTES = max(len(packing.magic) for packing in PACKINGS)


def packing_of(head: bytes) -> Packing | None:
    """How bytes that begin so are packed; None where they are not."""
    return next((packing for packing in PACKINGS if head.startswith(packing.magic)), None)


def is_damage(error: Exception) -> bool:
    """Whether an unpacker raised this over what it was fed."""
    return isinstance(error, (OSError, EOFError, zlib.error, lzma.LZMAError, *_zstd_errors()))


def starts_dictionary(head: bytes) -> bool:
    """Whether a file begins with the dictionary of a .warc.zst."""
    return head.startswith(_DICTIONARY)


def with_dictionary(frame: bytes) -> Packing:
    """Zstandard with the dictionary out of such a frame, which may itself be packed."""
    words = frame
    if frame.startswith(_ZSTD):
        words = bytes(_zstandard().ZstdDecompressor().decompressobj().decompress(frame))
    return Packing("Zstandard", _ZSTD, lambda: _Zstandard(words), _ZSTD_FEED)
