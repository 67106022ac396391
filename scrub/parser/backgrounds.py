"""Text in the colour of what it stands on, where the background is set around it and known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scrub.parser.colours import WHITE, Colour, colour, unreadable
from scrub.parser.compiled_walk import Attributes
from scrub.parser.declarations import declarations, effective
from scrub.parser.gathered import Found
from scrub.parser.styles import text_colour

# Elements of one page whose surroundings are looked at, and how far up.
MAX_ELEMENTS = 300
MAX_DEPTH = 60

_BARE_HEX = re.compile(r"(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.I)
_PAGE_BACKGROUND = re.compile(r"(?:^|[}\s,])(?:body|html|:root|\*)[^{}]*\{[^{}]*background", re.I)


def blending(coloured: Sequence[Found], sheets: Sequence[str]) -> list[int]:
    """Those of the elements with a colour of their own whose text nobody can tell from what is behind, by `mem_id`.

    An element with a class or an id may have any background, so nothing is said of what stands in one.
    Where nothing sets a background the page is white, as browsers have it.
    """
    page = None if any(_PAGE_BACKGROUND.search(text) for text in sheets) else WHITE
    return [one.mem_id for one in coloured[:MAX_ELEMENTS] if _blends(one, page)]


def _blends(one: Found, page: Colour | None) -> bool:
    text = _text(one.attributes.get("style") or "", one.attributes.get("color"))
    if text is None:
        return False
    background = _behind(one, page)
    return background is not None and unreadable(text, background)


@lru_cache(maxsize=1024)
def _text(style: str, attribute: str | None) -> Colour | None:
    """The colour of plain, opaque text with this style attribute and this colour attribute."""
    values = effective((declarations(style),))
    text = text_colour(values) or legacy_colour(attribute)
    if text is None or text.alpha < 0.9 or values.get("background-image", "none") != "none":
        return None
    return text if values.get("text-shadow", "none") == "none" else None


def _behind(one: Found, page: Colour | None) -> Colour | None:
    """The colour behind an element, None where it is unknown."""
    known, found = _background(one.attributes)
    if known:
        return found
    at = one.node.parent
    for _ in range(MAX_DEPTH - 1):
        if at is None or at.tag in (None, "-document"):
            return page
        attributes = at.attributes
        known, found = _background(attributes)
        if known:
            return found
        if at.tag not in ("body", "html") and ("class" in attributes or "id" in attributes):
            return None
        at = at.parent
    return None


def _background(attributes: Attributes) -> tuple[bool, Colour | None]:
    """Whether an element says what stands behind its text, and the colour where that is one."""
    values = effective((declarations(attributes.get("style") or ""),))
    if "background" in attributes or values.get("background-image", "none") != "none":
        return True, None
    value = values.get("background-color")
    found = colour(value) if value else legacy_colour(attributes.get("bgcolor"))
    return found is not None and found.alpha > 0.9, found


def legacy_colour(value: str | None) -> Colour | None:
    """The colour of an old attribute, in which the # may be missing."""
    if not value:
        return None
    value = value.strip().lower()
    return colour("#" + value if _BARE_HEX.match(value) else value)
