"""The extractor's model: arrays from a file, as networks that can be called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.extractor.choice import Taste
from scrub.extractor.joined import Joined, Network
from scrub.extractor.runs import Pruning
from scrub.model_files import opened
from scrub.signals.content import schema

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ContentModel:
    """All that was learned: worth of names and words, page types, the two networks, the choice, and what is pruned."""

    names: Floats  # (SLOTS, NAME_SCORES + page types)
    phrases: Floats  # (wording.SLOTS, wording.TABLES)
    types: Network
    joined: Joined
    taste: Taste
    pruning: Pruning
    digest: str = ""


@cache
def content_model(folder: str | None = None, trust: bool = False) -> ContentModel:
    """The model that ships with scrub, or a folder's, loaded once a process. Raises ModelError."""
    arrays, card = opened("content", schema(), folder, trust)
    return unpack(arrays, card["sha256"][:12])


def pack(
    names: Floats,
    phrases: Floats,
    first: Network,
    types: Network,
    second: Network,
    taste: Taste,
    pruning: Pruning,
) -> dict[str, Any]:
    """What a model file holds: tables in half precision, networks as plain arrays."""
    return {
        "names": names.astype(np.float16),
        "phrases": phrases.astype(np.float16),
        "taste": {"scale": taste.scale, "shift": taste.shift},
        "pruning": {"weight": pruning.weight, "bias": pruning.bias},
        **{name: _packed(n) for name, n in (("first", first), ("types", types), ("second", second))},
    }


def unpack(arrays: dict[str, Any], digest: str = "") -> ContentModel:
    """The model of `pack`."""
    first, types, second = (_network(arrays[name]) for name in ("first", "types", "second"))
    return ContentModel(
        np.ascontiguousarray(arrays["names"], dtype=np.float32),
        np.ascontiguousarray(arrays["phrases"], dtype=np.float32),
        types,
        Joined(first, second),
        Taste(**arrays["taste"]),
        Pruning(**arrays["pruning"]),
        digest,
    )


def _packed(network: Network) -> dict[str, Any]:
    return {"low": network.low, "high": network.high, "layers": list(network.layers)}


def _network(packed: dict[str, Any]) -> Network:
    return Network(packed["low"], packed["high"], tuple(packed["layers"]))
