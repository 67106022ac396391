"""WordPress exports (WXR): posts, pages and comments, each a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scrub.inputs.coded import Range, body_of
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.packing import PIECE
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.inputs.xml_elements import Element, elements, encoding_of, inner, inner_range, masked
from scrub.inputs.xml_text import coded
from scrub.values import Page, Place

_COMMENT = re.compile(rb"<wp:comment>[^<]*+(?:<(?!/wp:comment>)[^<]*+)*+</wp:comment>")


class _Part(NamedTuple):
    """A post or a comment: its kind and number, its date, and where its words stand in the item."""

    number: str
    date: str | None
    words: Range


def matches(head: bytes) -> bool:
    """Whether it is RSS with the names of WordPress."""
    return b"<rss" in head and b"wordpress.org/export/" in head


def read(stream: Stream, source: str, _: Reading) -> Iterator[Page | Failure]:
    """What has words, in the order of the file: the content of posts and pages, and the comments on each."""
    encoding = encoding_of(stream.peek(PIECE))
    row = 0
    for item in elements(stream, ("item",)):
        if item.reason:
            row += 1
            yield Failure(source, item.reason, item.offset, row=row)
            continue
        mask = masked(item.raw)
        url = inner(item.raw, _without_comments(mask), "link", encoding)
        for part in sorted(_parts(item, mask, encoding), key=lambda part: part.words):
            raw = item.raw[slice(*part.words)]
            body = body_of(raw, coded(raw, encoding).runs)
            if body.strip():
                row += 1
                where = (source, item.offset, part.number, row, part.date, None)
                place = Place(item.at + part.words[0], len(raw), "xml", encoding)
                yield Page(body, url, f"text/html; charset={encoding}", None, *where, place)


def _parts(item: Element, mask: bytes, encoding: str) -> Iterator[_Part]:
    post = _without_comments(mask)
    if words := inner_range(post, "content:encoded"):
        kind = inner(item.raw, post, "wp:post_type", encoding) or "post"
        number = inner(item.raw, post, "wp:post_id", encoding)
        yield _Part(f"{kind} {number}", inner(item.raw, post, "wp:post_date", encoding), words)
    for found in _COMMENT.finditer(mask):
        raw, comment = item.raw[slice(*found.span())], found[0]
        if words := inner_range(comment, "wp:comment_content"):
            number = inner(raw, comment, "wp:comment_id", encoding)
            date = inner(raw, comment, "wp:comment_date", encoding)
            begin = found.start()
            yield _Part(f"comment {number}", date, (words[0] + begin, words[1] + begin))


def _without_comments(mask: bytes) -> bytes:
    """The item with blanks where its comments are, which have dates and links of their own."""
    return _COMMENT.sub(lambda comment: b" " * len(comment[0]), mask)


FORMAT = Format("wxr", (".wxr",), matches, read)
