"""Which elements the rules of a page's sheets hide: a cascade over the few that a hiding rule matches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scrub.parser.declarations import Properties, declarations
from scrub.parser.selectors import Selector
from scrub.parser.sheets import Sheet, needs_position, suspicion
from scrub.parser.styles import hiding
from scrub.values import HIDING_BIT

# Selectors that may be searched for in a whole page, and elements that may be matched on it.
MAX_QUERIES = 300
MAX_MATCHES = 20_000
# Up to this many elements with the right name, each is asked; beyond, the tree is searched once.
FEW = 8

# Names that frameworks give to text for screen readers; they count only where a rule hides it.
_READER_NAME = re.compile(
    r"sr-?only|visually-?hidden|hidden-?visually|screen-?reader|element-invisible|for-sr\b|assistive|a11y",
    re.I,
)
# What a block must mention to undo a mechanism. What moves an element is undone where it was moved.
_WORDS = {
    "display": ("display",),
    "visibility": ("visibility",),
    "opacity": ("opacity",),
    "size": ("overflow",),
    "font": ("font-size", "font:"),
    "clip": ("clip",),
    "covered": ("z-index",),
    "colour": ("color",),
}
_MOVED = (
    "left",
    "top",
    "right",
    "bottom",
    "margin-left",
    "margin-top",
    "text-indent",
    "transform",
    "translate",
)
_READER, _RULE = HIDING_BIT["reader"], HIDING_BIT["rule"]
_UNREAD = HIDING_BIT["display"] | HIDING_BIT["visibility"]
_INLINE = 1 << 30  # specificity of a style attribute: above all selectors


# A rule that speaks of an element: specificity, order in the page, selector, block.
Rule = tuple[int, int, str, str]


class Matched:
    """An element that at least one rule may hide, and the rules that speak of it."""

    __slots__ = ("names", "node", "rules", "style")

    def __init__(self, node: LexborNode) -> None:
        attributes = node.attributes
        self.node = node
        self.style = attributes.get("style") or ""
        self.names = (attributes.get("class") or "").split()
        self.names.append(attributes.get("id") or "")
        self.rules: list[Rule] = []

    def bits(self) -> int:
        """The HIDING bits of what the rules and the style attribute make of the element."""
        bits = hiding_of_rules(tuple(self.rules), self.style)
        if bits and not bits & _UNREAD and _READER_NAME.search(" ".join(self.names)):
            bits |= _READER
        return bits


@lru_cache(maxsize=2048)
def hiding_of_rules(rules: tuple[Rule, ...], style: str) -> int:
    """The HIDING bits of an element with these rules and this style attribute."""
    return hiding(cascade(rules, style))


def cascade(rules: Sequence[Rule], style: str) -> Properties:
    """The values that win over an element with these rules and this style attribute."""
    return {name: value for name, (value, _) in winners(rules, style).items()}


def winners(rules: Sequence[Rule], style: str) -> dict[str, tuple[str, str]]:
    """Property -> the winning value and its selector ("" for the style attribute).

    What wins: importance, then inline before rules, then specificity, then order.
    """
    blocks = [*sorted(rules), (_INLINE, 0, "", style)]
    found = [(d, selector) for *_, selector, block in blocks for d in declarations(block)]
    found.sort(key=lambda entry: entry[0].important)
    return {d.property: (d.value, selector) for d, selector in found}


class Elements:
    """The elements of a tree by class and id, and by selector."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self.queries = 0
        self._written: dict[str, list[LexborNode]] = {}  # by class attribute, as written
        for node in tree.css("[class]"):
            self._written.setdefault(node.attributes["class"] or "", []).append(node)
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
            return [node for node in named if is_match(node, selector.text)]
        return self._search(selector.text)

    def _search(self, text: str) -> Sequence[LexborNode]:
        self.queries += 1
        if self.queries > MAX_QUERIES:
            return ()
        try:
            return self.tree.css(text)
        except (SelectolaxError, UnicodeEncodeError):
            return ()

    def _with_class(self, name: str) -> list[LexborNode]:
        written = set(self._by_class.get(name, ()))
        return [node for names in written for node in self._written[names]]

    def _with_id(self, name: str) -> list[LexborNode]:
        return [node for written, node in self._ids if written == name]


