"""Feature rows of stretches: what `classifier.stretches` would cut out of each example, and its truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import features
from scrub.classifier.evidence import TextWeights, text_evidence, text_scores
from scrub.classifier.finer import Cut, cut_finer
from scrub.classifier.stretches import doubtful_links, suspicious
from scrub.signals import measure
from scrub.signals.columns import Columns
from scrub.trainer.spam_examples import SPAM, UNKNOWN, Example, label_blocks
from scrub.trainer.spam_stack import Rows

_BATCH = 16
_ORIGINS = ("clean", "clean_text", "page", "composite", "placed_text", "synthetic", "block")


def stretch_rows(
    examples: Sequence[Example], models: Mapping[str, TextWeights], names: Sequence[str]
) -> tuple[Rows, NDArray[np.int64]]:
    """Rows of cuts and of what they leave over, and the length of each; block is that of the uncut document."""
    order = [k for k, e in enumerate(examples) if e.origin in _ORIGINS]
    order.sort(key=lambda k: (names[k], k))
    parts = []
    for first in range(0, len(order), _BATCH):
        chosen = order[first : first + _BATCH]
        for name in sorted({names[k] for k in chosen}):
            found = _batch([k for k in chosen if names[k] == name], examples, models[name])
            if found is not None:
                parts.append(found)
    x, label, example, block, length = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Rows(x, label, example, block), length


def _batch(
    chosen: list[int], examples: Sequence[Example], weights: TextWeights
) -> (
    tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]
    | None
):
    batch = [examples[k] for k in chosen]
    columns = Columns([e.document for e in batch])
    evidence = text_evidence(columns, weights)
    whole = np.concatenate([e.label == SPAM for e in batch])
    found = suspicious(columns, evidence, whole, doubtful_links(columns, evidence))
    cuts = [_with_truth(cuts, example) for cuts, example in zip(found, batch, strict=True)]
    pages = [p for p, found in enumerate(cuts) if found]
    if not pages:
        return None
    finer = [cut_finer(batch[p].document, cuts[p]) for p in pages]
    fine = Columns([cut.document for cut in finer])
    x = features(fine, measure(fine), text_scores(fine, weights))
    own = [np.concatenate((cut.at, cut.rests())) for cut in finer]
    rows = np.concatenate([at + fine.first_block[k] for k, at in enumerate(own)])
    label = np.concatenate(
        [label_blocks(cut.document, batch[p].spans)[at] for p, cut, at in zip(pages, finer, own, strict=True)]
    )
    owner = np.repeat(np.array(chosen, dtype=np.int32)[pages], [len(at) for at in own])
    block = np.concatenate([cut.owner[at] for cut, at in zip(finer, own, strict=True)]).astype(np.int32)
    length = (fine.end - fine.start)[rows].astype(np.int64)
    return x[rows], label, owner, block, length


def _with_truth(cuts: list[Cut], example: Example) -> list[Cut]:
    """The cuts and, where none comes near a true stretch inside a mixed block, that stretch itself."""
    document = example.document
    for start, end in example.spans:
        i = int(np.searchsorted(document.start, start, side="right")) - 1
        if i < 0 or example.label[i] != UNKNOWN:
            continue
        end = min(end, int(document.end[i]))
        if end > start and not any(c.start < end and start < c.end for c in cuts):
            cuts.append(Cut(start, end, i, False))
    return sorted(cuts)
