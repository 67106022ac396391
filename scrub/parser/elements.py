"""The elements of a tree by class, id and selector, within what a page may cost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scrub.native import compiled
from scrub.parser.compiled_walk import Attributes, available
from scrub.parser.nodes import attribute
from scrub.parser.selectors import Selector

# Selectors that are matched by lexbor on one page. Those that count or look back among siblings take time
# with the square of these (3 s for 20,000 siblings), so they get few tries, and none on huge pages.
MAX_QUERIES = 500
MAX_COUNTING = 20
MAX_COUNTED = 4_000
# Up to this many elements with the right name, each is asked; beyond, the tree is searched once.
FEW = 8

COUNTING = re.compile(r":nth-|of-type|~|:only-|:last-child")


class Elements:
    """The elements of a tree by class and id, and by selector; `names` are the classes and ids there are.

    An element is given by its `mem_id`.
    """

    __slots__ = (
        "_by_class", "_counting", "_held", "_ids", "_queries", "_searched", "_size", "_tree", "_written", "names",
    )  # fmt: skip

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._queries = self._counting = 0
        self._searched: dict[str, Sequence[int]] = {}  # sheets repeat themselves: "from" of an animation
        self._held: dict[int, LexborNode] = {}  # nodes, made when a selector is to be matched
        self._written, self._ids, self._size = _named(tree)
        self._by_class: dict[str, list[str]] = {}
        for names in self._written:
            for name in names.split():
                self._by_class.setdefault(name, []).append(names)
        self.names = {"", *self._by_class, *self._ids}

    def matching(self, selector: Selector) -> Sequence[int]:
        """The elements a selector matches; none where it is invalid or too much has been asked."""
        if not self.names.issuperset(selector.names):
            return ()
        if not selector.key:
            return self._search(selector.text)
        named = self._with_class(selector.key) if selector.by_class else self._ids.get(selector.key, [])
        if selector.simple or not named:
            return named
        if len(named) <= FEW:
            return [element for element in named if self.is_match(element, selector.text)]
        return self._search(selector.text)

    def is_match(self, element: int, selector: str) -> bool:
        """True where the selector matches this very element (lexbor's `css_matches` looks inside it, too)."""
        if not self._affordable(selector):
            return False
        try:
            first = self._node(element).css_first(selector)
        except (SelectolaxError, UnicodeEncodeError):
            return False
        return first is not None and first.mem_id == element

    def attributes(self, element: int) -> Attributes:
        """Class, id and style of an element, at least."""
        if available():
            return {name: attribute(element, name) for name in ("class", "id", "style")}
        return self._node(element).attributes

    def _search(self, selector: str) -> Sequence[int]:
        if not self._affordable(selector):
            return ()
        if selector not in self._searched:
            try:
                nodes = self._tree.css(selector)
            except (SelectolaxError, UnicodeEncodeError):
                nodes = []
            self._held.update((node.mem_id, node) for node in nodes)
            self._searched[selector] = [node.mem_id for node in nodes]
        return self._searched[selector]

    def _affordable(self, selector: str) -> bool:
        self._queries += 1
        if self._queries > MAX_QUERIES:
            return False
        if not COUNTING.search(selector):
            return True
        self._counting += 1
        return self._counting <= MAX_COUNTING and self._size <= MAX_COUNTED

    def _with_class(self, name: str) -> list[int]:
        return [element for names in set(self._by_class.get(name, ())) for element in self._written[names]]

    def _node(self, element: int) -> LexborNode:
        """The node of an element that was found by a name or a selector."""
        if element not in self._held:
            self._held.update((node.mem_id, node) for node in self._tree.css("[class],[id]"))
        return self._held[element]


def _named(tree: LexborHTMLParser) -> tuple[dict[str, list[int]], dict[str, list[int]], int]:
    """The elements of a tree by class attribute, as written, and by id; and how many it has."""
    if available() and tree.root is not None:
        assert compiled is not None
        classes, ids, count = compiled.named_elements(tree.root.mem_id)
        return classes, ids, count
    classes, ids = {}, {}
    for name, under in (("class", classes), ("id", ids)):
        for node in tree.css(f"[{name}]"):
            value = node.attributes.get(name)
            if value:
                under.setdefault(value, []).append(node.mem_id)
    return classes, ids, len(tree.css("*"))
