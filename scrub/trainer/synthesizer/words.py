"""Words made and dressed: pseudo-words, slots filled in, cases, slugs for addresses, telephone numbers."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from .lexicon import Lexicon

_SLOT = re.compile(r"\{(\w+)\}")
_ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t",
           "tr", "v", "w", "z")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io", "oo")
_CODAS = ("", "", "n", "r", "x", "l", "s", "m", "nt", "rk", "ck")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def pseudoword(rng: Random, syllables: int = 2) -> str:
    """A pronounceable word that means nothing, in lower-case Latin letters."""
    parts = []
    for _ in range(syllables):
        parts += [rng.choice(_ONSETS), rng.choice(_VOWELS), rng.choice(_CODAS)]
    return "".join(parts)


def gibberish(rng: Random) -> str:
    """The random token by which comment robots find their own comments again."""
    letters = "".join(rng.choices(_LETTERS, k=rng.randint(6, 10)))
    return "".join(c.upper() if rng.random() < 0.3 else c for c in letters)


def brand(rng: Random) -> str:
    """An invented trade name: Velorix, STAKRO88, bet-lumio."""
    name = pseudoword(rng, rng.choice((1, 2, 2, 3)))
    tail = rng.choice(("", "", "", "88", "77", "777", "365", "24", "x", "pro", "shop", "win", "4D"))
    return rng.choice((name.capitalize(), name.upper(), name, name.capitalize())) + tail


def year(rng: Random) -> str:
    """A year of living memory."""
    return str(rng.randint(1958, 2026))


def organisation(rng: Random, lexicon: Lexicon) -> str:
    """An institution and its city: a name that stands anywhere in a sentence."""
    return f"{rng.choice(lexicon.institutions)}{lexicon.joiner}{rng.choice(lexicon.cities)}"


def full_name(rng: Random, lexicon: Lexicon) -> str:
    """A person's name, in the order of the language."""
    given, family = rng.choice(lexicon.names), rng.choice(lexicon.surnames)
    if lexicon.language in ("zh", "ja", "ko", "vi", "hu"):
        return f"{family}{' ' if lexicon.joiner and lexicon.language != 'ko' else ''}{given}"
    return f"{given} {family}"


def _number(rng: Random, lexicon: Lexicon) -> str:
    return str(rng.choice((3, 5, 7, 12, 15, 20, 24, 30, 40, 65, 80, 120, 250, 400, 900)))


def _year(rng: Random, lexicon: Lexicon) -> str:
    return year(rng)


_FILLERS: dict[str, Callable[[Random, Lexicon], str]] = {
    "city": lambda rng, lexicon: rng.choice(lexicon.cities),
    "name": lambda rng, lexicon: rng.choice(lexicon.names),
    "surname": lambda rng, lexicon: rng.choice(lexicon.surnames),
    "noun": lambda rng, lexicon: rng.choice(lexicon.nouns),
    "number": _number,
    "year": _year,
    "org": organisation,
    "currency": lambda rng, lexicon: lexicon.currency,  # noqa: ARG005 - one signature for all
}


def fill(rng: Random, lexicon: Lexicon, sentence: str, **given: str) -> str:
    """The sentence with its slots filled, each anew; `given` fixes some of them."""

    def value(match: re.Match[str]) -> str:
        slot = match[1]
        return given[slot] if slot in given else _FILLERS[slot](rng, lexicon)

    return _SLOT.sub(value, sentence)


def recase(rng: Random, lexicon: Lexicon, text: str) -> str:
    """The text in one of the cases spam is written in, where the script has cases."""
    if not lexicon.cased:
        return text
    roll = rng.random()
    if roll < 0.45:
        return text
    if roll < 0.65:
        return text.title()
    return text.lower() if roll < 0.88 else text.upper()


def slug(rng: Random, text: str, glue: str = "-") -> str:
    """The text as part of an address in ASCII; a pseudo-word where nothing of it is left."""
    folded = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", folded)
    kept = glue.join(words[:5])
    return kept if len(kept) > 2 else pseudoword(rng, 2)


def telephone(rng: Random) -> str:
    """A telephone number as advertisements write them."""
    country = rng.choice(("+1", "+44", "+49", "+7", "+90", "+91", "+62", "+86", "+33", "00971", "0"))
    groups = [
        "".join(rng.choices("0123456789", k=rng.choice((2, 3, 3, 4)))) for _ in range(rng.randint(2, 4))
    ]
    return f"{country}{rng.choice((' ', '-', '', ' '))}{rng.choice((' ', '-', '', '.')).join(groups)}"


def handle(rng: Random) -> str:
    """A name on a messenger."""
    return f"@{pseudoword(rng)}{rng.choice(('', '_vip', '24', '_bot', '88', '_official'))}"
