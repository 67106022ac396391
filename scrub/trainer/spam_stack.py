"""The second stage: boosted trees over signals, text scores and context, fitted on honest text scores.

An example's text is always scored by n-gram models that never saw its source; for a part of them by
models that never saw its family or its language either, so that the trees learn to lean on structure
where words are unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import FEATURES, features
from scrub.classifier.evidence import TextWeights, text_scores
from scrub.classifier.trees import Forest
from scrub.signals import measure
from scrub.signals.columns import Columns
from scrub.trainer.spam_examples import HONEST, SPAM, UNKNOWN, Example
from scrub.trainer.spam_languages import Counts
from scrub.trainer.spam_text import TextRows, balance, kinds_of
from scrub.trainer.spam_weights import fit_weights
from scrub.trainer.synthesizer import WORDS_ALONE

FOLDS = 5
_BATCH = 16
_WHOLE = ("block", "block_text", "page", "composite", "clean", "clean_text")
_VALUES, _VALUES_OF = 240, 50_000  # values a column that trees tell apart, and the rows they are taken from
# What a row of the synthesizer weighs: in pages, in plain text, and where words alone make it spam in a page.
# Much of the last would teach that prose without a link is spam, which in pages it hardly ever is.
# Its innocents are so many that they would drown what spam looks like in the page around them.
_MADE, _MADE_LINES, _MADE_ALONE, _MADE_HONEST = 0.5, 0.125, 0.05, 0.3
# What an honest line in another language than its text weighs. Untaught, one in four of them is taken for injected;
# where they weigh as much as any, injected lines in other languages are hardly found.
_QUOTED_LINES = 0.3
_ROUND = 3  # honest blocks on either side of an injected one that are learnt with it

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Feature rows: x, label, and which block of which example each one is."""

    x: Floats
    label: NDArray[np.int8]
    example: NDArray[np.int32]
    block: NDArray[np.int32]


def fold_of(group: str) -> int:
    """The fold of a group; the same in every run."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def held_out_models(
    examples: Sequence[Example], text: TextRows, host: TextRows, counts: Counts
) -> dict[str, TextWeights]:
    """N-gram models by what they never saw: "fold:K", "family:NAME", "language:CODE"."""
    fold = np.array([fold_of(e.group) for e in examples])
    models = {
        f"fold:{k}": fit_weights(text, host, fold != k, counts.profiles(without=k)) for k in range(FOLDS)
    }
    profiles = counts.profiles()
    # Every other honest example will do where the question is what unseen spam looks like.
    kept = np.array([e.spam or k % 2 == 0 for k, e in enumerate(examples)])
    for name, values in (
        ("family", [e.family for e in examples]),
        ("language", [e.language for e in examples]),
    ):
        for value in _left_out(examples, values):
            use = without(examples, values, value) & kept
            models[f"{name}:{value}"] = fit_weights(text, host, use, profiles)
    return models


def _left_out(examples: Sequence[Example], values: Sequence[str]) -> list[str]:
    """Families or languages that real spam has enough of to be left out."""
    counted: dict[str, int] = {}
    for example, value in zip(examples, values, strict=True):
        if example.spam and example.origin == "block":
            counted[value] = counted.get(value, 0) + 1
    return sorted(v for v, count in counted.items() if count >= 10)


def without(examples: Sequence[Example], values: Sequence[str], value: str) -> NDArray[np.bool_]:
    """True for all examples but the spam of one family or language."""
    return np.array([not (e.spam and v == value) for e, v in zip(examples, values, strict=True)])


def model_names(
    examples: Sequence[Example], models: Mapping[str, TextWeights], ignorant: float, seed: int
) -> list[str]:
    """Which n-gram model scores each example: its fold's, or for some spam one that lacks its family or language."""
    rng = np.random.default_rng(seed)
    roll = rng.random(len(examples))
    names = []
    for example, r in zip(examples, roll.tolist(), strict=True):
        name = f"fold:{fold_of(example.group)}"
        if example.spam and r < ignorant:
            other = f"family:{example.family}" if r < 0.6 * ignorant else f"language:{example.language}"
            name = other if other in models else name
        names.append(name)
    return names


def rows(
    examples: Sequence[Example],
    models: Mapping[str, TextWeights],
    names: Sequence[str],
    *,
    every: bool = False,
) -> Rows:
    """Features of the blocks that are learnt from (of all blocks where `every`)."""
    order = sorted(range(len(examples)), key=lambda k: (names[k], k))
    parts = []
    for first in range(0, len(order), _BATCH):
        chosen = order[first : first + _BATCH]
        parts += [
            _batch_rows(examples, [k for k in chosen if names[k] == name], models[name], every)
            for name in sorted({names[k] for k in chosen})
        ]
    x, label, example, block = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Rows(x, label, example, block)


