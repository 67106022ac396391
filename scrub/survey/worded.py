"""Short texts outside the page's text (titles, descriptions, alternative texts), and whether they belong there.

The classifier reads each as a line of plain text; that it does not belong to the page is the second,
independent signal: its words, or its script, are found nowhere on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from scrub.options import Options
from scrub.values import FAMILIES, Document

_LONGEST = 600  # characters that are judged
_ENOUGH = 200  # letters of a page that say what it is about
_WORD = re.compile(r"\w{3,}")
_FOREIGN = 0.6  # share of words that the page does not know, from which a text is foreign to it
_SCRIPT = 0.5  # share of letters
_USED = 0.03  # share of a page's letters from which it uses a script
_READ = 20_000  # characters of a page that are counted
_MEMORY = 20_000


class Judged(NamedTuple):
    """What the classifier says of a text: sure, warned and a probability."""

    score: float
    sure: bool
    warned: bool
    family: str


_judged: dict[tuple[str, Options], Judged] = {}


def judge_texts(texts: Sequence[str], options: Options) -> list[Judged]:
    """Every text alone, as plain text; the same text is judged once."""
    from scrub.parser import parse_text
    from scrub.policy import judge_many

    asked = [text[:_LONGEST] for text in texts]
    new = [text for text in dict.fromkeys(asked) if (text, options) not in _judged]
    if len(_judged) + len(new) > _MEMORY:
        _judged.clear()
        new = list(dict.fromkeys(asked))
    for text, verdicts in zip(new, judge_many([parse_text(text) for text in new], options), strict=True):
        at = int(np.argmax(verdicts.span_score)) if len(verdicts.span_start) else -1
        _judged[text, options] = Judged(
            score=float(verdicts.score.max(initial=0.0)),
            sure=bool(verdicts.span_removed.any()),
            warned=bool(verdicts.span_warned.any()),
            family=FAMILIES[verdicts.span_family[at]] if at >= 0 else "other",
        )
    return [_judged[text, options] for text in asked]


class Topic:
    """What a page is about, as far as its words and letters tell."""

    def __init__(self, document: Document) -> None:
        text = document.text[:200_000]
        self._words = frozenset(_WORD.findall(text.casefold()))
        self._text = text
        self.enough = any(sum(map(str.isalpha, text[:most])) >= _ENOUGH for most in (500, 20_000))

    @cached_property
    def scripts(self) -> frozenset[str]:
        """The scripts that the page uses, if only a little."""
        return _scripts_of(self._text)

    def is_foreign(self, text: str) -> bool:
        """Whether the page knows hardly one of a text's words; False where that cannot be told."""
        words = _WORD.findall(text.casefold())
        if not self.enough or not words:
            return False
        strange = sum(word not in self._words for word in words)
        return strange >= _FOREIGN * len(words)

    def is_other_script(self, text: str) -> bool:
        """Whether a text is in letters the page does not use; Latin letters are used everywhere."""
        if text.isascii() or not self.enough:
            return False
        script = script_of(text)
        return script not in ("", "LATIN") and script not in self.scripts


# Scripts that are written together, under one name.
_TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HALFWIDTH": "CJK", "KATAKANA-HIRAGANA": "CJK"}


def script_of(text: str) -> str:
    """The script most letters of a text are in, by its Unicode name: LATIN, CYRILLIC, CJK; "" for no letters."""
    counts = _counted(text[:3_000])
    best = max(counts, key=counts.__getitem__, default="")
    return best if best and counts[best] >= _SCRIPT * counts.total() else ""


def _scripts_of(text: str) -> frozenset[str]:
    """The scripts that a page uses, if only a little."""
    counts = _counted(text[:_READ])
    return frozenset(name for name, count in counts.items() if count >= _USED * counts.total())


def _counted(text: str) -> Counter[str]:
    counts = Counter[str]()
    for character, count in Counter(text).items():
        if character.isalpha():
            counts[_script(character)] += count
    return counts


@lru_cache(maxsize=10_000)
def _script(character: str) -> str:
    first = unicodedata.name(character, "UNKNOWN").split()[0]
    return _TOGETHER.get(first, first)


def without_repeats(texts: Iterable[str]) -> list[str]:
    """Texts that say something, each once, white space apart."""
    return list(dict.fromkeys(t for text in texts if len(t := " ".join(text.split())) > 3))
