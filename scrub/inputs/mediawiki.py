"""MediaWiki exports: the text of every revision, as the plain text that wikitext is."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from scrub.inputs.coded import body_of
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.packing import PIECE
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.inputs.xml_elements import Element, elements, encoding_of, inner, inner_range, masked
from scrub.inputs.xml_text import coded
from scrub.values import Page, Place


def matches(head: bytes) -> bool:
    """Whether it is an export of MediaWiki."""
    return b"<mediawiki" in head[:4096]


def read(stream: Stream, source: str, _: Reading) -> Iterator[Page | Failure]:
    """The revisions that have words, in the order of the dump."""
    encoding = encoding_of(stream.peek(PIECE))
    site = title = ""
    row = 0
    for element in elements(stream, ("base", "title", "revision")):
        if element.reason:
            row += 1
            yield Failure(source, element.reason, element.offset, row=row)
        elif element.name == "base":
            site = (inner(element.raw, element.raw, "base", encoding) or "").rpartition("/")[0]
        elif element.name == "title":
            title = inner(element.raw, element.raw, "title", encoding) or ""
        elif page := _page(element, _address(site, title), source, row + 1, encoding):
            row += 1
            yield page


def _page(revision: Element, url: str | None, source: str, row: int, encoding: str) -> Page | None:
    mask = masked(revision.raw)
    words = inner_range(mask, "text")
    if words is None:
        return None
    raw = revision.raw[slice(*words)]
    body = body_of(raw, coded(raw, encoding).runs)
    if not body.strip():
        return None
    number = inner(revision.raw, mask, "id", encoding)
    date = inner(revision.raw, mask, "timestamp", encoding)
    where = (source, revision.offset, number, row, date, None)
    place = Place(revision.at + words[0], len(raw), "xml", encoding)
    return Page(body, url, f"text/plain; charset={encoding}", None, *where, place)


def _address(site: str, title: str) -> str | None:
    return f"{site}/{quote(title.replace(' ', '_'), safe='/:')}" if site and title else None


FORMAT = Format("mediawiki", (".mediawiki",), matches, read)
