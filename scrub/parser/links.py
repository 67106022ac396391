"""The links a page offers to whoever collects pages: quicker than a whole Document, and complete."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from scrub.encoding import decode, is_utf8
from scrub.parser.nesting import check_nesting

MAX_LINKS = 5_000  # of one page; more are a farm or a trap
_REFRESH = re.compile(r"""\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?\s*([^"']+)""", re.IGNORECASE)
_SOON = 10  # seconds; a page that refreshes later is a page of its own


class Links(NamedTuple):
    """Addresses as written. follow is False where the page asks robots not to follow its links."""

    base: str | None
    hrefs: list[str]
    canonical: str | None
    refresh: str | None
    follow: bool


def links_of(body: bytes, content_type: str | None = None) -> Links:
    """The links of an HTML page, those marked `nofollow` left out. Raises InputError as `parse`."""
    if not is_utf8(body, content_type):
        body = decode(body, content_type=content_type)[0].encode("utf-8", "replace")
    check_nesting(body)
    tree = LexborHTMLParser(body)
    base = tree.css_first("base[href]")
    canonical = tree.css_first("link[rel=canonical][href]")
    return Links(
        base.attributes.get("href") if base else None,
        _hrefs(tree),
        canonical.attributes.get("href") if canonical else None,
        _refresh(tree),
        not any("nofollow" in (meta or "").lower() for meta in _metas(tree, "name", "robots")),
    )


def _hrefs(tree: LexborHTMLParser) -> list[str]:
    found = dict[str, None]()
    for node in tree.css("a[href], area[href]"):
        attributes = node.attributes
        href = attributes.get("href")
        if href and "nofollow" not in (attributes.get("rel") or "").lower():
            found[href] = None
        if len(found) >= MAX_LINKS:
            break
    return list(found)


def _refresh(tree: LexborHTMLParser) -> str | None:
    for content in _metas(tree, "http-equiv", "refresh"):
        match = _REFRESH.match(content or "")
        if match and len(match[1]) < 4 and int(match[1]) <= _SOON:
            return match[2].strip()
    return None


def _metas(tree: LexborHTMLParser, attribute: str, value: str) -> list[str | None]:
    metas = (meta.attributes for meta in tree.css(f"meta[{attribute}]"))
    return [meta.get("content") for meta in metas if (meta.get(attribute) or "").lower() == value]
