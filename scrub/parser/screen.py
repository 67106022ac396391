"""Which blocks of a style sheet are worth parsing: cheap questions, answered in C.

A block that `suspicious` lets go hides nothing for certain. In a large sheet whole blocks are not
even looked at: `suspicious_places` searches the text for what hiding needs, and leaves aside what
only a small sheet of its own is likely to hold (escapes, equal colours, huge positive offsets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Every pattern begins with a literal, which the engine finds fast.
_OPACITY = re.compile(r"opacity\s*(?::\s*\+?(?:0(?!\.[1-9])|\.0|\d%)|\()")
_CLIP = re.compile(r"clip(?:-path)?\s*:\s*[a-z]+\(")
_BELOW = re.compile(r"z-index\s*:\s*-")
_NEGATIVE = re.compile(r"-(?<![\w-]-)(?:\d{3}|\d\d(?!\d|\.?\d*px)|\d+(?:\.\d+)?(?:in|cm|e\d))")
_FAR = re.compile(r"(?:left|top|right|bottom|indent|inset|[(,])\s*:?\s*\d{4}")
_CALCULATED = re.compile(r"(?:left|top|right|bottom|indent|inset|translate[xy3d]*)\s*[:(][^;]*calc\(")
_SMALL = re.compile(r"(?:width|height)\s*:\s*(?:10|\d|\d?\.\d+)(?:[a-z]{1,3})?\s*(?:[;!]|\Z)")
_FLAT_LINE = re.compile(r"line-height\s*:\s*[.012]")
_SMALL_FONT = re.compile(
    r"font(?:-size)?\s*:\s*[^;{}]*?(?<![\w.#,%])(?:[012]?(?:\.\d+)?(?:px|pt|[/;!}]|\Z|\s)|0?\.\d+r?em|\d\d?(?:\.\d+)?%)"
)
_FAINT = re.compile(
    r"color\s*:\s*(?:transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0|0?\.0\d*|\d%)\s*\)|#(?:\w{3}|\w{6})[01]+\b)"
)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_PAIR = re.compile(r"(?:^|[;\s])(color|background(?:-color)?)\s*:\s*(#[0-9a-f]|[a-z]+)")
_SHADES = {"white": 15, "black": 0, "rgb": None, "rgba": None, "hsl": None, "hsla": None}

# The same for a whole sheet in bytes; digits 1 to 9 are all 9 there.
_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        rb"display\s*:\s*none", rb"visibility\s*:\s*(?:hid|coll)", rb"opacity\s*(?::\s*\+?(?:0(?!\.9)|\.0)|\()",
        rb"clip(?:-path)?\s*:\s*[a-z]+\(", rb"z-index\s*:\s*-", rb"scale[xyd9(:\s]+0", rb"color\s*:\s*transparent",
        rb"-9[90](?<![\w-]...)(?:[90.]|r?em|%|v|ch|pt)", rb"overflow",
        rb"font(?:-size)?\s*:(?:[^;{}]*?\s)?(?:[09]?\.)?[09](?:px|pt|%|r?em|[/;!}\s])",
    )
)  # fmt: skip
_COARSE = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ12345678", b"abcdefghijklmnopqrstuvwxyz99999999")


def suspicious(block: str) -> bool:
    """False only for a block (lower case) that certainly hides nothing: the rest is for the real parser."""
    return bool(
        ("none" in block and "display" in block)
        or "visib" in block
        or ("opacity" in block and _OPACITY.search(block))
        or ("clip" in block and _CLIP.search(block))
        or ("z-index" in block and _BELOW.search(block))
        or "scale" in block
        or "matrix(" in block
        or ("calc(" in block and _CALCULATED.search(block))
        or ("\\" in block and "\\" in _STRING.sub("", block))
        or "/*" in block
        or ("color" in block and (_FAINT.search(block) or _same_shade(block)))
        or ("font" in block and _SMALL_FONT.search(block))
        or ("overflow" in block and (_SMALL.search(block) or _FLAT_LINE.search(block)))
        or _NEGATIVE.search(block)
        or _FAR.search(block)
    )


def coarse(text: str) -> bytes:
    """A sheet for `suspicious_places`: one byte a character, lower case, digits 1 to 9 as 9."""
    return text.encode("latin-1", "replace").translate(_COARSE)


def suspicious_places(sheet: bytes) -> Iterator[int]:
    """Offsets in a coarse sheet at which something may be hidden, in no order."""
    for pattern in _PLACES:
        for found in pattern.finditer(sheet):
            yield found.start()


def _same_shade(block: str) -> bool:
    """A quick look at text and background colour: could they be one colour?"""
    if "background" not in block:
        return False
    shades: dict[bool, int | None] = {}
    for name, value in _PAIR.findall(block):
        if value[0] == "#" or value in _SHADES:
            shades[name == "color"] = int(value[1], 16) if value[0] == "#" else _SHADES[value]
    if len(shades) < 2:
        return False
    text, background = shades[True], shades[False]
    return text is None or background is None or abs(text - background) <= 2
