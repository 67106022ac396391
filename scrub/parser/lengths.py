"""CSS values as numbers: lengths in pixels, shares, and the functions of a value.

A length is judged at a 16 px font and a 1280 x 720 window; per cent of a container count as 10 px each.
"""

from __future__ import annotations

import re

# Pixels of one unit.
_PIXELS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "em": 16.0, "rem": 16.0,
    "ex": 8.0, "rex": 8.0, "ch": 8.0, "rch": 8.0, "ic": 16.0, "ric": 16.0, "lh": 19.0, "rlh": 19.0, "cap": 11.0,
    "%": 10.0, "vw": 12.8, "vi": 12.8, "vmax": 12.8, "vh": 7.2, "vb": 7.2, "vmin": 7.2,
}  # fmt: skip

_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?)([a-z]+|%)?\Z")
_CALC_SCALED = re.compile(r"calc\( ?([^()*]+?) ?\* ?([^()*]+?) ?\)\Z")
_CALC_SHIFTED = re.compile(r"calc\( ?(\S+?)(?: ([-+]) (\S+))? ?\)\Z")
_CALL = re.compile(r"([a-z0-9-]+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


def pixels(value: str | None) -> float | None:
    """A length in pixels, simple calc() sums included; None for anything else."""
    if not value:
        return None
    if value.startswith("calc("):
        return _calculated(value)
    found = _LENGTH.match(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    if unit is None:
        return 0.0 if number == 0 else None
    size = _PIXELS.get(unit) or _PIXELS.get(unit[1:]) or _PIXELS.get(unit[2:])
    return number * size if size else None


def _calculated(value: str) -> float | None:
    scaled = _CALC_SCALED.match(value)
    if scaled:
        one, other = scaled[1].strip(), scaled[2].strip()
        for factor, length in ((one, other), (other, one)):
            found = _LENGTH.match(factor)
            if found and not found[2]:
                size = pixels(length)
                return None if size is None else float(found[1]) * size
        return None
    shifted = _CALC_SHIFTED.match(value)
    if shifted is None or shifted[1].startswith("calc("):
        return None
    first, second = pixels(shifted[1]), pixels(shifted[3]) if shifted[2] else 0.0
    if first is None or second is None:
        return None
    return first - second if shifted[2] == "-" else first + second


def share(value: str | None) -> float | None:
    """An opacity or a scale: a number, or per cent as a fraction."""
    found = _LENGTH.match(value) if value else None
    if found is None or found[2] not in (None, "%"):
        return None
    return float(found[1]) / (100 if found[2] else 1)


def calls(value: str | None) -> list[tuple[str, list[str]]]:
    """The functions of a value with their arguments."""
    if not value or "(" not in value:
        return []
    return [(name, re.split(r" ?, ?| ", arguments.strip(" "))) for name, arguments in _CALL.findall(value)]
