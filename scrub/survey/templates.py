"""Templates and programs of the server as a browser would get them: their code left out, each line in its place.

Hackers write into `footer.php` as well as into pages. What a template prints as it stands is read like a
page; of its code only the strings that hold links are kept, since it prints those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from scrub.inputs import WRITTEN
from scrub.values import Page

_MARKDOWN = frozenset({".md", ".markdown"})  # text, and read as such
_CODE = re.compile(rb"<\?.*?(?:\?>|\Z)|<%.*?(?:%>|\Z)|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# A comment, or a string with its quotes.
_PIECE = re.compile(
    rb"/\*.*?(?:\*/|\Z)|//[^\n]*|#[^\n]*|'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL
)
_LINK = re.compile(rb"<a\b[^>]*href", re.IGNORECASE)
_INK = re.compile(rb"[^\r\n]")


def is_template(page: Page) -> bool:
    """Whether a page is a template, by the name of its file."""
    suffix = PurePath(page.source or "").suffix.lower()
    return page.url is None and suffix in WRITTEN and suffix not in _MARKDOWN


def printed(page: Page) -> Page:
    """The page without the code of the server, and as long as before; any other page as it is."""
    if not is_template(page):
        return page
    return replace(page, body=_CODE.sub(_kept, page.body), content_type="text/html")


def _kept(match: re.Match[bytes]) -> bytes:
    code = match[0]
    if not _LINK.search(code):
        return _blank(code)
    return b"".join(_pieces(code))


def _pieces(code: bytes) -> Iterator[bytes]:
    """The code blank, but for the strings in it that hold links."""
    end = 0
    for piece in _PIECE.finditer(code):
        group = 1 if piece[1] is not None else 2
        words = piece[group]
        if words is not None and _LINK.search(words):
            start, stop = piece.span(group)
            yield _blank(code[end:start])
            yield words.replace(b"\\", b" ")
            end = stop
    yield _blank(code[end:])


def _blank(code: bytes) -> bytes:
    return _INK.sub(b" ", code)