def is_match(node: LexborNode, selector: str) -> bool:
    """True where the selector matches this very element (lexbor's `css_matches` looks inside it, too)."""
    try:
        first = node.css_first(selector)
    except (SelectolaxError, UnicodeEncodeError):
        return False
    return first is not None and first.mem_id == node.mem_id


def hidden_by_rules(tree: LexborHTMLParser, sheets: Sequence[Sheet]) -> dict[int, int]:
    """HIDING bits, `rule` among them, of the elements that the sheets hide, by `mem_id`."""
    bits = {identity: match.bits() for identity, match in matches(tree, sheets).items()}
    return {identity: found | _RULE for identity, found in bits.items() if found}


def matches(tree: LexborHTMLParser, sheets: Sequence[Sheet]) -> dict[int, Matched]:
    """The elements that a hiding rule matches, with every rule that bears on how."""
    found: dict[int, Matched] = {}
    if not any(sheet.has_suspects for sheet in sheets):
        return found
    elements = Elements(tree)
    used: set[tuple[int, int]] = set()
    words: set[str] = set()
    for s, sheet in enumerate(sheets):
        for k in sheet.suspects(elements.names):
            if _apply(elements, found, sheet, s, k):
                used.add((s, k))
                words.update(_words(sheet.block(k)))
    if found:
        _add_bearing(elements, found, sheets, words, used)
    return found


@lru_cache(maxsize=4096)
def _words(block: str) -> frozenset[str]:
    """What other blocks must mention to undo or complete what this one hides."""
    bits = suspicion(block)
    words = {word for name, words in _WORDS.items() if bits & HIDING_BIT[name] for word in words}
    if bits & HIDING_BIT["offscreen"]:
        words.update(d.property for d in declarations(block) if d.property in _MOVED and "-" in d.value)
    if needs_position(block):
        words.add("position")
    return frozenset(words)


def _apply(elements: Elements, found: dict[int, Matched], sheet: Sheet, s: int, k: int) -> bool:
    """Find the elements that block k of sheet s matches."""
    hit = False
    for selector in sheet.selectors(k):
        nodes = elements.matching(selector)
        if not nodes or not sheet.in_force(k):
            continue
        hit = True
        rule = (selector.specificity, (s << 24) + k, selector.text, sheet.block(k))
        for node in nodes[: MAX_MATCHES - len(found)]:
            match = found.get(node.mem_id)
            if match is None:
                match = found[node.mem_id] = Matched(node)
            match.rules.append(rule)
    return hit


def _add_bearing(
    elements: Elements,
    found: dict[int, Matched],
    sheets: Sequence[Sheet],
    words: set[str],
    used: set[tuple[int, int]],
) -> None:
    """Add the rules that may undo or complete what was found.

    Weaker ones than every hiding rule cannot undo it; that they complete one is left aside.
    """
    by_name: dict[str, list[Matched]] = {}
    for match in found.values():
        for name in match.names:
            by_name.setdefault(name, []).append(match)
    by_name[""] = list(found.values())
    weakest = min(rule[0] for match in found.values() for rule in match.rules)
    for s, sheet in enumerate(sheets):
        for k in sheet.bearing(words, by_name.keys()):
            if (s, k) not in used:
                strong = "important" in sheet.block(k)
                for selector in sheet.selectors(k):
                    if (strong or selector.specificity >= weakest) and selector.key in by_name:
                        _bear(elements, by_name[selector.key], selector, sheet, s, k)


def _bear(
    elements: Elements, candidates: list[Matched], selector: Selector, sheet: Sheet, s: int, k: int
) -> None:
    """Add one rule to those of the candidates that it matches."""
    if not elements.names.issuperset(selector.names) or not sheet.in_force(k):
        return
    if selector.simple:
        matching = candidates
    elif len(candidates) <= FEW:
        matching = [match for match in candidates if is_match(match.node, selector.text)]
    else:
        identities = {node.mem_id for node in elements.matching(selector)}
        matching = [match for match in candidates if match.node.mem_id in identities]
    rule = (selector.specificity, (s << 24) + k, selector.text, sheet.block(k))
    for match in matching:
        match.rules.append(rule)
