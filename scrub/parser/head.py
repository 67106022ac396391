"""The head of a page: its meta and link elements and its titles, as written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scrub.parser.tidy import tidy

Metas = dict[str, list[str]]

_MOST_METAS = 1_000
_LONGEST_CONTENT = 10_000  # of one meta; nobody describes a page in more
_LINKS = 'link[rel~="canonical" i], link[rel~="license" i], link[rel="image_src" i]'

# Names of meta elements that hold the title, in order of trust.
_TITLE = (
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "twitter:title",
)


def read_metas(found: Iterable[Mapping[str, str | None]]) -> Metas:
    """Contents of meta elements by lower-case name, in page order, from their attributes.

    All of the page counts: a broken head ends early, and its elements land in the body.
    """
    metas: Metas = {}
    for attributes in islice(found, _MOST_METAS):
        get = attributes.get
        content = get("content")
        if not content:
            continue
        name = get("property") or get("name")
        if name:
            metas.setdefault(name.strip().lower(), []).append(content[:_LONGEST_CONTENT])
            if len(attributes) == 2:
                continue
        for name in (get("itemprop"), get("http-equiv")):
            if name:
                metas.setdefault(name.strip().lower(), []).append(content[:_LONGEST_CONTENT])
    return metas


def read_links(tree: LexborHTMLParser) -> dict[str, str]:
    """The first href of each relation of the link elements that say something of the page."""
    nodes = tree.head.css(_LINKS) if tree.head is not None else []
    links: dict[str, str] = {}
    for node in nodes or tree.css(_LINKS):
        attributes = node.attributes
        href = attributes.get("href")
        if href:
            for relation in (attributes.get("rel") or "").lower().split():
                links.setdefault(relation, href)
    return links


def read_titles(tree: LexborHTMLParser, metas: Metas) -> list[str]:
    """Titles the head gives, in order of trust, the title element last."""
    titles = [tidy(metas[name][0], 500) for name in _TITLE if name in metas]
    head = tree.head
    node = head.css_first("title") if head is not None else None
    if node is None:
        node = next((n for n in tree.tags("title")[:20] if n.parent is None or n.parent.tag != "svg"), None)
    if node is not None:
        titles.append(tidy(node.text(deep=True), 500))
    return list(filter(None, titles))
