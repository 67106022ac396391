"""The audit as one JSON object; `docs/report.schema.json` describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, TextIO

from scrub.findings import Located, SiteReport


def write(report: SiteReport, stream: TextIO) -> None:
    """Write the object. Findings come in the order of the report, each with the url of its page."""
    json.dump(record(report), stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def record(report: SiteReport) -> dict[str, Any]:
    """The report as plain lists and dictionaries. Screenshots are pictures for people: left out."""
    return {
        "status": report.status,
        "target": report.target,
        "pages": report.pages,
        "alarmed": report.alarmed,
        "findings": [finding_record(located) for located in report.findings],
        "campaigns": [asdict(campaign) for campaign in report.campaigns],
        "targets": [asdict(target) for target in report.targets],
        "matrix": [
            {"url": sighting.url, "text": sighting.text, "seen": dict(sighting.seen)}
            for sighting in report.matrix
        ],
        "skipped": [{"source": source, "reason": reason} for source, reason in report.skipped],
        "probes": list(report.probes),
        "unchecked": list(report.unchecked),
        "partly": [{"url": url, "what": what} for url, what in report.partly],
        "gone": [{"fingerprint": fingerprint, "text": text} for fingerprint, text in report.gone],
        "notes": list(report.notes),
        "audited": report.audited,
        "model": report.model,
        "version": report.version,
    }


def finding_record(located: Located) -> dict[str, Any]:
    """The fields of a finding beside those that place it."""
    placed = {name: getattr(located, name) for name in Located.__slots__ if name != "finding"}
    return {"url": placed.pop("url"), **asdict(located.finding), **placed}
