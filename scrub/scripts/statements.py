"""Statements, in the order they stand: loops over constants turn, branches nobody can decide are both read."""

from __future__ import annotations

from collections.abc import Sequence

from scrub.scripts.expressions import evaluate
from scrub.scripts.functions import hoist
from scrub.scripts.grammar import ASSIGNMENT
from scrub.scripts.known import UNKNOWN, Function, Value, depending, truth_of
from scrub.scripts.loops import behind, do_loop, for_loop, next_statement, while_loop
from scrub.scripts.machine import DEEPEST, Ended, Exhausted, Machine
from scrub.scripts.tokens import MARK, NAME, Code

_MOST_UNCALLED = 2_000
_DECLARING = frozenset({"var", "let", "const"})
_LEAVING = frozenset({"return", "throw", "break", "continue"})


def run_code(machine: Machine, code: Code, layer: int = 0) -> None:
    """A whole script, on top of what the names hold already. Raises Exhausted."""
    machine.code, machine.layer, machine.when = code, layer, []
    machine.origin = -1 if not layer else 0
    i = 0
    while i < len(code.tokens):
        try:
            hoist(machine, i, len(code.tokens))
            while i < len(code.tokens):
                at, i = i, i + 1
                i = max(statement(machine, at, len(code.tokens)), i)
        except Ended:  # a stray return ends its statement here
            i = next_statement(machine, i, len(code.tokens))
        machine.depth = machine.muted = 0


def call_all(machine: Machine) -> None:
    """Functions that nothing called: a page may call them at any time. Raises Exhausted."""
    for k in range(_MOST_UNCALLED):
        if k >= len(machine.functions):
            return
        if not machine.functions[k].called:
            machine.when, machine.depth, machine.muted = [], 0, 0
            machine.invoke(machine, machine.functions[k], [])


def run(machine: Machine, begin: int, end: int) -> None:
    """The statements in the tokens `begin .. end - 1`. Raises Ended, Exhausted."""
    hoist(machine, begin, end)
    i = begin
    while i < end:
        i = max(statement(machine, i, end), i + 1)


def invoke(machine: Machine, function: Function, values: Sequence[Value]) -> Value:
    """What a function returns for these values; unknown where it does not return a constant."""
    function.called = True
    if machine.depth > DEEPEST * 3:
        raise Exhausted
    outer = machine.code, machine.scopes, machine.when, machine.depth, machine.layer, machine.origin
    names = dict(zip(function.parameters, [*values, *[UNKNOWN] * len(function.parameters)], strict=False))
    names.setdefault("arguments", list(values))
    if function.code is not machine.code and function.end == len(function.code.tokens):
        machine.origin, machine.layer = machine.at, machine.layer + 1  # code made of strings
        machine.scopes = function.scopes
    else:
        machine.scopes = (*function.scopes, names)[-20:]
    machine.code, machine.when, machine.depth = function.code, [*machine.when], machine.depth + 6
    try:
        if function.short:
            return evaluate(machine, function.begin, ASSIGNMENT)[0]
        run(machine, function.begin, function.end)
    except Ended as ended:
        return ended.value if ended.word == "return" else UNKNOWN
    finally:
        machine.code, machine.scopes, machine.when, machine.depth, machine.layer, machine.origin = outer
    return UNKNOWN


def statement(machine: Machine, i: int, end: int) -> int:
    """One statement at token i; the token behind it."""
    machine.step()
    tokens, partner = machine.code.tokens, machine.code.partner
    token = tokens[i]
    machine.here = token.at
    if token.kind == MARK:
        if token.text == "{":
            run(machine, i + 1, min(partner[i], end))
            return partner[i] + 1
        if token.text in (";", "}", ",", ")", "]", ":"):
            return i + 1
    elif token.kind == NAME:
        special = _SPECIAL.get(token.text)
        if special:
            return special(machine, i, end)
    return evaluate(machine, i)[1]


def _declare(machine: Machine, i: int, end: int) -> int:
    tokens = machine.code.tokens
    i += 1
    while i < end and tokens[i].kind == NAME:
        name, i = tokens[i].text, i + 1
        value: Value = UNKNOWN
        if i < end and tokens[i].text == "=" and tokens[i].kind == MARK:
            value, i = evaluate(machine, i + 1, ASSIGNMENT)
            machine.set(name, value, declare=True)
        elif name not in machine.scopes[-1]:
            machine.set(name, UNKNOWN, declare=True)
        if i >= end or tokens[i].text != ",":
            break
        i += 1
    return i


