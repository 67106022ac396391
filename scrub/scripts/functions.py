"""Functions as values: where their code stands and what their parameters are called."""

from __future__ import annotations

from scrub.scripts.known import UNKNOWN, Function, Value
from scrub.scripts.machine import Machine
from scrub.scripts.tokens import MARK, NAME

Found = tuple[Value, int]


def parameters(machine: Machine, i: int) -> tuple[str, ...]:
    """The names between the bracket at token i and its partner."""
    inside = machine.code.tokens[i + 1 : machine.code.partner[i]]
    return tuple(token.text for token in inside if token.kind == NAME)


def written_function(machine: Machine, i: int) -> Found:
    """`function name(a, b) { … }` at token i; a declared name is set too."""
    tokens, name = machine.code.tokens, ""
    i += 1
    while i < len(tokens) and tokens[i].text != "(":
        if tokens[i].kind == NAME and tokens[i].text != "function":
            name = tokens[i].text
        elif tokens[i].text not in ("function", "*"):
            return UNKNOWN, i
        i += 1
    if i >= len(tokens):
        return UNKNOWN, i
    body = machine.code.partner[i] + 1
    if body >= len(tokens) or tokens[body].text != "{":
        return UNKNOWN, body
    before = machine.scopes[-1].get(name)
    if isinstance(before, Function) and before.code is machine.code and before.begin == body + 1:
        return before, machine.code.partner[body] + 1
    function = block_function(machine, parameters(machine, i), body)
    if name:
        machine.set(name, function, declare=True)
    return function, machine.code.partner[body] + 1


def block_function(machine: Machine, names: tuple[str, ...], body: int) -> Function:
    """A function whose block opens at token body."""
    end = machine.code.partner[body] if body < len(machine.code.tokens) else body
    return kept(machine, Function(machine.code, names, body + 1, end, machine.scopes))


def kept(machine: Machine, function: Function) -> Function:
    """The function, remembered: what nobody calls is read in the end."""
    if not machine.muted and len(machine.functions) < 3_000:
        machine.functions.append(function)
    return function


def hoist(machine: Machine, begin: int, end: int) -> None:
    """Declares the functions of a body before anything in it is read."""
    tokens, partner = machine.code.tokens, machine.code.partner
    i = begin
    while i + 1 < end:
        token = tokens[i]
        if token.kind == NAME and token.text == "function" and tokens[i + 1].kind == NAME:
            before = tokens[i - 1] if i > begin else None
            if before is None or (before.kind == MARK and before.text in (";", "}", "{")):
                i = max(written_function(machine, i)[1], i + 1)
                continue
        i = max(partner[i], i) + 1
