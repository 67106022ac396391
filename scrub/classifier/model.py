"""The spam model: what is in its file, and the name under which judges ask for it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import FEATURES
from scrub.classifier.evidence import TextWeights
from scrub.classifier.languages import BITS as LANGUAGE_BITS
from scrub.classifier.languages import Profiles
from scrub.classifier.networks import Network
from scrub.classifier.ngrams import BITS, SIZES
from scrub.classifier.trees import Forest
from scrub.classifier.vocabulary import BITS as WORD_BITS
from scrub.model_files import opened

Floats = NDArray[np.float32]

NAME = "spam"
# Everything that a model's numbers depend on: the features in their order, and how n-grams are hashed.
SCHEMA = hashlib.sha256(
    "\n".join((*FEATURES, f"{SIZES} {BITS} {WORD_BITS} {LANGUAGE_BITS} 5")).encode()
).hexdigest()[:16]
# The parts of a stage that are several arrays.
_PARTS: dict[str, type[Forest] | type[Network]] = {
    "forest": Forest,
    "plain_forest": Forest,
    "network": Network,
    "plain_network": Network,
}


class Stage(NamedTuple):
    """One classifier over feature rows.

    screen_weight, screen_bias: a linear score over clipped, scaled features (scale: (2, features),
    what is subtracted and what divides). Rows under `cut` are honest without a second look; trees and
    networks score the others together: `forest` and `network` the blocks of pages, `plain_forest` and
    `plain_network` the lines of plain text, where links and markup say nothing. slope, bias: from their
    logit to the logit of a calibrated probability. harm, threshold: the harm curve; threshold k of the probability calls harm k of the honest characters
    of pages spam, plain_threshold k of those of plain text.
    """

    scale: Floats
    screen_weight: Floats
    screen_bias: float
    cut: float
    forest: Forest
    plain_forest: Forest
    network: Network
    plain_network: Network
    slope: float
    bias: float
    harm: Floats
    threshold: Floats
    plain_threshold: Floats


class SpamModel(NamedTuple):
    """Everything that knows spam: blocks are judged by `block`, stretches inside them by `stretch`.

    speaks: per reason, the value above which a signal speaks against a block (rare among honest ones).
    families: (n-gram buckets, len(FAMILIES)) log-odds of what a text sells.
    """

    text: TextWeights
    block: Stage
    stretch: Stage
    speaks: Floats
    families: Floats
    label: str


def pack(model: SpamModel) -> dict[str, Any]:
    """The model as flat arrays for a file; the n-gram weights lose what nobody would notice."""
    arrays: dict[str, Any] = {
        "text": model.text.text.astype(np.float16),
        "text_bias": model.text.text_bias,
        "word": model.text.word.astype(np.float16),
        "word_bias": model.text.word_bias,
        "host": model.text.host.astype(np.float16),
        "host_bias": model.text.host_bias,
        "neutral": model.text.neutral.astype(np.float16),
        "neutral_word": model.text.neutral_word.astype(np.float16),
        "language": model.text.language.odds,
        "language_codes": np.array(model.text.language.codes, dtype=np.str_),
        "speaks": model.speaks,
        "families": model.families.astype(np.float16),
    }
    for name, stage in (("block", model.block), ("stretch", model.stretch)):
        arrays |= {f"{name}_{field}": v for field, v in stage._asdict().items() if field not in _PARTS}
        for kind in _PARTS:
            part = getattr(stage, kind)
            if isinstance(part, Network):
                part = part._replace(weight=part.weight.astype(np.float16))
            arrays |= {f"{name}_{kind}_{field}": value for field, value in part._asdict().items()}
    return arrays


def unpack(arrays: Mapping[str, Any], label: str) -> SpamModel:
    """The model from the arrays of its file."""
    text = TextWeights(
        arrays["text"].astype(np.float32),
        float(arrays["text_bias"]),
        arrays["word"].astype(np.float32),
        float(arrays["word_bias"]),
        arrays["host"].astype(np.float32),
        float(arrays["host_bias"]),
        Profiles(arrays["language"], tuple(arrays["language_codes"].tolist())),
        arrays["neutral"].astype(np.float32),
        arrays["neutral_word"].astype(np.float32),
    )
    stages = []
    for name in ("block", "stretch"):
        fields: dict[str, Any] = {
            kind: part(**{field: arrays[f"{name}_{kind}_{field}"] for field in part._fields})
            for kind, part in _PARTS.items()
        }
        for kind in ("network", "plain_network"):
            # See network_logits: what it needs in double precision is turned into it once.
            fields[kind] = fields[kind]._replace(weight=fields[kind].weight.astype(np.float64))
        fields |= {field: arrays[f"{name}_{field}"] for field in Stage._fields if field not in _PARTS}
        stages.append(Stage(**fields))
    families = arrays["families"].astype(np.float32)
    return SpamModel(text, stages[0], stages[1], arrays["speaks"], families, label)


def spam_model(folder: str | None = None, trust: bool = False) -> SpamModel:
    """The model that ships with scrub, or a folder's, loaded once a process. Raises ModelError."""
    arrays, card = opened(NAME, SCHEMA, folder, trust)
    found = _LOADED.get(card["sha256"])
    if found is None:
        found = _LOADED[card["sha256"]] = unpack(arrays, f"{card['name']} {card['sha256'][:12]}")
    return found


_LOADED: dict[str, SpamModel] = {}
