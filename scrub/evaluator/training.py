"""Both models from the same labels, with the figures that go on their cards: what `scrub train` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scrub.evaluator.extraction import out_of_fold
from scrub.evaluator.spam_unseen import all_figures
from scrub.trainer.content import train_content
from scrub.trainer.content_pages import TrainingPage
from scrub.trainer.spam import train_spam


def train_models(
    paths: Sequence[Path], out: Path, *, seed: int = 0, synthetic: int = 2500, measure: bool = True
) -> Iterator[dict[str, Any]]:
    """Train the extractor and the spam classifier, and yield their cards as they are written to `out`.

    Folders and files that hold blocks only teach the classifier alone. Raises LabelError where the
    labels are too few for one of the models.
    """
    pages = [path for path in paths if not (path / "blocks.jsonl").is_file() and path.suffix != ".jsonl"]
    yield train_content(
        pages, out / "content.joblib", seed=seed, measure=extraction_figures if measure else None
    )
    yield train_spam(
        paths, out / "spam.joblib", seed=seed, synthetic=synthetic, measure=all_figures if measure else None
    )


def extraction_figures(pages: Sequence[TrainingPage]) -> dict[str, Any]:
    """Out-of-fold figures of every set, ready for a card."""
    return {name: summary._asdict() for name, summary in out_of_fold(pages).items()}
