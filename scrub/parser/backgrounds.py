"""Text in the colour of what it stands on, where the background is set around it and known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from scrub.parser.colours import WHITE, Colour, colour, unreadable
from scrub.parser.declarations import declarations, effective
from scrub.parser.styles import text_colour

# Elements of one page whose surroundings are looked at, and how far up.
MAX_ELEMENTS = 300
MAX_DEPTH = 60

_BARE_HEX = re.compile(r"(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.I)
_PAGE_BACKGROUND = re.compile(r"(?:^|[}\s,])(?:body|html|:root|\*)[^{}]*\{[^{}]*background", re.I)


def blending(coloured: Sequence[LexborNode], sheets: Sequence[str]) -> list[LexborNode]:
    """Those of the elements with a colour of their own whose text nobody can tell from what is behind.

    An element with a class or an id may have any background, so nothing is said of what stands in one.
    Where nothing sets a background the page is white, as browsers have it.
    """
    page = None if any(_PAGE_BACKGROUND.search(text) for text in sheets) else WHITE
    return [node for node in coloured[:MAX_ELEMENTS] if _blends(node, page)]


def _blends(node: LexborNode, page: Colour | None) -> bool:
    attributes = node.attributes
    values = effective((declarations(attributes.get("style") or ""),))
    text = text_colour(values) or legacy_colour(attributes.get("color"))
    if text is None or text.alpha < 0.9 or values.get("background-image", "none") != "none":
        return False
    if values.get("text-shadow", "none") != "none":
        return False
    background = _behind(node, page)
    return background is not None and unreadable(text, background)


def _behind(node: LexborNode, page: Colour | None) -> Colour | None:
    """The colour behind an element, None where it is unknown."""
    at: LexborNode | None = node
    for _ in range(MAX_DEPTH):
        if at is None or at.tag in (None, "-document"):
            return page
        attributes = at.attributes
        values = effective((declarations(attributes.get("style") or ""),))
        value = values.get("background-color")
        found = colour(value) if value else legacy_colour(attributes.get("bgcolor"))
        if "background" in attributes or values.get("background-image", "none") != "none":
            return None
        if found is not None and found.alpha > 0.9:
            return found
        if (
            at is not node
            and at.tag not in ("body", "html")
            and ("class" in attributes or "id" in attributes)
        ):
            return None
        at = at.parent
    return None


def legacy_colour(value: str | None) -> Colour | None:
    """The colour of an old attribute, in which the # may be missing."""
    if not value:
        return None
    value = value.strip().lower()
    return colour("#" + value if _BARE_HEX.match(value) else value)
