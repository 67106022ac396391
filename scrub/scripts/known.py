"""What is known of a value without running anything: constants, host objects, and what depends on the visitor.

Constants are plain Python: str, int, float, bool, None, list, dict. Everything else is one of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrub.scripts.tokens import Code

# Stands in a string for what is not known.
HOLE = "\ufffc"

Value = Any


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that only a browser knows. sources: host values and words it depends on."""

    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Host:
    """Something of the browser's by its dotted name: `document.referrer`."""

    path: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression as written between its slashes."""

    source: str
    flags: str


@dataclass(slots=True, eq=False)
class Function:
    """A function of the script: its code is the tokens `begin .. end - 1`."""

    code: Code
    parameters: tuple[str, ...]
    begin: int
    end: int
    scopes: tuple[dict[str, Value], ...]
    short: bool = False  # an arrow function that is one expression
    called: bool = False


@dataclass(slots=True, eq=False)
class Element:
    """An element that the script makes, or finds by its id."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    found: bool = False  # it stood in the page already
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """A function that belongs to a value: `"abc".split`."""

    owner: Value
    name: str


UNKNOWN = Unknown()


def sources_of(value: Value) -> frozenset[str]:
    """What a value depends on; short constants count, since conditions compare with them."""
    if isinstance(value, Unknown):
        return value.sources
    if isinstance(value, Host):
        return frozenset({value.path})
    if isinstance(value, Pattern):
        return frozenset({value.source[:300]})
    if isinstance(value, str) and 0 < len(value) <= 100:
        return frozenset({value})
    if isinstance(value, list):
        return frozenset(v for v in value[:50] if isinstance(v, str) and 0 < len(v) <= 100)
    if isinstance(value, Method):
        return sources_of(value.owner)
    return frozenset()


def depending(*values: Value) -> Unknown:
    """An unknown value that depends on all of these; never on more than a few dozen things."""
    together = frozenset().union(*(sources_of(value) for value in values))
    return Unknown(together if len(together) <= 60 else frozenset(sorted(together)[:60]))


def is_known(value: Value) -> bool:
    """Whether a value is a constant."""
    return value is None or isinstance(value, (str, bool, int, float, list, dict))


def text_of(value: Value) -> str:
    """A value as a script would write it, with holes where nobody can know."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, list):
        return ",".join(text_of(v) if not isinstance(v, list) else HOLE for v in value[:10_000])
    return HOLE


def truth_of(value: Value) -> bool | None:
    """Whether a value counts as true; None where nobody knows."""
    if isinstance(value, (list, dict, Element, Function, Pattern)):
        return True
    if isinstance(value, str):
        return None if value == HOLE else bool(value)
    return bool(value) if is_known(value) else None


def number_of(value: Value) -> float | int | None:
    """A value as a number; None where it is none or nobody knows."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    if value is None:
        return 0
    if isinstance(value, str):
        return _read_number(value.strip())
    return None


def _number(value: float) -> str:
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value))
    return str(value)


def _read_number(text: str) -> float | int | None:
    if not text:
        return 0
    try:
        return int(text, 16) if text[:2].lower() == "0x" else int(text) if len(text) < 16 else float(text)
    except ValueError:
        pass
    try:
        return float(text) if text[0] in "0123456789.+-" else None
    except ValueError:
        return None
