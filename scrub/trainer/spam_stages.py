"""Fits one stage: a linear screen, trees and networks on what it lets through, calibration, harm curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import FEATURES
from scrub.classifier.model import Stage
from scrub.classifier.networks import no_network
from scrub.classifier.stage import scaled_features, screen, second_look
from scrub.classifier.trees import Forest
from scrub.dense import logit as logit_of
from scrub.dense import sigmoid
from scrub.reasons import MEASURED, guarded, odds_wanted, speaking
from scrub.trainer.spam_examples import SPAM
from scrub.trainer.spam_networks import fit_network
from scrub.trainer.spam_stack import FOLDS, Rows, fit_forest
from scrub.trainer.steps import few_steps

Floats = NDArray[np.float32]

HARM_LEVELS = np.array([1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2], dtype=np.float32)
NETWORKS = 4  # beside the trees of a stage
_NETWORKS_SHARE = 0.3  # of the logit
_LOST = 0.006  # share of injected rows that the screen may lose
_MARGIN = 0.3  # how far below the cut the trees still learn
_BAND = 1.2  # honest rows less than this above the cut are plain: a share of them stands for all
_PLAIN_SHARE = 0.3
_SCREEN_ROWS = 30_000
_CLEARED = -9.0
_FEW = 60  # injected or honest rows below which a medium has no forest of its own
_MARKUP = FEATURES.index("markup")
_LONGEST = 400  # characters that one block may add to the harm curve
_TAIL = 3e-4  # share of honest characters that the tail of the harm curve is drawn through
_TAIL_ROWS = 12  # blocks below which there is no tail to draw a line through
# Decades that it falls by where the logit rises by one. Lines drawn through tails of 3e-4 to 1e-3 of the text, in pages and
# in plain text of three trainings, fall by .25 to .48, half of them by .33 to .38.
_FALL = 0.37
# The share of a harm level that thresholds are drawn for: what a page loses of its menus and widgets is counted nowhere,
# and alarms its owner all the same; a line of plain text mostly loses but the stretch in it that is likely.
_CAUTION = (0.35, 2.0)
_LOWEST = 0.02  # threshold that a harm curve may ask for
_CERTAIN = 1.0 - 1e-6  # probability beyond which single precision has little to tell apart


class Truth(NamedTuple):
    """Per feature row: what it is worth in training, its fold, its length, and whether harm is counted on it.

    whole: characters of all the text that harm is a share of, in pages and in plain text.
    """

    weight: NDArray[np.float64]
    fold: NDArray[np.int64]
    characters: NDArray[np.int64]
    counts_harm: NDArray[np.bool_]
    calibrates: NDArray[np.bool_]
    whole: tuple[float, float]


def fit_core(
    table: Rows, truth: Truth, use: NDArray[np.bool_], *, trees: int, networks: int = NETWORKS, seed: int = 0
) -> Stage:
    """Screen, trees and networks from the rows that `use` marks; calibration and harm curve still to come."""
    spam = table.label == SPAM
    use = use & (truth.weight > 0)
    scale = _scale(table.x[use])
    rng = np.random.default_rng(seed)
    chosen = np.flatnonzero(use & (spam | (rng.random(len(use)) < _SCREEN_ROWS / max(int(use.sum()), 1))))
    screen_weight, bias = _fit_screen(table.x[chosen], spam[chosen], truth.weight[chosen], scale)
    stage = Stage(
        scale,
        screen_weight,
        bias,
        0.0,
        _no_forest(),
        _no_forest(),
        no_network(table.x.shape[1]),
        no_network(table.x.shape[1]),
        1.0,
        0.0,
        HARM_LEVELS,
        np.ones(len(HARM_LEVELS), np.float32),
        np.ones(len(HARM_LEVELS), np.float32),
    )
    seen = np.full(len(use), -np.inf, dtype=np.float32)
    rows = np.flatnonzero(use)
    seen[rows] = screen(table.x[rows], stage)
    cut = float(_weighted_quantile(seen[use & spam], truth.weight[use & spam], _LOST))
    learnt = np.flatnonzero(use & (seen >= cut - _MARGIN))
    plain = ~spam[learnt] & (seen[learnt] < cut + _BAND)
    kept = ~plain | (rng.random(len(learnt)) < _PLAIN_SHARE)
    weight = np.where(plain, truth.weight[learnt] / _PLAIN_SHARE, truth.weight[learnt])
    learnt, weight = learnt[kept], weight[kept]
    x, known = table.x[learnt], spam[learnt]
    scaled = scaled_features(x.copy(), scale)
    forests, nets = [], []
    for kind in (x[:, _MARKUP] > 0, x[:, _MARKUP] <= 0):
        if min(int((known & kind).sum()), int((~known & kind).sum())) < _FEW:
            kind = np.ones(len(known), dtype=np.bool_)  # labels of one medium: the other borrows them
        forest = fit_forest(x[kind], known[kind], weight[kind], trees=trees, seed=seed)
        net = fit_network(
            scaled[kind], known[kind], weight[kind], count=networks, share=_NETWORKS_SHARE, seed=seed
        )
        share = 1.0 - _NETWORKS_SHARE
        forests.append(forest._replace(value=forest.value * np.float32(share), base=forest.base * share))
        nets.append(net)
    return stage._replace(
        cut=cut, forest=forests[0], plain_forest=forests[1], network=nets[0], plain_network=nets[1]
    )


def _scale(x: Floats) -> Floats:
    part = x[:: max(1, len(x) // 50_000)]
    return np.stack((part.mean(axis=0), part.std(axis=0) + 1e-3)).astype(np.float32)


def _fit_screen(
    x: Floats, spam: NDArray[np.bool_], weight: NDArray[np.float64], scale: Floats
) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    weight = weight.copy()
    weight[spam] *= 0.5 * weight[~spam].sum() / weight[spam].sum()
    model = LogisticRegression(C=0.3, max_iter=50, tol=1e-3)
    with few_steps():
        model.fit(scaled_features(x.copy(), scale), spam, sample_weight=weight)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _no_forest() -> Forest:
    none = np.zeros(1, dtype=np.int32)
    return Forest(
        none.astype(np.int16), np.zeros(1, np.float32), none, none, np.zeros(1, np.float32), none, 0, 0.0
    )


def _weighted_quantile(value: Floats, weight: NDArray[np.float64], share: float) -> float:
    order = np.argsort(value)
    risen = np.cumsum(weight[order]) / weight.sum()
    return float(value[order][int(np.searchsorted(risen, share))])


def raw_logits(x: Floats, stage: Stage) -> Floats:
    """Logits of the trees, _CLEARED where the screen clears a row."""
    logit = np.full(len(x), _CLEARED, dtype=np.float32)
    for first in range(0, len(x), 8192):
        part = x[first : first + 8192]
        suspect = np.flatnonzero(screen(part, stage) >= stage.cut)
        logit[first + suspect] = second_look(part[suspect], stage)
    return logit


def held_out_logits(table: Rows, truth: Truth, *, trees: int) -> tuple[Floats, list[Stage]]:
    """(rows,): the logit of each row by a stage that never saw its fold; and these stages."""
    logit = np.zeros(len(table.x), dtype=np.float32)
    stages = []
    for k in range(FOLDS):
        inside = truth.fold == k
        stage = fit_core(table, truth, ~inside, trees=trees)
        logit[inside] = raw_logits(table.x[inside], stage)
        stages.append(stage)
    return logit, stages


def speaking_values(table: Rows, truth: Truth, rarity: float = 0.93) -> Floats:
    """Per reason: the value that only a few of the honest blocks of real pages exceed."""
    honest = table.x[truth.counts_harm & (table.label != SPAM), :MEASURED]
    # What honest blocks never show must at least be there.
    return np.maximum(np.quantile(honest, rarity, axis=0), 1e-6).astype(np.float32)


def calibrated(
    stage: Stage, logit: Floats, table: Rows, truth: Truth, speaks: Floats, without: int = -1
) -> Stage:
    """The stage with slope, bias and harm curves as the held-out logits of all folds but `without` give them."""
    from sklearn.linear_model import LogisticRegression

    known = truth.fold != without
    use = np.flatnonzero(truth.calibrates & (logit > _CLEARED) & (truth.weight > 0) & known)
    model = LogisticRegression(C=100.0).fit(logit[use, None], table.label[use] == SPAM)
    slope, bias = float(model.coef_[0, 0]), float(model.intercept_[0])
    cleared = logit <= _CLEARED
    likely = np.where(cleared, 0.0, sigmoid(slope * logit + np.float32(bias)))
    markup = table.x[:, _MARKUP] > 0
    share = 1.0 if without < 0 else float(known.mean())
    curves = [
        _harm_curve(
            likely, table, truth, speaks, known & kind, share * whole, HARM_LEVELS * np.float32(caution)
        )
        for kind, whole, caution in zip((markup, ~markup), truth.whole, _CAUTION, strict=True)
    ]
    return stage._replace(slope=slope, bias=bias, threshold=curves[0], plain_threshold=curves[1])


def _harm_curve(
    likely: Floats,
    table: Rows,
    truth: Truth,
    speaks: Floats,
    use: NDArray[np.bool_],
    whole: float,
    levels: Floats,
) -> Floats:
    """For each of the levels: the lowest probability from which no larger share of honest characters is lost."""
    honest = np.flatnonzero(truth.counts_harm & (table.label != SPAM) & use)
    near = honest[likely[honest] > _LOWEST]
    why = speaking(table.x[near, :MEASURED], speaks)
    markup = table.x[near, _MARKUP] > 0
    let = guarded(why, markup, likely[near])
    near, wanted = near[let], odds_wanted(why, markup)[let]
    likely = likely.copy()
    # What must have better odds counts as what it is worth.
    likely[near] = likely[near] / (likely[near] + (1.0 - likely[near]) * wanted)
    order = near[np.argsort(-likely[near])]
    lost = np.cumsum(np.minimum(truth.characters[order], _LONGEST)) / whole
    return _tail(likely[order], lost, levels)


def _tail(likely: Floats, lost: NDArray[np.float64], levels: Floats) -> Floats:
    """For each of the levels the probability from which so much is lost, by a line through the tail.

    likely: falling; lost: what is lost from there on. The share of text beyond a logit falls
    exponentially; at the lowest levels a single odd page would decide where it is read off instead.
    How fast it falls is known better than a dozen lines of one training can tell: only how much is lost
    is taken from them.
    """
    inside = (lost <= _TAIL) & (likely > _LOWEST)
    z = logit_of(np.minimum(likely[inside].astype(np.float64), _CERTAIN))
    if len(z) < _TAIL_ROWS or z[0] - z[-1] < 1.0:
        k = np.searchsorted(lost, levels, side="right")
        padded = np.append(likely, np.float32(_LOWEST))
        found: Floats = padded[np.minimum(k, len(likely))] + np.float32(1e-6)
        return found
    # The rarer the text beyond, the less is known of how rare it is.
    level = np.average(np.log10(lost[inside]) + _FALL * z, weights=np.arange(1, len(z) + 1))
    return np.clip(sigmoid((level - np.log10(levels)) / _FALL), _LOWEST, 1.0).astype(np.float32)


def fit_families(texts: Sequence[str], families: Sequence[int], buckets: int, count: int) -> Floats:
    """(buckets, families): naive Bayes log-odds of n-grams, each family against the mean of all."""
    from scrub.classifier.family import buckets_of

    total = np.full((buckets, count), 0.3)
    for text, family in zip(texts, families, strict=True):
        np.add.at(total[:, family], buckets_of(text[:2000]), 1.0)
    log = np.log(total / total.sum(axis=0))
    seen = np.isin(np.arange(count), families)
    log[:, ~seen] = log[:, seen].min(axis=1, keepdims=True)
    odds: Floats = (log - log[:, seen].mean(axis=1, keepdims=True)).astype(np.float32)
    return odds