def _batch_rows(
    examples: Sequence[Example], chosen: list[int], weights: TextWeights, every: bool
) -> tuple[Floats, NDArray[np.int8], NDArray[np.int32], NDArray[np.int32]]:
    batch = [examples[k] for k in chosen]
    columns = Columns([e.document for e in batch])
    x = features(columns, measure(columns), text_scores(columns, weights))
    label = np.concatenate([e.label for e in batch]) if batch else np.zeros(0, dtype=np.int8)
    whole = np.array([every or e.origin in _WHOLE for e in batch])
    kept = np.flatnonzero(whole[columns.page] | _around(columns, batch, label))
    block = kept - columns.first_block[columns.page[kept]]
    return x[kept], label[kept], np.array(chosen, dtype=np.int32)[columns.page[kept]], block.astype(np.int32)


def _around(columns: Columns, batch: list[Example], label: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Blocks of labelled pieces, injected or honest, and what stands near them; of the others one in forty."""
    marked = label != HONEST
    for page, example in enumerate(batch):
        at = slice(columns.first_block[page], columns.first_block[page] + columns.block_count[page])
        for a, b in example.piece:
            marked[at] |= (example.document.start < b) & (example.document.end > a)
    near = marked.copy()
    for step in range(1, _ROUND + 1):
        near[step:] |= marked[:-step]
        near[:-step] |= marked[step:]
    near[::40] = True
    result: NDArray[np.bool_] = near
    return result


def weights_of(
    examples: Sequence[Example], table: Rows, use: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """What each row counts: spam by example, honest text by how much harm costs. Rows not in `use` count nothing."""
    origin = np.array([e.origin for e in examples])[table.example]
    weight = np.where(table.label == SPAM, 1.0, 0.5)
    spam_blocks = np.bincount(table.example[table.label == SPAM], minlength=len(examples))
    many = np.sqrt(np.maximum(spam_blocks, 1))[table.example]
    weight = np.where(table.label == SPAM, weight / many, weight)
    kind = np.array([e.kind for e in examples])[table.example]
    markup = table.x[:, FEATURES.index("markup")] > 0
    alone = (table.label == SPAM) & np.isin(kind, WORDS_ALONE)
    made = np.where(markup, np.where(alone, _MADE_ALONE, _MADE), _MADE_LINES)
    innocent = np.array([not e.spam for e in examples])[table.example]
    made = np.where(innocent, made * _MADE_HONEST, made)
    weight *= np.where(origin == "synthetic", made, 1.0)
    weight *= np.where((origin == "block") & (table.label == SPAM), 2.0, 1.0)
    weight *= np.where(np.isin(origin, ("clean", "clean_text")), 2.0, 1.0)
    weight *= np.where((kind == "quoted") & ~markup, _QUOTED_LINES, 1.0)
    weight[table.label == UNKNOWN] = 0.0
    if use is not None:
        weight[~use] = 0.0
    weight *= balance(kinds_of(examples, table.example), table.label == SPAM, weight)
    return weight


def fit_forest(
    x: Floats,
    spam: NDArray[np.bool_],
    weight: NDArray[np.float64],
    *,
    trees: int = 150,
    leaves: int = 31,
    seed: int = 0,
) -> Forest:
    """Fit boosted trees and hand them over as plain arrays."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_leaf_nodes=leaves,
        learning_rate=0.06,
        min_samples_leaf=40,
        l2_regularization=2.0,
        max_features=0.4,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(_coarse(x), spam, sample_weight=weight)
    return _arrays(model)


def _coarse(x: Floats) -> Floats:
    """The table with a few hundred values a column: the trees need no more, and find their cuts much faster."""
    part = x[:: max(1, len(x) // _VALUES_OF)]
    result = np.empty_like(x)
    for k in range(x.shape[1]):
        edges = np.unique(np.quantile(part[:, k], np.linspace(0.0, 1.0, _VALUES), method="nearest"))
        result[:, k] = edges[np.maximum(np.searchsorted(edges, x[:, k], side="right") - 1, 0)]
    return result


def _arrays(model: object) -> Forest:
    """scikit-learn's trees as one table of nodes."""
    feature, threshold, left, right, value, root = [], [], [], [], [], []
    depth = count = 0
    for (tree,) in model._predictors:  # type: ignore[attr-defined]
        nodes = tree.nodes
        own = np.arange(count, count + len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        root.append(count)
        feature.append(np.where(leaf, 0, nodes["feature_idx"]))
        threshold.append(np.where(leaf, 0.0, nodes["num_threshold"]))
        left.append(np.where(leaf, own, nodes["left"].astype(np.int64) + count))
        right.append(np.where(leaf, own, nodes["right"].astype(np.int64) + count))
        value.append(np.where(leaf, nodes["value"], 0.0))
        depth = max(depth, int(nodes["depth"].max()))
        count += len(nodes)
    return Forest(
        np.concatenate(feature).astype(np.int16),
        np.concatenate(threshold).astype(np.float32),
        np.concatenate(left).astype(np.int32),
        np.concatenate(right).astype(np.int32),
        np.concatenate(value).astype(np.float32),
        np.array(root, dtype=np.int32),
        depth,
        float(model._baseline_prediction[0, 0]),  # type: ignore[attr-defined]
    )
