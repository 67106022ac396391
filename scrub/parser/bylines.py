"""Author and date from the visible page: microdata, rel=author, <time>, and class names at last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.dates import parse_date
from scrub.parser.gathered import Described
from scrub.parser.tidy import tidy

_MOST = 60  # elements that are looked at per question
_LEVELS = 12  # ancestors that are looked at
_BYLINE_LENGTH = 120  # characters; a longer element is no byline
_WANTED = frozenset({"author", "creator", "datepublished", "datemodified"})  # properties of microdata
_PUBLISHED = re.compile(
    r"publish|entry|posted|post-date|postdate|pub-?date|created|byline|article|timestamp", re.I
)
_MODIFIED = re.compile(r"updat|modif|edited", re.I)
_ASIDE_CLASS = re.compile(
    r"comment|related|sidebar|widget|recommend|popular|teaser|card|trending|latest|most-", re.I
)
_ASIDE_TAGS = frozenset({"aside", "footer", "nav"})
_NO_TEXT = frozenset({"script", "style", "svg", "form", "select", "template"})
_MAIN_TAGS = frozenset({"article", "header", "main"})

# Asked one after the other until one answers: each costs a look at every element.
_AUTHOR_CLASSES = ('[class*="byline" i]', '[class*="author" i]', 'a[href*="/author/"]')
_DATE_CLASSES = ('[class*="date" i]', '[class*="byline" i]', '[class*="meta" i]')
_NO_NAME_CLASS = re.compile(
    r"image|photo|avatar|bio|desc|count|social|share|link-?list|date|time|comment|follow|box", re.I
)


class Times(NamedTuple):
    """Dates of the page's <time> elements, ISO 8601 or ""."""

    published: str = ""
    modified: str = ""


def microdata(properties: Described) -> dict[str, list[str]]:
    """Values of itemprop by property, lower case, outside comments and related pages; in page order."""
    found: dict[str, list[str]] = {}
    for one in properties[: 4 * _MOST]:
        names = (one.attributes.get("itemprop") or "").lower().split()
        if not _WANTED.isdisjoint(names) and not _is_aside(one.node):
            value = _value(one.node, one.attributes)
            for name in _WANTED.intersection(names):
                found.setdefault(name, []).append(value)
    return found


def _value(node: LexborNode, attributes: dict[str, str | None]) -> str:
    """Value of an itemprop: content, datetime, the name inside an item, or the text."""
    value = attributes.get("content") or attributes.get("datetime")
    if not value and "itemscope" in attributes:
        inner = node.css_first('[itemprop~="name"]')
        if inner is not None:
            return _value(inner, {k: v for k, v in inner.attributes.items() if k != "itemscope"})
    return tidy(value, 300) if value else _short_text(node)


def related_names(links: Described) -> list[str]:
    """Texts of the links to an author: `<a rel="author">`."""
    return [text for one in links[:_MOST] if not _is_aside(one.node) and (text := _short_text(one.node))][:5]


def class_names(tree: LexborHTMLParser) -> list[str]:
    """Text of the first short element whose class says author or byline, or of a link to an author."""
    for node in _queried(tree, _AUTHOR_CLASSES):
        own = node.attributes.get("class") or ""
        if not _NO_NAME_CLASS.search(own) and not _is_aside(node):
            text = _short_text(node)
            if text and not text.endswith((".", "?", "!", ":")):
                return [text]
    return []


def class_date(tree: LexborHTMLParser, month_first: bool) -> str:
    """The first date in a short element whose class speaks of dates."""
    for node in _queried(tree, _DATE_CLASSES):
        text = _short_text(node)
        if text and any(map(str.isdigit, text)) and not _is_aside(node):
            found = parse_date(text, month_first=month_first)
            if found:
                return found
    return ""


def date_below_heading(tree: LexborHTMLParser, heading: LexborNode | None, month_first: bool) -> str:
    """The first date in short lines below a heading, before the text begins."""
    body = tree.body
    if heading is None or body is None:
        return ""
    below, seen = False, 0
    for node in body.traverse(include_text=True):
        if not below:
            below = node.mem_id == heading.mem_id
        elif node.tag == "-text":
            text = (node.text_content or "").strip()
            seen += len(text)
            if len(text) <= _BYLINE_LENGTH and any(map(str.isdigit, text)):
                if found := parse_date(text, month_first=month_first):
                    return found
            elif len(text) > 2 * _BYLINE_LENGTH or seen > 10 * _BYLINE_LENGTH:
                return ""
    return ""


def _queried(tree: LexborHTMLParser, queries: tuple[str, ...]) -> Iterator[LexborNode]:
    return chain.from_iterable(tree.css(query)[:_MOST] for query in queries)


def read_times(times: Described, month_first: bool) -> Times:
    """The date that a <time> calls the page's own, best in an article or header, and its update."""
    best, published, modified = 0, "", ""
    for one in times[:_MOST]:
        node, attributes = one.node, one.attributes
        words = (
            f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''} {attributes.get('id') or ''}"
        )
        if _MODIFIED.search(words) and not _PUBLISHED.search(words):
            modified = modified or _time(node, attributes, month_first)
            continue
        weight = _weight(node, attributes, words)
        if weight > best and (found := _time(node, attributes, month_first)):
            best, published = weight, found
    return Times(published, modified)


def _weight(node: LexborNode, attributes: dict[str, str | None], words: str) -> int:
    """How surely a <time> is when the page was published; 0 in comments and related pages."""
    if _is_aside(node):
        return 0
    marked = 4 * ("pubdate" in attributes or "datepublished" in words.lower()) + 2 * bool(
        _PUBLISHED.search(words)
    )
    return 1 + marked + any(tag in _MAIN_TAGS for tag, _ in _ancestors(node))


def _time(node: LexborNode, attributes: dict[str, str | None], month_first: bool) -> str:
    value = attributes.get("datetime") or _short_text(node)
    return parse_date(value, month_first=month_first) or ""


def _ancestors(node: LexborNode) -> Iterator[tuple[str, str]]:
    """Tag and class of the node and of what it stands in."""
    here: LexborNode | None = node
    for _ in range(_LEVELS):
        if here is None or here.tag in ("body", "html"):
            return
        attributes = here.attributes
        yield here.tag or "", f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        here = here.parent


def _is_aside(node: LexborNode) -> bool:
    """Whether a node stands in a comment, a sidebar, a teaser of another page."""
    for tag, words in _ancestors(node):
        if tag == "article":
            return "comment" in words
        if tag in _ASIDE_TAGS or _ASIDE_CLASS.search(words):
            return True
    return False


def _short_text(node: LexborNode) -> str:
    """Text of an element as short as a byline, else ""; a long one is left at once."""
    texts: list[str] = []
    length = 0
    for seen, child in enumerate(node.traverse(include_text=True)):
        if child.tag == "-text":
            text = child.text_content or ""
            texts.append(text)
            length += len(text.strip())
        elif child.tag in _NO_TEXT:
            return ""
        if length > _BYLINE_LENGTH or seen > _MOST:
            return ""
    return tidy(" ".join(texts), 2 * _BYLINE_LENGTH)
