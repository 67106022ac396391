"""Text scores: what the n-grams of a block, of its worst stretch, of its anchors and hosts speak for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.ngrams import Evidence, codes, ngrams
from scrub.signals.anchors import anchor_texts
from scrub.signals.columns import Columns
from scrub.signals.links import outlink_count, outlinks
from scrub.text.characters import code_points, tables

Floats = NDArray[np.float32]

SCORES = ("text_score", "window_score", "anchor_score", "host_score", "host_best")
HOST_BITS = 14
_WINDOW = 64  # characters of a stretch, moved on by half of it
_HOST_CHARACTERS = 80


class TextWeights(NamedTuple):
    """Weights of the n-gram models: of text, and of the addresses that links lead to."""

    text: Floats
    text_bias: float
    host: Floats
    host_bias: float


def text_scores(columns: Columns, weights: TextWeights) -> Floats:
    """(blocks, len(SCORES)): logits that each block's text and links are injected."""
    evidence = Evidence(columns.once(ngrams), weights.text, len(columns.folded))
    found = columns.once(outlinks)
    anchor = evidence.score(columns.anchor_start[found.anchor], columns.anchor_end[found.anchor])
    anchor = anchor + weights.text_bias
    host = host_scores(columns, weights)
    text = evidence.score(columns.start, columns.end) + weights.text_bias
    return np.stack(
        (
            text,
            _window(columns, evidence) + weights.text_bias,
            _mean(columns, anchor),
            _mean(columns, host),
            _best(columns, host),
        ),
        axis=1,
    ).astype(np.float32)


def _window(columns: Columns, evidence: Evidence) -> Floats:
    """The highest score of a stretch of the block."""
    half = _WINDOW // 2
    count = np.maximum((columns.end - columns.start - half + half - 1) // half, 1)
    owner = np.repeat(np.arange(len(columns)), count)
    place = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    start = columns.start[owner] + place * half
    end = np.minimum(start + _WINDOW, columns.end[owner])
    best = np.full(len(columns), -np.inf, dtype=np.float32)
    np.maximum.at(best, owner, evidence.score(start, end))
    return best


def _mean(columns: Columns, value: Floats) -> Floats:
    block = columns.once(outlinks).block
    total = np.bincount(block, weights=value, minlength=len(columns))
    return (total / np.maximum(columns.once(outlink_count), 1.0)).astype(np.float32)


def _best(columns: Columns, value: Floats) -> Floats:
    best = np.full(len(columns), -9.0, dtype=np.float32)
    np.maximum.at(best, columns.once(outlinks).block, value)
    return np.where(columns.once(outlink_count) > 0, best, 0.0).astype(np.float32)


def hosts_joined(columns: Columns) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Folded characters of all outlinks' hosts, a space between them, and where each one starts."""
    anchor = columns.once(outlinks).anchor
    hosts = [columns.anchor_host[j][:_HOST_CHARACTERS] for j in anchor.tolist()]
    edges = np.cumsum([0, *(len(h) + 1 for h in hosts)], dtype=np.int64)
    folded = tables().folded[code_points(" " + " ".join(hosts) + " ")]
    return folded, edges + 1


def host_scores(columns: Columns, weights: TextWeights) -> Floats:
    """(outlinks,): logit that the host of each external link belongs to spam."""
    folded, edges = columns.once(hosts_joined)
    if len(edges) < 2:
        return np.zeros(0, dtype=np.float32)
    evidence = Evidence(codes(folded, HOST_BITS), weights.host, len(folded))
    return evidence.score(edges[:-1], edges[1:] - 1) + np.float32(weights.host_bias)


__all__ = ["HOST_BITS", "SCORES", "TextWeights", "anchor_texts", "host_scores", "text_scores"]
