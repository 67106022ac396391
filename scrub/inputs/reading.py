"""How inputs are read, and the caps that every one of them keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scrub.errors import InputError
from scrub.inputs.sniffing import CONTENT_TYPES, kind_of, refuse_binary
from scrub.values import Page

MAX_BYTES = 64 * 2**20  # of one page, unpacked: the largest honest pages known are a quarter of it


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    kind: the name of a format in FORMATS where the caller knows, else None to find out.
    encoding: the caller's word for the encoding, or None.
    fetch: turns an address into a Page or raises FetchError; None refuses addresses.
    field: the name of the column that holds the page in JSONL, CSV, Parquet and Arrow; None for
        the first that is there of those in `records.FIELDS`.
    entry: where to enter a file, and how many of its records stand before; only for formats that
        are enterable.
    written: whether folders give what sites are written in besides: Markdown and templates.
    """

    kind: str | None = None
    encoding: str | None = None
    fetch: Callable[[str], Page] | None = None
    field: str | None = None
    entry: tuple[int, int] | None = None
    written: bool = False


def content_type(body: bytes, kind: str | None, encoding: str | None) -> str:
    """`text/html` or `text/plain`; kind is `html` or `text` where it is known.

    Raises InputError where the bytes are empty, too large or binary.
    """
    if len(body) > MAX_BYTES:
        raise too_large()
    if not body.strip():
        raise InputError("empty")
    if kind is None:
        kind = kind_of(body, encoding)
    else:
        refuse_binary(body, encoding)
    return CONTENT_TYPES[kind]


def too_large() -> InputError:
    """The error of a page above MAX_BYTES."""
    return InputError(f"larger than {MAX_BYTES // 2**20} MiB")
