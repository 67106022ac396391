"""The audit as a table (RFC 4180): one row a finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TextIO

from scrub.findings import Located, SiteReport
from scrub.reports.defanged import defanged_text, domains_of
from scrub.urls import defang

COLUMNS = (
    "url", "source", "line", "column", "severity", "kind", "family", "score", "text", "domains", "links",
    "hidden", "rule", "seen_by", "language", "reasons", "places", "css_path", "campaign", "captured", "first",
    "known", "suppressed", "fingerprint", "advice", "patched",
)  # fmt: skip

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"); the wide forms are
# what East Asian input methods write, and some spreadsheets read them alike.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write(report: SiteReport, stream: TextIO) -> None:
    """Write the header and the rows."""
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for located in report.findings:
        table.writerow([_cell(value) for value in _row(located)])


def _row(located: Located) -> tuple[object, ...]:
    """The values of one row, in the order of COLUMNS."""
    finding = located.finding
    return (
        located.url,
        located.source,
        finding.line,
        finding.column,
        finding.severity,
        finding.kind,
        finding.family,
        f"{finding.score:.4f}",
        defanged_text(finding.text),
        " ".join(map(defang, domains_of(finding.links))),
        " ".join(map(defang, finding.links)),
        " ".join(finding.hidden),
        finding.rule,
        " ".join(finding.seen_by),
        finding.language,
        "; ".join(finding.reasons),
        "; ".join(located.places),
        finding.css_path,
        located.campaign,
        located.captured,
        located.first,
        "yes" if located.known else "no",
        located.suppressed,
        located.fingerprint,
        finding.advice,
        located.patched,
    )


def _cell(value: object) -> str:
    """The value as text that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \x00\u00a0\ufeff").startswith(_FORMULA) else text
