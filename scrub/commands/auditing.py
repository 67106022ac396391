"""What `scrub audit` does once its flags are understood."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from scrub.auditor import page_status
from scrub.commands.messages import tell_failure
from scrub.commands.progress import watched
from scrub.commands.status import Status, status_of
from scrub.findings import Finding, Report, SiteReport
from scrub.inputs import Failure
from scrub.options import Options
from scrub.outputs import encoded, open_whole
from scrub.reports import ALARMING, REPORTS, Audited
from scrub.survey import Survey, examine
from scrub.values import Page


def audit_inputs(
    found: Iterable[Page | Failure],
    targets: Iterable[tuple[str, Path | None]],
    options: Options,
    *,
    target: str,
    jobs: int,
    quiet: bool,
) -> Status:
    """Audit every page, write every report; findings decide the status before failures do."""
    survey = Survey(target)
    for one in watched(examine(found, options, jobs), "pages", wanted=not quiet):
        if one.failure:
            tell_failure(one.place.source or one.place.url, one.failure)
        survey.add(one)
    report = survey.report()
    for name, path in targets:
        _write(name, path, _by_page(report))
    if report.status in ALARMING:
        return Status.FINDINGS
    return status_of(report.pages, len(report.skipped))


def _by_page(report: SiteReport) -> list[Audited]:
    """One entry for every page with findings and every input without a page; one that is all clean."""
    pages: dict[str, list[Finding]] = {}
    for one in report.findings:
        pages.setdefault(one.url, []).append(one.finding)
    told = [
        Audited(url, Report(url, page_status(found), tuple(found), report.probes, report.unchecked))
        for url, found in pages.items()
    ]
    if report.pages and not told:
        told = [Audited(report.target, Report(None, "clean", (), report.probes, report.unchecked))]
    return told + [Audited(name, None, reason) for name, reason in report.skipped]


def _write(name: str, path: Path | None, audited: Sequence[Audited]) -> None:
    if path is None:
        REPORTS[name](audited, sys.stdout)
        return
    written = StringIO()
    REPORTS[name](audited, written)
    with open_whole(path) as stream:
        stream.write(encoded(written.getvalue()))
