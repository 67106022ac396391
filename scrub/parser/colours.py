"""Colours as numbers, and how well one is read on another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Colour(NamedTuple):
    """Red, green and blue in sRGB and alpha, each 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float


WHITE = Colour(1.0, 1.0, 1.0, 1.0)

# Text is unreadable below this contrast; #eee on white (1.16) is, #ddd (1.36) is faint but seen.
UNREADABLE = 1.2


@lru_cache(maxsize=4096)
def colour(value: str) -> Colour | None:
    """A CSS colour, or None where it is no colour or depends on another (currentcolor, var())."""
    from tinycss2 import color4

    try:
        parsed = color4.parse_color(value)
        if parsed is None or isinstance(parsed, str):
            return None
        srgb = parsed.to("srgb")
        red, green, blue = (min(max(part or 0.0, 0.0), 1.0) for part in srgb.coordinates)
        return Colour(red, green, blue, min(max(srgb.alpha or 0.0, 0.0), 1.0))
    except (ValueError, TypeError, OverflowError, NotImplementedError, RecursionError):
        return None


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2 contrast ratio of two opaque colours: 1 (equal) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def unreadable(text: Colour, background: Colour) -> bool:
    """True where text of this colour cannot be told from its background.

    Contrast alone would call pure blue on a grey of the same lightness unreadable, so the parts
    must lie close as well (0.12 is #eee against white, with some slack).
    """
    if contrast(text, background) >= UNREADABLE:
        return False
    return all(abs(a - b) <= 0.12 for a, b in zip(text[:3], background[:3], strict=True))


def _luminance(value: Colour) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in value[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
