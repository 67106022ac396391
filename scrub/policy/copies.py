"""What is certain on one page is no less so on another: copies of what was removed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scrub.fingerprints import digest
from scrub.reasons import COPY
from scrub.values import BLOCK, Document, Verdicts


def remove_copies(document: Document, verdicts: Verdicts, known: Mapping[str, float]) -> Verdicts:
    """The verdicts, where flagged pieces whose words are known are removed too.

    known: the score by the fingerprint of the words. Only what was flagged on its own page is looked at:
    text that looks honest here stays, whatever was removed elsewhere.
    """
    flagged = np.flatnonzero(~verdicts.span_removed).tolist()
    words = {k: digest(document.text[verdicts.span_start[k] : verdicts.span_end[k]]) for k in flagged}
    chosen = [k for k in flagged if words[k] in known]
    if not chosen:
        return verdicts
    removed, score, why = verdicts.span_removed.copy(), verdicts.span_score.copy(), verdicts.span_why.copy()
    removed[chosen] = True
    score[chosen] = np.maximum(score[chosen], np.array([known[words[k]] for k in chosen], np.float32))
    why[chosen] |= COPY
    spam, anchor_spam = verdicts.spam.copy(), verdicts.anchor_spam.copy()
    for k in chosen:
        if verdicts.span_unit[k] == BLOCK:
            spam[verdicts.span_block[k]] = True
        start, end = verdicts.span_start[k], verdicts.span_end[k]
        anchor_spam |= (document.anchor_start >= start) & (document.anchor_end <= end)
    return replace(
        verdicts, span_removed=removed, span_score=score, span_why=why, spam=spam, anchor_spam=anchor_spam
    )
