"""A file: HTML or plain text, by its suffix, else by its bytes; packed with gzip or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scrub.errors import InputError
from scrub.inputs.failure import Failure, reason_of
from scrub.inputs.reading import MAX_BYTES, Reading, page_of, too_large
from scrub.values import Page

KINDS = {".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text"}


def matches(name: str) -> bool:
    """Whether anything but a folder stands under this name (a file, a pipe)."""
    try:
        path = Path(name)
        return path.exists() and not path.is_dir()
    except (OSError, ValueError):
        return False


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The page in the file."""
    try:
        path = Path(name)
        yield page_of(_body(path), name, kind_of_name(path), reading)
    except InputError as error:
        yield Failure(name, str(error))
    except OSError as error:
        yield Failure(name, reason_of(error))
    except ValueError:  # a NUL byte in the name
        yield Failure(name, "not a file name")


def kind_of_name(path: Path) -> str | None:
    """`html` or `text` by the suffix, a `.gz` behind it left aside; None for any other suffix."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return KINDS.get(suffixes[-1]) if suffixes else None


def _body(path: Path) -> bytes:
    with path.open("rb") as stream:
        body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise too_large()
    return body
