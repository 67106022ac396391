"""Operators on constants as JavaScript has them; with anything unknown the result remembers what it depends on."""

from __future__ import annotations

from collections.abc import Callable

from scrub.scripts.known import (
    Element,
    Function,
    Host,
    Pattern,
    Unknown,
    Value,
    depending,
    is_known,
    number_of,
    text_of,
    truth_of,
)
from scrub.scripts.machine import Machine

_EXACT = 2**53
_PIECE = 6  # characters; strings so short are joined to hide what they spell

Number = int | float

_ARITHMETIC: dict[str, Callable[[Number, Number], Number]] = {
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: abs(a) % abs(b) * (-1 if a < 0 else 1),
    "**": lambda a, b: float(a) ** b,
    "<<": lambda a, b: _signed(int(a) << (int(b) & 31)),
    ">>": lambda a, b: _signed(int(a)) >> (int(b) & 31),
    ">>>": lambda a, b: (int(a) & 0xFFFFFFFF) >> (int(b) & 31),
    "&": lambda a, b: _signed(int(a) & int(b)),
    "|": lambda a, b: _signed(int(a) | int(b)),
    "^": lambda a, b: _signed(int(a) ^ int(b)),
}
_ORDER: dict[str, Callable[[Number, Number], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
_EQUAL = frozenset({"==", "===", "!=", "!=="})
_TYPES = ((bool, "boolean"), ((int, float), "number"), (str, "string"), ((list, dict, Element), "object"))


def binary(machine: Machine, mark: str, left: Value, right: Value) -> Value:
    """`left mark right`."""
    if mark == "+":
        return _plus(machine, left, right)
    if not (is_known(left) and is_known(right)):
        return depending(left, right)
    if mark in _EQUAL:
        same = _same(left, right, strict=len(mark) == 3)
        return same if mark[0] == "=" else not same
    if mark in _ORDER:
        return _compared(mark, left, right)
    if mark == "in":
        return text_of(left) in right if isinstance(right, dict) else depending(left, right)
    return _calculated(mark, number_of(left), number_of(right))


def unary(mark: str, value: Value) -> Value:
    """`mark value`."""
    if mark == "!":
        known = truth_of(value)
        return depending(value) if known is None else not known
    if mark == "typeof":
        return _type(value)
    if mark in ("void", "delete", "await"):
        return value if mark == "await" else depending(value)
    number = number_of(value) if is_known(value) else None
    if number is None:
        return depending(value)
    return {"-": -number, "+": number, "~": ~int(number) if abs(number) < _EXACT else 0}[mark]


def _plus(machine: Machine, left: Value, right: Value) -> Value:
    if isinstance(left, str) or isinstance(right, str):
        if isinstance(left, (Unknown, Host)) and isinstance(right, (Unknown, Host)):
            return depending(left, right)
        if isinstance(left, str) and isinstance(right, str) and min(len(left), len(right)) <= _PIECE:
            machine.used("pieces")
        return machine.made(text_of(left) + text_of(right))
    if isinstance(left, list) or isinstance(right, list):
        return machine.made(text_of(left) + text_of(right))
    if not (is_known(left) and is_known(right)):
        return depending(left, right)
    return _calculated("+", number_of(left), number_of(right))


def _calculated(mark: str, left: Number | None, right: Number | None) -> Value:
    if left is None or right is None:
        return depending()
    try:
        found = left + right if mark == "+" else _ARITHMETIC[mark](left, right)
    except (KeyError, ArithmeticError, ValueError):  # an operator we do not fold, 1/0, huge powers
        return depending()
    if isinstance(found, complex) or found != found:
        return depending()
    if isinstance(found, float) and found.is_integer() and abs(found) < _EXACT:
        return int(found)
    return float(found) if abs(found) >= _EXACT else found


def _same(left: Value, right: Value, *, strict: bool) -> bool:
    if isinstance(left, (list, dict)) or isinstance(right, (list, dict)):
        return left is right
    if strict and (isinstance(left, str) != isinstance(right, str) or (left is None) != (right is None)):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if left is None or right is None:
        return left is right
    return number_of(left) == number_of(right)


def _compared(mark: str, left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return _ORDER[mark](len(left), len(right)) if left == right else _ORDER[mark](*_ranks(left, right))
    first, second = number_of(left), number_of(right)
    return depending() if first is None or second is None else _ORDER[mark](first, second)


def _ranks(left: str, right: str) -> tuple[int, int]:
    return (0, 1) if left < right else (1, 0)


def _type(value: Value) -> Value:
    if isinstance(value, Function):
        return "function"
    if isinstance(value, Pattern) or value is None:
        return "object"
    return next((name for kind, name in _TYPES if isinstance(value, kind)), None) or depending(value)


def _signed(value: int) -> int:
    value &= 0xFFFFFFFF
    return value - 2**32 if value >= 2**31 else value
