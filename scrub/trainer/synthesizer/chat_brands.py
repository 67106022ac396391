"""Invented betting brands as comments carry them: a lucky word and digits, in letters no filter reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .disguise import EMOJI, look_alike
from .words import pseudoword

if TYPE_CHECKING:
    from random import Random

_LUCKY = (
    "raja", "dewa", "naga", "hoki", "sultan", "bintang", "langit", "mawar", "garuda", "kuda", "mega", "royal", "lucky",
    "dragon", "tiger", "panda", "gold", "king", "star", "cahaya", "mutiara", "pelangi", "sinar", "ratu", "macan", "kilat",
    "samudra", "harum", "pasar", "kebun", "delta", "luna", "nova", "turbo", "phoenix", "ace", "jade", "bola",
)  # fmt: skip
_TAILS = ("bet", "slot", "win", "toto", "togel", "play", "spin", "poker", "4d", "cuan", "jp")
_FRAMES = (
    ("❝", "❞"), ("❛", "❜"), ("『", "』"), ("【", "】"), ("★", "★"), ("꧁", "꧂"), ("«", "»"), ("*", "*"), ("__", "__"),
    ('"', '"'), ("“", "”"), ("(", ")"), ("[", "]"), ("╰", "╯"), ("✦", "✦"), ("⟦", "⟧"), ("~", "~"), ("‹", "›"),
)  # fmt: skip


def plain_brand(rng: Random) -> str:
    """The brand before its disguise, in lower case: dewalangit88, tigerslot, novabet77."""
    words = [
        rng.choice(_LUCKY) if rng.random() < 0.7 else pseudoword(rng) for _ in range(rng.choice((1, 1, 2)))
    ]
    tail = rng.choice(_TAILS) if rng.random() < 0.5 else ""
    digits = str(rng.choice((77, 88, 99, 777, 303, 138, 168, rng.randint(10, 999))))
    return "".join(words) + tail + (digits if not tail or rng.random() < 0.3 else "")


def _mixed_case(rng: Random, name: str) -> str:
    return "".join(rng.choice((letter.upper(), letter)) for letter in name)


def _letters(rng: Random, name: str) -> str:
    """The name in other letters: wholly, with spaces, in capitals as they fall, or as it is."""
    roll = rng.random()
    if roll < 0.4:
        return look_alike(rng, rng.choice((name, name.upper(), name.title())))
    if roll < 0.55:
        return rng.choice((" ", " ", ".", "-", "·")).join(name.upper() if rng.random() < 0.7 else name)
    if roll < 0.65:
        return " ".join(look_alike(rng, name.upper()))
    return _mixed_case(rng, name) if roll < 0.8 else rng.choice((name, name.upper(), name.title()))


def chat_brand(rng: Random) -> str:
    """A brand as it slips into a comment: letters that only look alike, ornaments around."""
    text, roll = _letters(rng, plain_brand(rng)), rng.random()
    if roll < 0.35:
        before, behind = rng.choice(_FRAMES)
        return f"{before}{text}{behind}"
    if roll < 0.45:
        mark = rng.choice(EMOJI)
        return f"{mark}{text}{mark}"
    return text
