"""Spans that a person would call one thing: the items of a farm become one finding, not two hundred."""

from __future__ import annotations

from typing import NamedTuple

from scrub.values import WHOLE_PAGE, Document, Verdicts


class Stretch(NamedTuple):
    """`text[start:end]`, and the spans of the verdicts that it is made of: `first` up to `last`."""

    start: int
    end: int
    first: int
    last: int


def stretches(document: Document, verdicts: Verdicts) -> list[Stretch]:
    """The spans in order; those that follow each other join.

    They join where no letter or digit stands between them and where they are as sure and as hidden
    as each other. All spans of a doorway page are one.
    """
    found: list[Stretch] = []
    for k in range(len(verdicts.span_start)):
        start, end = int(verdicts.span_start[k]), int(verdicts.span_end[k])
        if found and _follows(document, verdicts, k, found[-1].end):
            found[-1] = found[-1]._replace(end=end, last=k + 1)
        else:
            found.append(Stretch(start, end, k, k + 1))
    return found


def _follows(document: Document, verdicts: Verdicts, k: int, end: int) -> bool:
    """Whether span k goes on where span k - 1 ended."""
    whole = verdicts.span_unit[k - 1] == WHOLE_PAGE, verdicts.span_unit[k] == WHOLE_PAGE
    if any(whole):
        return all(whole)
    before, here = int(verdicts.span_block[k - 1]), int(verdicts.span_block[k])
    return (
        not any(map(str.isalnum, document.text[end : int(verdicts.span_start[k])]))
        and verdicts.span_removed[k - 1] == verdicts.span_removed[k]
        and verdicts.span_warned[k - 1] == verdicts.span_warned[k]
        and bool(document.hidden[before] == document.hidden[here])
    )
