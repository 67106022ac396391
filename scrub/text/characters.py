"""What kind of character stands where: tables over Unicode that numpy can index.

A text becomes an array of code points (`code_points`), and every count per block is then a gather
and a cumulative sum, whatever the script. Kinds and scripts follow the Unicode general categories
and blocks (https://www.unicode.org/Public/UCD/latest/).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

KINDS = (
    "space", "lower", "upper", "digit", "stop", "comma", "separator", "quote", "symbol", "emoji",
    "syllable", "styled", "mark", "other",
)  # fmt: skip
(
    SPACE, LOWER, UPPER, DIGIT, STOP, COMMA, SEPARATOR, QUOTE, SYMBOL, EMOJI, SYLLABLE, STYLED, MARK,
    OTHER,
) = range(len(KINDS))  # fmt: skip

SCRIPTS = (
    "none", "latin", "greek", "cyrillic", "armenian", "hebrew", "arabic", "devanagari", "indic",
    "thai", "georgian", "hangul", "kana", "han", "other",
)  # fmt: skip

_STOPS = ".!?…。！？؟।॥።։؛‼⁇⁈⁉．"
_COMMAS = ",;:،、，；：·•"
_SEPARATORS = "|/\\-–—―~=_+*<>»«›‹→←▶►◄★☆✓✔✅│┃¦#@&"
_QUOTES = "\"'`´“”„‘’‚()[]{}「」『』（）【】《》〈〉"

# Scripts that put no space between words: one character counts as a word.
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
)  # fmt: skip
# Letters dressed up as other characters: fullwidth, enclosed, mathematical alphabets, regional
# indicators. Spammers use them to slip past word lists.
_STYLED = ((0x1D400, 0x1D7FF), (0x1F100, 0x1F1FF), (0x2460, 0x24FF), (0xFF10, 0xFF5A), (0x2100, 0x214F))
_EMOJI = ((0x1F300, 0x1FAFF), (0x2600, 0x27BF), (0x1F000, 0x1F0FF), (0x2B00, 0x2BFF))
_SCRIPT_BLOCKS = (
    ("latin", 0x41, 0x24F), ("latin", 0x1E00, 0x1EFF), ("greek", 0x370, 0x3FF), ("greek", 0x1F00, 0x1FFF),
    ("cyrillic", 0x400, 0x52F), ("armenian", 0x530, 0x58F), ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x6FF), ("arabic", 0x750, 0x77F), ("arabic", 0x8A0, 0x8FF), ("arabic", 0xFB50, 0xFEFC),
    ("devanagari", 0x900, 0x97F), ("indic", 0x980, 0xDFF), ("thai", 0xE00, 0xEFF), ("georgian", 0x10A0, 0x10FF),
    ("hangul", 0x1100, 0x11FF), ("hangul", 0xAC00, 0xD7AF), ("kana", 0x3040, 0x30FF), ("han", 0x3400, 0x4DBF),
    ("han", 0x4E00, 0x9FFF), ("han", 0xF900, 0xFAFF), ("latin", 0xFF21, 0xFF5A), ("latin", 0x1D400, 0x1D7CB),
    ("other", 0xE80, 0x109F), ("other", 0x1200, 0x1DFF),
)  # fmt: skip

_SIZE = 0x20000  # code points above share the row of the last one


class Tables(NamedTuple):
    """Per code point: its kind, its script, and the folded form that n-grams are made of."""

    kind: NDArray[np.uint8]
    script: NDArray[np.uint8]
    folded: NDArray[np.uint32]


@cache
def tables() -> Tables:
    """Build the tables once a process (about 20 ms)."""
    kind = np.full(_SIZE, OTHER, dtype=np.uint8)
    folded = np.arange(_SIZE, dtype=np.uint32)
    for first, last in (
        (0, 0x33FF),
        (0xA000, 0xABFF),
        (0xFB00, 0xFFFF),
        (0x10000, 0x103FF),
        (0x1D400, 0x1FAFF),
    ):
        for point in range(first, last + 1):
            character = chr(point)
            kind[point] = _kind(unicodedata.category(character))
            if unicodedata.decomposition(character).startswith("<") or character.isupper():
                folded[point] = _fold(character)
    for first, last in (*_UNSPACED, (0x1F300, 0x1F300)):
        inside = kind[first : last + 1]
        inside[np.isin(inside, (LOWER, OTHER))] = SYLLABLE
    kind[0xAC00:0xD7B0] = LOWER  # Hangul spaces its words
    _mark(kind, EMOJI, _EMOJI)
    _mark(kind, STYLED, _STYLED)
    for characters, code in ((_STOPS, STOP), (_COMMAS, COMMA), (_SEPARATORS, SEPARATOR), (_QUOTES, QUOTE)):
        kind[[ord(c) for c in characters]] = code
    folded[kind == SPACE] = 32
    folded[kind == DIGIT] = ord("0")
    script = np.zeros(_SIZE, dtype=np.uint8)
    for name, first, last in _SCRIPT_BLOCKS:
        script[first : last + 1] = SCRIPTS.index(name)
    script[~np.isin(kind, (LOWER, UPPER, SYLLABLE, STYLED))] = 0
    return Tables(kind, script, folded)


def _kind(category: str) -> int:
    if category in ("Zs", "Zl", "Zp", "Cc", "Cf"):
        return SPACE
    if category in ("Lu", "Lt"):
        return UPPER
    if category[0] == "L":
        return LOWER
    if category[0] == "N":
        return DIGIT
    if category[0] == "M":
        return MARK
    return SYMBOL if category[0] in "SP" else OTHER


def _fold(character: str) -> int:
    """Compatibility form in lower case, first character: a look-alike becomes what it looks like."""
    plain = unicodedata.normalize("NFKC", character).lower()
    return ord(plain[0]) if plain else 32


def _mark(kind: NDArray[np.uint8], code: int, ranges: tuple[tuple[int, int], ...]) -> None:
    for first, last in ranges:
        kind[first : last + 1] = code


def code_points(text: str) -> NDArray[np.uint32]:
    """The text's code points; index k speaks of text[k]. Those beyond the tables become 0x1FFFF."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(points, np.uint32(_SIZE - 1))
