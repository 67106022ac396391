"""Decisions as columns: which stretches of which documents, and why."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import feature_rows, fill_surroundings
from scrub.classifier.evidence import Evidence, text_evidence
from scrub.classifier.finer import Cut
from scrub.classifier.model import SpamModel, Stage
from scrub.classifier.stage import probability
from scrub.reasons import BESIDE, MEASURED, speaking
from scrub.signals import SIGNALS, fill_signals
from scrub.signals.columns import Columns
from scrub.values import ANCHOR, BLOCK, RUN

Floats = NDArray[np.float32]
Masks = NDArray[np.bool_]
Bits = NDArray[np.uint64]

_SUSPECT = 0.01  # probability from which it is asked what speaks against a block


class Scored(NamedTuple):
    """Blocks of a batch with their probability and the reasons that speak against them."""

    columns: Columns
    evidence: Evidence
    probability: Floats
    why: Bits


class Spans(NamedTuple):
    """Decisions about the documents of a batch; offsets in the text of each one's own document."""

    page: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    block: NDArray[np.int64]
    unit: NDArray[np.int64]
    score: Floats
    why: Bits
    removed: Masks
    warned: Masks


class Seen(NamedTuple):
    """Blocks of a batch with all that a stage asks about them."""

    columns: Columns
    evidence: Evidence
    features: Floats


def see(columns: Columns, model: SpamModel) -> Seen:
    """The features of every block of a batch."""
    rows = feature_rows(columns)
    fill_signals(columns, rows[: len(SIGNALS)])
    evidence = text_evidence(columns, model.text, rows[len(SIGNALS) : MEASURED])
    fill_surroundings(columns, rows)
    return Seen(columns, evidence, rows.T)


def score(columns: Columns, model: SpamModel) -> Scored:
    """Probability and reasons of every block of a batch."""
    return score_seen(see(columns, model), model, model.block)


def score_seen(seen: Seen, model: SpamModel, stage: Stage) -> Scored:
    """Probability and reasons of every block by a stage."""
    likely = probability(seen.features, stage)
    why = np.zeros(len(likely), dtype=np.uint64)
    _explain(why, np.flatnonzero(likely >= _SUSPECT), seen, model)
    return Scored(seen.columns, seen.evidence, likely, why)


def score_again(seen: Seen, scored: Scored, rows: NDArray[np.int64], model: SpamModel) -> Scored:
    """What was scored by the stage for blocks, where the features of some rows have changed since."""
    likely, why = scored.probability.copy(), scored.why.copy()
    likely[rows] = probability(seen.features[rows], model.block)
    why[rows] = 0
    _explain(why, rows[likely[rows] >= _SUSPECT], seen, model)
    return Scored(seen.columns, seen.evidence, likely, why)


def _explain(why: Bits, rows: NDArray[np.int64], seen: Seen, model: SpamModel) -> None:
    """Fill in the reasons of some rows."""
    if len(rows):
        why[rows] = speaking(seen.features[rows, :MEASURED], model.speaks)


def cut_spans(flat: list[tuple[int, Cut]], likely: Floats, why: Bits, removed: Masks, warned: Masks) -> Spans:
    """Spans of cuts; flat: (document, cut)."""

    def column(values: list[int]) -> NDArray[np.int64]:
        return np.array(values, dtype=np.int64)

    return Spans(
        column([p for p, _ in flat]),
        column([cut.start for _, cut in flat]),
        column([cut.end for _, cut in flat]),
        column([cut.block for _, cut in flat]),
        column([ANCHOR if cut.anchor else RUN for _, cut in flat]),
        likely,
        why,
        removed,
        removed | warned,
    )


@cache
def no_spans() -> Spans:
    """None at all."""
    none = np.zeros(0, np.bool_)
    return cut_spans([], np.zeros(0, np.float32), np.zeros(0, np.uint64), none, none)


def owners(scored: Scored, spans: Spans) -> NDArray[np.int64]:
    """Blocks of the batch that hold stretches."""
    result: NDArray[np.int64] = spans.block + scored.columns.first_block[spans.page]
    return result


def block_spans(
    scored: Scored, blocks: NDArray[np.int64], removed: Masks, warned: Masks, alone: Masks
) -> Spans:
    """Spans of whole blocks; removed, warned, and whether they were by themselves: per block of the batch."""
    columns = scored.columns
    page = columns.page[blocks].astype(np.int64)
    shift = columns.first_character[page]
    return Spans(
        page,
        (columns.start[blocks] - shift).astype(np.int64),
        (columns.end[blocks] - shift).astype(np.int64),
        (blocks - columns.first_block[page]).astype(np.int64),
        np.full(len(blocks), BLOCK, dtype=np.int64),
        scored.probability[blocks],
        scored.why[blocks] | np.where(removed & ~alone, BESIDE, np.uint64(0))[blocks],
        removed[blocks],
        (removed | warned)[blocks],
    )


def merge(a: Spans, b: Spans) -> Spans:
    """Two sets of spans as one, in the order of pages and texts."""
    pairs: Iterable[tuple[NDArray[Any], NDArray[Any]]] = zip(a, b, strict=True)
    both = Spans._make(np.concatenate(pair) for pair in pairs)
    return select(both, np.lexsort((both.start, both.page)))


def select(spans: Spans, chosen: NDArray[np.int64] | Masks) -> Spans:
    """Some of the spans, by number or by mask."""
    return Spans._make(column[chosen] for column in spans)
