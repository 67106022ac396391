"""What becomes of an element under its rules and its style attribute: the cascade, for a few elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from scrub.parser.compiled_walk import Attributes
from scrub.parser.declarations import Properties, declarations
from scrub.parser.selectors import Selector
from scrub.parser.styles import hiding
from scrub.values import HIDING_BIT

# Names that frameworks give to text for screen readers; they count only where a rule hides it.
_READER_NAME = re.compile(
    r"sr-?only|visually-?hidden|hidden-?visually|screen-?reader|element-invisible|for-sr\b|assistive|a11y",
    re.I,
)
_READER = HIDING_BIT["reader"]
_UNREAD = HIDING_BIT["display"] | HIDING_BIT["visibility"]
_INLINE = 1 << 30  # specificity of a style attribute: above all selectors


class Rule(NamedTuple):
    """A rule that speaks of an element; rules compare by strength."""

    specificity: int
    order: int
    selector: str
    block: str


class Matched:
    """An element that at least one rule may hide, and the rules that speak of it."""

    __slots__ = ("classes", "element", "id", "rules", "style")

    def __init__(self, element: int, attributes: Attributes) -> None:
        self.element = element  # its mem_id
        self.style = attributes.get("style") or ""
        self.classes = (attributes.get("class") or "").split()
        self.id = attributes.get("id") or ""
        self.rules: list[Rule] = []

    def bits(self) -> int:
        """The HIDING bits of what the rules and the style attribute make of the element."""
        bits = hiding_of_rules(tuple(self.rules), self.style)
        if bits and not bits & _UNREAD and _READER_NAME.search(" ".join(self.classes)):
            bits |= _READER
        return bits

    def answers_to(self, selector: Selector) -> bool:
        """True where the element has the class or id that the selector asks for."""
        if not selector.key:
            return True
        return selector.key in self.classes if selector.by_class else selector.key == self.id


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
    ranked = [*sorted(rules), Rule(_INLINE, 0, "", style)]
    found = [(d, rule.selector) for rule in ranked for d in declarations(rule.block)]
    found.sort(key=lambda entry: entry[0].important)
    return {d.property: (d.value, selector) for d, selector in found}
