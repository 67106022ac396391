"""The elements of a tree by class, id and selector, within what a page may cost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scrub.parser.compiled_walk import available
from scrub.parser.nodes import attribute
from scrub.parser.selectors import Selector

# Selectors that are matched by lexbor on one page. Those that count or look back among siblings take time
# with the square of these (3 s for 20,000 siblings), so they get few tries, and none on huge pages.
MAX_QUERIES = 500
MAX_COUNTING = 20
MAX_COUNTED = 4_000
# Up to this many elements with the right name, each is asked; beyond, the tree is searched once.
FEW = 8

_COUNTING = re.compile(r":nth-|of-type|~|:only-|:last-child")


class Elements:
    """The elements of a tree by class and id, and by selector; `names` are the classes and ids there are."""

    __slots__ = (
        "_by_class", "_counting", "_ids", "_queries", "_searched", "_size", "_tree", "_written", "names",
    )  # fmt: skip

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._queries = self._counting = 0
        self._searched: dict[
            str, Sequence[LexborNode]
        ] = {}  # sheets repeat themselves: "from" of an animation
        self._size = -1  # elements of the tree, counted when a selector asks for it
        self._written: dict[str, list[LexborNode]] = {}  # by class attribute, as written
        direct = available()
        for node in tree.css("[class]"):
            names = attribute(node.mem_id if direct else node, "class") or ""
            self._written.setdefault(names, []).append(node)
        self._ids = [(node.id or "", node) for node in tree.css("[id]")]
        self._by_class: dict[str, list[str]] = {}
        for names in self._written:
            for name in names.split():
                self._by_class.setdefault(name, []).append(names)
        self.names = {"", *self._by_class, *[name for name, _ in self._ids]}

    def matching(self, selector: Selector) -> Sequence[LexborNode]:
        """The elements a selector matches; none where it is invalid or too much has been asked."""
        if not self.names.issuperset(selector.names):
            return ()
        if not selector.key:
            return self._search(selector.text)
        named = self._with_class(selector.key) if selector.by_class else self._with_id(selector.key)
        if selector.simple or not named:
            return named
        if len(named) <= FEW:
            return [node for node in named if self.is_match(node, selector.text)]
        return self._search(selector.text)

    def is_match(self, node: LexborNode, selector: str) -> bool:
        """True where the selector matches this very element (lexbor's `css_matches` looks inside it, too)."""
        if not self._affordable(selector):
            return False
        try:
            first = node.css_first(selector)
        except (SelectolaxError, UnicodeEncodeError):
            return False
        return first is not None and first.mem_id == node.mem_id

    def _search(self, selector: str) -> Sequence[LexborNode]:
        if not self._affordable(selector):
            return ()
        if selector not in self._searched:
            try:
                self._searched[selector] = self._tree.css(selector)
            except (SelectolaxError, UnicodeEncodeError):
                self._searched[selector] = ()
        return self._searched[selector]

    def _affordable(self, selector: str) -> bool:
        self._queries += 1
        if self._queries > MAX_QUERIES:
            return False
        if not _COUNTING.search(selector):
            return True
        if self._size < 0:
            self._size = len(self._tree.css("*"))
        self._counting += 1
        return self._counting <= MAX_COUNTING and self._size <= MAX_COUNTED

    def _with_class(self, name: str) -> list[LexborNode]:
        written = set(self._by_class.get(name, ()))
        return [node for names in written for node in self._written[names]]

    def _with_id(self, name: str) -> list[LexborNode]:
        return [node for written, node in self._ids if written == name]
