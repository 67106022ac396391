"""What a set of CSS property values does to an element: the mechanisms of hiding, one function each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from scrub.parser.colours import Colour, colour, unreadable
from scrub.parser.declarations import Properties, declarations, effective
from scrub.parser.lengths import calls, pixels, share
from scrub.values import HIDING_BIT

TINY = 2.0  # px: nobody reads text in a box, or of a size, up to this
CRUMB = 10.0  # px: a box that is this small both ways shows no word either
AWAY = -400.0  # px: an offset from here on takes a line of text out of its container
FAR_AWAY = -900.0  # px: margins and indents below this are no layout; holy-grail columns use -100 %
BEYOND = 3000.0  # px: offsets above this leave any window on the other side
FAINT = 0.05  # opacity or alpha up to this is not seen

_POSITIONED = frozenset(("absolute", "fixed", "relative", "sticky", "-webkit-sticky"))
_OUT_OF_FLOW = frozenset(("absolute", "fixed"))
_CLIPPING = frozenset(("hidden", "auto", "scroll", "clip", "overlay"))


def _at_most(value: str | None, limit: float) -> bool:
    size = pixels(value)
    return size is not None and size <= limit


def _display(p: Properties) -> bool:
    return p.get("display") == "none"


def _visibility(p: Properties) -> bool:
    return p.get("visibility") in ("hidden", "collapse") or p.get("content-visibility") == "hidden"


def _opacity(p: Properties) -> bool:
    filters = [share(arguments[0]) for name, arguments in calls(p.get("filter")) if name == "opacity"]
    return any(value is not None and value <= FAINT for value in (share(p.get("opacity")), *filters))


def _offscreen(p: Properties) -> bool:
    return (
        (p.get("position") in _POSITIONED and _moved_away(p))
        or _margin_away(p, "left")
        or _margin_away(p, "top")
        or _out_of_sight(p.get("text-indent", "").split(" ")[0], FAR_AWAY)
        or any(_translated(name, arguments) for name, arguments in calls(p.get("transform")))
        or any(_out_of_sight(word, FAR_AWAY) for word in p.get("translate", "").split(" "))
    )


def _moved_away(p: Properties) -> bool:
    """Offsets of a positioned box; equal pulls on opposite sides only widen it."""
    for side, opposite in (("left", "right"), ("top", "bottom")):
        one, other = pixels(p.get(side)), pixels(p.get(opposite))
        away = [size for size in (one, other) if size is not None and (size <= AWAY or size >= BEYOND)]
        if len(away) == 1 or (len(away) == 2 and away[0] != away[1]):
            return True
    return False


def _margin_away(p: Properties, side: str) -> bool:
    """A margin that pulls the box out of the window, unless a padding pushes its text back."""
    margin, padding = pixels(p.get(f"margin-{side}")), pixels(p.get(f"padding-{side}"))
    if margin is None or margin > FAR_AWAY or p[f"margin-{side}"].endswith("%"):
        return False
    return padding is None or margin + padding <= FAR_AWAY


def _out_of_sight(value: str, limit: float) -> bool:
    size = pixels(value)
    return size is not None and (size <= limit or size >= BEYOND)


def _translated(name: str, arguments: list[str]) -> bool:
    if not name.startswith("translate") or name == "translatez":
        return False
    # A per cent of the element itself: up to 300 % it may be a slide, a tab or a tooltip.
    return any(_out_of_sight(a, -3000.0 if a.endswith("%") else FAR_AWAY) for a in arguments[:2])


def _size(p: Properties) -> bool:
    across, down = p.get("overflow-x"), p.get("overflow-y")
    if across not in _CLIPPING and down not in _CLIPPING:
        return _scaled_away(p)
    width, height = _extent(p, "width"), _extent(p, "height")
    if (width is not None and width <= TINY) or (height is not None and height <= TINY):
        return True
    return (width is not None and height is not None and width <= CRUMB and height <= CRUMB) or _scaled_away(
        p
    )


def _extent(p: Properties, side: str) -> float | None:
    """The smaller of a size and its maximum, in pixels."""
    if p.get("display") == "inline":
        return None
    found = [
        size for size in (pixels(p.get(side)), pixels(p.get(f"max-{side}"))) if size is not None and size >= 0
    ]
    return min(found, default=None)


def _scaled_away(p: Properties) -> bool:
    factors = [share(word) for word in p.get("scale", "none").split(" ")]
    for name, arguments in calls(p.get("transform")):
        if name.startswith("scale") and name != "scalez":
            factors += [share(a) for a in arguments[:2]]
        elif name == "matrix" and len(arguments) == 6 and share(arguments[1]) == 0 == share(arguments[2]):
            factors += [share(arguments[0]), share(arguments[3])]
    return any(factor is not None and abs(factor) <= 0.01 for factor in factors)


def _font(p: Properties) -> bool:
    size = p.get("font-size")
    if size is not None:
        found = pixels(size)
        if found is not None and found * (0.016 if size.endswith("%") else 1) <= TINY:
            return True
    if p.get("overflow-y") not in _CLIPPING and p.get("overflow-x") not in _CLIPPING:
        return False
    height = p.get("line-height")
    lines = share(height)
    return _at_most(height, TINY) or (lines is not None and lines <= 0.1)


def _clip(p: Properties) -> bool:
    if p.get("position") in _OUT_OF_FLOW:
        for name, edges in calls(p.get("clip")):
            if name == "rect" and len(edges) == 4 and _narrow_rect(edges):
                return True
    return any(_empty_shape(name, arguments) for name, arguments in calls(p.get("clip-path")))


def _narrow_rect(edges: list[str]) -> bool:
    top, right, bottom, left = (pixels(edge) for edge in edges)
    flat = top is not None and bottom is not None and bottom - top <= TINY
    return flat or (left is not None and right is not None and right - left <= TINY)


def _empty_shape(name: str, arguments: list[str]) -> bool:
    if name == "inset":
        sides = [float(a[:-1]) for a in arguments[:4] if re.fullmatch(r"\d+(\.\d+)?%", a)]
        return bool(sides) and (sides[0] >= 50 or (len(sides) > 1 and sides[1] >= 50))
    if name in ("circle", "ellipse"):
        return _at_most(arguments[0], TINY)
    if name == "polygon":
        return len(arguments) > 2 and all(pixels(a) == 0 for a in arguments)
    return False


def _covered(p: Properties) -> bool:
    return p.get("position") in _POSITIONED and p.get("z-index", "").startswith("-") and p["z-index"] != "-0"


def _colour(p: Properties) -> bool:
    """Transparent text, or text in the colour of its own background; others' see `hiding`."""
    if "text" in p.get("background-clip", "") or p.get("text-shadow", "none") != "none":
        return False
    text = text_colour(p)
    if text is None:
        return False
    if text.alpha <= FAINT:
        return True
    if p.get("background-image", "none") != "none":
        return False
    background = colour(p["background-color"]) if "background-color" in p else None
    return background is not None and background.alpha > 0.9 and unreadable(text, background)


