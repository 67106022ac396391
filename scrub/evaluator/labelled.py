"""The models as they are, measured on labelled pages: main text, injected spam, honest text lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scrub.api import BATCH, clean_batch
from scrub.cleaner import Article
from scrub.errors import InputError, LabelError
from scrub.evaluator.spam import shingles
from scrub.evaluator.text_scores import Summary, TextScore, score_text, summarise
from scrub.options import Options
from scrub.trainer.labels import LabelledPage, read_pages


@dataclass(frozen=True, slots=True)
class SpamCounts:
    """Injected spam on labelled pages, in 8-character shingles over letters and digits."""

    pages: int = 0
    infected: int = 0
    detected: int = 0  # infected pages of which at least half of the spam was removed
    alarmed: int = 0  # honest pages that lost something
    spam: int = 0
    found: int = 0
    left: int = 0  # spam shingles in the clean text
    honest: int = 0
    harmed: int = 0  # honest shingles among what was removed

    def __add__(self, other: SpamCounts) -> SpamCounts:
        return SpamCounts(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))

    @property
    def recall(self) -> float:
        """Share of the injected text that was removed."""
        return self.found / self.spam if self.spam else 0.0

    @property
    def residue(self) -> float:
        """Share of the injected text that stands in the clean text."""
        return self.left / self.spam if self.spam else 0.0

    @property
    def harm_rate(self) -> float:
        """Share of the honest text that was removed."""
        return self.harmed / self.honest if self.honest else 0.0

    @property
    def precision(self) -> float:
        """Share of what was removed that was injected."""
        removed = self.found + self.harmed
        return self.found / removed if removed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Measured(NamedTuple):
    """One collection of labelled pages: its main text, and its spam where that is labelled."""

    collection: str
    text: Summary | None
    spam: SpamCounts | None


def evaluate_labelled(folders: Sequence[Path], options: Options | None = None) -> list[Measured]:
    """Clean every labelled page below the folders and compare. Raises LabelError, ModelError."""
    pages = [page for folder in folders for page in read_pages(folder)]
    if not pages:
        raise LabelError("no labelled pages to measure on")
    articles = _articles(pages, options or Options())
    rows: defaultdict[str, list[tuple[LabelledPage, Article]]] = defaultdict(list)
    for page, article in zip(pages, articles, strict=True):
        rows[page.collection].append((page, article))
    return [_measure(name, pairs) for name, pairs in rows.items()]


def _articles(pages: Sequence[LabelledPage], options: Options) -> list[Article]:
    found: list[Article] = []
    for first in range(0, len(pages), BATCH):
        found += clean_batch([p.page for p in pages[first : first + BATCH]], options)
    for page, article in zip(pages, found, strict=True):
        if not article.model:
            raise InputError(f"{page.id}: {article.why}")
    return found


def _measure(name: str, pairs: Sequence[tuple[LabelledPage, Article]]) -> Measured:
    scores = [score_text(p.text, p.must, p.must_not, a.text) for p, a in pairs if p.text or p.must]
    counts = [count_spam(p, a) for p, a in pairs if p.spam is not None]
    return Measured(name, _summary(scores), sum(counts, SpamCounts()) if counts else None)


def _summary(scores: Sequence[TextScore]) -> Summary | None:
    if len(scores) < 2:
        return None
    return summarise(scores, "shingles" if any(s.shingles for s in scores) else "segments")


def count_spam(page: LabelledPage, article: Article) -> SpamCounts:
    """What the removals of one page's article did to its spam and to its honest text."""
    spam = shingles(s.text for s in page.spam or ())
    gold = shingles([page.text or ""])
    spam, honest = spam - gold, gold - spam  # what both hold proves nothing either way
    removed = shingles(r.text for r in article.removed)
    found = len(spam & removed)
    return SpamCounts(
        pages=1,
        infected=int(bool(spam)),
        detected=int(bool(spam) and 2 * found >= len(spam)),
        alarmed=int(not spam and bool(article.removed)),
        spam=len(spam),
        found=found,
        left=len(spam & shingles([article.text])),
        honest=len(honest),
        harmed=len(honest & removed),
    )


def table(measured: Iterable[Measured]) -> str:
    """The figures as lines of text."""
    lines = []
    for name, text, spam in measured:
        lines.append(name)
        if text:
            lines.append(
                f"  main text   {text.pages} pages, {text.measure}: F1 {text.f1:.3f} ± {text.error:.3f}, "
                f"precision {text.precision:.3f}, recall {text.recall:.3f}"
            )
        if spam:
            lines.append(
                f"  spam        F1 {spam.f1:.3f}, precision {spam.precision:.3f}, recall {spam.recall:.3f}, "
                f"left in the text {spam.residue:.4f}"
            )
            lines.append(
                f"  honest text harm rate {spam.harm_rate:.5f}; {spam.detected} of {spam.infected} infected pages "
                f"found, {spam.alarmed} of {spam.pages - spam.infected} honest pages alarmed"
            )
    return "\n".join(lines)
