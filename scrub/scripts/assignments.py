"""Where values go: names, members of lists and objects, elements, the page itself, and the address bar."""

from __future__ import annotations

from collections.abc import Callable

from scrub.scripts.known import Element, Host, Method, Value, is_known, number_of, text_of
from scrub.scripts.machine import Machine
from scrub.scripts.members import member
from scrub.scripts.tokens import NAME

Place = tuple[Value, Value] | None
Evaluate = Callable[..., tuple[Value, int]]

MOST_ITEMS = 20_000
_LOCATIONS = frozenset({"location", "location.href"})
_WINDOWS = ("window.", "self.", "top.", "parent.", "document.", "globalThis.", "this.", "frames.")
_MARKUP = frozenset({"innerHTML", "outerHTML", "srcdoc"})
_TEXT = frozenset({"textContent", "innerText", "text"})
_HIDES = {"display": "none", "visibility": "hidden"}


def bare(path: str) -> str:
    """A browser's name without the windows before it: `window.top.location` is `location`."""
    shorter = True
    while shorter:
        shorter = False
        for window in _WINDOWS:
            if path.startswith(window):
                path, shorter = path.removeprefix(window), True
    return path


def place_of(machine: Machine, i: int, evaluate: Evaluate) -> tuple[Place, Value, int]:
    """The place that stands at token i (a name, or members of one), its value, and the token behind."""
    tokens = machine.code.tokens
    if i >= len(tokens) or tokens[i].kind != NAME:
        return None, *evaluate(machine, i, 16)
    place: Place = (None, tokens[i].text)
    value = machine.read(tokens[i].text)
    i += 1
    while i + 1 < len(tokens) and tokens[i].text in (".", "["):
        if tokens[i].text == ".":
            key, after = tokens[i + 1].text, i + 2
        else:
            key, after = evaluate(machine, i + 1)[0], machine.code.partner[i] + 1
        place, value, i = (value, key), member(machine, value, key), after
    return place, value, i


def assign(machine: Machine, place: Place, value: Value) -> None:
    """Puts a value where it goes."""
    if place is None or machine.muted:
        return
    owner, key = place
    if owner is None:
        _set_name(machine, text_of(key), value)
    elif isinstance(owner, dict):
        if len(owner) < MOST_ITEMS:
            owner[text_of(key)] = value
    elif isinstance(owner, list):
        _set_item(owner, key, value)
    elif isinstance(owner, Element):
        _set_attribute(machine, owner, text_of(key), value)
    elif isinstance(owner, Host):
        _set_host(machine, f"{owner.path}.{text_of(key)}", value)
    elif isinstance(owner, Method) and isinstance(owner.owner, Element) and owner.name == "style":
        _set_style(machine, owner.owner, text_of(key), value)


def _set_name(machine: Machine, name: str, value: Value) -> None:
    if name == "location" and isinstance(machine.read(name), Host):
        machine.redirect(value)
    else:
        machine.set(name, value)


def _set_item(owner: list[Value], key: Value, value: Value) -> None:
    at = number_of(key) if is_known(key) else None
    if at is None or at < 0 or at != int(at) or at >= MOST_ITEMS:
        return
    owner += [None] * (int(at) + 1 - len(owner))
    owner[int(at)] = value


def _set_attribute(machine: Machine, element: Element, name: str, value: Value) -> None:
    if name in _MARKUP:
        if element.found:
            machine.write(text_of(value), name, element.attributes.get("id", ""))
        else:
            element.children = [text_of(value)]
    elif name in _TEXT:
        element.children = [_escaped(text_of(value))]
    elif name == "className":
        element.attributes["class"] = text_of(value)
    elif name == "style" or len(element.attributes) < 50:
        element.attributes[name.lower()] = machine.made(text_of(value))


def _set_style(machine: Machine, element: Element, name: str, value: Value) -> None:
    """`element.style.left = "-9999px"`; an element of the page that is hidden so is noted by its id."""
    style = element.attributes.get("style", "")
    if name == "cssText":
        style = text_of(value)
    else:
        dashed = "".join(f"-{c.lower()}" if c.isupper() else c for c in name)
        style = f"{style}{dashed}:{text_of(value)};"
    element.attributes["style"] = style[:2_000]
    if element.found and _HIDES.get(name) == value and not machine.when:
        machine.hidden.append(element.attributes.get("id", ""))


def _set_host(machine: Machine, path: str, value: Value) -> None:
    short = bare(path)
    if short in _LOCATIONS:
        machine.redirect(value)
    elif short.rpartition(".")[2] in _MARKUP and not isinstance(value, Host):
        machine.write(text_of(value), short.rpartition(".")[2], short.rpartition(".")[0] or "document")
    elif path.startswith(("window.", "self.", "globalThis.")):
        machine.set(path.partition(".")[2], value)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
