"""A model taught further by a user's own labels: all of the base stays, and small parts correct it.

Its n-gram weights are moved as little as the labels allow (logistic regression from the base's own
scores). Its trees stay, and small ones learn what the base gets wrong (gradient boosting from its
logits: Friedman, Greedy Function Approximation, 2001), with leaves held small, so that a few labels
move what they are about and little else. Synthetic pieces, where there are clean pages to put them
into, rehearse the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.evidence import TextWeights
from scrub.classifier.model import SCHEMA, SpamModel, Stage, pack
from scrub.classifier.stage import screen
from scrub.classifier.trees import Forest
from scrub.dense import sigmoid
from scrub.model_files import save
from scrub.trainer.spam import check_examples, digest
from scrub.trainer.spam_corpus import read_corpus
from scrub.trainer.spam_examples import HONEST, SPAM, Example
from scrub.trainer.spam_stack import FOLDS, Rows, fold_of, rows, weights_of
from scrub.trainer.spam_stages import raw_logits
from scrub.trainer.spam_text import TextRows, text_rows

Floats = NDArray[np.float32]

_TREES = 40
_LEAVES = 6
_RATE = 0.2
_SMALLEST = 8  # rows of a leaf
_HELD = 5.0  # added to the weight of each leaf: what a lone label may not overrule
_FREEDOM = 1.0  # of the n-gram weights: the inverse of what moving them costs
_CLEARED = 0.02  # share of the labelled spam that the screen may still clear


class Taught(NamedTuple):
    """The model taught further, for each fold one that never saw its sources, and the examples."""

    model: SpamModel
    by_fold: tuple[SpamModel, ...]
    examples: list[Example]


def teach(paths: Sequence[Path], base: SpamModel, *, seed: int = 0, synthetic: int = 8000) -> Taught:
    """Correct `base` by the labels below the paths. Raises LabelError where they are too few."""
    examples = read_corpus(paths, seed, synthetic).examples
    check_examples(examples)
    texts, text = _texts(base.text, examples, seed)
    names = [f"fold:{fold_of(e.group)}" for e in examples]
    table = rows(examples, texts, names)
    weight = weights_of(examples, table)
    fold = np.array([fold_of(e.group) for e in examples])[table.example]
    by_fold = tuple(
        _corrected(base, table, np.where(fold == k, 0.0, weight), seed)._replace(text=texts[f"fold:{k}"])
        for k in range(FOLDS)
    )
    held_out = np.zeros(len(fold), dtype=np.float32)
    for k, model in enumerate(by_fold):
        held_out[fold == k] = raw_logits(table.x[fold == k], model.block)
    raised = _thresholds(base.block, held_out, examples, table)
    model = _with_thresholds(_corrected(base, table, weight, seed)._replace(text=text), raised)
    return Taught(model, tuple(_with_thresholds(m, raised) for m in by_fold), examples)


def train_on_base(
    paths: Sequence[Path],
    base: SpamModel,
    out: Path,
    *,
    seed: int = 0,
    synthetic: int = 8000,
    compare: Callable[[Taught, SpamModel], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Write `base`, corrected by labels, to `out`; returns its card.

    compare: what gives the card its figures, such as `scrub.evaluator.comparison.compare`.
    Raises LabelError where there are too few labels.
    """
    taught = teach(paths, base, seed=seed, synthetic=synthetic)
    card = {
        "schema": SCHEMA,
        "date": datetime.now(UTC).date().isoformat(),
        "seed": seed,
        "base": base.label,
        "examples": len(taught.examples),
        "training_data": digest(taught.examples),
        "figures": compare(taught, base) if compare else {},
    }
    return save(out, pack(taught.model), card)


def _texts(
    base: TextWeights, examples: Sequence[Example], seed: int
) -> tuple[dict[str, TextWeights], TextWeights]:
    """N-gram weights moved by the examples outside each fold, "fold:K", and by all."""
    table = text_rows(examples, seed)
    fold = np.array([fold_of(e.group) for e in examples])[table.example]
    every = np.ones(len(fold), dtype=np.bool_)
    texts = {f"fold:{k}": base._replace(text=_moved(base, table, fold != k)) for k in range(FOLDS)}
    return texts, base._replace(text=_moved(base, table, every))


def _moved(base: TextWeights, table: TextRows, use: NDArray[np.bool_]) -> Floats:
    """The n-gram weights of the base, moved towards the labels of the rows in use."""
    from scipy.optimize import minimize

    counts, weight = table.counts[use], table.weight_of(use)
    side = np.where(table.spam[use], 1.0, -1.0)
    if not (side > 0).any() or not (side < 0).any():
        return base.text
    weight[side > 0] *= weight[side < 0].sum() / weight[side > 0].sum()
    weight *= len(weight) / weight.sum()
    known = np.unique(counts.indices)
    counts = counts[:, known]
    told = counts @ base.text[known] + base.text_bias

    def loss(change: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = side * (told + counts @ change)
        push = -weight * side / (1.0 + np.exp(np.clip(margin, -50, 50)))
        cost = float(weight @ np.logaddexp(0.0, -margin) + 0.5 / _FREEDOM * change @ change)
        return cost, counts.T @ push + change / _FREEDOM

    found = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 60})
    moved = base.text.copy()
    moved[known] += found.x.astype(np.float32)
    return moved