def _if(machine: Machine, i: int, end: int) -> int:
    tokens, partner = machine.code.tokens, machine.code.partner
    if i + 1 >= end or tokens[i + 1].text != "(":
        return i + 1
    condition = evaluate(machine, i + 2)[0]
    known = truth_of(condition)
    i, left = _guarded(machine, partner[i + 1] + 1, end, condition, skip=known is False)
    if i < end and tokens[i].text == ";" and i + 1 < end and tokens[i + 1].text == "else":
        i += 1
    if i < end and tokens[i].text == "else" and tokens[i].kind == NAME:
        i, _ = _guarded(machine, i + 1, end, condition, skip=known is True)
    if left and known is None:
        machine.when.append(depending(condition).sources)  # what follows happens only otherwise
    return i


def _guarded(machine: Machine, i: int, end: int, condition: Value, *, skip: bool) -> tuple[int, bool]:
    """A branch: the token behind it, and whether it leaves the body it stands in."""
    certain = truth_of(condition) is not None
    if i >= end:
        return i, False
    after = behind(machine, i, end)
    if skip:
        return after, False
    held = len(machine.when)
    if not certain:
        machine.when.append(depending(condition).sources)
    try:
        return max(statement(machine, i, end), i + 1), False
    except Ended:
        if certain:
            raise
        return after, True
    finally:
        del machine.when[held:]


def _switch(machine: Machine, i: int, end: int) -> int:
    """The case of a known value; every case of an unknown one."""
    tokens, partner = machine.code.tokens, machine.code.partner
    opened = partner[i + 1] + 1 if i + 1 < end and tokens[i + 1].text == "(" else end
    if opened >= end or tokens[opened].text != "{":
        return i + 1
    value, closed = evaluate(machine, i + 2)[0], partner[opened]
    known = truth_of(value) is not None
    if not known:
        machine.when.append(depending(value).sources)
    try:
        for begin in _cases(machine, opened, closed):
            told = tokens[begin].text == "default" or evaluate(machine, begin + 1)[0] == value
            if not told and known:
                continue
            _case(machine, begin, closed)
            if known:
                break
    finally:
        if not known:
            machine.when.pop()
    return closed + 1


def _cases(machine: Machine, opened: int, closed: int) -> list[int]:
    tokens, partner, found, k = machine.code.tokens, machine.code.partner, [], opened + 1
    while k < closed:
        if tokens[k].kind == NAME and tokens[k].text in ("case", "default"):
            found.append(k)
        k = max(partner[k], k) + 1
    return found


def _case(machine: Machine, begin: int, closed: int) -> None:
    """A case and those behind it, up to a `break`."""
    label = begin + 1 if machine.code.tokens[begin].text == "default" else evaluate(machine, begin + 1)[1]
    try:
        run(machine, label, closed)
    except Ended as ended:
        if ended.word != "break":
            raise


def _leave(machine: Machine, i: int, end: int) -> int:
    word = machine.code.tokens[i].text
    following = machine.code.tokens[i + 1].text if i + 1 < end else ";"
    value: Value = UNKNOWN
    if word in ("return", "throw") and following not in (";", "}"):
        value, _ = evaluate(machine, i + 1)
    raise Ended(word, value)


def _skip_word(_machine: Machine, i: int, _end: int) -> int:
    return i + 1


def _behind_brackets(machine: Machine, i: int, end: int) -> int:
    """`catch (error)`: their blocks are read like any other."""
    tokens, partner = machine.code.tokens, machine.code.partner
    return partner[i + 1] + 1 if i + 1 < end and tokens[i + 1].text == "(" else i + 1


_SPECIAL = {
    **dict.fromkeys(_DECLARING, _declare),
    **dict.fromkeys(_LEAVING, _leave),
    **dict.fromkeys(("catch", "with"), _behind_brackets),
    **dict.fromkeys(("try", "else", "finally", "case", "default", "export", "import", "class"), _skip_word),
    "if": _if,
    "for": for_loop,
    "while": while_loop,
    "do": do_loop,
    "switch": _switch,
}
