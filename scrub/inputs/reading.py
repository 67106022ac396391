"""Bytes into a Page: unpacked, within the size cap, and of a kind that can be cleaned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from scrub.errors import InputError
from scrub.inputs.sniffing import CONTENT_TYPES, kind_of, refuse_binary
from scrub.values import Page

MAX_BYTES = 64 * 2**20  # of one page, unpacked: the largest honest pages known are a quarter of it
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    kind: `html` or `text` where the caller knows, else None to find out.
    encoding: the caller's word for the encoding, or None.
    fetch: turns an address into a Page or raises FetchError; None refuses addresses.
    """

    kind: str | None = None
    encoding: str | None = None
    fetch: Callable[[str], Page] | None = None


def page_of(body: bytes, source: str, kind: str | None, reading: Reading) -> Page:
    """The page in these bytes.

    kind is what the name of the input says it is, or None to look at the bytes; `reading.kind` wins.
    Raises InputError with a reason to stand behind the name of the input.
    """
    body = unpack(body)
    return Page(body=body, content_type=content_type(body, kind, reading), source=source)


def content_type(body: bytes, kind: str | None, reading: Reading) -> str:
    """`text/html` or `text/plain`. Raises InputError where the bytes are empty or binary."""
    if not body.strip():
        raise InputError("empty")
    kind = reading.kind or kind
    if kind is None:
        kind = kind_of(body, reading.encoding)
    else:
        refuse_binary(body, reading.encoding)
    return CONTENT_TYPES[kind]


def unpack(body: bytes) -> bytes:
    """The bytes, without gzip where their first two say so; the name of a file proves nothing.

    Raises InputError where gzip is truncated or damaged, or where the page is too large.
    """
    if body.startswith(_GZIP):
        body = _gunzip(body)
    if len(body) > MAX_BYTES:
        raise too_large()
    return body


def too_large() -> InputError:
    """The error of a page above MAX_BYTES."""
    return InputError(f"larger than {MAX_BYTES // 2**20} MiB")


def _gunzip(packed: bytes) -> bytes:
    import gzip
    import zlib

    try:
        with gzip.GzipFile(fileobj=BytesIO(packed)) as stream:
            return stream.read(MAX_BYTES + 1)
    except EOFError:
        raise InputError("truncated gzip data") from None
    except (OSError, zlib.error):
        raise InputError("damaged gzip data") from None
