"""Both models from the same labels: what `scrub train` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scrub.trainer.content import train_content
from scrub.trainer.spam import train_spam

FOLDS = 5


def train_models(
    paths: Sequence[Path], out: Path, *, seed: int = 0, synthetic: int = 2500, measure: bool = True
) -> Iterator[dict[str, Any]]:
    """Train the extractor and the spam classifier, and yield their cards as they are written to `out`.

    Folders that hold blocks only teach the classifier alone. Raises LabelError where the labels are
    too few for one of the models.
    """
    pages = [path for path in paths if not (path / "blocks.jsonl").is_file() and path.suffix != ".jsonl"]
    yield train_content(pages, out / "content.joblib", seed=seed, folds=FOLDS if measure else 0)
    yield train_spam(paths, out / "spam.joblib", seed=seed, synthetic=synthetic, measure=measure)
