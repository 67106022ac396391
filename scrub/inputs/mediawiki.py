"""MediaWiki exports: the text of every revision, as the plain text that wikitext is."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.inputs.xml_elements import elements, inner
from scrub.values import Page

_TYPE = "text/plain; charset=utf-8"


def matches(head: bytes) -> bool:
    """Whether it is an export of MediaWiki."""
    return b"<mediawiki" in head[:4096]


def read(stream: Stream, source: str, _: Reading) -> Iterator[Page | Failure]:
    """The revisions that have words, in the order of the dump."""
    site = title = ""
    row = 0
    for element in elements(stream, ("base", "title", "revision")):
        if element.reason:
            row += 1
            yield Failure(source, element.reason, element.offset, row=row)
        elif element.name == "base":
            site = (inner(element.raw, "base") or "").rpartition("/")[0]
        elif element.name == "title":
            title = inner(element.raw, "title") or ""
        elif (text := inner(element.raw, "text")) and text.strip():
            row += 1
            place = (source, element.offset, inner(element.raw, "id"), row)
            date = inner(element.raw, "timestamp")
            body = text.encode("utf-8", "replace")
            yield Page(body, _address(site, title), _TYPE, None, *place, date)


def _address(site: str, title: str) -> str | None:
    return f"{site}/{quote(title.replace(' ', '_'), safe='/:')}" if site and title else None


FORMAT = Format("mediawiki", (".mediawiki",), matches, read)
