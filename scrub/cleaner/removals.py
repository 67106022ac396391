"""Removals for people: the text that went, where it stood, and the reasons in words."""

from __future__ import annotations

import numpy as np

from scrub.places import line_of, links_between
from scrub.policy import reasons
from scrub.values import FAMILIES, Document, Removal, Verdicts


def describe(
    document: Document, verdicts: Verdicts, cut_of_span: dict[int, tuple[int, str]], source: str | None
) -> tuple[Removal, ...]:
    """One Removal for every span that was removed, in text order."""
    if not len(verdicts.span_removed):
        return ()
    removals = []
    for k in np.flatnonzero(verdicts.span_removed).tolist():
        at, cut = cut_of_span.get(k, (-1, ""))
        start, end = int(verdicts.span_start[k]), int(verdicts.span_end[k])
        links = links_between(document, start, end)
        text = document.text[start:end]
        removals.append(
            Removal(
                text=text,
                score=float(verdicts.span_score[k]),
                family=FAMILIES[verdicts.span_family[k]],
                reasons=reasons(document, verdicts, k),
                css_path=document.css_path(int(verdicts.span_block[k])),
                line=line_of(document, start, text, links, source),
                links=links,
                cut=cut,
                at=at,
            )
        )
    return tuple(removals)
