"""Profiles of languages, from the honest text of pages and of the synthesizer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.languages import BITS, SCALE, Profiles, no_profiles, slots
from scrub.signals.columns import Columns
from scrub.signals.language import GRAM
from scrub.trainer.spam_examples import Example

_LEAST = 35_000  # characters from which a language has a profile
_MOST = 200_000  # characters that one is made of: more say nothing new
_SMOOTHING = 3000.0  # n-grams of the mean of all languages that each is mixed with
_NONE = ("", "und", "zxx", "mul")  # no language, or nobody knows which


class Counts:
    """N-grams of each language, by fold of the pages they come from."""

    def __init__(self, languages: Sequence[str], by_fold: NDArray[np.float32]) -> None:
        self.languages = tuple(languages)
        self._by_fold = by_fold  # (folds, buckets, languages)

    def profiles(self, without: int = -1) -> Profiles:
        """Log-odds of each n-gram, each language against the mean of all, without one fold's pages."""
        if len(self.languages) < 2:
            return no_profiles()
        kept = np.arange(len(self._by_fold)) != without
        count = self._by_fold[kept].sum(axis=0).astype(np.float64)
        whole = np.maximum(count.sum(axis=0), 1.0)
        mean = (count / whole).mean(axis=1, keepdims=True) + 1e-9
        odds = np.log((count + _SMOOTHING * mean) / ((whole + _SMOOTHING) * mean))
        odds[0] = 0.0  # what speaks no language
        whole_numbers = np.clip(np.rint(odds * SCALE), -127, 127).astype(np.int8)
        return Profiles(whole_numbers, self.languages)


def count_languages(examples: Sequence[Example], folds: Sequence[int], count: int) -> Counts:
    """Count the honest text of every language that has enough of it; folds: of each example, 0 to count - 1."""
    told = {e.id for e in examples if e.origin == "clean_text"}
    chosen = [k for k, e in enumerate(examples) if _teaches(e, told)]
    written: Counter[str] = Counter()
    for k in chosen:
        written[examples[k].language] += sum(b - a for a, b in _stretches(examples[k]))
    languages = sorted(name for name, size in written.items() if size >= _LEAST)
    by_fold = np.zeros((count, 1 << BITS, len(languages)), dtype=np.float32)
    left = dict.fromkeys(languages, _MOST)
    for k in chosen:
        example = examples[k]
        if left.get(example.language, 0) > 0:
            columns = Columns([example.document])
            bucket, shift = slots(columns), int(columns.first_character[0])
            for a, b in _stretches(example):
                own = bucket[shift + a : max(shift + b - GRAM + 1, shift + a)]
                at = languages.index(example.language)
                by_fold[folds[k], :, at] += np.bincount(own[own > 0], minlength=1 << BITS)
                left[example.language] -= b - a
    return Counts(languages, by_fold)


def _teaches(example: Example, told: set[str]) -> bool:
    """Honest text of one known language: of pages without their boilerplate where that is known."""
    if example.spam or example.language in _NONE:
        return False
    if example.origin == "clean":
        return example.id not in told
    return example.origin in ("clean_text", "synthetic")


def _stretches(example: Example) -> Sequence[tuple[int, int]]:
    return example.piece if example.origin == "synthetic" else ((0, len(example.document.text)),)
