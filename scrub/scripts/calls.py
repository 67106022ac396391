"""Calls: of the script's own functions, of methods of constants, and of the browser, whose effects are noted."""

from __future__ import annotations

from collections.abc import Sequence

from scrub.scripts.assignments import assign, bare
from scrub.scripts.globals import GLOBALS
from scrub.scripts.known import (
    UNKNOWN,
    Element,
    Function,
    Host,
    Method,
    Pattern,
    Unknown,
    Value,
    depending,
    is_known,
    text_of,
)
from scrub.scripts.lists import list_method
from scrub.scripts.machine import Machine
from scrub.scripts.strings import number_method, pattern_method, text_method

_WRITERS = frozenset({"document.write", "document.writeln", "write", "writeln"})
_FINDERS = frozenset({"getElementById", "querySelector"})
_PLACERS = frozenset({"appendChild", "insertBefore", "append", "prepend", "before", "after", "replaceWith"})
_MARKUP_TAKERS = frozenset({"append", "prepend", "before", "after", "html", "appendTo", "prependTo"})


def call(machine: Machine, callee: Value, values: Sequence[Value]) -> Value:
    """`callee(values)`. Functions handed to the browser are read as if it called them at once."""
    machine.step()
    if machine.muted:
        return depending(callee, *values)
    if isinstance(callee, Function):
        return machine.invoke(machine, callee, values)
    if isinstance(callee, Method):
        return _method(machine, callee, values)
    if isinstance(callee, Host):
        return _host(machine, bare(callee.path), callee.path, values)
    return _handed_over(machine, callee, values)


def _method(machine: Machine, method: Method, values: Sequence[Value]) -> Value:
    owner, name = method.owner, method.name
    if isinstance(owner, str):
        return text_method(machine, owner, name, values)
    if isinstance(owner, bool) or owner is None:
        return depending(*values)
    if isinstance(owner, (int, float)):
        return number_method(owner, name, values)
    if isinstance(owner, list):
        return list_method(machine, owner, name, values)
    if isinstance(owner, Pattern):
        return pattern_method(owner, name, values)
    if isinstance(owner, Function):
        return _of_function(machine, owner, name, values)
    if isinstance(owner, Element):
        return _of_element(machine, owner, name, values)
    if isinstance(owner, Method) and owner.name == "style" and name == "setProperty" and len(values) > 1:
        assign(machine, (owner, values[0]), values[1])
    return _placed(machine, owner, name, values)


def _of_function(machine: Machine, function: Function, name: str, values: Sequence[Value]) -> Value:
    if name == "call":
        return machine.invoke(machine, function, values[1:])
    if name == "apply":
        given = values[1] if len(values) > 1 else []
        return machine.invoke(machine, function, given if isinstance(given, list) else [given])
    return function if name == "bind" else depending(*values)


def _of_element(machine: Machine, element: Element, name: str, values: Sequence[Value]) -> Value:
    if name == "setAttribute" and len(values) > 1:
        assign(machine, (element, values[0]), values[1])
    elif name == "insertAdjacentHTML" and len(values) > 1:
        machine.write(text_of(values[1]), name, element.attributes.get("id", "") or "document")
    elif name in _PLACERS and not element.found:
        for value in values[:1]:
            element.children.append(value if isinstance(value, Element) else text_of(value))
            if isinstance(value, Element):
                value.placed = True
        return values[0] if values else UNKNOWN
    else:
        return _placed(machine, element, name, values)
    return UNKNOWN


def _placed(machine: Machine, owner: Value, name: str, values: Sequence[Value]) -> Value:
    """A method of something in the page: what it is given may be put there."""
    if name == "insertAdjacentHTML" and len(values) > 1 and is_known(values[1]):
        machine.write(text_of(values[1]), name, "document")
    elif name in _MARKUP_TAKERS and values and isinstance(values[0], str) and "<" in values[0]:
        machine.write(values[0], name, "document")
    elif name in ("write", "writeln") and values and isinstance(values[0], str):
        machine.write(values[0], "document.write")
    return _handed_over(machine, owner, values)


def _host(machine: Machine, path: str, whole: str, values: Sequence[Value]) -> Value:
    before, _, last = path.rpartition(".")
    if last in ("call", "apply") and before:
        given = values[1:] if last == "call" else values[1] if len(values) > 1 else []
        return _host(machine, before, whole, [*given] if isinstance(given, list | tuple) else [])
    known = GLOBALS.get(path)
    if known:
        return known(machine, values)
    if path in _WRITERS:
        machine.write("".join(map(text_of, values)), "document.write")
        return UNKNOWN
    if path in ("location.replace", "location.assign") and values:
        machine.redirect(values[0])
        return UNKNOWN
    if path in ("eval", "execScript", "setTimeout", "setInterval", "Function", "constructor"):
        return _evaluated(machine, path, values)
    if last in ("createElement", "createElementNS") and values:
        return machine.make(text_of(values[-1 if last.endswith("NS") else 0]))
    if last == "createTextNode" and values:
        return text_of(values[0]).replace("<", "&lt;")
    if last in _FINDERS and values and isinstance(values[0], str):
        return Element("", {"id": values[0].removeprefix("#")}, found=True)
    if whole.startswith("String.raw"):
        return depending(*values)
    return _placed(machine, Host(path), last, values)


def _evaluated(machine: Machine, path: str, values: Sequence[Value]) -> Value:
    """Code in a string: a layer of its own."""
    code = values[-1] if path == "Function" and values else values[0] if values else UNKNOWN
    if not isinstance(code, str):
        return _handed_over(machine, Host(path), values)
    function = machine.layered(code) and Function(
        machine.layered(code) or machine.code, (), 0, -1, machine.scopes
    )
    if not function:
        return UNKNOWN
    function.end = len(function.code.tokens)
    machine.used("eval", 1)
    if path == "Function":
        return function
    return machine.invoke(machine, function, [])


def _handed_over(machine: Machine, callee: Value, values: Sequence[Value]) -> Value:
    for value in values:
        if isinstance(value, Function) and not value.called:
            machine.when.append(frozenset())
            machine.invoke(machine, value, [])
            machine.when.pop()
        elif isinstance(value, Element):
            value.placed = True
    return depending(callee, *values) if not isinstance(callee, Element) else Unknown()
