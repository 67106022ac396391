"""An address: fetched by whatever the caller hands in, so that no input knows the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scrub.errors import InputError
from scrub.inputs import remote
from scrub.inputs.failure import Failure
from scrub.inputs.reading import Reading, content_type
from scrub.inputs.sniffing import CONTENT_TYPES
from scrub.values import Page

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def matches(name: str) -> bool:
    """Whether the name starts with a scheme that names no store; others than http the fetcher refuses."""
    return _SCHEME.match(name) is not None and not remote.matches(name)


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The page at the address."""
    if reading.fetch is None:
        yield Failure(name, "addresses are not fetched here")
        return
    try:
        page = reading.fetch(name)
        kind = None if page.content_type is None else _kind_of_header(page.content_type)
        yield replace(page, source=name, content_type=_typed(page, kind, reading))
    except InputError as error:
        yield Failure(name, str(error))


def _kind_of_header(header: str) -> str:
    return "text" if header.lower().lstrip().startswith("text/plain") else "html"


def _typed(page: Page, kind: str | None, reading: Reading) -> str:
    """The header's content type, charset and all, unless the caller or the bytes know better."""
    known = reading.kind if reading.kind in CONTENT_TYPES else kind
    found = content_type(page.body, known, reading.encoding)
    header = page.content_type
    if header is None:
        return found
    agrees = _kind_of_header(header) == ("text" if found == "text/plain" else "html")
    return header if agrees else found
