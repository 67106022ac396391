"""How spam changes its letters: mathematical alphabets, full width, mixed scripts, emoji, entities."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

_MIXED = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_GREEK = str.maketrans("oavnABEZHIKMNOPTYX", "οανηΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
_LEET = str.maketrans("aeiosAEIOS", "4310543105")
_ENCLOSED = {ord("A") + k: 0x1F130 + k for k in range(26)} | {ord("a") + k: 0x1F130 + k for k in range(26)}
_CIRCLED = {ord("A") + k: 0x24B6 + k for k in range(26)} | {ord("a") + k: 0x24D0 + k for k in range(26)}
_NEGATIVE = {ord("A") + k: 0x1F150 + k for k in range(26)} | {ord("a") + k: 0x1F150 + k for k in range(26)}
_FULLWIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
EMOJI = (
    "🔥",
    "⭐",
    "💰",
    "🎰",
    "👉",
    "✅",
    "💋",
    "❤️",
    "📞",
    "⚡",
    "🎁",
    "💊",
    "🚀",
    "🍀",
    "💎",
    "🤑",
    "➡️",
    "☎️",
    "✨",
    "🏆",
)


def _mathematical(upper: int, lower: int, digit: int) -> Mapping[int, int]:
    table = {ord("A") + k: upper + k for k in range(26)} | {ord("a") + k: lower + k for k in range(26)}
    return table | {ord("0") + k: digit + k for k in range(10)}


# The starts of the mathematical bold, bold script, sans bold, sans bold italic, monospace, bold fraktur
# and sans italic alphabets (U+1D400 ff.).
_ALPHABETS: tuple[Mapping[int, int], ...] = (
    _mathematical(0x1D400, 0x1D41A, 0x1D7CE),
    _mathematical(0x1D4D0, 0x1D4EA, 0x1D7CE),
    _mathematical(0x1D5D4, 0x1D5EE, 0x1D7EC),
    _mathematical(0x1D63C, 0x1D656, 0x1D7EC),
    _mathematical(0x1D670, 0x1D68A, 0x1D7F6),
    _mathematical(0x1D56C, 0x1D586, 0x1D7CE),
    _mathematical(0x1D608, 0x1D622, 0x1D7E2),
    _FULLWIDTH,
    _ENCLOSED,
    _CIRCLED,
    _NEGATIVE,
    _MIXED,
    _GREEK,
    _LEET,
)


def look_alike(rng: Random, text: str) -> str:
    """The text in letters that look like its own and are others."""
    return text.translate(rng.choice(_ALPHABETS))


def mathematical(rng: Random, text: str) -> str:
    """The text in one of the mathematical alphabets, as people, too, write their names and headings."""
    return text.translate(rng.choice(_ALPHABETS[:7]))


def spaced_out(text: str) -> str:
    """The text with a space between its letters, word by word."""
    return "  ".join(" ".join(word) for word in text.split())


def with_emoji(rng: Random, text: str) -> str:
    """The text with emoji around it."""
    mark = rng.choice(EMOJI) * rng.choice((1, 1, 2, 3))
    return rng.choice((f"{mark}{text}{mark}", f"{mark} {text}", f"{text} {mark}", f"{mark}{text}"))


def disguise(rng: Random, text: str) -> str:
    """The text under one of the disguises."""
    roll = rng.random()
    if roll < 0.5:
        return look_alike(rng, text)
    if roll < 0.85:
        return with_emoji(rng, text)
    return spaced_out(text) if roll < 0.92 else with_emoji(rng, look_alike(rng, text))


def entities(rng: Random, text: str) -> str:
    """The text as numeric character references, all of it or what is not ASCII."""
    form = rng.choice(("&#{};", "&#x{:x};", "&#x{:X};"))
    every = rng.random() < 0.4
    return "".join(form.format(ord(c)) if every or ord(c) > 126 else html.escape(c) for c in text)
