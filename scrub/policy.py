"""The judge: scores become decisions, and every decision has at least two independent reasons.

Blocks first, then what stands beside them, then stretches inside the blocks that stay. A piece is
removed where its probability passes the threshold that the caller's `max_harm` allows and signals
of two different groups speak against it; else it is flagged and stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import features
from scrub.classifier.evidence import text_scores
from scrub.classifier.family import families_of
from scrub.classifier.model import SpamModel, Stage, spam_model
from scrub.classifier.stage import probability, threshold
from scrub.classifier.stretches import Cut, cut_finer, suspicious
from scrub.extractor import Content, ContentModel, content_model, extract
from scrub.options import Options
from scrub.reasons import guarded, reasons, speaking
from scrub.signals import measure
from scrub.signals.columns import Columns
from scrub.values import ANCHOR, BLOCK, FAMILY_CODE, RUN, WHOLE_PAGE, Document, Verdicts

__all__ = ["judge", "judge_many", "reasons"]

Floats = NDArray[np.float32]
Masks = NDArray[np.bool_]
Bits = NDArray[np.uint64]

FLAGGED = 0.5  # probability from which a piece is worth a remark
_DOORWAY = 0.6  # share of a page's characters that makes it a doorway page
_DOORWAY_BLOCKS = 3
_BESIDE = 0.3  # share of the threshold that suffices beside injected blocks
_BETWEEN = 60  # characters of a block that goes when it stands between two injected ones


class Scored(NamedTuple):
    """Blocks of a batch with their probability and the reasons that speak against them."""

    columns: Columns
    scores: Floats
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


def judge(document: Document, options: Options | None = None) -> Verdicts:
    """What is main content of a document, and what was injected."""
    return judge_many([document], options or Options())[0]


def judge_many(
    documents: Sequence[Document],
    options: Options,
    spam: SpamModel | None = None,
    content: ContentModel | None = None,
) -> list[Verdicts]:
    """Judge a batch of documents; the models are the shipped ones unless others are given.

    Raises ModelError where a shipped model is missing or damaged.
    """
    if not documents:
        return []
    spam = spam or spam_model()
    columns = Columns(documents)
    scored = score(columns, spam)
    found = decide(scored, spam, options)
    main = extract(columns, content or content_model())
    return [_verdicts(columns, scored, found, main, spam, p) for p in range(len(documents))]


def score(columns: Columns, model: SpamModel, stage: Stage | None = None) -> Scored:
    """Probability and reasons of every block of a batch."""
    signals = measure(columns)
    scores = text_scores(columns, model.text)
    likely = probability(features(columns, signals, scores), stage or model.block)
    why = np.zeros(len(columns), dtype=np.uint64)
    suspect = np.flatnonzero(likely >= 0.01)
    why[suspect] = speaking(np.concatenate((signals[suspect], scores[suspect]), axis=1), model.speaks)
    return Scored(columns, scores, likely, why)


def decide(scored: Scored, model: SpamModel, options: Options) -> Spans:
    """The spans of a batch: whole blocks, and stretches of the blocks that stay."""
    needed = threshold(model.block, options.max_harm)
    strong = (scored.probability >= needed) & guarded(scored.why)
    removed = beside(scored, strong, needed)
    flagged = (scored.probability >= FLAGGED) & ~removed
    inside = stretch_spans(scored, removed, model, options)
    blocks = np.flatnonzero(removed | flagged & ~np.isin(np.arange(len(removed)), _owners(scored, inside)))
    return _merge(_block_spans(scored, blocks, removed), inside)


def beside(scored: Scored, strong: Masks, needed: float) -> Masks:
    """Injected blocks and what goes with them: likely neighbours, and scraps between two of them.

    A farm goes whole, and a comment goes with the line that names its author.
    """
    columns = scored.columns
    likely = scored.probability >= _BESIDE * needed
    removed = strong.copy()
    parent = columns.parent[columns.element]
    for _ in range(2):
        for step in (1, -1):
            near = _shift(removed, step) & (columns.page == _shift(columns.page, step, -1))
            near &= parent == _shift(parent, step, -1)
            removed |= near & likely
    between = _shift(removed, 1) & _shift(removed, -1)
    between &= (columns.page == _shift(columns.page, 1, -1)) & (columns.page == _shift(columns.page, -1, -1))
    between &= (parent == _shift(parent, 1, -1)) & (parent == _shift(parent, -1, -1))
    result: Masks = removed | between & (columns.characters < _BETWEEN) & (scored.probability >= 0.02)
    return result


def _shift(column: NDArray[np.generic], step: int, fill: object = False) -> NDArray[np.generic]:
    """The column as seen by the next block (step 1) or the one before (-1)."""
    shifted = np.full_like(column, fill)
    if step > 0:
        shifted[step:] = column[:-step]
    else:
        shifted[:step] = column[-step:]
    return shifted


def stretch_spans(scored: Scored, skip: Masks, model: SpamModel, options: Options) -> Spans:
    """Links and stretches of text that are injected into blocks that stay."""
    columns = scored.columns
    cuts = suspicious(columns, scored.scores, model.text, skip)
    pages = [p for p, found in enumerate(cuts) if found]
    if not pages:
        return _no_spans()
    finer = [cut_finer(columns.documents[p], cuts[p]) for p in pages]
    fine = score(Columns([document for document, _ in finer]), model, model.stretch)
    rows = np.concatenate([at + fine.columns.first_block[k] for k, (_, at) in enumerate(finer)])
    flat = [(p, cut) for p in pages for cut in cuts[p]]
    likely, why = fine.probability[rows], fine.why[rows]
    needed = threshold(model.stretch, options.max_harm)
    removed = (likely >= needed) & guarded(why)
    kept = np.flatnonzero(removed | (likely >= FLAGGED))
    return _cut_spans([flat[k] for k in kept.tolist()], likely[kept], why[kept], removed[kept])


def _cut_spans(flat: list[tuple[int, Cut]], likely: Floats, why: Bits, removed: Masks) -> Spans:
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
    )


def _no_spans() -> Spans:
    return _cut_spans([], np.zeros(0, np.float32), np.zeros(0, np.uint64), np.zeros(0, np.bool_))


def _owners(scored: Scored, spans: Spans) -> NDArray[np.int64]:
    """Blocks of the batch that hold stretches."""
    result: NDArray[np.int64] = spans.block + scored.columns.first_block[spans.page]
    return result


def _block_spans(scored: Scored, blocks: NDArray[np.int64], removed: Masks) -> Spans:
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
        scored.why[blocks],
        removed[blocks],
    )


def _merge(a: Spans, b: Spans) -> Spans:
    """Two sets of spans as one, in the order of pages and texts."""
    both = Spans(*(np.concatenate(pair) for pair in zip(a, b, strict=True)))
    order = np.lexsort((both.start, both.page))
    return Spans(*(column[order] for column in both))


def _verdicts(columns: Columns, scored: Scored, found: Spans, content: Content, model: SpamModel, p: int) -> Verdicts:
    document = columns.documents[p]
    first = int(columns.first_block[p])
    own = slice(first, first + int(columns.block_count[p]))
    spans = Spans(*(column[found.page == p] for column in found))
    whole = spans.unit == BLOCK
    spam = np.zeros(len(document.start), dtype=np.bool_)
    spam[spans.block[whole & spans.removed]] = True
    doorway = _is_doorway(document, spam)
    family = families_of([document.text[a:b] for a, b in zip(spans.start.tolist(), spans.end.tolist())], model.families)
    block_family = np.full(len(spam), FAMILY_CODE["other"], dtype=np.uint8)
    block_family[spans.block] = family
    anchor_spam = _inside(document, spans)
    return Verdicts(
        main=content.main[own],
        content_score=content.score[own],
        spam=spam,
        score=scored.probability[own],
        family=block_family,
        why=scored.why[own],
        anchor_spam=anchor_spam,
        anchor_score=_anchor_scores(document, scored.probability[own], spans),
        span_start=spans.start.astype(np.int32),
        span_end=spans.end.astype(np.int32),
        span_block=spans.block.astype(np.int32),
        span_unit=np.where(whole & doorway, WHOLE_PAGE, spans.unit).astype(np.uint8),
        span_score=spans.score,
        span_family=family,
        span_why=spans.why,
        span_removed=spans.removed,
        doorway=doorway,
        page_type=content.page_type[p],
        page_type_score=float(content.page_type_score[p]),
        model=model.label,
    )


def _is_doorway(document: Document, spam: Masks) -> bool:
    """True where injected blocks are most of the page: nothing honest is left to clean."""
    if spam.sum() < _DOORWAY_BLOCKS:
        return False
    length = document.end - document.start
    return bool(length[spam].sum() >= _DOORWAY * length.sum())


def _inside(document: Document, spans: Spans) -> Masks:
    """True for anchors that lie in a removed span."""
    start, end = spans.start[spans.removed], spans.end[spans.removed]
    if not len(start):
        return np.zeros(len(document.anchor_start), dtype=np.bool_)
    at = np.searchsorted(start, document.anchor_start, side="right") - 1
    result: Masks = (at >= 0) & (document.anchor_end <= end[np.maximum(at, 0)])
    return result


def _anchor_scores(document: Document, likely: Floats, spans: Spans) -> Floats:
    """Of each anchor: the probability of its block, or of the anchor span where one was judged."""
    score = likely[document.anchor_block].astype(np.float32)
    single = np.flatnonzero(spans.unit == ANCHOR)
    at = np.searchsorted(document.anchor_start, spans.start[single])
    score[at] = spans.score[single]
    return score
