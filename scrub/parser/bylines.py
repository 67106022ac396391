"""Author and date from the visible page: microdata, rel=author, <time>, and class names at last."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from scrub.parser import nodes
from scrub.parser.dates import parse_date
from scrub.parser.gathered import Described, Found
from scrub.parser.nodes import Element, Query, element_of
from scrub.parser.tidy import tidy

_MOST = 60  # elements that are looked at per question
_LEVELS = 12  # ancestors that are looked at
_LONG_CLASS = 200  # characters; a longer class is not kept in mind
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
_MAIN_TAGS = frozenset({"article", "header", "main"})

_AUTHOR_CLASSES = (
    Query("", "class", "byline", True),
    Query("", "class", "author", True),
    Query("a", "href", "/author/", False),
)
_DATE_CLASSES = tuple(Query("", "class", word, True) for word in ("date", "byline", "meta"))
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
        if not _WANTED.isdisjoint(names) and not _is_aside(element_of(one)):
            value = _value(one)
            for name in _WANTED.intersection(names):
                found.setdefault(name, []).append(value)
    return found


def _value(one: Found) -> str:
    """Value of an itemprop: content, datetime, the name inside an item, or the text."""
    attributes = one.attributes
    value = attributes.get("content") or attributes.get("datetime")
    if not value and "itemscope" in attributes:
        inner = one.node.css_first('[itemprop~="name"]')
        if inner is not None:
            attributes = inner.attributes
            value = attributes.get("content") or attributes.get("datetime")
            return tidy(value, 300) if value else _short_text(inner)
    return tidy(value, 300) if value else _short_text(element_of(one))


def related_names(links: Described) -> list[str]:
    """Texts of the links to an author: `<a rel="author">`."""
    found = map(element_of, links[:_MOST])
    return [text for one in found if not _is_aside(one) and (text := _short_text(one))][:5]


def class_names(tree: LexborHTMLParser) -> list[str]:
    """Text of the first short element whose class says author or byline, or of a link to an author."""
    for one in nodes.holding(tree, _AUTHOR_CLASSES, _MOST):
        own = nodes.attribute(one, "class") or ""
        if not _NO_NAME_CLASS.search(own) and not _is_aside(one):
            text = _short_text(one)
            if text and not text.endswith((".", "?", "!", ":")):
                return [text]
    return []


def class_date(tree: LexborHTMLParser, month_first: bool) -> str:
    """The first date in a short element whose class speaks of dates."""
    for one in nodes.holding(tree, _DATE_CLASSES, _MOST):
        text = _short_text(one)
        if text and any(map(str.isdigit, text)) and not _is_aside(one):
            found = parse_date(text, month_first=month_first)
            if found:
                return found
    return ""


def date_below_heading(tree: LexborHTMLParser, heading: Found | None, month_first: bool) -> str:
    """The first date in short lines below a heading, before the text begins."""
    seen = 0
    for written in nodes.texts_behind(element_of(heading), tree) if heading is not None else ():
        text = written.strip()
        seen += len(text)
        if len(text) <= _BYLINE_LENGTH and any(map(str.isdigit, text)):
            if found := parse_date(text, month_first=month_first):
                return found
        elif len(text) > 2 * _BYLINE_LENGTH or seen > 10 * _BYLINE_LENGTH:
            return ""
    return ""


def read_times(times: Described, month_first: bool) -> Times:
    """The date that a <time> calls the page's own, best in an article or header, and its update."""
    best, published, modified = 0, "", ""
    for one in times[:_MOST]:
        element, attributes = element_of(one), one.attributes
        words = (
            f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''} {attributes.get('id') or ''}"
        )
        if _MODIFIED.search(words) and not _PUBLISHED.search(words):
            modified = modified or _time(element, attributes, month_first)
            continue
        weight = _weight(element, attributes, words)
        if weight > best and (found := _time(element, attributes, month_first)):
            best, published = weight, found
    return Times(published, modified)


def _weight(element: Element, attributes: dict[str, str | None], words: str) -> int:
    """How surely a <time> is when the page was published; 0 in comments and related pages."""
    if _is_aside(element):
        return 0
    marked = 4 * ("pubdate" in attributes or "datepublished" in words.lower()) + 2 * bool(
        _PUBLISHED.search(words)
    )
    return 1 + marked + any(tag in _MAIN_TAGS for tag, _ in nodes.above(element, _LEVELS))


def _time(element: Element, attributes: dict[str, str | None], month_first: bool) -> str:
    value = attributes.get("datetime") or _short_text(element)
    return parse_date(value, month_first=month_first) or ""


def _is_aside(element: Element) -> bool:
    """Whether an element stands in a comment, a sidebar, a teaser of another page."""
    for tag, words in nodes.above(element, _LEVELS):
        if tag == "article":
            return "comment" in words
        if tag in _ASIDE_TAGS or (
            _speaks_of_others(words) if len(words) < _LONG_CLASS else _ASIDE_CLASS.search(words)
        ):
            return True
    return False


@lru_cache(maxsize=512)  # elements of a page stand in the same others
def _speaks_of_others(words: str) -> bool:
    return _ASIDE_CLASS.search(words) is not None


def _short_text(element: Element) -> str:
    """Text of an element as short as a byline, else ""."""
    return tidy(nodes.short_text(element, _BYLINE_LENGTH, _MOST), 2 * _BYLINE_LENGTH)
