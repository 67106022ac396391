"""Text scores: what the n-grams of a block, of its worst stretch, of its anchors and hosts speak for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.languages import Profiles, language_scores
from scrub.classifier.ngrams import Codes, codes, cumulated, stretch_score, weigh, weigh_before, weigh_both
from scrub.classifier.vocabulary import word_scores
from scrub.native import compiled
from scrub.signals.addresses import written_hosts
from scrub.signals.columns import Columns
from scrub.signals.links import means_of_outlinks, outlink_count, outlinks, per_outlink
from scrub.signals.whole import blocks_at
from scrub.text.characters import code_points, tables

Floats = NDArray[np.float32]
T = TypeVar("T")

SCORES = (
    "text_score",
    "window_score",
    "weaker_half",
    "word_score",
    "anchor_score",
    "host_score",
    "host_best",
    "written_host",
    "foreign_language",
    "language_fit",
    "neutral_text",
    "neutral_word",
)
HOST_BITS = 14
_WINDOW = 64  # characters of a stretch, moved on by half of it
_HOST_CHARACTERS = 80


class TextWeights(NamedTuple):
    """Weights of the n-gram models: of text, of its words, and of the addresses that links lead to.

    language: see `languages`. neutral, neutral_word: weights of text and words that no language has by itself: they
    were fitted beside an intercept for each, so that a language whose spam nobody has seen is no sign of honest text.
    """

    text: Floats
    text_bias: float
    word: Floats
    word_bias: float
    host: Floats
    host_bias: float
    language: Profiles
    neutral: Floats
    neutral_word: Floats


class Evidence(NamedTuple):
    """What the n-grams of a batch say.

    scores: (blocks, len(SCORES)) logits; summed: running sum of the weights over all characters;
    anchor, host: (outlinks,) logits that the text and the host of each external link belong to spam.
    """

    scores: Floats
    summed: NDArray[np.float64]
    anchor: Floats
    host: Floats


class _Weighed(Generic[T]):
    """A measure that depends on the weights of a model: done once for each."""

    def __init__(self, measure: Callable[[Columns, TextWeights], T], weights: TextWeights) -> None:
        self._key = measure, id(weights.text), id(weights.host), id(weights.neutral)
        self._measure, self._weights = measure, weights

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Weighed) and self._key == other._key

    def __call__(self, columns: Columns) -> T:
        return self._measure(columns, self._weights)


def _of_characters(columns: Columns, weights: TextWeights) -> tuple[Floats, Floats]:
    """(characters,) twice: the weights of the n-grams that start at each one, and the neutral ones."""
    whole = columns.whole
    if whole is None:
        return columns.once(_Weighed(_weighed, weights))
    both = tuple(whole.characters(each).copy() for each in whole.columns.once(_Weighed(_weighed, weights)))
    for each, weight in zip(both, (weights.text, weights.neutral), strict=True):
        weigh_before(each, columns.folded, columns.end, weight)
    return both[0], both[1]


def _weighed(columns: Columns, weights: TextWeights) -> tuple[Floats, Floats]:
    return weigh_both(columns.folded, columns.end, weights.text, weights.neutral)


def text_scores(columns: Columns, weights: TextWeights) -> Floats:
    """(blocks, len(SCORES)): logits that each block's text and links are injected."""
    return text_evidence(columns, weights).scores


def text_evidence(columns: Columns, weights: TextWeights, rows: Floats | None = None) -> Evidence:
    """The text scores of a batch, and what they were made of; rows: room for the scores, (len(SCORES), blocks)."""
    each, neutral = _of_characters(columns, weights)
    summed = cumulated(each)
    host = per_outlink(columns, _Weighed(host_scores, weights))
    if rows is None:
        rows = np.empty((len(SCORES), len(columns)), dtype=np.float32)
    _fill_of_blocks(columns, summed, rows[:3])
    rows[:3] += np.float32(weights.text_bias)
    rows[3] = word_scores(columns, weights.word)
    rows[3] += np.float32(weights.word_bias)
    anchor = _of_links(columns, weights, summed, host, rows[4:8])
    rows[8:10] = language_scores(columns, weights.language)
    rows[10] = neutral_scores(columns, neutral)
    rows[11] = word_scores(columns, weights.neutral_word)
    return Evidence(rows.T, summed, anchor, host)


def neutral_scores(columns: Columns, each: Floats) -> Floats:
    """(blocks,): what the n-grams of each block say in any language, as `stretch_score` gathers it.

    each: (characters,) their neutral weights.
    """
    if compiled is None:
        return stretch_score(cumulated(each), columns.start, columns.end)
    score = np.empty(len(columns), dtype=np.float32)
    compiled.block_scores(each, columns.start, columns.end, score)
    return score


