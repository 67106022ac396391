"""Which elements the rules of a page's sheets hide: a cascade over the few that a hiding rule matches."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scrub.parser.declarations import Properties, declarations
from scrub.parser.selectors import Selector
from scrub.parser.sheets import Sheet, suspicion
from scrub.parser.styles import hiding
from scrub.values import HIDING_BIT

# Queries of complex selectors a page may cost, and elements a page may have matched.
MAX_QUERIES = 300
MAX_MATCHES = 20_000

# Names that frameworks give to text for screen readers; they count only where a rule hides it.
_READER_NAME = re.compile(r"sr-?only|visually-?hidden|hidden-?visually|screen-?reader|element-invisible|for-sr\b|assistive|a11y", re.I)
# What a block must mention to undo or complete a mechanism.
_WORDS = {
    "display": ("display",),
    "visibility": ("visibility",),
    "opacity": ("opacity",),
    "offscreen": ("position", "left", "right", "top", "bottom", "inset", "margin", "indent", "transform"),
    "size": ("overflow", "width", "height", "transform"),
    "font": ("font", "line-height"),
    "clip": ("clip", "position"),
    "covered": ("z-index", "position"),
    "colour": ("color", "background"),
}
_READER, _RULE = HIDING_BIT["reader"], HIDING_BIT["rule"]
_UNREAD = HIDING_BIT["display"] | HIDING_BIT["visibility"]


class Matched:
    """An element that at least one rule may hide, and the rules that speak of it."""

    __slots__ = ("node", "rules", "style")

    def __init__(self, node: LexborNode) -> None:
        self.node = node
        self.rules: list[tuple[int, int, str]] = []  # specificity, order, block
        self.style = node.attributes.get("style") or ""

    def properties(self) -> Properties:
        """The winning values: by importance, then inline before rules, then specificity, then order."""
        ranked = [
            (d.important, specificity, order, k, d)
            for specificity, order, block in self.rules
            for k, d in enumerate(declarations(block))
        ]
        inline = declarations(self.style) if self.style else ()
        ranked += [(d.important, 1 << 30, 0, k, d) for k, d in enumerate(inline)]
        ranked.sort(key=lambda entry: entry[:4])
        return {d.property: d.value for *_, d in ranked}


class Elements:
    """The elements of a tree by class and id, and by selector."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self.queries = 0
        self._nodes: dict[str, list[LexborNode]] = {}  # by the class attribute as written, or "#id"
        self._written: dict[str, list[str]] = {}  # class attributes by ".class"
        nodes = self._nodes
        for node in tree.css("[class],[id]"):
            attributes = node.attributes
            names = attributes.get("class")
            if names:
                nodes.setdefault(names, []).append(node)
            name = attributes.get("id")
            if name:
                nodes.setdefault("#" + name, []).append(node)
        for names in nodes:
            for name in names.split():
                self._written.setdefault("." + name, []).append(names)
        self.names = {"", *self._written}
        self.names.update(name for name in nodes if name[0] == "#")

    def matching(self, selector: Selector) -> Sequence[LexborNode]:
        """The elements a selector matches; none where it is invalid or too much has been asked."""
        if not self.names.issuperset(selector.names):
            return ()
        if selector.simple == "#":
            return self._nodes[selector.text]
        if selector.simple:
            return [node for names in self._written[selector.text] for node in self._nodes[names]]
        self.queries += 1
        if self.queries > MAX_QUERIES:
            return ()
        try:
            return self.tree.css(selector.text)
        except (SelectolaxError, UnicodeEncodeError):
            return ()


def hidden_by_rules(tree: LexborHTMLParser, sheets: Sequence[Sheet]) -> dict[int, int]:
    """HIDING bits, `rule` among them, of the elements that the sheets hide, by `mem_id`."""
    found: dict[int, int] = {}
    if sheets:
        for identity, match in matches(tree, sheets).items():
            bits = hiding(match.properties())
            if bits and _READER_NAME.search(match.node.attributes.get("class") or "") and not bits & _UNREAD:
                bits |= _READER
            if bits:
                found[identity] = bits | _RULE
    return found


def matches(tree: LexborHTMLParser, sheets: Sequence[Sheet]) -> dict[int, Matched]:
    """The elements that a hiding rule matches, with every rule that bears on how."""
    elements = Elements(tree)
    found: dict[int, Matched] = {}
    used: set[tuple[int, int]] = set()
    bits = 0
    for s, sheet in enumerate(sheets):
        for k in sheet.suspects(elements.names):
            if _apply(elements, found, sheet, s, k):
                used.add((s, k))
                bits |= suspicion(sheet.blocks[k])
    if found:
        names = _names(found)
        words = {word for name, words in _WORDS.items() if bits & HIDING_BIT[name] for word in words}
        for s, sheet in enumerate(sheets):
            for k in sheet.bearing(words, names):
                if (s, k) not in used:
                    _apply(elements, found, sheet, s, k, names)
    return found


def _names(found: dict[int, Matched]) -> set[str]:
    """The classes and ids of the elements found, and "", for selectors that name none."""
    names = {""}
    for match in found.values():
        attributes = match.node.attributes
        names.update("." + name for name in (attributes.get("class") or "").split())
        names.add("#" + (attributes.get("id") or ""))
    return names


def _apply(
    elements: Elements, found: dict[int, Matched], sheet: Sheet, s: int, k: int, names: set[str] | None = None
) -> bool:
    """Add the rules of block k to the elements they match: all, or with `names` those found before."""
    hit = False
    for selector in sheet.selectors(k):
        if names is not None and selector.key not in names:
            continue
        nodes = elements.matching(selector)
        if not nodes or not sheet.in_force(k):
            continue
        for node in nodes:
            match = found.get(node.mem_id)
            if match is None:
                if names is not None or len(found) >= MAX_MATCHES:
                    continue
                match = found[node.mem_id] = Matched(node)
            match.rules.append((selector.specificity, (s << 24) + k, sheet.blocks[k]))
            hit = True
    return hit
