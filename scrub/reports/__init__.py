"""Audits into the world. A new report format is one module with `write`, and one row in REPORTS."""

from __future__ import annotations

from scrub.reports import console, csv, html, json, markdown, sarif

__all__ = ["REPORTS"]

# Each is called as write(report, stream) and says the same of the same report, whenever it is called.
REPORTS = {
    "console": console.write,
    "html": html.write,
    "json": json.write,
    "csv": csv.write,
    "sarif": sarif.write,
    "markdown": markdown.write,
}
