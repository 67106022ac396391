"""The extractor's two networks, with one product over the columns that both read.

Where scrub is compiled, products are worked out from what differs between a block and the one before
it: most columns tell of containers and pages, or say what is usual. See native/dense.c.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.dense import Layers, aligned, forward, padded, sigmoid
from scrub.native import compiled

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

_LANES = b"\x40"  # of the vectors of compiled loops: as many as the machine has
_NONE = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Network:
    """A feed-forward network that clips its inputs to the range it was trained on."""

    low: Floats
    high: Floats
    layers: Layers  # the scaling of the inputs is part of the first layer

    def __call__(self, x: Floats) -> Floats:
        """(rows, inputs) -> (rows, outputs), logits."""
        return forward(clipped(x, self.low, self.high), self.layers)


def clipped(x: Floats, low: Floats, high: Floats) -> Floats:
    """The rows with every column cut to its range."""
    result: Floats = np.maximum(x, low)
    np.minimum(result, high, out=result)
    return result


class Packed(NamedTuple):
    """A network of two hidden layers and one output as the compiled loops read it, layers padded with zeros."""

    low: Floats
    high: Floats
    weights: Floats  # (inputs, hidden)
    bias: Floats  # (hidden,): of inputs that are 0, or as near to it as their range lets them; or none at all
    behind: tuple[Floats, Floats, Floats, Floats]  # weights, bias; weights, bias

    def answer(self, x: Floats, page: Ints, hidden: Floats) -> Floats:
        """(n,) probabilities from (n, inputs); the product goes into the last columns of `hidden`.

        Without a bias it is added to what stands there. Rows of one `page` stand together.
        """
        found = np.empty(len(x), dtype=np.float32)
        compiled.network(  # type: ignore[union-attr]
            x, self.low, self.high, page, self.weights, self.bias, hidden, *self.behind, _LANES, found
        )
        return found


@dataclass(frozen=True)
class Joined:
    """The first network, which reads the blocks' columns, and the second, which reads these and their context."""

    first: Network
    second: Network

    def first_look(self, block: Floats, page: Ints) -> tuple[Floats, Floats]:
        """(n,) the first network's probability of each block, and what the second brings along of it."""
        if compiled is not None and block.dtype == np.float32:
            look = self._packed[0]
            hidden = np.empty((len(block), look.weights.shape[1]), dtype=np.float32)
            return look.answer(block, page, hidden), hidden
        low, high, weights, bias = self._shared
        both = clipped(block, low, high) @ weights
        both += bias
        width = self.first.layers[0][0].shape[1]
        opinion = sigmoid(forward(np.maximum(both[:, :width], 0), self.first.layers[1:])[:, 0])
        return opinion, both[:, width:]

    def second_look(self, hidden: Floats, context: Floats, page: Ints) -> Floats:
        """(n,): the second network's probability of each block; `hidden` is used up."""
        if compiled is not None and hidden.dtype == context.dtype == np.float32:
            return self._packed[1].answer(context, page, hidden)
        shared = len(self.first.low)
        (weights, _), *behind = self.second.layers
        hidden += clipped(context, self.second.low[shared:], self.second.high[shared:]) @ weights[shared:]
        return sigmoid(forward(np.maximum(hidden, 0, out=hidden), behind)[:, 0])

    @cached_property
    def _shared(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Ranges, weights and bias of the joined first layers; inputs are clipped as the second wants them."""
        (one, one_bias), (two, two_bias) = self.first.layers[0], self.second.layers[0]
        low, high = (limit[: len(one)] for limit in (self.second.low, self.second.high))
        return low, high, np.hstack((one, two[: len(one)])), np.concatenate((one_bias, two_bias))

    @cached_property
    def _packed(self) -> tuple[Packed, Packed]:
        low, high, weights, bias = self._shared
        shared, width = len(low), self.first.layers[0][0].shape[1]
        weights = np.hstack((padded(weights[:, :width]), padded(weights[:, width:])))
        bias = np.concatenate((padded(bias[None, :width])[0], padded(bias[None, width:])[0]))
        context = self.second.low[shared:], self.second.high[shared:], self.second.layers[0][0][shared:]
        nearest = np.clip(0.0, context[0], context[1]) @ context[2]
        bias[-len(nearest) :] += nearest
        nearest = np.clip(0.0, low, high).astype(np.float64) @ weights
        return (
            Packed(
                aligned(low), aligned(high), aligned(weights), aligned(bias + nearest), _behind(self.first)
            ),
            Packed(
                aligned(context[0]),
                aligned(context[1]),
                aligned(padded(context[2])),
                _NONE,
                _behind(self.second),
            ),
        )


def _behind(network: Network) -> tuple[Floats, Floats, Floats, Floats]:
    """The layers behind the first: its units read in whole vectors, as many as there are of the next."""
    (weights, bias), (out, base) = network.layers[1:]
    made = padded(weights.T).T
    return aligned(padded(made)), padded(bias[None])[0], padded(out.T)[0], base.astype(np.float32)
