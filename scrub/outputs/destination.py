"""Where articles go: a stream, a file or a folder. A file appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from scrub.errors import OptionError
from scrub.outputs.form import Form
from scrub.outputs.names import Names
from scrub.text.terminal import safe_text
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


class Output(Protocol):
    """What articles and failures are handed to."""

    def write(self, page: Page, article: Article) -> None:
        """Take one article. Raises OSError where it cannot be written."""

    def fail(self, source: str, reason: str) -> None:
        """Take note of an input that gave no article."""


class Stream:
    """All pages one after the other, into standard output or one file."""

    def __init__(self, stream: BinaryIO, form: Form) -> None:
        self._stream = stream
        self._form = form
        self._safe = stream.isatty()
        self._begun = False

    def write(self, page: Page, article: Article) -> None:
        """Write the article behind the ones before."""
        self._put(self._form.render(page, article))

    def fail(self, source: str, reason: str) -> None:
        """Write the failure where the format has a place for it."""
        if self._form.render_failure:
            url = source if "://" in source else None
            self._put(self._form.render_failure(Page(url=url, source=source), reason))

    def _put(self, text: str) -> None:
        if self._begun:
            text = self._form.separator + text
        self._begun = True
        self._stream.write(encoded(safe_text(text) if self._safe else text))
        self._stream.flush()


class Folder:
    """Each page in a file of its own."""

    def __init__(self, folder: Path, form: Form) -> None:
        self._folder = folder
        self._form = form
        self._names = Names()

    def write(self, page: Page, article: Article) -> None:
        """Write the article into a file named after its address or path."""
        path = self._folder / self._names.name(page, self._form.suffix)
        with open_whole(path) as stream:
            stream.write(encoded(self._form.render(page, article)))

    def fail(self, source: str, reason: str) -> None:
        """An input that failed leaves no file."""


@contextmanager
def open_output(out: Path | None, form: Form) -> Iterator[Output]:
    """The destination `out` names: None is standard output, a path with a format's suffix a file.

    JSONL is always a file unless `out` is an existing folder; anything else is a folder, made
    where it is missing. Pipes and devices are written to. Raises OSError where it cannot be written,
    OptionError where a file stands in the place of a folder.
    """
    if out is None:
        yield Stream(sys.stdout.buffer, form)
    elif out.is_file() and form.name != "jsonl" and out.suffix.lower() != form.suffix:
        raise OptionError(
            f"{out} is a file that does not end in {form.suffix}; choose another file, or a folder"
        )
    elif not out.is_dir() and (form.name == "jsonl" or out.exists() or out.suffix.lower() == form.suffix):
        with open_whole(out) as stream:
            yield Stream(stream, form)
    else:
        out.mkdir(parents=True, exist_ok=True)
        yield Folder(out, form)


@contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """A file that is complete when it appears: written under another name, then renamed.

    Pipes and devices are written to directly. After an error nothing is left behind.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}-{hash(path.name) & 0xFFFFFF:x}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def encoded(text: str) -> bytes:
    """UTF-8. A lone surrogate, which UTF-8 has no bytes for, is written as its escape."""
    return text.encode("utf-8", "backslashreplace")
