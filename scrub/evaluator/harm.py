"""What `--max-harm` buys: recall of injected blocks, and honest text lost on whole pages, level by level."""

from __future__ import annotations

from collections.abc import Sequence

from scrub.classifier.model import SpamModel
from scrub.evaluator.spam import block_figures, clean_figures, judge_examples
from scrub.options import Options
from scrub.trainer.spam import CARRIERS
from scrub.trainer.spam_examples import Example
from scrub.trainer.spam_stack import fold_of

LEVELS = (1e-6, 1e-5, 1e-4, 1e-3)


def harm_curve(
    examples: Sequence[Example], by_fold: Sequence[SpamModel], levels: Sequence[float] = LEVELS
) -> list[tuple[float, float, float]]:
    """(asked, measured, recall) for each level, every example judged by a model that never saw its source.

    measured: share of the 8-character shingles of clean pages and of their plain text that is called
    spam; everything on the page counts, not the article alone. Pages known to carry paid or injected
    text are left out.
    """
    blocks = [e for e in examples if e.origin == "block"]
    pages = [e for e in examples if e.origin in ("clean", "clean_text") and e.id not in CARRIERS]

    def model_of(example: Example) -> SpamModel:
        return by_fold[fold_of(example.group)]

    points = []
    for level in levels:
        options = Options(max_harm=level)
        recall = block_figures(judge_examples(blocks, model_of, options))["recall"]
        lost = clean_figures(judge_examples(pages, model_of, options))["shingles_per_million"]
        points.append((level, lost / 1e6, recall))
    return points
