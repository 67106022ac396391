"""Which elements hide what they hold, and how."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.backgrounds import blending
from scrub.parser.declarations import declarations, effective
from scrub.parser.gathered import Found, Gathered, gather
from scrub.parser.media import media_applies
from scrub.parser.rules import hidden_by_rules
from scrub.parser.sheets import MAX_LENGTH, Sheet, sheet
from scrub.parser.styles import hiding_of_style
from scrub.values import HIDING_BIT

__all__ = ["hidden_elements", "hiding_of_style"]

_NOSCRIPT, _DETAILS, _MOVED = HIDING_BIT["noscript"], HIDING_BIT["details"], HIDING_BIT["moved"]
_ATTRIBUTE, _ARIA, _COLOUR = HIDING_BIT["attribute"], HIDING_BIT["aria"], HIDING_BIT["colour"]


# A marquee up to this size (px) shows no word; one that jumps further than this each step, neither.
_MARQUEE_SIZE, _MARQUEE_STEP = 10, 1000


def hidden_elements(
    tree: LexborHTMLParser,
    external: Sequence[str] = (),
    rules: bool = True,
    gathered: Gathered | None = None,
) -> dict[int, int]:
    """HIDING bits of every element that hides its own subtree by itself, by `mem_id`.

    `external` holds the texts of linked style sheets, where they are at hand. Nothing is inherited
    here: an element inside a hidden one is not listed for that. Without `rules` the style sheets
    are left alone, which costs a tenth: enough to tell whether a page is worth a full look. `gathered`
    are the tree's elements, where they are at hand.
    """
    gathered = gathered or gather(tree)
    found: dict[int, int] = {}
    texts = list(external)
    if rules:
        texts += [one.node.text(deep=False) for one in gathered.sheets if _in_force(one.node)]
    coloured = []
    for one in gathered.hiding:
        bits = _own_bits(one, found)
        if bits:
            found[one.mem_id] = found.get(one.mem_id, 0) | bits
        elif one.tag == "font" or "color" in (one.attributes.get("style") or ""):
            coloured.append(one)
    for identity in blending(coloured, texts) if coloured else ():
        found[identity] = found.get(identity, 0) | _COLOUR
    for identity, bits in hidden_by_rules(tree, _sheets(texts)).items() if texts else ():
        found[identity] = found.get(identity, 0) | bits
    return found


def sheets_of(tree: LexborHTMLParser, external: Sequence[str] = ()) -> list[Sheet]:
    """The style sheets in force: linked ones first, then those of the page."""
    texts = [node.text(deep=False) for node in tree.css("style") if _in_force(node)]
    return _sheets([*external, *texts])


def _sheets(texts: Sequence[str]) -> list[Sheet]:
    """The sheets of these texts, as many as a page may have."""
    room = accumulate((len(text) + 100 for text in texts), initial=0)
    return [sheet(text) for text, before in zip(texts, room) if before < MAX_LENGTH]


def _own_bits(one: Found, found: dict[int, int]) -> int:
    """What an element's own attributes and its tag hide."""
    tag, attributes = one.tag, one.attributes
    style = attributes.get("style")
    bits = hiding_of_style(style) if style else 0
    if "hidden" in attributes and not _shown_after_all(style):
        bits |= _ATTRIBUTE
    if attributes.get("aria-hidden") == "true":
        bits |= _ARIA
    if tag == "noscript":
        return bits | _NOSCRIPT
    if tag == "marquee":
        return bits | _marquee(attributes)
    if tag == "details" and "open" not in attributes:
        _close(one.node, found)
    return bits


def _in_force(style: LexborNode) -> bool:
    """True where a <style> element counts for a reader with scripts and a desktop screen."""
    attributes = style.attributes
    parent = style.parent
    if parent is not None and parent.tag == "noscript":
        return False
    kind = (attributes.get("type") or "text/css").strip().lower()
    return kind == "text/css" and media_applies((attributes.get("media") or "").lower())


def _shown_after_all(style: str | None) -> bool:
    """True where an inline display brings a [hidden] element back: the attribute is only a default."""
    if not style or "display" not in style.lower():
        return False
    return effective((declarations(style),)).get("display", "none") != "none"


def _close(details: LexborNode, found: dict[int, int]) -> None:
    """Mark what a closed <details> does not show: all but its first summary."""
    summary = None
    child = details.first_child
    while child is not None:
        if child.tag == "summary" and summary is None:
            summary = child
        elif child.tag and not child.tag.startswith("-"):
            found[child.mem_id] = found.get(child.mem_id, 0) | _DETAILS
        child = child.next
    if summary is None:
        found[details.mem_id] = found.get(details.mem_id, 0) | _DETAILS


def _marquee(attributes: dict[str, str | None]) -> int:
    """A marquee too small to read, or one that runs too fast."""
    sizes = [_leading_number(attributes.get(side)) for side in ("width", "height")]
    step = _leading_number(attributes.get("scrollamount"))
    tiny = any(size is not None and size <= _MARQUEE_SIZE for size in sizes)
    return _MOVED if tiny or (step is not None and step >= _MARQUEE_STEP) else 0


def _leading_number(value: str | None) -> int | None:
    """The number an old attribute starts with, as browsers read it; per cent are no small size."""
    if not value or value.rstrip().endswith("%"):
        return None
    digits = ""
    for character in value.strip()[:9]:
        if not (character.isascii() and character.isdigit()):
            break
        digits += character
    return int(digits) if digits else None
