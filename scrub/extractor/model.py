"""The extractor's model: arrays from a file, as networks that can be called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.dense import Layers, forward
from scrub.model_files import shipped
from scrub.signals.content import schema

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """One or more feed-forward networks over the same inputs, clipped to the range they were trained on."""

    low: Floats
    high: Floats
    members: tuple[Layers, ...]  # the scaling of the inputs is part of the first layers

    def __call__(self, x: Floats) -> Floats:
        """(rows, inputs) -> (rows, outputs): mean of the members' logits."""
        clipped = np.maximum(x, self.low)
        np.minimum(clipped, self.high, out=clipped)
        logit = forward(clipped, self.members[0])
        for layers in self.members[1:]:
            logit += forward(clipped, layers)
        logit /= len(self.members)
        return logit


@dataclass(frozen=True, slots=True)
class ContentModel:
    """All that was learned: names of elements, first opinions, page types, second opinions."""

    names: Floats  # (SLOTS, NAME_SCORES + page types)
    first: Network
    types: Network
    second: Network
    digest: str = ""


@cache
def content_model() -> ContentModel:
    """The model that ships with scrub, loaded once a process. Raises ModelError."""
    arrays, card = shipped("content", schema())
    return from_arrays(arrays, card["sha256"][:12])


def to_arrays(model: ContentModel) -> dict[str, Any]:
    """Plain arrays, half precision, for a model file."""
    return {
        "names": model.names.astype(np.float16),
        "first": _packed(model.first),
        "types": _packed(model.types),
        "second": _packed(model.second),
    }


def from_arrays(arrays: dict[str, Any], digest: str = "") -> ContentModel:
    """The model of `to_arrays`."""
    return ContentModel(
        names=arrays["names"].astype(np.float32),
        first=_network(arrays["first"]),
        types=_network(arrays["types"]),
        second=_network(arrays["second"]),
        digest=digest,
    )


def _packed(network: Network) -> dict[str, Any]:
    return {"low": network.low, "high": network.high, "members": [list(layers) for layers in network.members]}


def _network(packed: dict[str, Any]) -> Network:
    return Network(packed["low"], packed["high"], tuple(tuple(layers) for layers in packed["members"]))
