"""Spun sayings: what robots, sellers, readers and reporters say, by language, in `vocabulary/sayings/`.

Braces hold alternatives between bars, nested, and slots as in `Lexicon`. A file holds an object by code
of a lexicon; what stands below a code is lists of templates, by sort where the file has sorts.
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
_WEIGHT = {"en": 5, "id": 2, "es": 2, "pt": 2, "de": 2, "fr": 2, "ru": 2, "tr": 2}


@cache
def sayings(name: str) -> dict[str, Any]:
    """The templates of one file by code of a lexicon; files `name` and `name`-east make one table."""
    folder = files(__package__) / "vocabulary" / "sayings"
    table: dict[str, Any] = {}
    for part in (f"{name}.json", f"{name}-east.json"):
        if folder.joinpath(part).is_file():
            table |= json.loads(folder.joinpath(part).read_text("utf-8"))
    return table


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
