"""The audit as one JSON object: status, findings, probes, and what was not checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TextIO

from scrub.reports.audited import Audited, worst


def write(audited: Sequence[Audited], stream: TextIO) -> None:
    """Write the object. Findings come in the order of the inputs, each with the url of its page."""
    json.dump(_record(audited), stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def _record(audited: Sequence[Audited]) -> dict[str, Any]:
    return {
        "status": worst(audited),
        "pages": [
            {"url": one.report.url if one.report else None, "source": one.source, "status": one.status}
            for one in audited
        ],
        "findings": [
            {"url": one.where, **asdict(finding)}
            for one in audited
            if one.report
            for finding in one.report.findings
        ],
        "probes": sorted({probe for one in audited if one.report for probe in one.report.probes}),
        "unchecked": [reason for one in audited for reason in _unchecked(one)],
    }


def _unchecked(one: Audited) -> list[str]:
    if one.report is None:
        return [f"{one.source}: {one.error}"]
    return [f"{one.where}: {reason}" for reason in one.report.unchecked]