def text_colour(p: Properties) -> Colour | None:
    """The colour that text is painted in, where these values say so."""
    value = p.get("-webkit-text-fill-color") or p.get("color")
    return colour(value) if value else None


class Mechanism(NamedTuple):
    """A way to hide: its HIDING bit, the test, and the properties without which it is not asked."""

    bit: int
    hides: Callable[[Properties], bool]
    properties: frozenset[str]


MOVING = (  # what can place an element outside the window
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
_SIZING = ("overflow-x", "overflow-y", "scale", "transform")

MECHANISMS = tuple(
    Mechanism(HIDING_BIT[name], hides, frozenset(properties))
    for name, hides, properties in (
        ("display", _display, ("display",)),
        ("visibility", _visibility, ("visibility", "content-visibility")),
        ("opacity", _opacity, ("opacity", "filter")),
        ("offscreen", _offscreen, MOVING),
        ("size", _size, _SIZING),
        ("font", _font, ("font-size", "line-height")),
        ("clip", _clip, ("clip", "clip-path")),
        ("covered", _covered, ("z-index",)),
        ("colour", _colour, ("color", "-webkit-text-fill-color")),
    )
)


def hiding(p: Properties) -> int:
    """The HIDING bits of an element with these property values, for itself and what it holds."""
    bits = 0
    names = p.keys()
    for mechanism in MECHANISMS:
        if not mechanism.properties.isdisjoint(names) and mechanism.hides(p):
            bits |= mechanism.bit
    if bits and read_aloud(p):
        bits |= HIDING_BIT["reader"]
    return bits


def read_aloud(p: Properties) -> bool:
    """True for the idiom that hides from eyes and keeps for screen readers: a clipped box of 1 px."""
    if p.get("position") not in _OUT_OF_FLOW or p.get("display") == "none" or p.get("visibility") == "hidden":
        return False
    clipped = p.get("clip", "auto") != "auto" or p.get("clip-path", "none") != "none"
    small = pixels(p.get("width")) == 1 and pixels(p.get("height")) == 1
    return (small and (clipped or p.get("overflow-x") == "hidden")) or (clipped and _clip(p))


@lru_cache(maxsize=8192)
def hiding_of_style(style: str) -> int:
    """The HIDING bits of a style attribute. Any text is allowed; what a browser drops is dropped.

    `left:-9999` without a unit hides nothing (in quirks mode a browser would be kinder).
    """
    return hiding(effective((declarations(style),)))
