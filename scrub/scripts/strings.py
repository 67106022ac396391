"""Methods of strings, patterns and numbers, on constants."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from scrub.scripts.known import HOLE, Function, Pattern, Value, depending, is_known, number_of, text_of
from scrub.scripts.machine import Machine

MOST_PIECES = 20_000
# Patterns we apply: no groups, and nothing repeated but the last thing, so that matching is linear.
_CLASS = r"\[(?:[^\]\\]|\\.)+\]"
_LINEAR = re.compile(rf"\^?(?:\\[^0-9kpPuxcBb]|{_CLASS}|[^\\()\[\]{{}}*+?])+[*+]?\$?")
_IN_CLASS = re.compile(r"(?<!\\)[\[&~|]")


def text_method(machine: Machine, text: str, name: str, values: Sequence[Value]) -> Value:
    """`text.name(values)`."""
    machine.step(len(text) // 1_000)
    if HOLE in text and name not in ("concat", "split", "replace", "toString"):
        return depending(text, *values)
    if name in ("replace", "replaceAll"):
        return _replaced(machine, text, name, values)
    if name == "split":
        return _split(text, values)
    if name == "concat":
        return machine.made(text + "".join(map(text_of, values)))
    if not all(map(is_known, values)):
        return depending(text, *values)
    known = _METHODS.get(name)
    found = known(text, list(values)) if known else depending(text, *values)
    return machine.made(found) if isinstance(found, str) else found


def number_method(number: float, name: str, values: Sequence[Value]) -> Value:
    """`number.name(values)`: only the radix of toString says anything."""
    if name != "toString":
        return depending(*values)
    radix = number_of(values[0]) if values and is_known(values[0]) else 10
    if radix == 10 or not isinstance(number, int) or not isinstance(radix, int) or not 2 <= radix <= 36:
        return text_of(number) if radix == 10 else depending()
    return digits(number, radix)


def digits(number: int, radix: int) -> str:
    """A whole number in another radix, as `toString` writes it."""
    sign, number, found = "-" if number < 0 else "", abs(number), ""
    while True:
        number, digit = divmod(number, radix)
        found = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + found
        if not number:
            return sign + found


def pattern_method(pattern: Pattern, name: str, values: Sequence[Value]) -> Value:
    """`/pattern/.test(text)`."""
    compiled = compile_pattern(pattern)
    if name == "test" and compiled and values and isinstance(values[0], str) and HOLE not in values[0]:
        return bool(compiled.search(values[0]))
    return depending(pattern, *values)


def compile_pattern(pattern: Pattern) -> re.Pattern[str] | None:
    """A pattern that cannot take long; None for any other."""
    return _compiled(pattern.source, "i" in pattern.flags)


@lru_cache(maxsize=256)
def _compiled(source: str, ignore_case: bool) -> re.Pattern[str] | None:
    if len(source) > 500 or not _LINEAR.fullmatch(source) or ("|" in source and source[-1] in "*+"):
        return None
    escaped = re.sub(_CLASS, lambda m: "[" + _IN_CLASS.sub(r"\\\g<0>", m[0][1:]), source)
    try:
        return re.compile(escaped.replace("\\/", "/"), re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError):
        return None


def _replaced(machine: Machine, text: str, name: str, values: Sequence[Value]) -> Value:
    if len(values) < 2:
        return depending(text, *values)
    old, new = values[0], values[1]
    if not isinstance(new, (str, Function)):
        return depending(text, *values)

    def put(found: str) -> str:
        return new if isinstance(new, str) else text_of(machine.invoke(machine, new, [found]))

    if isinstance(old, str):
        count = -1 if name == "replaceAll" else 1
        if old not in text:
            return text
        return machine.made(text.replace(old, put(old), count) if old else put("") + text)
    compiled = compile_pattern(old) if isinstance(old, Pattern) else None
    if compiled is None:
        return depending(text, *values)
    everywhere = name == "replaceAll" or "g" in old.flags
    return machine.made(compiled.sub(lambda m: put(m[0]), text, count=0 if everywhere else 1))


def _split(text: str, values: Sequence[Value]) -> Value:
    if not values:
        return [text]
    if isinstance(values[0], Pattern):
        compiled = compile_pattern(values[0])
        return compiled.split(text, MOST_PIECES) if compiled else depending(text, *values)
    if not isinstance(values[0], str):
        return depending(text, *values)
    return text.split(values[0], MOST_PIECES) if values[0] else list(text[:MOST_PIECES])


def _whole(values: Sequence[Value], at: int, default: int) -> int:
    number = number_of(values[at]) if at < len(values) else default
    return int(max(-(2**31), min(2**31, number))) if number is not None else default


def _substr(text: str, values: Sequence[Value]) -> str:
    begin = _whole(values, 0, 0)
    begin = max(0, len(text) + begin) if begin < 0 else begin
    return text[begin : begin + max(0, _whole(values, 1, len(text)))]


def _substring(text: str, values: Sequence[Value]) -> str:
    begin, end = sorted(max(0, _whole(values, k, default)) for k, default in ((0, 0), (1, len(text))))
    return text[begin:end]


def _slice(text: str, values: Sequence[Value]) -> str:
    return text[_whole(values, 0, 0) : _whole(values, 1, len(text))]


def _char_code(text: str, values: Sequence[Value]) -> Value:
    at = _whole(values, 0, 0)
    return ord(text[at]) if 0 <= at < len(text) else depending()


def _first(values: Sequence[Value]) -> str:
    return text_of(values[0]) if values else ""


_METHODS: dict[str, Callable[[str, list[Value]], Value]] = {
    "charAt": lambda t, v: t[_whole(v, 0, 0) : _whole(v, 0, 0) + 1] if _whole(v, 0, 0) >= 0 else "",
    "at": lambda t, v: t[_whole(v, 0, 0)] if -len(t) <= _whole(v, 0, 0) < len(t) else "",
    "charCodeAt": _char_code,
    "codePointAt": _char_code,
    "substr": _substr,
    "substring": _substring,
    "slice": _slice,
    "toLowerCase": lambda t, _: t.lower(),
    "toUpperCase": lambda t, _: t.upper(),
    "trim": lambda t, _: t.strip(),
    "toString": lambda t, _: t,
    "valueOf": lambda t, _: t,
    "indexOf": lambda t, v: t.find(_first(v), max(0, _whole(v, 1, 0))),
    "lastIndexOf": lambda t, v: t.rfind(_first(v)),
    "includes": lambda t, v: _first(v) in t,
    "startsWith": lambda t, v: t.startswith(_first(v)),
    "endsWith": lambda t, v: t.endswith(_first(v)),
    "repeat": lambda t, v: t * max(0, min(_whole(v, 0, 0), 100_000 // max(1, len(t)))),
}
