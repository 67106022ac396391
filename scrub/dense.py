"""A small feed-forward network in numpy: what scikit-learn's MLP computes, at a tenth of its cost."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
VECTOR = 16  # columns of layers come in multiples of it where they are compiled
_LINE = 64  # bytes
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


def padded(layer: Floats) -> Floats:
    """(inputs, outputs) -> (inputs, the next multiple of VECTOR): with outputs that are always 0."""
    result = np.zeros((len(layer), -(-layer.shape[1] // VECTOR) * VECTOR), dtype=np.float32)
    result[:, : layer.shape[1]] = layer
    return result


def aligned(values: Floats) -> Floats:
    """The same in single precision, beginning where a line of the processor's cache does."""
    room = np.empty(values.size * 4 + _LINE, dtype=np.uint8)
    skipped = -room.ctypes.data % _LINE
    result = room[skipped : skipped + values.size * 4].view(np.float32).reshape(values.shape)
    result[:] = values
    return result


def sigmoid(logit: Floats) -> Floats:
    """Logits to probabilities, safe for any size."""
    result: Floats = 0.5 * (1.0 + np.tanh(0.5 * logit))
    return result


def logit(probability: Floats) -> Floats:
    """Probabilities inside (0, 1) to logits."""
    result: Floats = np.log(probability / (1.0 - probability))
    return result


def softmax(logit: Floats) -> Floats:
    """(rows, classes) logits to probabilities."""
    powers = np.exp(logit - logit.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy's OpenBLAS work in one thread; what was set before comes back.

    The products here are small: shared by threads they take five times the CPU time, most of it
    spent waiting for each other. Where numpy brings another library, nothing is changed.
    """
    calls = _openblas()
    before = calls[0]() if calls else 1
    if before <= 1:
        yield
        return
    calls[1](1)
    try:
        yield
    finally:
        calls[1](before)


@cache
def _openblas() -> tuple[Any, ...]:
    """The functions that tell and set the number of threads of the OpenBLAS that numpy's wheels bring."""
    for path in (Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*"):
        try:
            library = ctypes.CDLL(str(path))
            return (
                library.scipy_openblas_get_num_threads64_,
                library.scipy_openblas_set_num_threads64_,
            )
        except (OSError, AttributeError):
            continue
    return ()
