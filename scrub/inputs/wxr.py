"""WordPress exports (WXR): posts, pages and comments, each a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import Reading
from scrub.inputs.stream import Stream
from scrub.inputs.xml_elements import elements, inner
from scrub.values import Page

_TYPE = "text/html; charset=utf-8"
_COMMENT = re.compile(rb"<wp:comment>.*?</wp:comment>", re.DOTALL)


def matches(head: bytes) -> bool:
    """Whether it is RSS with the names of WordPress."""
    return b"<rss" in head and b"wordpress.org/export/" in head


def read(stream: Stream, source: str, _: Reading) -> Iterator[Page | Failure]:
    """What has words: the content of posts and pages, then the comments on each."""
    row = 0
    for item in elements(stream, ("item",)):
        if item.reason:
            row += 1
            yield Failure(source, item.reason, item.offset, row=row)
            continue
        post = _COMMENT.sub(b"", item.raw)
        url = inner(post, "link")
        about = (inner(post, "wp:post_type") or "post", inner(post, "wp:post_id"))
        parts = [(about, inner(post, "content:encoded"), inner(post, "wp:post_date"))]
        for comment in _COMMENT.findall(item.raw):
            about = ("comment", inner(comment, "wp:comment_id"))
            parts.append((about, inner(comment, "wp:comment_content"), inner(comment, "wp:comment_date")))
        for (kind, number), text, date in parts:
            if text and text.strip():
                row += 1
                place = (source, item.offset, f"{kind} {number}", row)
                yield Page(text.encode("utf-8", "replace"), url, _TYPE, None, *place, date)


FORMAT = Format("wxr", (".wxr",), matches, read)
