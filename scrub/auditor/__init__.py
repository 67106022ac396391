"""Document and Verdicts -> Report: what was injected, where it stands, how it hides, what to do."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scrub.auditor.advice import ADVICE
from scrub.auditor.origins import lowered, origin_of
from scrub.auditor.shells import shell_finding
from scrub.auditor.stretches import Stretch, stretches
from scrub.findings import Finding, Report
from scrub.options import Options
from scrub.places import links_between, place_of
from scrub.policy import reasons
from scrub.reasons import TOLD_BITS
from scrub.values import (
    ANCHOR,
    BLOCK,
    BY_RULE,
    FAMILIES,
    HIDING_BIT,
    WHOLE_PAGE,
    Document,
    Verdicts,
    hiding_names,
)

__all__ = ["audit_document", "page_status", "stretches"]

# What an audit of one page as it was given did not look at: never reported as clean.
_UNCHECKED = ("cloaking", "scripts", "external style sheets", "rendered page")

# Mechanisms that take text from every reader; "aria" and "reader" leave it to some of them.
_HIDES = 0xFFFF & ~(HIDING_BIT["aria"] | HIDING_BIT["reader"] | HIDING_BIT["rule"])
# As many anchors make a list of links a farm.
_FARM_LINKS = 3


def audit_document(
    document: Document, verdicts: Verdicts, source: str | None = None, options: Options | None = None
) -> Report:
    """The report on one page.

    source is the page as text; findings then know their line. options: a page without text is judged
    by its title and description, too.
    """
    findings = tuple(_finding(document, verdicts, one, source) for one in stretches(document, verdicts))
    if options and (shell := shell_finding(document, options)):
        findings = (shell,)
    return Report(
        url=document.url,
        status=page_status(findings),
        findings=findings,
        probes=("page text",) if not document.markup else ("page text", "inline styles", "style blocks"),
        unchecked=_UNCHECKED if document.markup else (),
    )


def _finding(document: Document, verdicts: Verdicts, stretch: Stretch, source: str | None) -> Finding:
    start, end, first, last = stretch
    surest = first + int(np.argmax(verdicts.span_score[first:last]))
    block = int(verdicts.span_block[first])
    text = document.text[start:end]
    links = links_between(document, start, end)
    hidden = _hiding(document, block, start, end)
    unit = int(verdicts.span_unit[first])
    unit = unit if unit == WHOLE_PAGE or last == first + 1 else BLOCK
    kind = _kind(unit, len(links), bool(hidden))
    line, column = place_of(document, start, text, links, source) or (None, None)
    family = FAMILIES[verdicts.span_family[surest]]
    severity, why = _severity(verdicts, surest), reasons(document, verdicts, surest, (start, end))
    origin = None
    if unit != WHOLE_PAGE:
        told = family if int(verdicts.span_why[surest]) & int(TOLD_BITS) else "other"
        origin = origin_of(document, start, end, block, links, told, hidden=bool(hidden))
    if origin:
        kind, severity = origin.kind or kind, lowered(severity, origin.lower)
        why = (origin.reason, *why)
    return Finding(
        kind=kind,
        severity=severity,
        text=text,
        score=float(verdicts.span_score[surest]),
        family=family,
        reasons=why,
        css_path=document.css_path(block),
        line=line,
        links=links,
        hidden=hidden,
        advice=ADVICE[kind],
        column=column,
    )


def _severity(verdicts: Verdicts, k: int) -> str:
    """error: removed. warning: passes the looser threshold of `sensitivity`. info: only a remark."""
    if verdicts.span_removed[k]:
        return "error"
    return "warning" if verdicts.span_warned[k] else "info"


def _hiding(document: Document, block: int, start: int, end: int) -> tuple[str, ...]:
    """Names of the mechanisms that hide the span from a reader."""
    bits = int(document.hidden[block])
    inside = np.flatnonzero((document.anchor_start >= start) & (document.anchor_end <= end))
    if len(inside):
        bits |= int(np.bitwise_and.reduce(document.anchor_hidden[inside]))
    if not (bits | bits >> BY_RULE) & _HIDES:
        return ()
    return hiding_names(bits)


def _kind(unit: int, links: int, hidden: bool) -> str:
    if unit == WHOLE_PAGE:
        return "doorway"
    if unit == ANCHOR:
        return "inserted_link"
    if links >= _FARM_LINKS:
        return "link_farm"
    if hidden:
        return "hidden_text"
    return "inserted_link" if links else "spam_text"


def page_status(findings: Iterable[Finding]) -> str:
    """compromised where something is sure, suspect where a warning stands; a remark alarms nobody."""
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "compromised"
    return "suspect" if "warning" in severities else "clean"
