"""Elements that the parser asks about one by one, found by a single search: each search looks at every node."""

from __future__ import annotations

from functools import cache
from itertools import compress
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.compiled_walk import Attributes, available, pick, picked_flags

_HIDING = frozenset(("style", "hidden", "aria-hidden"))  # attributes
_HIDING_TAGS = ("noscript", "details", "marquee")
_QUERY = (
    ':is(meta,script[type*="ld+json" i],h1,time,[itemprop],a[rel~="author"],'
    '[style],[hidden],[aria-hidden="true"],noscript,details,marquee,style,font[color])'
)
_TAGS = ("meta", "script", "h1", "time", "a", "style", "font", *_HIDING_TAGS)


class Found:
    """An element: its tag where that is one of _TAGS, else "", what identifies it, and its attributes."""

    __slots__ = ("_node", "_nth", "attributes", "mem_id", "tag")

    def __init__(
        self, tag: str, mem_id: int, attributes: Attributes, node: Nodes | LexborNode, nth: int = 0
    ) -> None:
        self.tag, self.mem_id, self.attributes = tag, mem_id, attributes
        self._node, self._nth = node, nth

    @property
    def node(self) -> LexborNode:
        """The element itself."""
        return self._node.at(self._nth) if isinstance(self._node, Nodes) else self._node


class Nodes:
    """The wanted nodes of a tree, made when they are asked for: most are wanted for their attributes alone."""

    def __init__(self, tree: LexborHTMLParser, marks: bytes) -> None:
        root = tree.root
        nodes = root.traverse(include_text=True) if root is not None else iter(())
        self._left = compress(nodes, marks)
        self._made: list[LexborNode] = []

    def at(self, nth: int) -> LexborNode:
        """The nth of them, from 0."""
        while len(self._made) <= nth:
            self._made.append(next(self._left))
        return self._made[nth]


Described = list[Found]


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
def _names() -> dict[int, str]:
    """_TAGS by what lexbor calls them inside."""
    tree = LexborHTMLParser("")
    return {tree.create_node(name).tag_id: name for name in _TAGS}


@cache
def _flags() -> bytes | None:
    """What the search in C is told of tags; None where lexbor numbers one of them out of its range."""
    ids = {name: tag for tag, name in _names().items()}
    always = [ids[name] for name in ("meta", "h1", "time", "style", *_HIDING_TAGS)]
    return picked_flags(always, ids["script"], ids["a"], ids["font"])


def _search(tree: LexborHTMLParser) -> list[Found]:
    """The elements that _QUERY finds."""
    names, flags = _names(), _flags() if available() else None
    if flags is None:
        return [
            Found(names.get(node.tag_id, ""), node.mem_id, node.attributes, node) for node in tree.css(_QUERY)
        ]
    marks, picked = pick(tree, flags)
    nodes = Nodes(tree, marks)
    return [
        Found(names.get(tag, ""), mem_id, attributes, nodes, nth)
        for nth, (tag, mem_id, attributes) in enumerate(picked)
    ]


def gather(tree: LexborHTMLParser) -> Gathered:
    """Search a tree once."""
    found = Gathered([], [], [], [], [], [], [], [])
    by_tag = dict(zip(_TAGS, found[:6]))
    for one in _search(tree):
        tag, attributes = one.tag, one.attributes
        own = by_tag.get(tag)
        if own is not None and (
            (tag != "script" or "ld+json" in (attributes.get("type") or "").lower())
            and (tag != "a" or "author" in (attributes.get("rel") or "").lower().split())
        ):
            own.append(one)
        if "itemprop" in attributes:
            found.properties.append(one)
        if (
            not _HIDING.isdisjoint(attributes)
            or tag in _HIDING_TAGS
            or (tag == "font" and "color" in attributes)
        ) and tag != "style":
            found.hiding.append(one)
    return found
