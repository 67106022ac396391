"""Spun sayings: what robots, sellers, readers and reporters say, by language.

Braces hold alternatives between bars, nested, and slots as in `Lexicon`. A file of `vocabulary/sayings/`
holds one table by code of a lexicon; a file of `vocabulary/speech/` holds all tables of one language.
What stands there is lists of templates, by sort where the table has sorts; both files are said together.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .words import fill

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from .lexicon import Lexicon

_CHOICE = re.compile(r"\{([^{}]*)\}")
# Most of what is injected in plain text is written in these, whatever the language of the page.
_WEIGHT = {
    "en": 12,
    "id": 5,
    "zh": 5,
    "ru": 4,
    "tr": 4,
    "pt": 3,
    "es": 3,
    "fr": 3,
    "de": 3,
    "ja": 3,
    "pl": 2,
    "it": 2,
}


@cache
def sayings(name: str) -> dict[str, Any]:
    """The templates of one table by code of a lexicon."""
    folder = files(__package__) / "vocabulary" / "sayings"
    table: dict[str, Any] = {}
    for part in (f"{name}.json", f"{name}-east.json"):
        if folder.joinpath(part).is_file():
            table |= json.loads(folder.joinpath(part).read_text("utf-8"))
    for code, spoken in _speech().items():
        if name in spoken:
            table[code] = _together(table[code], spoken[name]) if code in table else spoken[name]
    return table


@cache
def _speech() -> dict[str, dict[str, Any]]:
    """All tables by code, and by name below it."""
    folder = files(__package__) / "vocabulary" / "speech"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    return {
        name.removesuffix(".json"): json.loads(folder.joinpath(name).read_text("utf-8")) for name in names
    }


def _together(one: Any, other: Any) -> Any:
    """Lists one after the other, each text once; tables sort by sort."""
    if isinstance(one, list):
        return list(dict.fromkeys((*one, *other)))
    return one | {sort: _together(one[sort], told) if sort in one else told for sort, told in other.items()}


def speakers(name: str, lexicons: Sequence[Lexicon]) -> tuple[Lexicon, ...]:
    """The lexicons whose language the file speaks, those heard most more than once."""
    known = sayings(name)
    return tuple(
        lexicon for lexicon in lexicons if lexicon.code in known for _ in range(_WEIGHT.get(lexicon.code, 1))
    )


def say(rng: Random, lexicon: Lexicon, template: str, **given: str) -> str:
    """One text of a template: slots first, then alternatives from the innermost outwards."""
    text = fill(rng, lexicon, template, **given)
    while _CHOICE.search(text):
        text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    return " ".join(text.split())


def say_some(rng: Random, lexicon: Lexicon, templates: Sequence[str], count: int, **given: str) -> list[str]:
    """Up to `count` texts, no two of one template."""
    chosen = rng.sample(list(templates), min(count, len(templates)))
    return [say(rng, lexicon, template, **given) for template in chosen]
