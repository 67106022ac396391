"""Learning which runs of main content go: those without which their page's F1 is higher."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.extractor.choice import Taste, best_set
from scrub.extractor.runs import COLUMNS, Pruning, runs_of
from scrub.signals.columns import Columns
from scrub.signals.content.pages import PAGE_TYPES
from scrub.trainer.content_choice import Judged

Floats = NDArray[np.float32]

_LEAST = 20  # runs of either kind below which nothing is pruned
_MATTERS = 1e-6  # of a page's F1


def fit_pruning(judged: Judged, batches: Sequence[Columns], taste: Taste) -> Pruning:
    """A logistic regression on runs; each weighs as the root of what it changes. batches: the pages of `judged`."""
    from sklearn.linear_model import LogisticRegression

    inputs, gains = [], []
    at = page = 0
    for columns in batches:
        own = slice(at, at + len(columns))
        main = best_set(columns.page, columns.words, taste.read(judged.score[own], judged.types[own]))
        first = at + columns.first_block[columns.block_count > 0]
        types = np.zeros((len(columns.documents), len(PAGE_TYPES)), dtype=np.float32)
        types[columns.block_count > 0] = judged.types[first]
        runs = runs_of(columns, main, judged.score[own], types)
        if runs is not None:
            inputs.append(runs.x)
            gains.append(_gains(judged, own, page, main, runs.block, runs.run)[runs.apart])
        at, page = own.stop, page + len(columns.documents)
    gain = np.concatenate(gains) if gains else np.zeros(0)
    counts = np.abs(gain) > _MATTERS
    if min(int((gain[counts] > 0).sum()), int((gain[counts] < 0).sum())) < _LEAST:
        return Pruning(np.zeros(COLUMNS + len(PAGE_TYPES), dtype=np.float32), -1.0)
    x, gain = np.concatenate(inputs)[counts], gain[counts]
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-3
    weight = np.sqrt(np.abs(gain))
    model = LogisticRegression(C=1.0, max_iter=1000).fit(
        (x - mean) / spread, gain > 0, sample_weight=weight / weight.mean()
    )
    found = model.coef_[0] / spread
    return Pruning(found.astype(np.float32), float(model.intercept_[0] - found @ mean))


def _gains(
    judged: Judged,
    own: slice,
    page: int,
    main: NDArray[np.bool_],
    block: NDArray[np.integer],
    run: NDArray[np.integer],
) -> NDArray[np.float64]:
    """By how much the F1 of its page would rise without each run, times what the page counts."""
    here = judged.page[own]
    right, known = (judged.known * judged.share)[own], judged.known[own]
    pages = int(here.max()) + 1
    gold, both, kept = (np.bincount(here, v, pages) for v in (right, right * main, known * main))
    of_run = here[block[np.flatnonzero(np.diff(run, prepend=-1))]]
    lost, freed = (np.bincount(run, v[block]) for v in (right, known))
    f1 = 2 * both / np.maximum(kept + gold, 1)
    without = 2 * (both[of_run] - lost) / np.maximum(kept[of_run] - freed + gold[of_run], 1)
    gain: NDArray[np.float64] = (without - f1[of_run]) * judged.weight[of_run]
    return gain
