"""The files of a WARC archive: begun, appended to, rotated by size, and cut back to what is sure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from scrub.errors import InputError
from scrub.fetcher import warc
from scrub.fetcher.journal import ArchiveFile, Journal
from scrub.fetcher.options import FetchOptions
from scrub.version import VERSION

SUFFIX = ".warc.gz"


class Archive:
    """Appends to the last file of an archive. The journal knows the files and where each one ends.

    `out.warc.gz` is followed by `out-00001.warc.gz`, and so on.
    """

    def __init__(self, path: Path, journal: Journal, options: FetchOptions) -> None:
        self._path = path
        self._journal = journal
        self._options = options
        self._stream: BinaryIO | None = None
        files = journal.archives()
        if files:
            for file in files:
                _check(path.parent / file.name, file)
            self._file = files[-1]
            self._stream = _cut(path.parent / self._file.name, self._file.size)
            if not self._file.size:
                self._open_with_warcinfo()
        elif path.exists():
            raise InputError(f"{path}: exists, and has no journal beside it; choose another name")

    @property
    def info_id(self) -> str:
        """The id of the open file's first record."""
        return self._file.info_id

    def make_room(self) -> None:
        """Begins a file where there is none, or where the last one is full; between commits only."""
        if self._stream is not None and self._stream.tell() < self._options.rotate:
            return
        number = 0
        if self._stream is not None:
            self._stream.close()
            number = self._file.number + 1
        self._begin(number)

    def append(self, records: bytes) -> None:
        """Writes records, not yet sure to last."""
        assert self._stream is not None
        self._stream.write(records)

    def sync(self) -> ArchiveFile | None:
        """Makes what was written last, and says where the open file ends."""
        if self._stream is None:
            return None
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._file = self._file._replace(size=self._stream.tell())
        return self._file

    def close(self) -> None:
        """Closes the open file; what was not committed is cut off."""
        if self._stream is not None:
            self._stream.close()
            _cut(self._path.parent / self._file.name, self._file.size).close()
            self._stream = None

    def _begin(self, number: int) -> None:
        """Begins a file. The journal knows its name before it exists, so that a kill leaves no stranger."""
        name = self._path.name if not number else f"{stem_of(self._path)}-{number:05d}{SUFFIX}"
        path = self._path.parent / name
        if path.exists():
            raise InputError(f"{path}: exists already; choose another name for the output")
        self._file = ArchiveFile(number, name, 0, warc.new_id())
        self._journal.begin()
        self._journal.set_archive(self._file)
        self._journal.commit()
        self._stream = path.open("xb")
        _sync_folder(path.parent)
        self._open_with_warcinfo()

    def _open_with_warcinfo(self) -> None:
        self.append(warc.warcinfo(self._file.info_id, self._file.name, _about(self._options)))


def stem_of(path: Path) -> str:
    """The name of the archive without `.warc.gz`."""
    return path.name.removesuffix(SUFFIX)


def _about(options: FetchOptions) -> warc.Fields:
    yield "software", f"scrub/{VERSION}"
    yield "format", "WARC File Format 1.1"
    yield "conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
    yield "http-header-user-agent", options.user_agent
    yield "robots", "ignore" if options.ignore_robots else "obey"
    if options.contact:
        yield "operator", options.contact


def _check(path: Path, file: ArchiveFile) -> None:
    """Raises InputError where a file is not what the journal says."""
    size = path.stat().st_size if path.exists() else 0
    if size < file.size:
        raise InputError(f"{path}: {file.size - size:,} bytes shorter than its journal says; was it changed?")


def _cut(path: Path, size: int) -> BinaryIO:
    """The file, open at its end, without what was written after the last commit."""
    stream = path.open("r+b" if path.exists() else "w+b")
    stream.truncate(size)
    stream.seek(0, os.SEEK_END)
    return stream


def _sync_folder(folder: Path) -> None:
    """Makes a new file's name last; not every system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
