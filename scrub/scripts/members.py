"""What stands behind a dot or in brackets: items, lengths, methods to be called, and names of the browser."""

from __future__ import annotations

from scrub.scripts.known import (
    Element,
    Function,
    Host,
    Method,
    Pattern,
    Unknown,
    Value,
    depending,
    is_known,
    number_of,
    text_of,
)
from scrub.scripts.machine import Machine

# Browsers' own names behind which the same names are found again.
_WINDOWS = frozenset({"window", "self", "top", "globalThis", "this"})
# What differs from visitor to visitor: conditions on these are told.
_OF_VISITORS = frozenset(
    {"document.referrer", "document.cookie", "navigator.userAgent", "navigator.appVersion", "navigator.platform",
     "navigator.vendor", "navigator.language", "navigator.languages", "navigator.webdriver"}
)  # fmt: skip


def member(machine: Machine, value: Value, key: Value) -> Value:
    """`value.key` or `value[key]`."""
    if isinstance(value, (str, list)):
        return _item(value, key)
    if isinstance(value, (int, float)):
        return Method(value, text_of(key))
    if isinstance(value, dict):
        name = text_of(key)
        return value[name] if name in value else Method(value, name)
    if isinstance(value, Host):
        return _of_host(machine, value, key)
    if isinstance(value, Element):
        return _of_element(value, key)
    if isinstance(value, (Function, Pattern)):
        return Method(value, text_of(key))
    if isinstance(value, Method):
        return Method(value, text_of(key)) if isinstance(value.owner, (Host, Element)) else depending(value)
    return _of_unknown(value, key)


def _item(value: str | list[Value], key: Value) -> Value:
    if key == "length":
        return len(value)
    at = number_of(key) if is_known(key) and not isinstance(key, list) else None
    if isinstance(at, int) and (not isinstance(key, str) or key.isdigit()):
        return value[at] if 0 <= at < len(value) else None  # undefined
    return Method(value, key) if isinstance(key, str) else depending(key)


def _of_host(machine: Machine, value: Host, key: Value) -> Value:
    if not isinstance(key, str):
        return depending(value, key)
    if value.path in _WINDOWS:
        return machine.read(key)
    path = f"{value.path}.{key}"
    if path in _OF_VISITORS:
        return Unknown(frozenset({path}))
    return Host(path) if len(path) <= 120 else depending(value)


def _of_element(value: Element, key: Value) -> Value:
    name = text_of(key)
    if name == "style":
        return Method(value, name)
    if name in ("parentNode", "parentElement", "nextSibling", "contentDocument", "contentWindow"):
        return Element("", found=True)
    return value.attributes[name] if name in value.attributes else Method(value, name)


def _of_unknown(value: Value, key: Value) -> Value:
    """Methods of unknown values are kept by name, so that what is put into such an element is still seen."""
    if isinstance(value, Unknown) and isinstance(key, str):
        return Method(value, key)
    return depending(value, key)
