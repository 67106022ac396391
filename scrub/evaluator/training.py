"""Both models from the same labels, with the figures that go on their cards: what `scrub train` does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scrub.classifier.model import spam_model
from scrub.errors import ModelError
from scrub.evaluator.comparison import compare
from scrub.evaluator.extraction import out_of_fold
from scrub.evaluator.spam_unseen import all_figures
from scrub.locations import models_folder
from scrub.model_files import read_card
from scrub.options import Options
from scrub.trainer.content import train_content
from scrub.trainer.content_pages import TrainingPage
from scrub.trainer.spam import Fitted, train_spam
from scrub.trainer.spam_base import Taught, train_on_base
from scrub.trainer.spam_examples import Example


def train_models(
    paths: Sequence[Path], out: Path, *, seed: int = 0, synthetic: int = 8000, measure: bool = True
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
        paths, out / "spam.joblib", seed=seed, synthetic=synthetic, measure=spam_figures if measure else None
    )


def train_further(
    paths: Sequence[Path],
    out: Path,
    base: Options,
    *,
    seed: int = 0,
    synthetic: int = 8000,
    measure: bool = True,
) -> Iterator[dict[str, Any]]:
    """Correct the spam classifier of `base` by labels, and copy its extractor; yields both cards.

    Raises LabelError where there are too few labels, ModelError where the base cannot be used or
    would be overwritten.
    """
    folder = Path(base.models) if base.models else models_folder()
    if out.resolve() == folder.resolve():
        raise ModelError(f"{out}: the base stands here; write the new models into another folder")
    model = spam_model(base.models, base.trust_model)
    card = train_on_base(
        paths,
        model,
        out / "spam.joblib",
        seed=seed,
        synthetic=synthetic,
        compare=compare if measure else None,
    )
    for name in ("content.joblib", "content.json"):
        shutil.copyfile(folder / name, out / name)
    yield read_card(out / "content.joblib")
    yield card


def spam_figures(examples: Sequence[Example], fitted: Fitted) -> dict[str, Any]:
    """All figures of a classifier, and how it does beside the one that ships with scrub, ready for a card."""
    figures = all_figures(examples, fitted)
    try:
        shipped = spam_model()
    except ModelError:  # the shipped one is of another version, or is just being made
        return figures
    taught = Taught(fitted.model, fitted.by_fold, list(examples))
    return {**figures, "beside_base": compare(taught, shipped)}


def extraction_figures(pages: Sequence[TrainingPage]) -> dict[str, Any]:
    """Out-of-fold figures of every set, ready for a card."""
    return {name: summary._asdict() for name, summary in out_of_fold(pages).items()}
