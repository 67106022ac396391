"""The judge: scores become decisions, and every decision has at least two independent reasons.

Blocks first, then what stands beside them, then stretches inside the blocks that stay. A piece is
removed where its probability passes the threshold that the caller's `max_harm` allows and signals
of two different groups speak against it; else it is flagged and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.family import families_of
from scrub.classifier.model import SpamModel, spam_model
from scrub.dense import one_thread
from scrub.extractor import Content, ContentModel, content_model, extract
from scrub.options import Options
from scrub.policy.closer import doubtful_pages, hides_more, see_hidden
from scrub.policy.decisions import decide
from scrub.policy.doorways import honest_paragraphs, is_doorway, whole_page
from scrub.policy.spans import Scored, Seen, Spans, score_seen, see, select
from scrub.reasons import reasons
from scrub.signals.columns import Columns
from scrub.values import ANCHOR, BLOCK, FAMILY_CODE, WHOLE_PAGE, Document, Verdicts

__all__ = ["judge", "judge_many", "reasons"]

Floats = NDArray[np.float32]
Masks = NDArray[np.bool_]

# Asked for document k once more, read more carefully; None where there is no more to read, or, where numbers of blocks
# are given, where it changes none of these.
Closer = Callable[[int, Sequence[int]], Document | None]


def judge(document: Document, options: Options | None = None) -> Verdicts:
    """What is main content of a document, and what was injected."""
    return judge_many([document], options or Options())[0]


@one_thread()
def judge_many(
    documents: Sequence[Document],
    options: Options,
    spam: SpamModel | None = None,
    content: ContentModel | None = None,
    closer: Closer | None = None,
) -> list[Verdicts]:
    """Judge a batch of documents; the models are those of the options unless others are given.

    Suspicious documents are judged as `closer` reads them, where it gives something new.
    Raises ModelError where a model is missing, damaged or not to be trusted.
    """
    if not documents:
        return []
    spam = spam or spam_model(options.models, options.trust_model)
    content = content or content_model(options.models, options.trust_model)
    seen = see(Columns(documents), spam)
    scored = score_seen(seen, spam, spam.block)
    suspects = doubtful_pages(seen, scored, spam) if closer else {}
    closely = _read_closer(suspects, closer)
    seen, scored, again = _look_again(seen, scored, closely, spam)
    verdicts: dict[int, Verdicts] = {}
    if len(again) < len(documents):
        found = decide(scored, spam, options)
        # What is alarming is looked at as a whole; a mere remark only where nobody has looked yet.
        if closely := _read_closer(_unseen(found, suspects, closely), closer):
            seen, scored, others = _look_again(seen, scored, closely, spam)
            again |= others
            found = decide(scored, spam, options) if len(others) < len(closely) else found
        main = extract(scored.columns, content)
        for p in set(range(len(documents))).difference(again):
            verdicts[p] = _verdicts(scored, found, main, spam, p)
    if again:
        verdicts.update(zip(again, judge_many(list(again.values()), options, spam, content), strict=True))
    return [verdicts[p] for p in range(len(documents))]


def _read_closer(asked: Mapping[int, Sequence[int]], closer: Closer | None) -> dict[int, Document]:
    """What a closer look at some pages, or at some blocks of theirs, shows, where it shows anything new."""
    read = {p: closer(p, asked[p]) for p in sorted(asked)} if closer else {}
    return {p: document for p, document in read.items() if document is not None}


def _unseen(
    found: Spans, asked: Mapping[int, Sequence[int]], closely: Mapping[int, Document]
) -> dict[int, tuple[int, ...]]:
    """What a closer look at the pages with spans has still to be asked: whole pages where a span is alarming, else the
    blocks with a mere remark, unless the page was asked before.

    asked: blocks of pages that were asked, none for whole pages; closely: the pages whose look showed anything new.
    """
    alarming = set(found.page[found.warned].tolist())
    wanted: dict[int, tuple[int, ...]] = {p: () for p in alarming - closely.keys() if asked.get(p, True)}
    for p, block in zip(found.page.tolist(), found.block.tolist()):
        if p not in alarming and p not in asked:
            wanted[p] = (*wanted.get(p, ()), block)
    return wanted


def _look_again(
    seen: Seen, scored: Scored, closely: dict[int, Document], model: SpamModel
) -> tuple[Seen, Scored, dict[int, Document]]:
    """All with closer looks at the pages that hide more, and the looks that show anything else."""
    documents = scored.columns.documents
    hiding = {p: document for p, document in closely.items() if hides_more(documents[p], document)}
    if hiding:
        seen, scored = see_hidden(seen, scored, hiding, model)
    return seen, scored, {p: document for p, document in closely.items() if p not in hiding}


def _verdicts(scored: Scored, found: Spans, content: Content, model: SpamModel, p: int) -> Verdicts:
    columns = scored.columns
    document = columns.documents[p]
    first = int(columns.first_block[p])
    own = slice(first, first + int(columns.block_count[p]))
    if not len(found.page) or not (of_page := found.page == p).any():
        return _nothing(scored, own, content, model, p)
    spans = select(found, of_page)
    spam = _whole_blocks(document, spans)
    honest = honest_paragraphs(document, content.main[own], scored.probability[own])
    doorway = is_doorway(document, spam, scored.probability[own], honest)
    if doorway:
        spans = whole_page(scored, p, spans, content.main[own])
        spam = _whole_blocks(document, spans)
    family = families_of(
        [document.text[a:b] for a, b in zip(spans.start.tolist(), spans.end.tolist())], model.families
    )
    block_family = np.full(len(spam), FAMILY_CODE["other"], dtype=np.uint8)
    block_family[spans.block] = family
    return replace(
        _nothing(scored, own, content, model, p),
        spam=spam,
        family=block_family,
        anchor_spam=_inside(document, spans),
        anchor_score=_anchor_scores(document, scored.probability[own], spans),
        span_start=spans.start.astype(np.int32),
        span_end=spans.end.astype(np.int32),
        span_block=spans.block.astype(np.int32),
        span_unit=np.where((spans.unit == BLOCK) & doorway, WHOLE_PAGE, spans.unit).astype(np.uint8),
        span_score=spans.score,
        span_family=family,
        span_why=spans.why,
        span_removed=spans.removed,
        span_warned=spans.warned,
        doorway=doorway,
    )


def _nothing(scored: Scored, own: slice, content: Content, model: SpamModel, p: int) -> Verdicts:
    """The verdicts of a page without a span; own: its blocks in the batch."""
    document, likely = scored.columns.documents[p], scored.probability[own]
    return Verdicts(
        main=content.main[own],
        content_score=content.score[own],
        spam=np.zeros(len(document.start), dtype=np.bool_),
        score=likely,
        family=np.full(len(document.start), FAMILY_CODE["other"], dtype=np.uint8),
        why=scored.why[own],
        anchor_spam=np.zeros(len(document.anchor_start), dtype=np.bool_),
        anchor_score=likely[document.anchor_block].astype(np.float32, copy=False),
        span_start=_NONE[np.int32],
        span_end=_NONE[np.int32],
        span_block=_NONE[np.int32],
        span_unit=_NONE[np.uint8],
        span_score=_NONE[np.float32],
        span_family=_NONE[np.uint8],
        span_why=_NONE[np.uint64],
        span_removed=_NONE[np.bool_],
        span_warned=_NONE[np.bool_],
        doorway=False,
        page_type=content.page_type[p],
        page_type_score=float(content.page_type_score[p]),
        model=model.label,
    )


# Columns of no spans.
_NONE: dict[type[np.generic], NDArray[Any]] = {
    kind: np.zeros(0, dtype=kind) for kind in (np.int32, np.uint8, np.float32, np.uint64, np.bool_)
}


def _whole_blocks(document: Document, spans: Spans) -> Masks:
    """True for the blocks that are removed as a whole."""
    found = np.zeros(len(document.start), dtype=np.bool_)
    found[spans.block[(spans.unit == BLOCK) & spans.removed]] = True
    return found


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
