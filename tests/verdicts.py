"""Verdicts made by hand, for tests of what comes behind the judge."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scrub.values import BLOCK, Document, Verdicts


def verdicts_for(
    document: Document,
    *,
    main: Iterable[int] | None = None,
    spans: Iterable[tuple[int, int]] = (),
    unit: int = BLOCK,
    doorway: bool = False,
) -> Verdicts:
    """Verdicts in which the named blocks (all by default) are main content and the spans are removed."""
    count = len(document.start)
    mask = np.ones(count, dtype=np.bool_)
    if main is not None:
        mask[:] = False
        mask[list(main)] = True
    rows = sorted(spans)
    start = np.array([a for a, _ in rows], dtype=np.int32)
    end = np.array([b for _, b in rows], dtype=np.int32)
    block = (np.searchsorted(document.start, start, side="right") - 1).astype(np.int32)
    spam = np.zeros(count, dtype=np.bool_)
    covered = [
        any(a <= s and e <= b for a, b in rows)
        for s, e in zip(document.anchor_start, document.anchor_end, strict=True)
    ]
    return Verdicts(
        main=mask,
        content_score=mask.astype(np.float32),
        spam=spam,
        score=np.zeros(count, dtype=np.float32),
        family=np.zeros(count, dtype=np.uint8),
        why=np.zeros(count, dtype=np.uint64),
        anchor_spam=np.array(covered, dtype=np.bool_),
        anchor_score=np.zeros(len(document.anchor_start), dtype=np.float32),
        span_start=start,
        span_end=end,
        span_block=block,
        span_unit=np.full(len(rows), unit, dtype=np.uint8),
        span_score=np.full(len(rows), 0.99, dtype=np.float32),
        span_family=np.zeros(len(rows), dtype=np.uint8),
        span_why=np.zeros(len(rows), dtype=np.uint64),
        span_removed=np.ones(len(rows), dtype=np.bool_),
        span_warned=np.ones(len(rows), dtype=np.bool_),
        doorway=doorway,
        page_type="article",
        page_type_score=1.0,
        model="test",
    )


def spans_of(document: Document, *pieces: str) -> list[tuple[int, int]]:
    """Where these texts stand in the document."""
    found = [(document.text.index(piece), len(piece)) for piece in pieces]
    return [(start, start + length) for start, length in found]
