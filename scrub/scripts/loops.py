"""Loops: over constants they turn, as often as steps last; over anything else they are read once."""

from __future__ import annotations

from scrub.scripts.expressions import evaluate
from scrub.scripts.known import UNKNOWN, Value, depending, truth_of
from scrub.scripts.machine import Ended, Machine
from scrub.scripts.tokens import MARK


def behind(machine: Machine, i: int, end: int) -> int:
    """The token behind a statement that is not read."""
    if machine.code.tokens[i].text == "{" and machine.code.tokens[i].kind == MARK:
        return machine.code.partner[i] + 1
    machine.muted += 1
    try:
        return max(machine.statement(machine, i, end), i + 1)
    except Ended:
        return next_statement(machine, i, end)
    finally:
        machine.muted -= 1


def next_statement(machine: Machine, i: int, end: int) -> int:
    """The token behind the next `;` of this depth."""
    tokens, partner = machine.code.tokens, machine.code.partner
    while i < end and tokens[i].text not in (";", "}"):
        i = max(i, partner[i])
        i += 1
    return i + (i < end and tokens[i].text == ";")


def for_loop(machine: Machine, i: int, end: int) -> int:
    """`for (…) …` at token i; the token behind it."""
    tokens, partner = machine.code.tokens, machine.code.partner
    if i + 1 >= end or tokens[i + 1].text != "(":
        return i + 1
    opened, closed = i + 1, partner[i + 1]
    body, after = closed + 1, closed + 1
    if body < end:
        after = behind(machine, body, end)
    marks = _separators(machine, opened, closed)
    if len(marks) < 2:
        _each(machine, opened, closed, body, end)
        return after
    if marks[0] > opened + 1:
        machine.statement(machine, opened + 1, marks[0])
    while True:
        condition = evaluate(machine, marks[0] + 1)[0] if marks[1] > marks[0] + 1 else True
        if not _turn(machine, condition, body, end):
            return after
        if marks[1] + 1 < closed:
            evaluate(machine, marks[1] + 1)
        if truth_of(condition) is None:
            return after


def _separators(machine: Machine, opened: int, closed: int) -> list[int]:
    tokens, partner, marks, k = machine.code.tokens, machine.code.partner, [], opened + 1
    while k < closed:
        if tokens[k].text == ";" and tokens[k].kind == MARK:
            marks.append(k)
        k = max(partner[k], k) + 1
    return marks


def _turn(machine: Machine, condition: Value, body: int, end: int) -> bool:
    """One turn of a loop; whether there may be another."""
    machine.step()
    known = truth_of(condition)
    if known is False or body >= end or machine.muted:
        return False
    held = len(machine.when)
    if known is None:
        machine.when.append(depending(condition).sources)
    try:
        machine.statement(machine, body, end)
    except Ended as ended:
        if ended.word in ("return", "throw") and known:
            raise
        return ended.word == "continue"
    finally:
        del machine.when[held:]
    return True


def _each(machine: Machine, opened: int, closed: int, body: int, end: int) -> None:
    """`for (name of things)` and `for (name in things)`."""
    tokens = machine.code.tokens
    at = next((k for k in range(opened + 1, closed) if tokens[k].text in ("of", "in")), -1)
    if at < opened + 2:
        return
    things, name = evaluate(machine, at + 1)[0], tokens[at - 1].text
    items: list[Value] = [UNKNOWN]
    if isinstance(things, (list, str)):
        items = list(things) if tokens[at].text == "of" else list(map(str, range(len(things))))
    elif isinstance(things, dict):
        items = list(things)
    for item in items:
        machine.set(name, item, declare=True)
        if not _turn(machine, True if len(items) > 1 else UNKNOWN, body, end):
            return


def while_loop(machine: Machine, i: int, end: int) -> int:
    """`while (…) …` at token i; the token behind it."""
    tokens, partner = machine.code.tokens, machine.code.partner
    if i + 1 >= end or tokens[i + 1].text != "(":
        return i + 1
    body = partner[i + 1] + 1
    after = behind(machine, body, end) if body < end else body
    while True:
        condition = evaluate(machine, i + 2)[0]
        if not _turn(machine, condition, body, end) or truth_of(condition) is None:
            return after


def do_loop(machine: Machine, i: int, end: int) -> int:
    """`do … while (…)` at token i; the token behind it."""
    tokens, partner = machine.code.tokens, machine.code.partner
    body = i + 1
    if body >= end:
        return body
    after = behind(machine, body, end)
    if not (after + 1 < end and tokens[after].text == "while" and tokens[after + 1].text == "("):
        return body
    condition: Value = True
    while _turn(machine, condition, body, end):
        condition = evaluate(machine, after + 2)[0]
        if truth_of(condition) is None:
            break
    return partner[after + 1] + 1
