"""WACZ: the WARC archives inside the ZIP."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from scrub.errors import InputError
from scrub.inputs import warc
from scrub.inputs.arrow import seekable
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.values import Page

_PLACES = (b"archive/", b"datapackage.json", b"pages/pages.jsonl")
_HEADER = 30  # bytes of the header of a ZIP member, before its name


class _Stored(io.RawIOBase):
    """A member that is not compressed, as a file of its own.

    `zipfile` checks the sum of a member before it hands out the last of it: a damaged byte would cost
    every record near it. The records of an archive have sums of their own.
    """

    def __init__(self, raw: BinaryIO, start: int, size: int) -> None:
        self._raw, self._start, self._size = raw, start, size
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, within its own bytes."""
        return True

    def tell(self) -> int:
        """Where it is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Read on from an offset."""
        assert whence == io.SEEK_SET
        self._at = offset
        return offset

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes."""
        left = max(self._size - self._at, 0)
        self._raw.seek(self._start + self._at)
        found = self._raw.read(left if size < 0 else min(size, left))
        self._at += len(found)
        return found


def matches(head: bytes) -> bool:
    """Whether it is a ZIP whose first members are those of a WACZ."""
    return head.startswith(b"PK\x03\x04") and any(place in head for place in _PLACES)


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of every archive in it; each is named as a file inside the WACZ."""
    raw = seekable(stream, "a WACZ")
    try:
        with zipfile.ZipFile(raw) as archive:
            members = [one for one in archive.infolist() if _is_archive(one.filename)]
            for one in members:
                yield from _pages(archive, raw, one, f"{source}/{one.filename}", reading)
    except zipfile.BadZipFile:
        raise InputError("damaged or truncated ZIP data") from None
    if not members:
        raise InputError("a ZIP archive without archive/*.warc.gz")


def _is_archive(name: str) -> bool:
    return name.startswith("archive/") and any(suffix in name for suffix in warc.FORMAT.suffixes)


def _pages(
    archive: zipfile.ZipFile, raw: BinaryIO, one: zipfile.ZipInfo, source: str, reading: Reading
) -> Iterator[Page | Failure]:
    try:
        with archive.open(one) as member:  # which checks the header of the member
            found = _stored(raw, one) if one.compress_type == zipfile.ZIP_STORED else member
            yield from warc.read(Stream(cast("BinaryIO", found)), source, reading)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, InputError) as error:
        yield Failure(source, f"damaged ZIP member: {error}")


def _stored(raw: BinaryIO, one: zipfile.ZipInfo) -> _Stored:
    raw.seek(one.header_offset)
    header = raw.read(_HEADER)
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return _Stored(raw, one.header_offset + _HEADER + names, one.compress_size)


FORMAT = Format("wacz", (".wacz",), matches, read, gathered=True)
