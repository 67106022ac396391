"""Text scores: what the n-grams of a block, of its worst stretch, of its anchors and hosts speak for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.ngrams import Codes, codes, ngrams, running_sum, stretch_score
from scrub.signals.addresses import written_hosts
from scrub.signals.columns import Columns
from scrub.signals.links import mean_of_outlinks, outlinks
from scrub.text.characters import code_points, tables

Floats = NDArray[np.float32]

SCORES = (
    "text_score",
    "window_score",
    "weaker_half",
    "anchor_score",
    "host_score",
    "host_best",
    "written_host",
)
HOST_BITS = 14
_WINDOW = 64  # characters of a stretch, moved on by half of it
_HOST_CHARACTERS = 80


class TextWeights(NamedTuple):
    """Weights of the n-gram models: of text, and of the addresses that links lead to."""

    text: Floats
    text_bias: float
    host: Floats
    host_bias: float


class Evidence(NamedTuple):
    """What the n-grams of a batch say.

    scores: (blocks, len(SCORES)) logits; summed: running sum of the weights over all characters;
    anchor, host: (outlinks,) logits that the text and the host of each external link belong to spam.
    """

    scores: Floats
    summed: NDArray[np.float64]
    anchor: Floats
    host: Floats


def text_scores(columns: Columns, weights: TextWeights) -> Floats:
    """(blocks, len(SCORES)): logits that each block's text and links are injected."""
    return text_evidence(columns, weights).scores


def text_evidence(columns: Columns, weights: TextWeights) -> Evidence:
    """The text scores of a batch, and what they were made of."""
    summed = running_sum(columns.once(ngrams), weights.text)
    found = columns.once(outlinks).anchor
    anchor = stretch_score(summed, columns.anchor_start[found], columns.anchor_end[found])
    anchor = anchor + np.float32(weights.text_bias)
    host = host_scores(columns, weights)
    text = stretch_score(summed, columns.start, columns.end)
    bias = np.float32(weights.text_bias)
    scores = (
        text + bias,
        _window(columns, summed, text) + bias,
        _weaker_half(columns, summed) + bias,
        mean_of_outlinks(columns, anchor),
        mean_of_outlinks(columns, host),
        _best(columns, host),
        _written(columns, weights),
    )
    return Evidence(np.stack(scores, axis=1).astype(np.float32), summed, anchor, host)


def _window(columns: Columns, summed: NDArray[np.float64], whole: Floats) -> Floats:
    """The highest score of a stretch of _WINDOW characters; of the whole where it is not much longer."""
    half = _WINDOW // 2
    count = np.maximum((columns.end - columns.start) // half - 1, 0)
    count[count < 2] = 0
    owner = np.repeat(np.arange(len(columns)), count)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    start = columns.start[owner] + place * half
    best = whole.copy()
    long = np.flatnonzero(count)
    if len(long):
        score = stretch_score(summed, start, start + _WINDOW)
        best[long] = np.maximum.reduceat(score, (np.cumsum(count) - count)[long])
    return best


def _weaker_half(columns: Columns, summed: NDArray[np.float64]) -> Floats:
    """The lower of the scores of a block's two halves: high only where all of it speaks alike."""
    middle = (columns.start + columns.end) // 2
    halves = stretch_score(summed, columns.start, middle), stretch_score(summed, middle, columns.end)
    return np.minimum(*halves)


def _best(columns: Columns, value: Floats) -> Floats:
    best = np.zeros(len(columns), dtype=np.float32)
    block = columns.once(outlinks).block
    best[block] = -9.0
    np.maximum.at(best, block, value)
    return best


def hosts_joined(columns: Columns) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Folded characters of all outlinks' hosts, a space between them, and where each one starts."""
    anchor = columns.once(outlinks).anchor
    return _joined([columns.anchor_host[j][:_HOST_CHARACTERS] for j in anchor.tolist()])


def _joined(hosts: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    edges = np.cumsum([0, *(len(h) + 1 for h in hosts)], dtype=np.int64)
    folded = tables().folded[code_points(" " + " ".join(hosts) + " ")]
    return folded, edges + 1


def host_scores(columns: Columns, weights: TextWeights) -> Floats:
    """(outlinks,): logit that the host of each external link belongs to spam."""
    folded, edges = columns.once(hosts_joined)
    if len(edges) < 2:
        return np.zeros(0, dtype=np.float32)
    summed = running_sum(host_codes(folded, edges), weights.host)
    return stretch_score(summed, edges[:-1], edges[1:] - 1) + np.float32(weights.host_bias)


def _written(columns: Columns, weights: TextWeights) -> Floats:
    """The highest score of a host that is written out in the block's text; 0 where there is none."""
    found = columns.once(written_hosts)
    best = np.zeros(len(columns), dtype=np.float32)
    if not found:
        return best
    folded, edges = _joined([host[:_HOST_CHARACTERS] for _, host in found])
    summed = running_sum(host_codes(folded, edges), weights.host)
    score = stretch_score(summed, edges[:-1], edges[1:] - 1) + np.float32(weights.host_bias)
    block = np.array([i for i, _ in found])
    best[block] = -9.0
    np.maximum.at(best, block, score)
    return best


def host_codes(folded: NDArray[np.uint32], edges: NDArray[np.int64]) -> tuple[Codes, ...]:
    """Buckets of the n-grams of joined hosts."""
    return codes(folded, edges[1:] - 1, HOST_BITS)
