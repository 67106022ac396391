"""The words of one language: keywords to sell, sentences to say, labels to click.

A lexicon is a JSON file in `vocabulary/`; adding a language is adding a file. Strings hold their
variants between bars, and a family holds its neutral words (an honest article uses them too) before
a semicolon and its sales talk behind it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scrub.values import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Words = tuple[str, ...]
_OTHER = ("brands.json", "robots.json")  # files of the folder that are no lexicon
SOLD_FAMILIES = FAMILIES[1:]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the synthesizer can say in one language.

    Sentences have slots in braces ({kw}, {topic}, {city}, {name}, {surname}, {noun}, {number},
    {year}, {org}) which stand where any word form does. joiner is "" where words are not spaced.
    """

    code: str
    language: str
    name: str
    joiner: str
    cased: bool
    tlds: Words
    currency: str
    cities: Words
    names: Words
    surnames: Words
    nouns: Words
    modifiers: Words
    call: Words
    praise: Words
    visit: Words
    spun: Words
    institutions: Words
    dishes: Words
    themes: Words
    labels: Words
    cookies: Words
    headings: Words
    plain: Words
    frames: Words
    comments: Words
    neutral: Mapping[str, Words]
    commercial: Mapping[str, Words]
    topics: Mapping[str, Words]


def _variants(text: str) -> Words:
    return tuple(text.split("|"))


def _families(table: Mapping[str, str], side: int) -> dict[str, Words]:
    return {family: _variants(table[family].split(";")[side]) for family in SOLD_FAMILIES}


def _read(code: str) -> Lexicon:
    raw: dict[str, Any] = json.loads(_folder().joinpath(f"{code}.json").read_text("utf-8"))
    families, topics = raw.pop("families"), raw.pop("topics", {})
    columns: dict[str, Any] = {
        key: raw.pop(key) for key in ("language", "name", "joiner", "cased", "currency")
    }
    columns |= {key: _variants(value) for key, value in raw.items()}
    return Lexicon(
        code=code,
        neutral=_families(families, 0),
        commercial=_families(families, 1),
        topics={family: _variants(sentences) for family, sentences in topics.items()},
        **columns,
    )


def _folder() -> Any:
    return files(__package__) / "vocabulary"


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """All lexicons, ordered by code. Chinese has two, one for each script."""
    names = sorted(entry.name for entry in _folder().iterdir() if entry.name.endswith(".json"))
    return tuple(_read(name.removesuffix(".json")) for name in names if name not in _OTHER)


@cache
def brands() -> Mapping[str, Words]:
    """Names of goods that are written alike in all languages, by family."""
    raw: dict[str, str] = json.loads(_folder().joinpath("brands.json").read_text("utf-8"))
    return {family: _variants(text) for family, text in raw.items()}


@cache
def english() -> Lexicon:
    """The English lexicon: spam in any language borrows from it."""
    return next(lexicon for lexicon in lexicons() if lexicon.code == "en")


def of_languages(languages: Sequence[str] | None) -> tuple[Lexicon, ...]:
    """The lexicons of these ISO 639-1 codes, or all. Raises ValueError for an unknown code."""
    if languages is None:
        return lexicons()
    known = {lexicon.language for lexicon in lexicons()}
    unknown = [code for code in languages if code not in known]
    if unknown:
        raise ValueError(f"no vocabulary for {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return tuple(lexicon for lexicon in lexicons() if lexicon.language in languages)
