"""The browser's functions that turn constants into constants: what hidden text is decoded with."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from scrub.scripts.known import (
    HOLE,
    UNKNOWN,
    Pattern,
    Value,
    depending,
    is_known,
    number_of,
    text_of,
    truth_of,
)
from scrub.scripts.machine import LONGEST, Machine
from scrub.scripts.strings import MOST_PIECES
from scrub.scripts.tokens import joined

_PERCENT = re.compile(r"%u([\da-fA-F]{4})|%([\da-fA-F]{2})")
_INTEGER = re.compile(r"\s*([+-]?)(?:0[xX](?=[\da-fA-F]))?([\da-zA-Z]+)")


def unescape(text: str) -> str:
    """As JavaScript's `unescape`: `%uXXXX` and `%XX` are code units."""
    return joined(_PERCENT.sub(lambda m: chr(int(m[1] or m[2], 16)), text))


def decode_base64(text: str) -> str | None:
    """As `atob`: one character a byte; None where the text is not Base64."""
    packed = "".join(text.split())
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode("latin-1")
    except (binascii.Error, ValueError):
        return None


def _unescape(machine: Machine, values: Sequence[Value]) -> Value:
    return _decoded(machine, values, unescape, "unescape")


def _decode_uri(machine: Machine, values: Sequence[Value]) -> Value:
    return _decoded(machine, values, lambda text: unquote(text, errors="replace"), "unescape")


def _decoded(
    machine: Machine, values: Sequence[Value], decode: Callable[[str], str], technique: str
) -> Value:
    if not values or not isinstance(values[0], str):
        return depending(*values)
    found = decode(values[0])
    if len(values[0]) - len(found) >= 8:  # more than a space or two was encoded
        machine.used(technique, len(found))
    return machine.made(found)


def _atob(machine: Machine, values: Sequence[Value]) -> Value:
    text = values[0] if values else UNKNOWN
    found = decode_base64(text) if isinstance(text, str) and HOLE not in text else None
    if found is None:
        return depending(*values)
    machine.used("atob", len(found))
    return machine.made(found)


def _from_char_code(machine: Machine, values: Sequence[Value]) -> Value:
    numbers = [number_of(value) if is_known(value) else None for value in values]
    if any(number is None for number in numbers):
        return HOLE
    whole = [int(number) & 0xFFFF for number in numbers if number is not None]
    machine.used("fromCharCode", len(whole))
    return machine.made(joined("".join(map(chr, whole))))


def _parse_int(_: Machine, values: Sequence[Value]) -> Value:
    match = _INTEGER.match(text_of(values[0])[:64]) if values and is_known(values[0]) else None
    if not match:
        return depending(*values)
    hexadecimal = "x" in match[0].lower() and match.start(2) > match.start(1) + len(match[1])
    radix = number_of(values[1]) if len(values) > 1 and is_known(values[1]) else None
    radix = int(radix) if radix and 2 <= radix <= 36 else 16 if hexadecimal else 10
    figures = "".join(_leading(match[2], radix))
    return (-1 if match[1] == "-" else 1) * int(figures, radix) if figures else depending(*values)


def _leading(figures: str, radix: int) -> Sequence[str]:
    allowed = "0123456789abcdefghijklmnopqrstuvwxyz"[:radix]
    end = next((k for k, c in enumerate(figures) if c.lower() not in allowed), len(figures))
    return figures[:end]


def _number(_: Machine, values: Sequence[Value]) -> Value:
    number = number_of(values[0]) if values and is_known(values[0]) else None
    return depending(*values) if number is None else number


def _string(_: Machine, values: Sequence[Value]) -> Value:
    if not values:
        return ""
    return text_of(values[0]) if is_known(values[0]) else depending(*values)


def _array(_: Machine, values: Sequence[Value]) -> Value:
    if len(values) == 1 and isinstance(values[0], int):
        return [None] * max(0, min(values[0], MOST_PIECES))
    return list(values)


def _pattern(_: Machine, values: Sequence[Value]) -> Value:
    if not values or not isinstance(values[0], str):
        return values[0] if values and isinstance(values[0], Pattern) else depending(*values)
    flags = values[1] if len(values) > 1 and isinstance(values[1], str) else ""
    return Pattern(values[0][:LONGEST], flags)


def _boolean(_: Machine, values: Sequence[Value]) -> Value:
    known = truth_of(values[0]) if values else False
    return depending(*values) if known is None else known


def _rounded(_: Machine, values: Sequence[Value]) -> Value:
    number = number_of(values[0]) if values and is_known(values[0]) else None
    return depending(*values) if number is None or abs(number) > 2**53 else int(number // 1)


GLOBALS: dict[str, Callable[[Machine, Sequence[Value]], Value]] = {
    "String.fromCharCode": _from_char_code,
    "String.fromCodePoint": _from_char_code,
    "unescape": _unescape,
    "decodeURIComponent": _decode_uri,
    "decodeURI": _decode_uri,
    "atob": _atob,
    "parseInt": _parse_int,
    "Number.parseInt": _parse_int,
    "parseFloat": _number,
    "Number": _number,
    "Boolean": _boolean,
    "String": _string,
    "Array": _array,
    "Array.of": _array,
    "RegExp": _pattern,
    "Math.floor": _rounded,
}
