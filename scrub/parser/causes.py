"""Why an element is not seen, in words: which declaration or attribute hides it, and by which selector."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

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


class Cause(NamedTuple):
    """A mechanism that hides, the declarations without which it would not, and the selectors they come from.

    A selector "" is the style attribute; no declaration at all is an attribute's or a tag's doing.
    """

    mechanism: str
    declarations: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`off-screen: left:-9999px by .xq1`."""
        words = _WORDS[self.mechanism]
        if not self.declarations:
            return words
        named = ", ".join(selector or "its style attribute" for selector in self.selectors)
        return f"{words}: {'; '.join(self.declarations)} by {named}"


def hiding_causes(tree: LexborHTMLParser, node: LexborNode, external: Sequence[str] = ()) -> list[Cause]:
    """What hides an element, from itself upwards. external: texts of linked sheets. Slow: for reports."""
    hidden = hidden_elements(tree, external)
    matched = matches(tree, sheets_of(tree, external))
    causes: list[Cause] = []
    told = 0
    at: LexborNode | None = node
    while at is not None and told < MAX_ANCESTORS:
        bits = hidden.get(at.mem_id, 0)
        if bits:
            told += 1
            causes += _reasons(matched.get(at.mem_id) or Matched(at.mem_id, at.attributes), bits)
        at = at.parent
    return causes


def hiding_rule(
    markup: str, css_path: str, link: str, external: Mapping[str, str]
) -> tuple[tuple[str, ...], str]:
    """What hides a piece of a page: the mechanisms, and the rule with its place, "" for none.

    The piece is the element at css_path, or the link in it where one is given. external: texts of
    linked sheets by name. The rule reads `.xq1 { left: -9999px }` in <style>, line 14.
    """
    tree = LexborHTMLParser(markup)
    node = _node(tree, css_path, link)
    if node is None:
        return (), ""
    causes = hiding_causes(tree, node, tuple(external.values()))
    told = [_rule(cause, markup, external) for cause in causes]
    return tuple(dict.fromkeys(cause.mechanism for cause in causes)), "; ".join(dict.fromkeys(told))


def _node(tree: LexborHTMLParser, css_path: str, link: str) -> LexborNode | None:
    try:
        block = tree.css_first(css_path) if css_path else None
    except ValueError:  # no selector
        block = None
    if not link:
        return block
    anchors = block.css("a") if block is not None else []
    return next((a for a in (*anchors, *tree.tags("a")) if a.attributes.get("href") == link), block)


def _rule(cause: Cause, markup: str, external: Mapping[str, str]) -> str:
    written = "; ".join(declaration.replace(":", ": ", 1) for declaration in cause.declarations)
    if not written:
        return _WORDS[cause.mechanism]
    told = []
    for selector in cause.selectors:
        if selector:
            told.append(f"`{selector} {{ {written} }}` in {_sheet_of(selector, markup, external)}")
        else:
            told.append(f"`{written}` in its style attribute")
    return ", ".join(told)


def _sheet_of(selector: str, markup: str, external: Mapping[str, str]) -> str:
    """The sheet, and the line in it, in which a selector first stands before a block."""
    pattern = re.compile(re.escape(selector[:200]) + r"(?=[\s,{:.\[#>+~])")
    for style in re.finditer(r"<style\b(?s:.){0,2000000}?</style", markup, re.IGNORECASE):
        found = pattern.search(style[0])
        if found:
            line = markup.count("\n", 0, style.start() + found.start()) + 1
            return f"<style>, line {line}"
    for name, text in external.items():
        found = pattern.search(text)
        if found:
            return f"{name}, line {text.count(chr(10), 0, found.start()) + 1}"
    return "a style sheet"


def _reasons(match: Matched, bits: int) -> list[Cause]:
    won = winners(match.rules, match.style)
    values = cascade(match.rules, match.style)
    by_bit = {mechanism.bit: mechanism for mechanism in MECHANISMS}
    found = []
    for name in hiding_names(bits):
        if name in _WORDS:
            mechanism = by_bit.get(HIDING_BIT[name])
            found.append(_cause(name, mechanism, values, won) if mechanism else Cause(name))
    return found


def _cause(name: str, mechanism: Mechanism, values: Properties, won: dict[str, tuple[str, str]]) -> Cause:
    if not mechanism.hides(values):  # an attribute's doing
        return Cause(name)
    needed = [p for p in values if not mechanism.hides({k: v for k, v in values.items() if k != p})]
    needed = needed or [p for p in values if p in mechanism.properties]
    selectors = dict.fromkeys(won[p][1] for p in needed)
    return Cause(name, tuple(f"{p}:{values[p]}" for p in needed), tuple(selectors))
