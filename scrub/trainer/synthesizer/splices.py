"""Keywords that a robot drops into the sentences of a whole text: the same ones again and again, wherever it pleases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .lexicon import SOLD_FAMILIES, of_languages, speaker
from .phrases import subject
from .pitches import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f](?=[\u3040-\u30ff\u3400-\u9fff\u0e01-\u0e2e])"
)
_SPACED = re.compile(r"(?<=\w[,;:]) (?=\S)|(?<=\w) (?=\w)|(?<=[.!?]) (?=\S)")
_LONGEST = 60  # characters of a keyword


def insert_splices(
    text: str, rng: Random, *, languages: Sequence[str] | None = None, families: Sequence[str] | None = None
) -> tuple[str, list[tuple[int, int]]]:
    """Drop one keyword, or two, into a text at two to eight places, in the middle of sentences.

    Returns the text and where the keywords stand in it; the text unchanged and an empty list where it has
    no sentence. Where words are not spaced a keyword stands between any two characters. Raises ValueError
    for a language or a family without vocabulary.
    """
    told = subject(
        rng, speaker(rng, of_languages(languages)), rng.choice(families or ("other", *SOLD_FAMILIES))
    )
    gaps = [m.end() for m in (_SPACED if told.lexicon.joiner else _UNSPACED).finditer(text)]
    words = [phrase(rng, told)[:_LONGEST].strip() for _ in range(rng.choice((1, 1, 1, 2)))]
    words = [" ".join(word.split()) for word in words if word.strip()]
    if not words or len(gaps) < 2:
        return text, []
    chosen = sorted(rng.sample(gaps, min(len(gaps), rng.choice((2, 2, 3, 4, 6, 8)))))
    glue = told.lexicon.joiner or rng.choice(("", "", " "))
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = before = 0
    for at in chosen:
        word = rng.choice(words)
        parts += [text[before:at], word, glue]
        length += at - before
        spans.append((length, length + len(word)))
        length += len(word) + len(glue)
        before = at
    return "".join((*parts, text[before:])), spans
