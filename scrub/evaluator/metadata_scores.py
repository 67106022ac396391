"""Author, date and title of pages against labels that people made by reading them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w+")


class MetadataLabel(NamedTuple):
    """What a reader of a page sees; None where the page says nothing, which is not scored."""

    id: str
    title: str | None
    author: tuple[str, ...] | None
    date: str | None  # day of publication, ISO 8601


@dataclass(frozen=True, slots=True)
class FieldScore:
    """One field over all pages that have it: how many are right, absent and wrong, and the mean score.

    A date is right within a day, since time zones differ. Authors and title score by F1: of names,
    of words; they are right at 1.
    """

    pages: int
    right: int
    absent: int
    score: float

    @property
    def wrong(self) -> int:
        """Pages with an answer that is not right."""
        return self.pages - self.right - self.absent


def read_labels(rows: Iterable[dict[str, object]]) -> list[MetadataLabel]:
    """Labels from JSON objects with id, title, author (a list) and date."""
    labels = []
    for row in rows:
        author = row.get("author")
        names = tuple(str(name) for name in author) if isinstance(author, list) else None
        title, day = row.get("title"), row.get("date")
        labels.append(
            MetadataLabel(str(row["id"]), str(title) if title else None, names, str(day) if day else None)
        )
    return labels


def score_metadata(
    labels: Sequence[MetadataLabel], found: Mapping[str, tuple[str | None, Sequence[str], str | None]]
) -> dict[str, FieldScore]:
    """Scores by field; found gives title, authors and date of publication by page id."""
    answers = {label.id: found.get(label.id, (None, (), None)) for label in labels}
    title = [
        (words_f1(label.title, answers[label.id][0]), not answers[label.id][0])
        for label in labels
        if label.title
    ]
    author = [
        (names_f1(label.author, answers[label.id][1]), not answers[label.id][1])
        for label in labels
        if label.author
    ]
    day = [
        (float(same_day(label.date, answers[label.id][2])), not answers[label.id][2])
        for label in labels
        if label.date
    ]
    return {"author": _summary(author), "date": _summary(day), "title": _summary(title)}


def _summary(rows: Sequence[tuple[float, bool]]) -> FieldScore:
    right = sum(score > 1 - 1e-9 for score, _ in rows)
    absent = sum(empty for _, empty in rows)
    return FieldScore(len(rows), right, absent, sum(score for score, _ in rows) / max(1, len(rows)))


def names_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """F1 of two sets of names, compared by their letters and digits."""
    one, other = {_folded(name) for name in gold}, {_folded(name) for name in found}
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def words_f1(gold: str, found: str | None) -> float:
    """F1 of the words of two titles."""
    one, other = _WORD.findall(gold.casefold()), _WORD.findall((found or "").casefold())
    left = list(other)
    for word in one:
        if word in left:
            left.remove(word)
    both = len(other) - len(left)
    return 2 * both / (len(one) + len(other)) if one and other else 0.0


def same_day(gold: str, found: str | None) -> bool:
    """Whether two dates are a day apart at most."""
    try:
        difference = date.fromisoformat((found or "")[:10]) - date.fromisoformat(gold)
    except ValueError:
        return False
    return abs(difference) <= timedelta(days=1)


def _folded(name: str) -> str:
    return _NOT_WORD.sub("", name.casefold())


def table(scores: dict[str, dict[str, FieldScore]]) -> str:
    """Lines of text: a row for every extractor and field."""
    lines = [f"{'':<14}{'field':<8}{'pages':>6}{'right':>7}{'absent':>8}{'wrong':>7}{'score':>8}"]
    for name, fields in scores.items():
        for field, score in fields.items():
            lines.append(
                f"{name:<14}{field:<8}{score.pages:>6}{score.right:>7}{score.absent:>8}{score.wrong:>7}{score.score:>8.3f}"
            )
    return "\n".join(lines)
