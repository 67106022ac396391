"""A network of one hidden layer, as plain arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Network(NamedTuple):
    """weight: (features, units), bias: (units,), of the hidden layer; out: (units,); base: a logit."""

    weight: Floats
    bias: Floats
    out: Floats
    base: float


def no_network(features: int) -> Network:
    """One that says 0."""
    none = np.zeros(0, dtype=np.float32)
    return Network(np.zeros((features, 0), dtype=np.float32), none, none, 0.0)


def network_logits(x: Floats, network: Network) -> Floats:
    """(rows, features), scaled -> (rows,): what it adds to the logits."""
    hidden = x @ network.weight
    hidden += network.bias
    result: Floats = np.maximum(hidden, 0.0, out=hidden) @ network.out + np.float32(network.base)
    return result
