"""Expressions: constants fold, everything else stays unknown but remembers what it depends on.

`evaluate(machine, i)` reads the expression that begins at token i and returns its value and the
token behind it. Brackets are left through their partner, so what is not understood costs itself only.
"""

from __future__ import annotations

import re

from scrub.scripts.assignments import assign, place_of
from scrub.scripts.calls import call
from scrub.scripts.functions import block_function, kept, parameters, written_function
from scrub.scripts.grammar import ASSIGNMENT, BINDING, INSERTION, PREFIXES, STATEMENTS, UNARY, WORDS
from scrub.scripts.known import (
    UNKNOWN,
    Function,
    Host,
    Pattern,
    Value,
    depending,
    is_known,
    number_of,
    text_of,
    truth_of,
)
from scrub.scripts.machine import DEEPEST, Exhausted, Machine
from scrub.scripts.members import member
from scrub.scripts.operators import binary, unary
from scrub.scripts.tokens import MARK, NAME, NUMBER, REGEX, STRING, TEMPLATE, Token, tokenise, unescaped

Found = tuple[Value, int]


def evaluate(machine: Machine, i: int, least: int = 1) -> Found:
    """The expression at token i, as far as operators that bind at least so much go."""
    machine.step()
    machine.depth += 1
    if machine.depth > DEEPEST * 4:
        machine.depth -= 1
        raise Exhausted
    try:
        value, i = _operand(machine, i)
        return _operators(machine, value, i, least)
    finally:
        machine.depth -= 1


def _operators(machine: Machine, left: Value, i: int, least: int) -> Found:
    tokens = machine.code.tokens
    start = i
    while i < len(tokens):
        token = tokens[i]
        binding = BINDING.get(token.text, 0) if token.kind in (MARK, NAME) else 0
        if binding < least or not binding:
            break
        if binding == ASSIGNMENT:
            return left, i  # its target was read as a value: not a place that can be set
        if token.text == "?":
            left, i = _choice(machine, left, i)
        elif token.text in ("&&", "||", "??"):
            left, i = _short_circuit(machine, token.text, left, i, binding)
        else:
            right, i = evaluate(machine, i + 1, binding + 1)
            left = right if token.text == "," else binary(machine, token.text, left, right)
        machine.step()
    return left, max(i, start)


def _choice(machine: Machine, condition: Value, i: int) -> Found:
    """`condition ? this : that`; with an unknown condition both are read."""
    known = truth_of(condition)
    first, i = _branch(machine, condition, i + 1, skip=known is False)
    if i < len(machine.code.tokens) and machine.code.tokens[i].text == ":":
        second, i = _branch(machine, condition, i + 1, skip=known is True)
    else:
        second = UNKNOWN
    if known is not None:
        return (first if known else second), i
    return (first if is_known(first) and first == second else depending(condition, first, second)), i


def _short_circuit(machine: Machine, mark: str, left: Value, i: int, binding: int) -> Found:
    known = left is not None if mark == "??" and is_known(left) else truth_of(left)
    needed = known is None or known is (mark == "&&")
    right, i = _branch(machine, left, i + 1, skip=not needed, least=binding + 1)
    if known is None:
        return depending(left, right), i
    return (right if needed else left), i


def _branch(machine: Machine, condition: Value, i: int, *, skip: bool, least: int = ASSIGNMENT) -> Found:
    machine.muted += skip
    certain = truth_of(condition) is not None
    if not certain:
        machine.when.append(depending(condition).sources)
    try:
        return evaluate(machine, i, least)
    finally:
        machine.muted -= skip
        if not certain:
            machine.when.pop()


def _operand(machine: Machine, i: int) -> Found:
    tokens = machine.code.tokens
    if i >= len(tokens):
        return UNKNOWN, i
    token = tokens[i]
    if token.text in PREFIXES and token.kind in (MARK, NAME):
        value, i = evaluate(machine, i + 1, UNARY)
        return unary(token.text, value), i
    if token.text in ("++", "--") and token.kind == MARK:
        place, value, after = place_of(machine, i + 1, evaluate)
        changed = binary(machine, token.text[0], number_of(value) if is_known(value) else value, 1)
        assign(machine, place, changed)
        return changed, max(after, i + 1)
    value, after = _primary(machine, token, i)
    return _suffixes(machine, i, value, after)


def _suffixes(machine: Machine, begin: int, value: Value, i: int) -> Found:
    """Members, indices, calls and assignments behind an operand."""
    place: tuple[Value, Value] | None = None
    if machine.code.tokens[begin].kind == NAME and i == begin + 1:
        place = (None, machine.code.tokens[begin].text)
    tokens = machine.code.tokens
    while i < len(tokens):
        machine.step()
        token = tokens[i]
        if token.kind != MARK:
            break
        if token.text in (".", "?.") and i + 1 < len(tokens) and tokens[i + 1].kind == NAME:
            place = (value, tokens[i + 1].text)
            value, i = member(machine, value, tokens[i + 1].text), i + 2
        elif token.text == "[":
            key, _ = evaluate(machine, i + 1)
            place = (value, key)
            value, i = member(machine, value, key), machine.code.partner[i] + 1
        elif token.text == "(":
            value, i = _called(machine, value, i)
            place = None
        else:
            break
    return _assignment(machine, place, value, i)


def _assignment(machine: Machine, place: tuple[Value, Value] | None, value: Value, i: int) -> Found:
    tokens = machine.code.tokens
    mark = tokens[i].text if i < len(tokens) and tokens[i].kind == MARK else ""
    if place is None or not mark:
        return value, i
    if mark in ("++", "--"):
        before = number_of(value) if is_known(value) else value
        assign(machine, place, binary(machine, mark[0], before, 1))
        return before, i + 1
    if BINDING.get(mark) != ASSIGNMENT or mark == "=>":
        return value, i
    right, after = evaluate(machine, i + 1, ASSIGNMENT)
    if mark != "=":
        right = binary(machine, mark[:-1], value, right)
    assign(machine, place, right)
    return right, after


