"""WACZ: the WARC archives inside the ZIP."""

from __future__ import annotations

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


def matches(head: bytes) -> bool:
    """Whether it is a ZIP whose first members are those of a WACZ."""
    return head.startswith(b"PK\x03\x04") and any(place in head for place in _PLACES)


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of every archive in it; each is named as a file inside the WACZ."""
    try:
        with zipfile.ZipFile(seekable(stream, "a WACZ")) as archive:
            names = [name for name in archive.namelist() if _is_archive(name)]
            for name in names:
                yield from _pages(archive, name, f"{source}/{name}", reading)
    except zipfile.BadZipFile:
        raise InputError("damaged or truncated ZIP data") from None
    if not names:
        raise InputError("a ZIP archive without archive/*.warc.gz")


def _is_archive(name: str) -> bool:
    return name.startswith("archive/") and any(suffix in name for suffix in warc.FORMAT.suffixes)


def _pages(archive: zipfile.ZipFile, name: str, source: str, reading: Reading) -> Iterator[Page | Failure]:
    try:
        with archive.open(name) as member:
            yield from warc.read(Stream(cast("BinaryIO", member)), source, reading)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, InputError) as error:
        yield Failure(source, f"damaged ZIP member: {error}")


FORMAT = Format("wacz", (".wacz",), matches, read, gathered=True)
