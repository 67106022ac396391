"""Training of small feed-forward networks page by page, with numpy: soft labels, whole inputs dropped.

scikit-learn's networks take hard labels and see rows one by one. The loss is the cross entropy of the
rows: its probabilities are calibrated, and the choice of an answer does the rest. (A loss that promised
F1 itself was tried: the choice then counts the same wish twice, .005 less on WCXB.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scrub.dense import sigmoid
from scrub.extractor import Network
from scrub.signals.content.pages import PAGE_TYPES
from scrub.trainer.steps import few_steps

Floats = NDArray[np.float32]
Layer = tuple[Floats, Floats]

_CLIP = 6.0  # deviations from the mean at which inputs are cut


@dataclass(frozen=True, slots=True)
class Training:
    """How a network is trained. `dropout` is the share of inputs hidden from each row."""

    hidden: tuple[int, ...] = (64, 32)
    epochs: int = 16
    rate: float = 2e-3
    decay: float = 1e-4
    dropout: float = 0.1
    pages: int = 8  # pages a step
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of several pages: inputs, share of each row that is main, and its weight in the loss.

    Page k has the rows `offset[k] .. offset[k + 1] - 1`.
    """

    x: Floats
    share: Floats
    weight: Floats
    offset: NDArray[np.int64]


def scaling(x: Floats) -> Layer:
    """Mean and inverse deviation of each input; constant inputs are scaled to zero."""
    mean = x.mean(axis=0, dtype=np.float64)
    deviation = x.std(axis=0, dtype=np.float64)
    inverse = np.where(deviation > 1e-4, 1 / np.maximum(deviation, 1e-4), 0.0)
    return mean.astype(np.float32), inverse.astype(np.float32)


