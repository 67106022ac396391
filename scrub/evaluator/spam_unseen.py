"""Recall on what was never taught: the model is fitted again without one family, or one language, of spam."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.model import SpamModel, Stage
from scrub.evaluator.harm import harm_curve
from scrub.evaluator.spam import block_figures, judge_examples, out_of_fold
from scrub.options import Options
from scrub.trainer.spam import Fitted, check_examples, fit_spam
from scrub.trainer.spam_corpus import read_corpus
from scrub.trainer.spam_examples import SPAM, Example
from scrub.trainer.spam_stack import weights_of
from scrub.trainer.spam_stages import fit_core
from scrub.trainer.spam_weights import fit_weights

_TREES = 100
_SHARE = 0.35  # of the honest rows: enough to tell recall, at a third of the time


def all_figures(examples: Sequence[Example], fitted: Fitted) -> dict[str, Any]:
    """Out-of-fold figures, and recall on families and languages that were left out."""
    figures = out_of_fold(examples, fitted.by_fold)
    figures["harm_curve"] = harm_curve(examples, fitted.by_fold)
    for kind in ("family", "language"):
        figures[f"unseen_{kind}"] = unseen_recall(examples, fitted, kind)
        figures[f"invented_{kind}"] = unseen_recall(examples, fitted, kind, invented=True)
    return figures


def evaluate_spam(paths: Sequence[Path], *, seed: int = 0, synthetic: int = 8000) -> dict[str, Any]:
    """All figures for labelled blocks and pages: the model is fitted anew for every part that it is tested on.

    Raises LabelError where there is too little to learn from.
    """
    examples = read_corpus(paths, seed, synthetic).examples
    check_examples(examples)
    return all_figures(examples, fit_spam(examples, seed=seed))


def unseen_recall(
    examples: Sequence[Example],
    fitted: Fitted,
    kind: str,
    options: Options | None = None,
    *,
    invented: bool = False,
) -> dict[str, tuple[float, int]]:
    """Recall and number of labelled blocks for each value of "family" or "language", left out in turn.

    N-grams and trees are fitted without the spam of that value; threshold and guard stay as they are.
    Stretches inside blocks are not looked at. invented: only real spam is left out, so that all the model
    knows of the value is what the synthesizer made up.
    """
    found: dict[str, tuple[float, int]] = {}
    for name in sorted(n for n in fitted.unseen if n.startswith(f"{kind}:")):
        value = name.partition(":")[2]
        mine = [e for e in examples if e.spam and e.origin == "block" and getattr(e, kind) == value]
        left_out = np.array(
            [
                e.spam and getattr(e, kind) == value and not (invented and e.origin == "synthetic")
                for e in examples
            ]
        )
        text = fitted.unseen[name]
        if invented:
            text = fit_weights(fitted.text, fitted.host, ~left_out, text.language)
        model = _without(examples, fitted, left_out)._replace(text=text)
        figures = block_figures(judge_examples(mine, lambda _, model=model: model, options or Options()))  # type: ignore[misc]
        found[value] = (figures["recall"], len(mine))
    return found


def _without(examples: Sequence[Example], fitted: Fitted, left_out: NDArray[np.bool_]) -> SpamModel:
    table, core = fitted.table, fitted.model.block
    spam = table.label == SPAM
    use: NDArray[np.bool_] = ~left_out[table.example] & (fitted.truth.weight > 0)
    # Balanced anew: honest text of a language whose spam is unknown must not weigh as if it were there.
    weight = weights_of(examples, table, use)
    use &= spam | (np.random.default_rng(0).random(len(use)) < _SHARE)
    weight = np.where(spam, weight, weight / _SHARE)
    stage = fit_core(table, fitted.truth._replace(weight=weight), use, trees=_TREES, networks=1)
    stage = stage._replace(slope=core.slope, bias=core.bias, **_dial(core))
    return fitted.model._replace(block=stage, stretch=_silent(fitted.model.stretch))


def _dial(core: Stage) -> dict[str, Any]:
    """The harm curves of a stage, as they are."""
    return {"harm": core.harm, "threshold": core.threshold, "plain_threshold": core.plain_threshold}


def _silent(stage: Stage) -> Stage:
    """The stage with thresholds that nothing passes."""
    never = np.full_like(stage.threshold, 2.0)
    return stage._replace(threshold=never, plain_threshold=never)
