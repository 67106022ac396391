"""Feature rows to calibrated probabilities: a linear screen on all, the forest on suspects."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import FEATURES
from scrub.classifier.model import Stage
from scrub.classifier.networks import Network, network_logits
from scrub.classifier.trees import SETTLED, Forest, descend
from scrub.dense import sigmoid
from scrub.native import compiled

Floats = NDArray[np.float32]

CLIP = 4.0  # scaled features go no further from 0
_CLEARED = -9.0  # calibrated logit of rows that the screen clears
_MARKUP = FEATURES.index("markup")
_ROWS = 256  # at a time through the forest: rows times trees must fit into the cache


def probability(x: Floats, stage: Stage) -> Floats:
    """(rows, features) -> (rows,): calibrated probability that each row is injected."""
    logit = np.full(len(x), _CLEARED, dtype=np.float32)
    suspect = np.flatnonzero(screen(x, stage) >= stage.cut)
    for first in range(0, len(suspect), _ROWS):
        rows = suspect[first : first + _ROWS]
        logit[rows] = stage.slope * second_look(x[rows], stage) + stage.bias
    return sigmoid(logit)


def second_look(x: Floats, stage: Stage) -> Floats:
    """(rows, features) -> (rows,): the logits of the trees and networks of pages, or of plain text."""
    pages = x[:, _MARKUP] > 0
    if pages.all():
        return _doubted(x, stage.scale, stage.forest, stage.network)
    logit = np.empty(len(x), dtype=np.float32)
    for rows, forest, network in (
        (np.flatnonzero(pages), stage.forest, stage.network),
        (np.flatnonzero(~pages), stage.plain_forest, stage.plain_network),
    ):
        if len(rows):
            logit[rows] = _doubted(x[rows], stage.scale, forest, network)
    return logit


def _doubted(x: Floats, scale: Floats, forest: Forest, network: Network) -> Floats:
    """The logits of the trees; the networks are asked about what these do not find plainly honest."""
    logit = descend(x, forest)
    doubtful = np.flatnonzero(logit > SETTLED)
    if len(doubtful):
        logit[doubtful] += network_logits(scaled_features(x[doubtful], scale), network)
    return logit


def screen(x: Floats, stage: Stage) -> Floats:
    """(rows,): the linear score; cheap, and only good enough to tell whom to look at."""
    if compiled is not None:
        total = np.empty(len(x), dtype=np.float32)
        known = (x.T, stage.scale, stage.screen_weight)
        compiled.screen(*[np.ascontiguousarray(values, np.float32) for values in known], total)
        return total + np.float32(stage.screen_bias)
    scaled = scaled_features(x, stage.scale)
    result: Floats = scaled @ stage.screen_weight + np.float32(stage.screen_bias)
    return result


def scaled_features(x: Floats, scale: Floats) -> Floats:
    """Features around 0 with about unit spread, clipped."""
    scaled = x - scale[0]
    scaled /= scale[1]
    np.maximum(scaled, -CLIP, out=scaled)
    clipped: Floats = np.minimum(scaled, CLIP, out=scaled)
    return clipped


def threshold(stage: Stage, max_harm: float) -> tuple[float, float]:
    """The probabilities, in pages and in plain text, from which so much honest text at most is lost."""
    levels, wanted = np.log10(stage.harm), np.log10(max_harm)
    return (
        float(np.interp(wanted, levels, stage.threshold)),
        float(np.interp(wanted, levels, stage.plain_threshold)),
    )
