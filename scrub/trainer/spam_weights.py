"""Fits the n-gram models: logistic regression over the rows of `spam_text`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.evidence import HOST_BITS, TextWeights
from scrub.classifier.languages import Profiles
from scrub.classifier.ngrams import BITS
from scrub.classifier.vocabulary import BITS as WORD_BITS
from scrub.trainer.spam_text import TextRows
from scrub.trainer.steps import few_steps

_STRENGTH = 10.0  # of the n-grams of text: the inverse of their ridge
_STEPS = 60  # of the optimiser
_APART = 3.0  # value of the column that a group's rows have to themselves: its weight is hardly bound


def fit_weights(
    text: TextRows,
    host: TextRows,
    use: NDArray[np.bool_],
    language: Profiles,
    *,
    strength: float = _STRENGTH,
    word_strength: float = 15.0,
    host_strength: float = 1.0,
) -> TextWeights:
    """Weights from the rows of the examples that `use` marks, beside the profiles of languages."""
    mine = use[text.example]
    words = replace(text, counts=text.words)
    return TextWeights(
        *_fit(text, mine, strength, 1 << BITS),
        *_fit(words, mine, word_strength, 1 << WORD_BITS),
        *_fit(host, use[host.example], host_strength, 1 << HOST_BITS),
        language,
        _fit(text, mine, strength, 1 << BITS, apart=True)[0],
        _fit(words, mine, word_strength, 1 << WORD_BITS, apart=True)[0],
    )


def fit_text(text: TextRows) -> tuple[NDArray[np.float32], float]:
    """The weights and bias of n-grams of text alone, from all rows: enough to tell what else is worth learning from."""
    return _fit(text, np.ones(len(text.spam), dtype=np.bool_), _STRENGTH, 1 << BITS)


def _fit(
    rows: TextRows, use: NDArray[np.bool_], strength: float, width: int, *, apart: bool = False
) -> tuple[NDArray[np.float32], float]:
    """Weights and bias; apart: beside an intercept for each group of rows."""
    from sklearn.linear_model import LogisticRegression

    spam, weight = rows.spam[use], rows.weight_of(use)
    if not spam.any() or spam.all():
        return np.zeros(width, dtype=np.float32), 0.0
    # Both sides weigh the same: how rare spam is belongs to the second stage.
    weight[spam] *= weight[~spam].sum() / weight[spam].sum()
    weight *= len(weight) / weight.sum()
    counts = rows.counts[use]
    if apart and rows.groups is not None:
        counts = _beside_groups(counts, rows.groups[use])
    model = LogisticRegression(C=strength, max_iter=_STEPS, tol=1e-3)
    with few_steps():
        model.fit(counts, spam, sample_weight=weight)
    return model.coef_[0, :width].astype(np.float32), float(model.intercept_[0])


def _beside_groups(counts: Any, group: NDArray[np.int32]) -> Any:
    """The counts with a column more for each group: what only tells groups apart then weighs nothing itself."""
    from scipy.sparse import csr_matrix, hstack

    own = csr_matrix((np.full(len(group), _APART, dtype=np.float32), (np.arange(len(group)), group)))
    return hstack([counts, own]).tocsr()
