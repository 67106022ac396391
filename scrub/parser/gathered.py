"""Elements that the parser asks about one by one, found by a single search: each search looks at every node."""

from __future__ import annotations

from array import array
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.native import compiled
from scrub.parser.compiled_walk import TAGS, Attributes, available
from scrub.parser.metas import LONGEST_CONTENT, MOST_METAS, Metas, read_metas

_HIDING = frozenset(("style", "hidden", "aria-hidden"))  # attributes
_HIDING_TAGS = ("noscript", "details", "marquee")
_QUERY = (
    ':is(meta,script[type*="ld+json" i],h1,time,[itemprop],a[rel*="author" i],'
    '[style],[hidden],[aria-hidden="true"],noscript,details,marquee,style,font[color])'
)
_TAGS = ("meta", "script", "h1", "time", "a", "style", "font", *_HIDING_TAGS)
_NAMED = ("", *_TAGS)

# Steps to one node from the root, and nodes that are stepped to: beyond, the tree is walked once for all.
_FAR, _FEW = 1_000, 50


class Nodes:
    """The nodes of what was found in a tree, made when they are asked for: most are wanted for their attributes alone."""

    __slots__ = ("_asked", "_made", "_tree", "found")

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._asked = 0
        self._made: dict[int, LexborNode] = {}
        self.found = b""  # what identifies them, 64 bits each

    def at(self, mem_id: int) -> LexborNode:
        """The one with this identity."""
        if mem_id not in self._made:
            self._asked += 1
            steps = self._steps(mem_id) if self._asked <= _FEW else None
            if steps is None or sum(steps) > _FAR:
                self._make_all()
            else:
                self._made[mem_id] = self._below(steps)
        return self._made[mem_id]

    def _steps(self, mem_id: int) -> array[int] | None:
        """How many siblings stand before it and before each of its ancestors, from the root on."""
        if compiled is None or self._tree.root is None:
            return None
        steps = array("i", compiled.path(self._tree.root.mem_id, mem_id))
        steps.reverse()
        return steps

    def _below(self, steps: array[int]) -> LexborNode:
        node = self._tree.root
        for step in steps:
            node = node.first_child if node is not None else None
            for _ in range(step):
                node = node.next if node is not None else None
        assert node is not None
        return node

    def _make_all(self) -> None:
        found = set(array("Q", self.found))
        if self._tree.root is not None:
            self._made |= {node.mem_id: node for node in self._tree.root.traverse() if node.mem_id in found}


class Found(NamedTuple):
    """An element: its tag where that is one of _TAGS, else "", what identifies it, and its attributes."""

    tag: str
    mem_id: int
    attributes: Attributes
    held: Nodes | LexborNode  # itself, or what has it

    @property
    def node(self) -> LexborNode:
        """The element itself."""
        return self.held.at(self.mem_id) if isinstance(self.held, Nodes) else self.held


Described = list[Found]


class Gathered(NamedTuple):
    """Elements in page order, with their attributes, and what meta elements say; one element may stand in several lists.

    hiding: those that may hide what they hold by an attribute, by what they are, or by their colour.
    """

    metas: Metas  # what they say
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
def _kinds() -> bytes | None:
    """The number in _NAMED of each of lexbor's tags; None where it numbers one of them out of its range."""
    kinds = bytearray(TAGS)
    for tag, name in _names().items():
        if tag >= TAGS:
            return None
        kinds[tag] = _NAMED.index(name)
    return bytes(kinds)


def gather(tree: LexborHTMLParser) -> Gathered:
    """Search a tree once, in C where that is available."""
    kinds = _kinds() if available() else None
    root = tree.root
    if kinds is None or compiled is None or root is None:
        return gather_in_python(tree)
    nodes = Nodes(tree)
    *lists, nodes.found = compiled.pick(root.mem_id, kinds, _NAMED, Found, nodes, MOST_METAS, LONGEST_CONTENT)
    return Gathered._make(lists)


def gather_in_python(tree: LexborHTMLParser) -> Gathered:
    """As `gather`, by a query."""
    names, nodes = _names(), tree.css(_QUERY)
    metas = read_metas(node.attributes for node in nodes if names.get(node.tag_id) == "meta")
    found = Gathered(metas, [], [], [], [], [], [], [])
    by_tag: dict[str, Described] = dict(zip(_TAGS[1:6], found[1:6]))
    for node in nodes:
        one = Found(names.get(node.tag_id, ""), node.mem_id, node.attributes, node)
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
