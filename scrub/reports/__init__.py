"""Audits into the world. A new report format is one module with `write`, and one row in REPORTS."""

from __future__ import annotations

from scrub.reports import console, json
from scrub.reports.audited import ALARMING, Audited, worst

__all__ = ["ALARMING", "REPORTS", "Audited", "worst"]

REPORTS = {"console": console.write, "json": json.write}