def _called(machine: Machine, value: Value, i: int) -> Found:
    arguments = listed(machine, i)
    return call(machine, value, arguments), machine.code.partner[i] + 1


def listed(machine: Machine, i: int) -> list[Value]:
    """The values between the bracket at token i and its partner, separated by commas."""
    end = machine.code.partner[i]
    values: list[Value] = []
    i += 1
    while i < end:
        if machine.code.tokens[i].text == "," and machine.code.tokens[i].kind == MARK:
            i += 1
            continue
        value, after = evaluate(machine, i, ASSIGNMENT)
        values.append(value)
        i = max(after, i + 1)
    return values


def _primary(machine: Machine, token: Token, i: int) -> Found:
    if token.kind == STRING:
        _note_escapes(machine, token)
        return token.text, i + 1
    if token.kind == NUMBER:
        value = number_of(token.text.replace("0o", "0", 1)) if token.text[:2] != "0b" else None
        return (UNKNOWN if value is None else value), i + 1
    if token.kind == TEMPLATE:
        return _template(machine, token.text), i + 1
    if token.kind == REGEX:
        source, _, flags = token.text[1:].rpartition("/")
        return Pattern(source, flags), i + 1
    if token.kind == NAME:
        return _named(machine, token.text, i)
    return _bracketed(machine, token.text, i)


def _note_escapes(machine: Machine, token: Token) -> None:
    """Escapes that spell plain letters hide text."""
    written = machine.code.source[token.at : token.at + 4 * len(token.text) + 2]
    if "\\x" in written or "\\u00" in written or "\\u{" in written:
        letters = sum("a" <= c.lower() <= "z" for c in token.text)
        if letters >= 2:
            machine.used("escapes", letters)


def _template(machine: Machine, text: str) -> str:
    """A template string; insertions that are one constant expression are filled in."""

    def filled(match: re.Match[str]) -> str:
        outer = machine.code
        machine.code = tokenise(match[1])
        try:
            return text_of(evaluate(machine, 0)[0]) if machine.code.tokens else ""
        finally:
            machine.code = outer

    return machine.made(unescaped(INSERTION.sub(filled, text)))


def _named(machine: Machine, name: str, i: int) -> Found:
    tokens = machine.code.tokens
    if name in WORDS:
        return WORDS[name], i + 1
    if name in ("function", "async"):
        return written_function(machine, i)
    if name == "new":
        return _made(machine, i)
    if name in STATEMENTS:
        return UNKNOWN, i
    if i + 1 < len(tokens) and tokens[i + 1].text == "=>" and tokens[i + 1].kind == MARK:
        return _arrow(machine, (name,), i + 2)
    return machine.read(name), i + 1


def _bracketed(machine: Machine, mark: str, i: int) -> Found:
    tokens, partner = machine.code.tokens, machine.code.partner
    if mark == "(":
        behind = partner[i] + 1
        if behind < len(tokens) and tokens[behind].text == "=>" and tokens[behind].kind == MARK:
            return _arrow(machine, parameters(machine, i), behind + 1)
        return (evaluate(machine, i + 1)[0] if partner[i] > i + 1 else UNKNOWN), behind
    if mark == "[":
        return listed(machine, i), partner[i] + 1
    if mark == "{":
        return _object(machine, i), partner[i] + 1
    return UNKNOWN, i if mark in (")", "]", "}", ";", ",", ":") else i + 1


def _object(machine: Machine, i: int) -> dict[str, Value]:
    tokens, end = machine.code.tokens, machine.code.partner[i]
    found: dict[str, Value] = {}
    i += 1
    while i < end:
        key = tokens[i]
        if key.kind != MARK and i + 1 < end and tokens[i + 1].text == ":":
            found[key.text], after = evaluate(machine, i + 2, ASSIGNMENT)
        elif key.kind == NAME and i + 1 < end and tokens[i + 1].text == "(":  # a method
            body = machine.code.partner[i + 1] + 1
            found[key.text] = block_function(machine, parameters(machine, i + 1), body)
            after = machine.code.partner[body] + 1 if body < end and tokens[body].text == "{" else i + 1
        else:
            after = i + 1
        i = max(after, i + 1)
    return found


def _arrow(machine: Machine, names: tuple[str, ...], body: int) -> Found:
    tokens = machine.code.tokens
    if body < len(tokens) and tokens[body].text == "{":
        return block_function(machine, names, body), machine.code.partner[body] + 1
    machine.muted += 1
    try:
        _, end = evaluate(machine, body, ASSIGNMENT)
    finally:
        machine.muted -= 1
    return kept(machine, Function(machine.code, names, body, end, machine.scopes, short=True)), end


def _made(machine: Machine, i: int) -> Found:
    """`new Thing(…)`."""
    tokens = machine.code.tokens
    i += 1
    name = tokens[i].text if i < len(tokens) else ""
    value: Value = machine.read(name)
    i += 1
    while i + 1 < len(tokens) and tokens[i].text == ".":
        value, i = member(machine, value, tokens[i + 1].text), i + 2
    arguments: list[Value] = []
    if i < len(tokens) and tokens[i].text == "(":
        arguments, i = listed(machine, i), machine.code.partner[i] + 1
    if isinstance(value, Host) and value.path.rpartition(".")[2] == "Image":
        return machine.make("img"), i
    return call(machine, value, arguments), i
