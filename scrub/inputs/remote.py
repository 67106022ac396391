"""Files of object stores and cluster file systems (`s3://`, `gs://`, `hdfs://` …), through fsspec.

They are read as they come, in blocks that are kept in memory a few at a time; archives are entered
at an offset, so that a job that was stopped does not read again what it has done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO, cast

from scrub.errors import InputError
from scrub.inputs.failure import Failure
from scrub.inputs.reading import Reading
from scrub.values import Page

# Schemes of fsspec that name files; addresses of pages are the fetcher's.
_SCHEMES = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "hdfs", "webhdfs", "oci", "r2", "memory")
_GLOB = ("*", "?", "[")


def matches(name: str) -> bool:
    """Whether the name has the scheme of a store."""
    scheme, separator, _ = name.partition("://")
    return bool(separator) and scheme.lower() in _SCHEMES


def is_folder(name: str) -> bool:
    """Whether the name of an output has a scheme: any that fsspec knows, but addresses of pages are none."""
    scheme, separator, _ = name.partition("://")
    return bool(separator) and scheme.lower() not in ("http", "https", "")


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages in the file."""
    from scrub.inputs.file import pages_of

    try:
        with closing(opened(name)) as raw:
            yield from pages_of(raw, name, reading)
    except InputError as error:
        yield Failure(name, str(error))


def names(name: str) -> Iterator[str]:
    """The files that a name stands for, in the order of their names: itself, unless it is a glob."""
    if not any(sign in name for sign in _GLOB):
        yield name
        return
    try:
        files, path = store(name)
        scheme = name.partition("://")[0]
        found = sorted(f"{scheme}://{one.lstrip('/')}" for one in files.glob(path))
    except InputError:
        found = []
    yield from found or [name]


def opened(name: str) -> BinaryIO:
    """The file, open for reading. Raises InputError where it cannot be."""
    files, path = store(name)
    try:
        return cast(BinaryIO, files.open(path, "rb"))
    except Exception as error:  # noqa: BLE001 - stores raise whatever their libraries do
        raise InputError(words(error)) from None


def about(name: str) -> tuple[int | None, int | None]:
    """Size of a file, and a number that changes when it does; None where the store does not tell."""
    try:
        files, path = store(name)
        found = files.info(path)
    except Exception:  # noqa: BLE001 - it fails with its reason when it is read
        return None, None
    mark = found.get("ETag") or found.get("etag") or found.get("mtime") or found.get("LastModified")
    return found.get("size"), None if mark is None else _number(str(mark))


def _number(mark: str) -> int:
    import zlib

    return zlib.crc32(mark.encode())


def store(name: str) -> tuple[Any, str]:
    """A store and the path in it that a name means. Raises InputError where there is no such store."""
    try:
        import fsspec
    except ImportError:
        raise InputError("stores are reached through fsspec: pip install 'scrub[remote]'") from None
    try:
        files, path = fsspec.core.url_to_fs(name)
    except Exception as error:  # noqa: BLE001 - stores raise whatever their libraries do
        raise InputError(words(error)) from None
    return files, path


def words(error: Exception) -> str:
    """What a store says, in a line; a missing file reads as one of the disk."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
