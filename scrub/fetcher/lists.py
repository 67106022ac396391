"""Sitemaps, sitemap indexes, RSS, RDF and Atom feeds: the addresses they name.

XML is read by expat with every declaration of an entity refused, so nothing expands and nothing is
loaded from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from scrub.fetcher.outcome import Outcome, Trouble

MAX_ADDRESSES = 50_000  # of one list: https://www.sitemaps.org/protocol.html
_MAX_DEPTH = 50
_MAX_TEXT = 4_000  # characters of one address

# Element and its parent: whose text is an address, and whether a list or a page stands there.
_PAGES = {("loc", "url"), ("link", "item")}
_LISTS = {("loc", "sitemap")}
_ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "RDF"})


@dataclass(slots=True)
class Listed:
    """What a list names: pages, and further lists. is_feed: a feed may name pages of other sites."""

    pages: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    is_feed: bool = False


def read_list(body: bytes) -> Listed:
    """The addresses in a sitemap or feed, as written. Raises Trouble where it is no XML, or hostile.

    A list that breaks off gives what it named until then.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except expat.ExpatError as error:
        if not reader.found.pages and not reader.found.lists:
            raise Trouble(Outcome.BROKEN, f"damaged XML ({expat.ErrorString(error.code)})") from None
    except _Enough:
        pass
    return reader.found


class _Enough(Exception):  # noqa: N818 - no error: the list is as long as lists may be
    """The list names as many addresses as a list may."""


class _Reader:
    def __init__(self) -> None:
        self.found = Listed()
        self._path: list[str] = []
        self._text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity

    def _entity(self, *_: object) -> None:
        raise Trouble(Outcome.BROKEN, "XML that declares entities is not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if not self._path and name not in _ROOTS:
            raise Trouble(Outcome.TYPE, "XML, neither a sitemap nor a feed")
        if not self._path:
            self.found.is_feed = name not in ("urlset", "sitemapindex")
        self._path.append(name)
        self._text.clear()
        if len(self._path) > _MAX_DEPTH:
            raise Trouble(Outcome.BROKEN, "XML nested too deep")
        atom = name == "link" and self._path[-2:-1] == ["entry"]
        if atom and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            self._add(self.found.pages, attributes["href"])

    def _characters(self, text: str) -> None:
        if sum(map(len, self._text)) < _MAX_TEXT and self._path[-1] in ("loc", "link"):
            self._text.append(text)

    def _end(self, _: str) -> None:
        here = (self._path[-1], self._path[-2] if len(self._path) > 1 else "")
        text = "".join(self._text).strip()
        if text and here in _PAGES:
            self._add(self.found.pages, text)
        elif text and here in _LISTS:
            self._add(self.found.lists, text)
        self._text.clear()
        self._path.pop()

    def _add(self, addresses: list[str], address: str) -> None:
        if len(self.found.pages) + len(self.found.lists) >= MAX_ADDRESSES:
            raise _Enough
        addresses.append(address)
