"""A single page: HTML, plain text, or Markdown, which is text whose tags are letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import MAX_BYTES, Reading, content_type, too_large
from scrub.inputs.stream import Stream
from scrub.values import Page

_Read = Callable[[Stream, str, Reading], Iterator[Page | Failure]]


def read_page(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The one page of the stream; HTML or text, whichever its bytes say."""
    yield _page(stream, source, None, reading)


def _read_as(kind: str) -> _Read:
    def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
        yield _page(stream, source, kind, reading)

    return read


def _page(stream: Stream, source: str, kind: str | None, reading: Reading) -> Page:
    body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise too_large()
    return Page(body=body, content_type=content_type(body, kind, reading.encoding), source=source)


def _never(_: bytes) -> bool:
    """Pages are what is left when no archive matches."""
    return False


HTML = Format("html", (".html", ".htm", ".xhtml"), _never, _read_as("html"), gathered=True)
TEXT = Format("text", (".txt",), _never, _read_as("text"), gathered=True)
MARKDOWN = Format("markdown", (".md", ".markdown"), _never, _read_as("text"))
