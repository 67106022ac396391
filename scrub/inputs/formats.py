"""The formats of inputs, and which of them some bytes are of.

A new format is one module with a FORMAT, and one row here.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from scrub.errors import InputError
from scrub.inputs import arrow, csv, jsonl, mediawiki, mhtml, page, parquet, remote, sql, wacz, warc, wxr
from scrub.inputs.format import Format
from scrub.inputs.page import read_page
from scrub.inputs.stream import Stream

# In the order of asking.
_ROWS = (
    page.HTML,
    page.TEXT,
    page.MARKDOWN,
    warc.FORMAT,
    wacz.FORMAT,
    mhtml.FORMAT,
    jsonl.FORMAT,
    csv.FORMAT,
    parquet.FORMAT,
    arrow.FORMAT,
    wxr.FORMAT,
    mediawiki.FORMAT,
    sql.FORMAT,
)
FORMATS = {row.name: row for row in _ROWS}

_PAGES = (page.HTML, page.TEXT, page.MARKDOWN)
HEAD = 65_536  # bytes that are looked at
_PACKED = (".gz", ".zst", ".bz2", ".xz")
_UNKNOWN = Format("page", (), lambda _: True, read_page)


def format_of(stream: Stream, name: str, kind: str | None) -> Format:
    """What the stream is: the caller's word, else its bytes; for a page the suffix of its name."""
    if kind is not None:
        return FORMATS[kind]
    named = format_of_name(name)
    if named in (page.HTML, page.TEXT):
        return named
    head = stream.peek(HEAD)
    return next((row for row in _ROWS if row.matches(head)), named or _UNKNOWN)


def format_of_name(name: str) -> Format | None:
    """The format by the suffix, that of a packing left aside; None for any other suffix."""
    last = suffix_of(name).lower()
    return next((row for row in _ROWS if last in row.suffixes), None)


def suffix_of(name: str) -> str:
    """The suffix of a name, that of a packing left aside; "" where there is none."""
    suffixes = Path(name).suffixes
    if suffixes and suffixes[-1].lower() in _PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def renamed(stem: str, name: str) -> str:
    """The name of a file like that of this name: a new stem, the same suffixes, that of a packing too."""
    suffix = suffix_of(name)
    last = Path(name).suffix
    whole = suffix + last if last.lower() in _PACKED else suffix
    return stem.removesuffix(whole).removesuffix(suffix) + whole


def is_archive(name: str, kind: str | None) -> bool:
    """Whether a file is one of many pages, as far as can be told; False where it cannot be read."""
    named = FORMATS[kind] if kind is not None else format_of_name(name)
    if named in _PAGES:
        return False
    try:
        if kind is not None or not (remote.matches(name) or Path(name).is_file()):
            return kind is not None
        with opened(name) as raw:
            return format_of(Stream(raw), name, None) not in (*_PAGES, _UNKNOWN)
    except (OSError, ValueError, InputError):
        return False


def is_enterable(name: str, kind: str | None) -> bool:
    """Whether a file can be entered at the offset of any of its pages; False where it cannot be read."""
    found = FORMATS.get(name_of_format(name, kind))
    return found is not None and found.enterable


def name_of_format(name: str, kind: str | None) -> str:
    """The name of a file's format; "" where the file cannot be read."""
    try:
        with opened(name) as raw:
            return format_of(Stream(raw), name, kind).name
    except (OSError, ValueError, InputError):
        return ""


def opened(name: str) -> BinaryIO:
    """A file here or in a store, open for reading. Raises OSError, InputError."""
    return remote.opened(name) if remote.matches(name) else Path(name).open("rb")


def is_gathered(name: str, kind: str | None) -> bool:
    """Whether a folder gives a file of this name: pages and web archives, or what was asked for."""
    found = format_of_name(name)
    return found is not None and (found.gathered if kind is None else found.name == kind)