def _of_links(
    columns: Columns, weights: TextWeights, summed: NDArray[np.float64], host: Floats, rows: Floats
) -> Floats:
    """(outlinks,): the scores of their texts; fills the rows of what anchors and hosts say of each block."""
    found = columns.once(outlinks)
    named_in, named = _written(columns, weights)
    bias = np.float32(weights.text_bias)
    if compiled is not None:
        anchor = np.empty(len(host), dtype=np.float32)
        compiled.link_evidence(
            summed, found.anchor, columns.anchor_start, columns.anchor_end, found.block, host,
            columns.once(outlink_count), named_in, named, np.array([bias]), anchor, rows,
        )  # fmt: skip
        return anchor
    anchor = (
        stretch_score(summed, columns.anchor_start[found.anchor], columns.anchor_end[found.anchor]) + bias
    )
    rows[:2] = means_of_outlinks(columns, (anchor, host))
    rows[2], rows[3] = _best(columns, found.block, host), _best(columns, named_in, named)
    return anchor


def of_blocks(columns: Columns, summed: NDArray[np.float64]) -> Floats:
    """(3, blocks): the score of each block, of the highest window in it, and of its weaker half."""
    rows = np.empty((3, len(columns)), dtype=np.float32)
    _fill_of_blocks(columns, summed, rows)
    return rows


def _fill_of_blocks(columns: Columns, summed: NDArray[np.float64], rows: Floats) -> None:
    if compiled is not None:
        compiled.stretch_rows(summed, columns.start, columns.end, rows)
        return
    rows[0] = stretch_score(summed, columns.start, columns.end)
    rows[1], rows[2] = _window(columns, summed, rows[0]), _weaker_half(columns, summed)


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


def _best(columns: Columns, block: NDArray[np.integer], value: Floats) -> Floats:
    """(blocks,): the highest of the values whose blocks are given; 0 where there is none."""
    best = np.zeros(len(columns), dtype=np.float32)
    if not len(block):
        return best
    best[block] = -9.0
    np.maximum.at(best, block, value)
    return best


def hosts_joined(columns: Columns) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Folded characters of all outlinks' hosts, a space between them, and where each one starts."""
    anchor = columns.once(outlinks).anchor
    return _joined([columns.anchor_host[j][:_HOST_CHARACTERS] for j in anchor.tolist()])


def _joined(hosts: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    length = np.array([0, *map(len, hosts)], dtype=np.int64)
    length[1:] += 1
    edges = np.cumsum(length)
    folded = tables().folded[code_points(" " + " ".join(hosts) + " ")]
    return folded, edges + 1


def host_scores(columns: Columns, weights: TextWeights) -> Floats:
    """(outlinks,): logit that the host of each external link belongs to spam."""
    hosts = columns.anchor_host
    return _scores_of_hosts([hosts[j] for j in columns.once(outlinks).anchor.tolist()], weights)


def _scores_of_hosts(hosts: list[str], weights: TextWeights) -> Floats:
    if compiled is None:
        return _scores_of_joined(*_joined([host[:_HOST_CHARACTERS] for host in hosts]), weights)
    score = np.empty(len(hosts), dtype=np.float32)
    weight, bias = np.ascontiguousarray(weights.host, np.float32), np.array([weights.host_bias], np.float32)
    compiled.host_scores(hosts, tables().folded, weight, bias, score)
    return score


def _scores_of_joined(folded: NDArray[np.uint32], edges: NDArray[np.int64], weights: TextWeights) -> Floats:
    if len(edges) < 2:
        return np.zeros(0, dtype=np.float32)
    summed = cumulated(weigh(folded, edges[1:] - 1, weights.host))
    return stretch_score(summed, edges[:-1], edges[1:] - 1) + np.float32(weights.host_bias)


def _written(columns: Columns, weights: TextWeights) -> tuple[NDArray[np.int32], Floats]:
    """Blocks in whose text a host is written out, and the score of each such host."""
    whole = columns.whole
    everywhere = columns if whole is None else whole.columns
    offset = everywhere.once(written_hosts)[0]
    if not len(offset):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    score = everywhere.once(_Weighed(_written_scores, weights))
    if whole is not None:
        index, offset = whole.offsets(offset)
        score = score[index]
    return blocks_at(columns, offset).astype(np.int32), score


def _written_scores(columns: Columns, weights: TextWeights) -> Floats:
    """(written hosts,): logit that each belongs to spam."""
    return _scores_of_hosts(columns.once(written_hosts)[1], weights)


def host_codes(folded: NDArray[np.uint32], edges: NDArray[np.int64]) -> tuple[Codes, ...]:
    """Buckets of the n-grams of joined hosts."""
    return codes(folded, edges[1:] - 1, HOST_BITS)
