"""Elements that the parser asks about one by one, found by a single search: each search looks at every node."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

Attributes = dict[str, str | None]
Described = list[tuple[LexborNode, Attributes]]

_HIDING = frozenset(("style", "hidden", "aria-hidden"))  # attributes
_HIDING_TAGS = ("noscript", "details", "marquee")
_QUERY = (
    ':is(meta,script[type*="ld+json" i],h1,time,[itemprop],a[rel~="author"],'
    '[style],[hidden],[aria-hidden="true"],noscript,details,marquee,style,font[color])'
)
_TAGS = ("meta", "script", "h1", "time", "a", "style", "font", *_HIDING_TAGS)


class Gathered(NamedTuple):
    """Elements in page order, with their attributes; one element may stand in several lists.

    hiding: those that may hide what they hold by an attribute, by what they are, or by their colour.
    """

    metas: Described
    linked: Described  # JSON-LD
    headings: Described  # <h1>
    times: Described
    authors: Described  # links to an author
    sheets: Described  # <style>
    properties: Described  # with an itemprop
    hiding: Described


@cache
def _ids() -> tuple[int, ...]:
    """What lexbor calls _TAGS inside."""
    tree = LexborHTMLParser("")
    return tuple(tree.create_node(name).tag_id for name in _TAGS)


def gather(tree: LexborHTMLParser) -> Gathered:
    """Search a tree once."""
    found = Gathered([], [], [], [], [], [], [], [])
    ids = _ids()
    by_tag = dict(zip(ids, found[:6]))
    script, author, style, font = ids[1], ids[4], ids[5], ids[6]
    hiding = ids[7:]
    for node in tree.css(_QUERY):
        tag = node.tag_id
        attributes = node.attributes
        own = by_tag.get(tag)
        if own is not None and (
            (tag != script or "ld+json" in (attributes.get("type") or "").lower())
            and (tag != author or "author" in (attributes.get("rel") or "").lower().split())
        ):
            own.append((node, attributes))
        if "itemprop" in attributes:
            found.properties.append((node, attributes))
        if (
            not _HIDING.isdisjoint(attributes) or tag in hiding or (tag == font and "color" in attributes)
        ) and tag != style:
            found.hiding.append((node, attributes))
    return found
