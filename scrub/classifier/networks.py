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
    """(rows, features), scaled -> (rows,): what it adds to the logits.

    In double precision: how a product of matrices rounds depends on where a row stands among the others, and no page
    may come out differently for its neighbours.
    """
    hidden = x.astype(np.float64) @ network.weight
    hidden += network.bias
    total = np.maximum(hidden, 0.0, out=hidden) @ network.out.astype(np.float64) + network.base
    result: Floats = total.astype(np.float32)
    return result
