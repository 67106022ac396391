"""The head of a page: its link elements and its titles, as written."""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.native import compiled
from scrub.parser.compiled_walk import available
from scrub.parser.metas import Metas
from scrub.parser.nodes import Element, deep_text, tag_number
from scrub.parser.tidy import tidy

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


class Head(NamedTuple):
    """(rel, href) of the link elements that say something of the page, and the text of its title element."""

    links: list[tuple[str, str]]
    title: str


def read_head(tree: LexborHTMLParser) -> Head:
    """The links are those of the head, or of the whole page where it has none; the title likewise."""
    head, root = tree.head, tree.root
    links: list[tuple[str, str]] = []
    title: Element | None = None
    if head is not None:
        links, title = _telling(head)
    if not links and root is not None:
        links, _ = _telling(root)
    if title is None:
        title = next((n for n in tree.tags("title")[:20] if n.parent is None or n.parent.tag != "svg"), None)
    return Head(links, deep_text(title) if title is not None else "")


def _telling(node: LexborNode) -> tuple[list[tuple[str, str]], Element | None]:
    """Links and the first title below a node."""
    if available() and compiled is not None:
        links, title = compiled.head_links(node.mem_id, tag_number("link"), tag_number("title"))
        return links, title or None
    found = [one.attributes for one in node.css(_LINKS)]
    return [(one.get("rel") or "", one.get("href") or "") for one in found], node.css_first("title")


def read_links(head: Head) -> dict[str, str]:
    """The first href of each relation of the links."""
    links: dict[str, str] = {}
    for rel, href in head.links:
        if href:
            for relation in rel.lower().split():
                links.setdefault(relation, href)
    return links


def read_titles(head: Head, metas: Metas) -> list[str]:
    """Titles the head gives, in order of trust, the title element last."""
    titles = [tidy(metas[name][0], 500) for name in _TITLE if name in metas]
    titles.append(tidy(head.title, 500))
    return list(filter(None, titles))
