"""Lines that name the author of a comment and a moment, and the names in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.ngrams import stretch_score
from scrub.values import Document

_LONGEST = 120  # characters of a line that names an author
_MOMENT = re.compile(
    r"(?<![\d.,])(?:(?:\d{1,2}[:.]\d{2}(?![\d.,]\d)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2},? \d{4})(?!\d)|\d{4}年)"
)
_NAME = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"[^\W_]+")
_WITHIN = ("", "-", "&", ".", "'", "’")  # what may stand between the words of a name
_SENTENCE_END = (".", "!", "?", "…", "。", ",", ";")
_MANY = 0.5  # share of a thread's bylines from which a word belongs to their form
_SELLS = 1.0  # score of a name that sells, and words that it has: first names of one word score like anything
_WORDS = 2


def is_byline(line: str) -> bool:
    """True where a short line names somebody and a moment, and is no sentence."""
    told = line.strip()
    if not told or len(told) > _LONGEST or told.endswith(_SENTENCE_END):
        return False
    moment = _MOMENT.search(told)
    return moment is not None and _NAME.search(told[: moment.start()] + told[moment.end() :]) is not None


def selling_names(
    document: Document, summed: NDArray[np.float64], bias: float, bylines: Sequence[int]
) -> NDArray[np.bool_]:
    """(len(bylines),): True where the name in the byline of a thread reads like what a robot sells, "auto title loans".

    summed: running sum of the weights of n-grams over the document's text; bias: of their score. Out of fold
    one of 787 names over or under honest lines is taken for such, a price, and 17 of 164 that robots sign with.
    """
    lines = [document.text[document.start[k] : document.end[k]] for k in bylines]
    form = Counter(word for line in lines for word in set(_WORD.findall(line.casefold())))
    most = max(1.0, _MANY * len(lines))
    span = np.array([_name(line, form, most) for line in lines], dtype=np.int64).reshape(-1, 3)
    start = document.start[np.asarray(bylines, dtype=np.int64)] + span[:, 0]
    score = stretch_score(summed, start, start + span[:, 1]) + bias
    result: NDArray[np.bool_] = (score >= _SELLS) & (span[:, 2] >= _WORDS)
    return result


def _name(line: str, form: Counter[str], most: float) -> tuple[int, int, int]:
    """Where the longest run of words that are no part of a thread's form begins, its length, and its words."""
    best, first, count, end = (0, 0, 0), 0, 0, 0
    for word in _WORD.finditer(line):
        told = word.group()
        if form[told.casefold()] > most or told.isdigit():
            count = 0
            continue
        if line[end : word.start()].strip() not in _WITHIN:
            count = 0
        end = word.end()
        first, count = (first, count + 1) if count else (word.start(), 1)
        best = max(best, (first, word.end() - first, count), key=lambda run: run[1])
    return best
