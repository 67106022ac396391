"""A small feed-forward network in numpy: what scikit-learn's MLP computes, at a tenth of its cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Layers = Sequence[tuple[Floats, Floats]]  # (weights (inputs, outputs), bias (outputs,))


def forward(x: Floats, layers: Layers) -> Floats:
    """(rows, inputs) -> (rows, outputs): ReLU between layers, nothing behind the last."""
    for weights, bias in layers[:-1]:
        x = x @ weights
        x += bias
        np.maximum(x, 0.0, out=x)
    weights, bias = layers[-1]
    result: Floats = x @ weights + bias
    return result


def sigmoid(logit: Floats) -> Floats:
    """Logits to probabilities, safe for any size."""
    result: Floats = 0.5 * (1.0 + np.tanh(0.5 * logit))
    return result


def softmax(logit: Floats) -> Floats:
    """(rows, classes) logits to probabilities."""
    powers = np.exp(logit - logit.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
