"""Scores of an extracted text against the gold: word shingles, words, segments, and their means.

The definitions are those of the public benchmarks: 4-gram shingles scaled to one per page
(https://github.com/scrapinghub/article-extraction-benchmark), bags of words (WCXB), segments that
must and must not be in the text (trafilatura's evaluation).
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, stdev
from typing import NamedTuple

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
WORD = re.compile(r"\w+")
WORD_CJK = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")  # one word for each character of these scripts

Counts = tuple[float, float, float]  # true positives, false positives, false negatives


@dataclass(frozen=True, slots=True)
class TextScore:
    """One page: shingle counts scaled to sum 1, F1 of words, counts of segments (tp, fp, fn)."""

    shingles: Counts | None
    words: float | None
    segments: tuple[int, int, int]


class Summary(NamedTuple):
    """A set: its measure (words, shingles or segments), F1 with its standard error, P, R."""

    pages: int
    measure: str
    f1: float
    error: float
    precision: float
    recall: float


def score_text(
    gold: str | None,
    must: Sequence[str],
    must_not: Sequence[str],
    text: str,
    word: re.Pattern[str] = WORD_CJK,
) -> TextScore:
    """Score one page's text; what the labels do not say stays None or zero."""
    segments = _segment_counts(must, must_not, " ".join(text.split()))
    if gold is None:
        return TextScore(None, None, segments)
    wanted, found = word.findall(gold), word.findall(text)
    return TextScore(_shingle_counts(wanted, found), _word_f1(wanted, found), segments)


def _segment_counts(must: Sequence[str], must_not: Sequence[str], text: str) -> tuple[int, int, int]:
    kept = sum(" ".join(s.split()) in text for s in must)
    return kept, sum(" ".join(s.split()) in text for s in must_not), len(must) - kept


def _shingle_counts(gold: list[str], text: list[str]) -> Counts:
    g, t = _shingles(gold), _shingles(text)
    both = sum((g & t).values())
    total = sum(g.values()) + sum(t.values()) - both
    return (
        (both / total, (sum(t.values()) - both) / total, (sum(g.values()) - both) / total)
        if total
        else (0, 0, 0)
    )


def _shingles(words: list[str], size: int = 4) -> Counter[tuple[str, ...]]:
    if not words:
        return Counter()
    return Counter(tuple(words[k : k + size]) for k in range(max(1, len(words) - size + 1)))


def _word_f1(gold: list[str], text: list[str]) -> float:
    if not gold or not text:
        return float(not gold and not text)
    both = sum((Counter(w.lower() for w in gold) & Counter(w.lower() for w in text)).values())
    return 2 * both / (len(gold) + len(text))


def f1(precision: float, recall: float) -> float:
    """Harmonic mean; 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def summarise(scores: Sequence[TextScore], measure: str) -> Summary:
    """Mean of a set by "shingles", "words" or "segments", and its bootstrap standard error."""
    f, p, r = _MEASURES[measure](scores)
    generator = random.Random(0)  # noqa: S311 - resampling, no secret
    again = [_MEASURES[measure](generator.choices(scores, k=len(scores)))[0] for _ in range(200)]
    return Summary(len(scores), measure, f, stdev(again), p, r)


def _by_shingles(scores: Sequence[TextScore]) -> tuple[float, float, float]:
    rows = [s.shingles for s in scores if s.shingles is not None]
    precision = [_ratio(tp, fp, fn) for tp, fp, fn in rows if tp + fp > 0]
    recall = [_ratio(tp, fn, fp) for tp, fp, fn in rows if tp + fn > 0]
    p, r = (mean(precision) if precision else 0.0), (mean(recall) if recall else 0.0)
    return f1(p, r), p, r


def _ratio(right: float, wrong: float, other: float) -> float:
    if wrong == other == 0:
        return 1.0
    return right / (right + wrong) if right + wrong else 0.0


def _by_words(scores: Sequence[TextScore]) -> tuple[float, float, float]:
    rows = [s.words for s in scores if s.words is not None]
    value = mean(rows) if rows else 0.0
    return value, value, value


def _by_segments(scores: Sequence[TextScore]) -> tuple[float, float, float]:
    tp, fp, fn = (sum(s.segments[k] for s in scores) for k in range(3))
    p, r = (tp / (tp + fp) if tp + fp else 0.0), (tp / (tp + fn) if tp + fn else 0.0)
    return f1(p, r), p, r


_MEASURES = {"shingles": _by_shingles, "words": _by_words, "segments": _by_segments}
