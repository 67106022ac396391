"""Small networks beside the trees: they err elsewhere, and the mean of both ranks better than either.

Networks of one hidden layer that differ by their seed (an ensemble: Dietterich, Ensemble Methods in
Machine Learning, 2000) are one wide network.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.networks import Network
from scrub.trainer.steps import few_steps

_UNITS = 96  # of each network
_EPOCHS = 12
_HEAVIEST = 20.0  # times the mean that a row may weigh: one may not drive a step

Floats = NDArray[np.float32]


def fit_network(
    x: Floats, spam: NDArray[np.bool_], weight: NDArray[np.float64], *, count: int, share: float, seed: int
) -> Network:
    """Fit `count` networks to scaled features; what they say together is `share` times their mean logit."""
    from sklearn.neural_network import MLPClassifier

    weight = np.minimum(weight / weight.mean(), _HEAVIEST)
    layers, base = [], 0.0
    for k in range(count):
        model = MLPClassifier(
            (_UNITS,),
            alpha=1e-3,
            batch_size=min(512, len(x)),
            learning_rate_init=2e-3,
            max_iter=_EPOCHS,
            random_state=seed + k,
        )
        with few_steps():
            model.fit(x, spam, sample_weight=weight)
        layers.append((model.coefs_[0], model.intercepts_[0], model.coefs_[1][:, 0]))
        base += float(model.intercepts_[1][0]) / count
    into, bias, out = (np.concatenate(part, axis=-1).astype(np.float32) for part in zip(*layers))
    return Network(into, bias, out * np.float32(share / count), share * base)
