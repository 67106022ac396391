"""Files that were packed are packed again when they are written: the same way, as far as it shows.

How a packer was called is seen in the header it wrote, not how it searched: packed anew, the same content
has often, not always, the same packed bytes. Whoever restores a file compares, and says which it is.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from scrub.batch.pieces import chunks, sum_of
from scrub.errors import InputError
from scrub.inputs.formats import opened
from scrub.inputs.packing import Packing, packing_of

Recipe = Mapping[str, Any]

_HEAD = 65_536  # bytes of a gzip header with a name, a comment and whatever else
_LEVELS = {2: 9, 4: 1}  # by the extra flags of gzip; any other value says nothing


class Packer(Protocol):
    """Packs one member: the shape of `bz2.BZ2Compressor`."""

    def compress(self, content: bytes, /) -> bytes:
        """Packed bytes, as far as they are ready."""

    def flush(self) -> bytes:
        """The rest of them."""


class _Gzip:
    """One gzip member under the header that the original had."""

    def __init__(self, level: int, header: bytes) -> None:
        self._packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        self._header = header
        self._check = self._size = 0

    def compress(self, content: bytes) -> bytes:
        self._check = zlib.crc32(content, self._check)
        self._size += len(content)
        header, self._header = self._header, b""
        return header + self._packer.compress(content)

    def flush(self) -> bytes:
        trailer = self._check.to_bytes(4, "little") + (self._size % 2**32).to_bytes(4, "little")
        return self._header + self._packer.flush() + trailer


def recipe_of(name: str) -> dict[str, Any] | None:
    """How a file is packed, with size and digest of its packed bytes; None where it is not.

    Raises OSError, InputError.
    """
    with opened(name) as raw:
        head = raw.read(_HEAD)
        packing = packing_of(head)
        if packing is None:
            return None
        raw.seek(0)
        return {"packing": packing.name, **_settings(packing, head), **sum_of(chunks(raw))}


def _settings(packing: Packing, head: bytes) -> dict[str, Any]:
    if packing.name == "gzip":
        header = _gzip_header(head)
        return {"level": _LEVELS.get(head[8], 6), "header": b64encode(header).decode()}
    if packing.name == "bzip2":
        return {"level": int(head[3:4]) if head[3:4].isdigit() else 9}
    if packing.name == "xz":
        return {"check": head[7] & 15}
    return {"checksum": bool(head[4] & 4), "content_size": bool(head[4] & 0xE0)}


def _gzip_header(head: bytes) -> bytes:
    """A gzip header, whole: https://www.rfc-editor.org/rfc/rfc1952#page-5."""
    flags = head[3]
    end = 10
    if flags & 4:
        end += 2 + int.from_bytes(head[end : end + 2], "little")
    for flag in (8, 16):  # a name, a comment
        if flags & flag:
            end = head.find(b"\0", end) + 1 or len(head) + 1
    end += 2 if flags & 2 else 0
    plain = head[:3] + b"\0" + head[4:10]
    return head[:end] if end <= len(head) else plain


def packed(parts: Iterable[bytes], recipe: Recipe | None, size: int | None = None) -> Iterator[bytes]:
    """The parts, packed by the recipe; as they are where there is none. size: of all of them, where known.

    Raises InputError for a recipe that cannot be followed.
    """
    if recipe is None:
        yield from parts
        return
    packer = _packer(recipe, size)
    for part in parts:
        if ready := packer.compress(part):
            yield ready
    yield packer.flush()


def _packer(recipe: Recipe, size: int | None) -> Packer:
    name = recipe["packing"]
    try:
        if name == "gzip":
            return _Gzip(recipe["level"], b64decode(recipe["header"]))
        if name == "bzip2":
            return bz2.BZ2Compressor(recipe["level"])
        if name == "xz":
            return lzma.LZMACompressor(check=recipe["check"])
        if name == "Zstandard":
            return _zstandard(recipe, size)
    except (ValueError, TypeError, KeyError, lzma.LZMAError, zlib.error) as error:
        raise InputError(f"{name} cannot be written so: {error}") from None
    raise InputError(f"unknown packing {name!r}")


def _zstandard(recipe: Recipe, size: int | None) -> Packer:
    try:
        import zstandard
    except ImportError:
        raise InputError("Zstandard data; `pip install 'scrub[warc]'` writes it") from None
    known = -1 if size is None or not recipe["content_size"] else size
    compressor = zstandard.ZstdCompressor(write_checksum=recipe["checksum"], write_content_size=known >= 0)
    packer: Packer = compressor.compressobj(size=known)
    return packer
