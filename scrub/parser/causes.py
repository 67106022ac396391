"""Why an element is not seen, in words: which declaration or attribute hides it, and by which selector."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.cascade import Matched, cascade, winners
from scrub.parser.declarations import Properties
from scrub.parser.hiding import hidden_elements, sheets_of
from scrub.parser.rules import matches
from scrub.parser.styles import MECHANISMS, Mechanism
from scrub.values import HIDING_BIT, hiding_names

# Ancestors whose reasons are told: the nearest few hide it well enough.
MAX_ANCESTORS = 3

_WORDS = {
    "display": "not displayed", "visibility": "invisible", "attribute": "hidden attribute", "opacity": "see-through",
    "noscript": "inside <noscript>", "offscreen": "off-screen", "size": "too small a box", "font": "too small a font",
    "clip": "clipped away", "covered": "behind the page", "colour": "in the colour of its background",
    "moved": "in a marquee nobody can read", "details": "inside a closed <details>",
    "aria": "hidden from screen readers",
}  # fmt: skip


def hiding_words(tree: LexborHTMLParser, node: LexborNode, external: Sequence[str] = ()) -> tuple[str, ...]:
    """What hides an element, from itself upwards: `off-screen: left:-9999px by .xq1`. Slow: for reports."""
    hidden = hidden_elements(tree, external)
    matched = matches(tree, sheets_of(tree, external))
    words: list[str] = []
    told = 0
    at: LexborNode | None = node
    while at is not None and told < MAX_ANCESTORS:
        bits = hidden.get(at.mem_id, 0)
        if bits:
            told += 1
            words += _reasons(matched.get(at.mem_id) or Matched(at), bits)
        at = at.parent
    return tuple(dict.fromkeys(words))


def _reasons(match: Matched, bits: int) -> list[str]:
    won = winners(match.rules, match.style)
    values = cascade(match.rules, match.style)
    by_bit = {mechanism.bit: mechanism for mechanism in MECHANISMS}
    found = []
    for name in hiding_names(bits):
        if name in _WORDS:
            mechanism = by_bit.get(HIDING_BIT[name])
            because = _declarations(mechanism, values, won) if mechanism else ""
            found.append(_WORDS[name] + because)
    return found


def _declarations(mechanism: Mechanism, values: Properties, won: dict[str, tuple[str, str]]) -> str:
    """The declarations without which the mechanism would not hide, and the selectors they come from."""
    if not mechanism.hides(values):  # an attribute's doing
        return ""
    causes = [name for name in values if not mechanism.hides({k: v for k, v in values.items() if k != name})]
    causes = causes or [name for name in values if name in mechanism.properties]
    selectors = dict.fromkeys(won[name][1] or "its style attribute" for name in causes)
    return ": " + "; ".join(f"{name}:{values[name]}" for name in causes) + " by " + ", ".join(selectors)
