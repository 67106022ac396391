"""Which elements the rules of a page's sheets hide: first what hides, then what may undo it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from scrub.parser.cascade import Matched, Rule
from scrub.parser.declarations import declarations
from scrub.parser.elements import FEW, Elements
from scrub.parser.selectors import Selector
from scrub.parser.sheets import Sheet, needs_position, suspicion
from scrub.parser.styles import MOVING
from scrub.values import BY_RULE, HIDING_BIT

# Pairs of an element and a rule that are kept on one page.
MAX_MATCHES = 50_000

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


def hidden_by_rules(tree: LexborHTMLParser, sheets: Sequence[Sheet]) -> dict[int, int]:
    """HIDING bits, shifted by BY_RULE, of the elements that the sheets hide, by `mem_id`."""
    bits = {identity: match.bits() for identity, match in matches(tree, sheets).items()}
    return {identity: found << BY_RULE for identity, found in bits.items() if found}


def matches(tree: LexborHTMLParser, sheets: Sequence[Sheet]) -> dict[int, Matched]:
    """The elements that a hiding rule matches, with every rule that bears on how, by `mem_id`."""
    if not any(sheet.has_suspects() for sheet in sheets):
        return {}
    matching = _Matching(tree, sheets)
    matching.find()
    if matching.found:
        matching.complete()
    return matching.found


class _Matching:
    """The elements found so far on one page, and what was spent on it."""

    __slots__ = ("_applied", "_elements", "_sheets", "_used", "_words", "found")

    def __init__(self, tree: LexborHTMLParser, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._elements = Elements(tree)
        self._used: set[tuple[int, int]] = set()
        self._words: set[str] = set()
        self._applied = 0
        self.found: dict[int, Matched] = {}

    def find(self) -> None:
        """Find the elements that a hiding rule matches."""
        for s, sheet in enumerate(self._sheets):
            for k in sheet.suspects(self._elements.names):
                for selector in sheet.selectors(k):
                    elements = self._elements.matching(selector)
                    if elements and sheet.in_force(k):
                        self._apply(s, k, selector, elements)

    def complete(self) -> None:
        """Add the rules that may undo or complete what was found.

        Rules weaker than every hiding rule cannot undo it; that they complete one is left aside.
        """
        by_name: dict[str, list[Matched]] = {"": list(self.found.values())}
        for match in by_name[""]:
            for name in (*match.classes, match.id):
                if name:
                    by_name.setdefault(name, []).append(match)
        weakest = min(rule.specificity for match in by_name[""] for rule in match.rules)
        for s, sheet in enumerate(self._sheets):
            for k in sheet.bearing(self._words, by_name.keys()):
                if (s, k) in self._used:
                    continue
                floor = 0 if "important" in sheet.block(k) else weakest
                for selector in sheet.selectors(k):
                    if selector.specificity >= floor and selector.key in by_name:
                        self._bear(s, k, selector, by_name[selector.key])

    def _apply(self, s: int, k: int, selector: Selector, elements: Sequence[int]) -> None:
        self._used.add((s, k))
        block = self._sheets[s].block(k)
        self._words.update(_words(block))
        rule = Rule(selector.specificity, (s << 24) + k, selector.text, block)
        for element in elements[: max(MAX_MATCHES - self._applied, 0)]:
            match = self.found.get(element)
            if match is None:
                match = self.found[element] = Matched(element, self._elements.attributes(element))
            match.rules.append(rule)
        self._applied += len(elements)

    def _bear(self, s: int, k: int, selector: Selector, candidates: list[Matched]) -> None:
        """Add one rule to those of the candidates that it matches."""
        sheet = self._sheets[s]
        if not self._elements.names.issuperset(selector.names) or not sheet.in_force(k):
            return
        matching = [match for match in candidates if match.answers_to(selector)]
        if not selector.simple:
            matching = self._confirmed(selector, matching)
        rule = Rule(selector.specificity, (s << 24) + k, selector.text, sheet.block(k))
        for match in matching[: max(MAX_MATCHES - self._applied, 0)]:
            match.rules.append(rule)
        self._applied += len(matching)

    def _confirmed(self, selector: Selector, candidates: list[Matched]) -> list[Matched]:
        if len(candidates) <= FEW:
            return [match for match in candidates if self._elements.is_match(match.element, selector.text)]
        found = set(self._elements.matching(selector))
        return [match for match in candidates if match.element in found]


@lru_cache(maxsize=4096)
def _words(block: str) -> frozenset[str]:
    """What other blocks must mention to undo or complete what this one hides."""
    bits = suspicion(block)
    words = {word for name, words in _WORDS.items() if bits & HIDING_BIT[name] for word in words}
    if bits & HIDING_BIT["offscreen"]:
        words.update(d.property for d in declarations(block) if d.property in MOVING and "-" in d.value)
    if needs_position(block):
        words.add("position")
    return frozenset(words)
