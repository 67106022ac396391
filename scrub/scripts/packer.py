"""Scripts that a packer made: `eval(function(p,a,c,k,e,d){…}('…',62,99,'a|b|c'.split('|'),0,{}))`.

The packer is the same everywhere, so its words are put back directly; folding its loop would cost
more than the script is worth. Algorithm: Dean Edwards, /packer/, version 2 and 3.
"""

from __future__ import annotations

import re

from scrub.scripts.tokens import unescaped

_HEAD = re.compile(r"function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\s*,\s*(?:e|_)\s*(?:,\s*[dr]\s*)?\)\s*\{")
_ARGUMENTS = re.compile(
    r"""\}\s*\(\s*('(?:[^'\\]|\\(?s:.))*+'|"(?:[^"\\]|\\(?s:.))*+")\s*,\s*(\d+|\[\])\s*,\s*(\d+)\s*,\s*"""
    r"""('(?:[^'\\]|\\(?s:.))*+'|"(?:[^"\\]|\\(?s:.))*+")\s*\.\s*split\s*\(\s*["']\|["']\s*\)"""
)
_WORD = re.compile(r"\b\w+\b", re.ASCII)
_MOST = 20  # packed scripts in one
_LONGEST = 1_000_000
_FIGURES = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def unpack(source: str) -> list[str]:
    """The scripts that were packed into a script, in order; none where there is no packer."""
    found = []
    for head in list(_HEAD.finditer(source))[:_MOST]:
        match = _ARGUMENTS.search(source, head.end())
        if match:
            text = _unpacked(unescaped(match[1][1:-1]), match[2], unescaped(match[4][1:-1]).split("|"))
            if text:
                found.append(text)
    return found


def _unpacked(payload: str, radix: str, words: list[str]) -> str:
    base = int(radix) if radix.isdigit() else 62
    if not 2 <= base <= 95:
        return ""
    left = _LONGEST

    def word(match: re.Match[str]) -> str:
        nonlocal left
        at = _number(match[0], base)
        chosen = words[at] if at is not None and at < len(words) and words[at] else match[0]
        left -= len(chosen)
        return chosen if left > 0 else ""

    return _WORD.sub(word, payload)


def _number(text: str, base: int) -> int | None:
    if base > len(_FIGURES) or len(text) > 6:
        return None
    value = 0
    for character in text:
        figure = _FIGURES.find(character)
        if not 0 <= figure < base:
            return None
        value = value * base + figure
    return value