def train(rows: Rows, training: Training) -> list[Layer]:
    """Layers of a network with one output (a logit), fitted with Adam and a cosine schedule."""
    generator = np.random.default_rng(training.seed)
    layers = _start(rows.x.shape[1], training.hidden, generator)
    state = [[np.zeros_like(a) for a in layer] + [np.zeros_like(a) for a in layer] for layer in layers]
    pages = len(rows.offset) - 1
    steps = max(1, -(-pages // training.pages)) * training.epochs
    step = 0
    for _ in range(training.epochs):
        order = generator.permutation(pages)
        for begin in range(0, pages, training.pages):
            step += 1
            chosen = order[begin : begin + training.pages]
            gradients = _gradients(rows, chosen, layers, training, generator)
            rate = training.rate * 0.5 * (1 + np.cos(np.pi * step / steps)) * min(1.0, step / 50)
            _adam(layers, gradients, state, rate, step, training.decay)
    return [(w, b) for w, b in layers]


def fit_network(rows: Rows, training: Training) -> Network:
    """A network for unscaled inputs: the scaling becomes part of its first layer."""
    mean, inverse = scaling(rows.x)
    low, high = _range(mean, inverse)
    scaled = (np.clip(rows.x, low, high) - mean) * inverse
    return _unscaled(train(replace(rows, x=scaled), training), mean, inverse)


def fit_committee(rows: Rows, training: Training, members: int) -> Network:
    """Several networks that differ by chance alone, as one network: the mean of their logits."""
    fitted = [fit_network(rows, replace(training, seed=training.seed + k)) for k in range(members)]
    layers = list(zip(*[network.layers for network in fitted]))
    (first, *between), last = layers[:-1], layers[-1]
    joined: list[Layer] = [(np.hstack([w for w, _ in first]), np.concatenate([b for _, b in first]))]
    joined += [(_diagonal([w for w, _ in same]), np.concatenate([b for _, b in same])) for same in between]
    weights = (np.vstack([w for w, _ in last]) / members).astype(np.float32)
    joined.append((weights, np.mean([b for _, b in last], axis=0, dtype=np.float32)))
    return Network(fitted[0].low, fitted[0].high, tuple(joined))


def _diagonal(blocks: Sequence[Floats]) -> Floats:
    """Matrices of equal shape along the diagonal of one that is zero elsewhere."""
    rows, columns = blocks[0].shape
    result = np.zeros((rows * len(blocks), columns * len(blocks)), dtype=np.float32)
    for k, block in enumerate(blocks):
        result[k * rows : (k + 1) * rows, k * columns : (k + 1) * columns] = block
    return result


def fit_types(x: Floats, kind: NDArray[np.int64], seed: int) -> Network:
    """A network that tells kinds (codes from 0, -1 unknown) apart; equal odds where nothing is known."""
    from sklearn.linear_model import LogisticRegression

    outputs = len(PAGE_TYPES)
    weights, bias = np.zeros((x.shape[1], outputs), np.float32), np.full(outputs, -9.0, np.float32)
    mean, inverse = scaling(x)
    known = kind >= 0
    seen = np.unique(kind[known])
    bias[seen] = 0.0
    if len(seen) > 1:
        low, high = _range(mean, inverse)
        model = LogisticRegression(C=0.05, max_iter=300, random_state=seed)
        with few_steps():
            model.fit((np.clip(x[known], low, high) - mean) * inverse, kind[known])
        coefficients, starts = model.coef_, model.intercept_
        if len(seen) == 2:
            coefficients, starts = (
                np.vstack((-coefficients, coefficients)) / 2,
                np.array([-starts[0], starts[0]]) / 2,
            )
        weights[:, seen], bias[seen] = coefficients.T, starts
    return _unscaled([(weights, bias)], mean, inverse)


def _range(mean: Floats, inverse: Floats) -> Layer:
    """Six deviations on either side."""
    spread = np.where(inverse > 0, _CLIP / np.maximum(inverse, 1e-9), 0).astype(np.float32)
    return mean - spread, mean + spread


def _unscaled(layers: list[Layer], mean: Floats, inverse: Floats) -> Network:
    weights, bias = layers[0]
    scaled = weights * inverse[:, None]
    return Network(*_range(mean, inverse), ((scaled, bias - mean @ scaled), *layers[1:]))


def _start(inputs: int, hidden: tuple[int, ...], generator: np.random.Generator) -> list[list[Floats]]:
    sizes = (inputs, *hidden, 1)
    return [
        [
            (generator.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32),
            np.zeros(b, dtype=np.float32),
        ]
        for a, b in pairwise(sizes)
    ]


def _gradients(
    rows: Rows,
    chosen: NDArray[np.int64],
    layers: list[list[Floats]],
    training: Training,
    generator: np.random.Generator,
) -> list[tuple[Floats, Floats]]:
    """Gradients of the loss over some pages."""
    length = rows.offset[chosen + 1] - rows.offset[chosen]
    at = np.concatenate([np.arange(rows.offset[k], rows.offset[k + 1]) for k in chosen])
    page = np.repeat(np.arange(len(chosen)), length)
    x = rows.x[at]
    if training.dropout:
        # Whole inputs are hidden from a page at a time: a name that gives a site away is missing elsewhere.
        kept = generator.random((len(chosen), x.shape[1]), dtype=np.float32) >= training.dropout
        x = x * (kept / np.float32(1 - training.dropout))[page]
    outputs = [x]
    for weights, bias in layers[:-1]:
        outputs.append(np.maximum(outputs[-1] @ weights + bias, 0))
    logit = outputs[-1] @ layers[-1][0] + layers[-1][1]
    p = sigmoid(logit[:, 0])
    slope = (p - rows.share[at]) * rows.weight[at] / len(chosen)
    delta = slope[:, None].astype(np.float32)
    gradients: list[tuple[Floats, Floats]] = []
    for k in range(len(layers) - 1, -1, -1):
        gradients.append((outputs[k].T @ delta, delta.sum(axis=0)))
        if k:
            delta = (delta @ layers[k][0].T) * (outputs[k] > 0)
    return gradients[::-1]


def _adam(
    layers: list[list[Floats]],
    gradients: list[tuple[Floats, Floats]],
    state: list[list[Floats]],
    rate: float,
    step: int,
    decay: float,
) -> None:
    """One step of Adam with decoupled weight decay (Loshchilov and Hutter, 2019)."""
    for layer, gradient, memory in zip(layers, gradients, state):
        for k in range(2):
            first, second = memory[k], memory[k + 2]
            first += 0.1 * (gradient[k] - first)
            second += 0.001 * (gradient[k] ** 2 - second)
            change = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
            layer[k] -= np.float32(rate) * (change + (decay * 100 * layer[k] if k == 0 else 0))