def _corrected(base: SpamModel, table: Rows, weight: NDArray[np.float64], seed: int) -> SpamModel:
    """The base with the correcting trees of the rows that have a weight."""
    spam = table.label == SPAM
    learnt = np.flatnonzero(weight > 0)
    seen = screen(table.x[learnt], base.block)
    lowest = float(np.quantile(seen[spam[learnt]], _CLEARED)) if spam[learnt].any() else base.block.cut
    block = base.block._replace(cut=min(base.block.cut, lowest))
    learnt = learnt[seen >= block.cut]
    if not len(learnt):
        return base
    logit = block.slope * raw_logits(table.x[learnt], block) + block.bias
    trees = list(_trees(table.x[learnt], spam[learnt], weight[learnt], logit, seed))
    # Calibration multiplies what the trees say: the correction is told in the units of the logit.
    forest, plain = (_grown(f, trees, block.slope) for f in (block.forest, block.plain_forest))
    return base._replace(block=block._replace(forest=forest, plain_forest=plain))


class _Tree(NamedTuple):
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int


def _trees(
    x: Floats, spam: NDArray[np.bool_], weight: NDArray[np.float64], logit: Floats, seed: int
) -> Iterator[_Tree]:
    from sklearn.tree import DecisionTreeRegressor

    logit = logit.astype(np.float64)
    for k in range(_TREES):
        likely = 1.0 / (1.0 + np.exp(-logit))
        wrong = spam - likely
        model = DecisionTreeRegressor(
            max_leaf_nodes=_LEAVES, min_samples_leaf=_SMALLEST, max_features=0.4, random_state=seed + k
        )
        grown = model.fit(x, wrong, sample_weight=weight).tree_
        leaf = model.apply(x)
        push = np.bincount(leaf, weights=weight * wrong, minlength=grown.node_count)
        hold = np.bincount(leaf, weights=weight * likely * (1 - likely), minlength=grown.node_count)
        value = _RATE * push / (hold + _HELD)
        logit += value[leaf]
        yield _Tree(
            grown.feature, grown.threshold, grown.children_left, grown.children_right, value, grown.max_depth
        )


def _grown(forest: Forest, trees: Sequence[_Tree], slope: float) -> Forest:
    """The forest with more trees beside its own; their roots stand first, so that every row walks them."""
    feature, threshold, left, right, value, old = (list(column) for column in forest[:6])
    root = []
    depth = forest.depth
    for tree in trees:
        first = len(feature)
        own = first + np.arange(len(tree.feature))
        leaf = tree.left < 0
        root.append(first)
        feature += np.where(leaf, 0, tree.feature).tolist()
        threshold += np.where(leaf, 0.0, tree.threshold).tolist()
        left += np.where(leaf, own, tree.left + first).tolist()
        right += np.where(leaf, own, tree.right + first).tolist()
        value += np.where(leaf, tree.value / slope, 0.0).tolist()
        depth = max(depth, tree.depth)
    return Forest(
        np.array(feature, dtype=np.int16),
        np.array(threshold, dtype=np.float32),
        np.array(left, dtype=np.int32),
        np.array(right, dtype=np.int32),
        np.array(value, dtype=np.float32),
        np.array([*root, *old], dtype=np.int32),
        depth,
        forest.base,
    )


def _thresholds(
    stage: Stage, held_out: Floats, examples: Sequence[Example], table: Rows
) -> tuple[Floats, Floats]:
    """The thresholds of the base, raised where the labelled honest text asks for it; never lowered."""
    real = np.array([e.origin in ("block", "block_text", "clean", "clean_text") for e in examples])
    markup = np.array([e.document.markup for e in examples])
    honest = real[table.example] & (table.label == HONEST)
    pages, plain = (np.flatnonzero(honest & (markup[table.example] == kind)) for kind in (True, False))
    return (
        _raised(stage, stage.threshold, held_out, examples, table, pages),
        _raised(stage, stage.plain_threshold, held_out, examples, table, plain),
    )


def _raised(
    stage: Stage,
    threshold: Floats,
    held_out: Floats,
    examples: Sequence[Example],
    table: Rows,
    honest: NDArray[np.int64],
) -> Floats:
    likely = sigmoid(stage.slope * held_out[honest] + np.float32(stage.bias))
    pairs = zip(table.example[honest].tolist(), table.block[honest].tolist(), strict=True)
    length = np.array(
        [int(examples[k].document.end[b] - examples[k].document.start[b]) for k, b in pairs], dtype=np.int64
    )
    order = np.argsort(-likely)
    lost = np.cumsum(length[order]) / max(int(length.sum()), 1)
    raised = threshold.copy()
    for k, level in enumerate(stage.harm.tolist()):
        first = int(np.searchsorted(lost, level, side="right"))
        if first < len(order):
            raised[k] = max(raised[k], min(float(likely[order[first]]) + 1e-6, 0.999))
    return raised


def _with_thresholds(model: SpamModel, both: tuple[Floats, Floats]) -> SpamModel:
    pages, plain = both
    return model._replace(block=model.block._replace(threshold=pages, plain_threshold=plain))
