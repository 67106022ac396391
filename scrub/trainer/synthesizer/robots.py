"""What robots post, and what readers do: spun templates, brands in disguise, sales prose by family.

The templates stand in `vocabulary/robots.json`, by language: "robots" are comments of spam robots, as
their software has spun them for twenty years, "readers" are casual comments of people, "sales" is prose
that sells, by family. Braces hold alternatives between bars, nested, and slots as in `Lexicon`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .disguise import EMOJI, look_alike
from .sayings import say
from .words import brand, pseudoword

if TYPE_CHECKING:
    from random import Random

    from .lexicon import Lexicon

_LEET = str.maketrans("OIEASBLoieasl", "0134581013451")
_TAILS = (
    "88",
    "77",
    "777",
    "99",
    "138",
    "303",
    "4D",
    "4d",
    "17",
    "69",
    "slot",
    "bet",
    "win",
    "toto",
    "168",
    "play",
)
_ENCLOSING = "\u035f\u0332\u0336\u0305\u0333"  # lines below, through and above a letter


@cache
def templates() -> dict[str, dict[str, Any]]:
    """By language: "robots", "readers" (lists) and "sales" (lists by family)."""
    found: dict[str, dict[str, Any]] = json.loads(
        (files(__package__) / "vocabulary" / "robots.json").read_text("utf-8")
    )
    return found


def _of(lexicon: Lexicon, sort: str) -> Any:
    """What the language has of this sort; nothing where it has none."""
    return templates().get(lexicon.language, {}).get(sort, ())


def spin(rng: Random, lexicon: Lexicon, template: str, kw: str) -> str:
    """One text of a template: slots first, then alternatives from the innermost outwards."""
    return say(rng, lexicon, template, kw=kw, brand=disguised_brand(rng), currency=lexicon.currency)


def robot_comment(rng: Random, lexicon: Lexicon, kw: str) -> str:
    """A comment as robots spin it; "" where the language has no templates."""
    known = _of(lexicon, "robots")
    return spin(rng, lexicon, rng.choice(known), kw) if known else ""


def reader_comment(rng: Random, lexicon: Lexicon) -> str:
    """A casual comment of a person; "" where the language has no templates."""
    known = _of(lexicon, "readers")
    return spin(rng, lexicon, rng.choice(known), "") if known else ""


def sales_sentence(rng: Random, lexicon: Lexicon, family: str, kw: str) -> str:
    """A sentence that sells goods of the family; "" where the language has no templates for it."""
    known = (_of(lexicon, "sales") or {}).get(family)
    return spin(rng, lexicon, rng.choice(known), kw) if known else ""


def disguised_brand(rng: Random) -> str:
    """A brand as it slips past word lists: spaced out, dotted, dressed, crossed out, with digits for letters."""
    plain = rng.choice((brand(rng), pseudoword(rng).upper() + rng.choice(_TAILS)))
    return rng.choice(_DISGUISES)(rng, plain)


def _plain(rng: Random, name: str) -> str:
    return name


def _spaced(rng: Random, name: str) -> str:
    return rng.choice((" ", ".", " ", "_", "-")).join(name.upper()) + rng.choice(("", "."))


def _dressed(rng: Random, name: str) -> str:
    return look_alike(rng, name)


def _crossed(rng: Random, name: str) -> str:
    line = rng.choice(_ENCLOSING)
    return "".join(c + line * rng.choice((1, 1, 2)) for c in name)


def _leet(rng: Random, name: str) -> str:
    return name.upper().translate(_LEET) if rng.random() < 0.5 else name.swapcase()


def _framed(rng: Random, name: str) -> str:
    mark = rng.choice((*EMOJI, "*", "_", "`", "~"))
    half = max(2, len(name) - 2)
    return rng.choice((f"{mark}{name}{mark}", f"{name} {mark}", f"{name[:half]}{mark}{name[half:]}"))


def _dressed_and_spaced(rng: Random, name: str) -> str:
    return " ".join(look_alike(rng, name))


_DISGUISES = (
    _plain,
    _plain,
    _plain,
    _spaced,
    _dressed,
    _dressed,
    _crossed,
    _leet,
    _framed,
    _dressed_and_spaced,
)
