"""The extractor's model: arrays from a file, as networks that can be called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.dense import Layers, forward, sigmoid
from scrub.extractor.choice import Taste
from scrub.model_files import opened
from scrub.native import compiled
from scrub.signals.content import schema

Floats = NDArray[np.float32]


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
    if compiled is not None and x.dtype == low.dtype == high.dtype == np.float32 and x.flags.c_contiguous:
        cut = np.empty_like(x)
        compiled.clip(x, low, high, cut)
        return cut
    result = np.maximum(x, low)
    np.minimum(result, high, out=result)
    return result


@dataclass(frozen=True, slots=True)
class Joined:
    """The first and the second network with one product over the columns that both read."""

    low: Floats
    high: Floats
    weights: Floats  # (block columns, hidden of the first + hidden of the second)
    bias: Floats
    first: Layers  # behind its hidden layer
    context: Network  # the context's part of the second network's hidden layer
    second: Layers

    def hidden(self, block: Floats) -> tuple[Floats, Floats]:
        """What the columns of the blocks bring to the hidden layers of the first and the second network."""
        both = clipped(block, self.low, self.high) @ self.weights
        both += self.bias
        width = len(self.first[0][0])
        return both[:, :width], both[:, width:]

    def opinion(self, hidden: Floats) -> Floats:
        """(n,): the first network's probability of each block."""
        return sigmoid(forward(np.maximum(hidden, 0), self.first)[:, 0])

    def score(self, hidden: Floats, context: Floats) -> Floats:
        """(n,): the second network's probability of each block."""
        both = self.context(context)
        both += hidden
        np.maximum(both, 0, out=both)
        return sigmoid(forward(both, self.second)[:, 0])


@dataclass(frozen=True, slots=True)
class ContentModel:
    """All that was learned: worth of names and words, page types, the two networks, and the choice."""

    names: Floats  # (SLOTS, NAME_SCORES + page types)
    phrases: Floats  # (wording.SLOTS, wording.TABLES)
    types: Network
    joined: Joined
    taste: Taste
    digest: str = ""


@cache
def content_model(folder: str | None = None, trust: bool = False) -> ContentModel:
    """The model that ships with scrub, or a folder's, loaded once a process. Raises ModelError."""
    arrays, card = opened("content", schema(), folder, trust)
    return unpack(arrays, card["sha256"][:12])


def pack(
    names: Floats, phrases: Floats, first: Network, types: Network, second: Network, taste: Taste
) -> dict[str, Any]:
    """What a model file holds: tables in half precision, networks as plain arrays."""
    return {
        "names": names.astype(np.float16),
        "phrases": phrases.astype(np.float16),
        "taste": {"scale": taste.scale, "shift": taste.shift},
        **{name: _packed(n) for name, n in (("first", first), ("types", types), ("second", second))},
    }


def unpack(arrays: dict[str, Any], digest: str = "") -> ContentModel:
    """The model of `pack`."""
    first, types, second = (_network(arrays[name]) for name in ("first", "types", "second"))
    return ContentModel(
        np.ascontiguousarray(arrays["names"], dtype=np.float32),
        np.ascontiguousarray(arrays["phrases"], dtype=np.float32),
        types,
        _join(first, second),
        Taste(**arrays["taste"]),
        digest,
    )


def _join(first: Network, second: Network) -> Joined:
    """Put the two networks' first layers side by side; inputs are clipped as the second wants them."""
    (one, one_bias), *one_rest = first.layers
    (two, two_bias), *two_rest = second.layers
    shared = len(one)
    return Joined(
        second.low[:shared],
        second.high[:shared],
        np.ascontiguousarray(np.hstack((one, two[:shared]))),
        np.concatenate((one_bias, two_bias)),
        tuple(one_rest),
        Network(second.low[shared:], second.high[shared:], ((two[shared:], np.zeros_like(two_bias)),)),
        tuple(two_rest),
    )


def _packed(network: Network) -> dict[str, Any]:
    return {"low": network.low, "high": network.high, "layers": list(network.layers)}


def _network(packed: dict[str, Any]) -> Network:
    return Network(packed["low"], packed["high"], tuple(packed["layers"]))
