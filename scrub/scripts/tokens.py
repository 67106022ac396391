r"""JavaScript as tokens: one pass, no backtracking, and whatever is broken ends at its line's end.

Strings come out decoded, so `'\x3cdi' + 'v'` and `"<di" + "v"` are the same tokens.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NAME, NUMBER, STRING, TEMPLATE, REGEX, MARK = range(6)
MOST_TOKENS = 150_000

# One group for each kind, the commonest first: see _KINDS. Patterns are not here, since they depend on what
# stands before them.
_TOKEN = re.compile(
    r"""
    \s*+
    (?:
    ([A-Za-z_$\u0080-\uffff][\w$]*+)
    |([()\[\]{};,:]|\.(?![.\d])|=(?![=>]))
    |(0[xX][\da-fA-F]++|0[bB][01]++|0[oO][0-7]++|(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?)
    |('(?:[^'\\\n]|\\(?s:.)?)*+(?:'|(?=\n)|\Z)|"(?:[^"\\\n]|\\(?s:.)?)*+(?:"|(?=\n)|\Z))
    |(`(?:[^`\\]|\\(?s:.)?)*+(?:`|\Z))
    |(//[^\n]*|/\*(?s:.*?)(?:\*/|\Z)|<!--[^\n]*|-->(?=\s*(?:\n|\Z)))
    |(>>>=|===|!==|>>>|<<=|>>=|\*\*|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|<<|>>
        |[-+*/%&|^]=|\.\.\.|\S)
    )
    """,
    re.VERBOSE,
)
_COMMENT = -1
_KINDS = (-1, NAME, MARK, NUMBER, STRING, TEMPLATE, _COMMENT, MARK)  # of the groups, from 1
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.?|\[(?:[^\]\\\n]|\\.?)*+(?:\]|(?=\n)|\Z))*+(?:/[a-z]*|(?=\n)|\Z)")
# Names after which a slash begins a pattern and does not divide.
_BEFORE_REGEX = frozenset({"return", "typeof", "case", "in", "of", "void", "delete", "else", "do", "new"})
_ESCAPE = re.compile(
    r"\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|([0-3][0-7]{2}|[0-7]{1,2})|(\r\n|(?s:.)))"
)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r\n": "", "\r": ""}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_LAST = 0x10FFFF
_SURROGATES = re.compile("[\ud800-\udfff]+")


class Token(NamedTuple):
    """One token; text is the value of a string, else as written. at is its offset in the source."""

    kind: int
    text: str
    at: int


class Code(NamedTuple):
    """A source as tokens. partner[i] is the closing bracket of an opening one, or the end; -1 elsewhere."""

    source: str
    tokens: tuple[Token, ...]
    partner: tuple[int, ...]


def tokenise(source: str) -> Code:
    """The tokens of a script, at most `MOST_TOKENS`. Never raises."""
    tokens: list[Token] = []
    at = 0
    while at >= 0:
        at = _some(source, at, tokens)
    return Code(source, tuple(tokens), _partners(tokens))


def _some(source: str, at: int, tokens: list[Token]) -> int:
    """Adds the tokens up to and with the next pattern; the offset behind it, -1 at the end."""
    new, add = tuple.__new__, tokens.append  # half the time of Token(...), for every token of every script
    for match in _TOKEN.finditer(source, at):
        group = match.lastindex or 0
        kind, text = _KINDS[group], match[group]
        if kind == MARK:
            if text[0] == "/" and _may_begin_regex(tokens):
                pattern = _REGEX.match(source, match.start(group))
                if pattern:
                    tokens.append(Token(REGEX, pattern[0], pattern.start()))
                    return pattern.end() if len(tokens) < MOST_TOKENS else -1
        elif kind == _COMMENT:
            continue
        elif kind == STRING:
            text = unescaped(text[1:-1] if text[-1] == text[0] and len(text) > 1 else text[1:])
        elif kind == TEMPLATE:
            text = text[1:].removesuffix("`")
        add(new(Token, (kind, text, match.start(group))))
        if len(tokens) >= MOST_TOKENS:
            break
    return -1


def unescaped(text: str) -> str:
    r"""The value of a string's inside: `\x41`, `\u0041`, `\101` and the rest as characters."""
    if "\\" not in text:
        return text
    return joined(_ESCAPE.sub(_character, text))


def joined(text: str) -> str:
    """Text whose surrogate pairs are characters, and lone surrogates question marks."""
    if not _SURROGATES.search(text):
        return text
    return _SURROGATES.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)


def _character(match: re.Match[str]) -> str:
    hexadecimal = match[1] or match[2] or match[3]
    if hexadecimal:
        code = int(hexadecimal, 16)
        return chr(code) if code <= _LAST else "\ufffd"
    if match[4]:
        return chr(int(match[4], 8))
    return _SIMPLE.get(match[5], match[5])


def _may_begin_regex(tokens: list[Token]) -> bool:
    if not tokens:
        return True
    last = tokens[-1]
    if last.kind == NAME:
        return last.text in _BEFORE_REGEX
    return last.kind == MARK and last.text not in (")", "]", "}")


def _partners(tokens: list[Token]) -> tuple[int, ...]:
    """For each opening bracket the index of the closing one; brackets that nobody closes end with the code."""
    partner = [-1] * len(tokens)
    opened: list[tuple[str, int]] = []
    for i, token in enumerate(tokens):
        if token.kind != MARK:
            continue
        if token.text in "([{":
            opened.append((_CLOSING[token.text], i))
        elif token.text in ")]}" and _is_open(token.text, opened):
            while opened[-1][0] != token.text:
                partner[opened.pop()[1]] = i
            partner[opened.pop()[1]] = i
    for _, i in opened:
        partner[i] = len(tokens)
    return tuple(partner)


def _is_open(closing: str, opened: list[tuple[str, int]]) -> bool:
    """Whether a closing bracket closes one of the last ones that are open."""
    if opened and opened[-1][0] == closing:
        return True
    return any(one == closing for one, _ in opened[-8:])
