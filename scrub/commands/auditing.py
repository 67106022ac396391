"""What `scrub audit` does once its flags are understood."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from scrub.auditor import page_status
from scrub.commands.flags import Network
from scrub.commands.messages import tell_failure
from scrub.commands.progress import watched
from scrub.commands.reading import Addresses, walker
from scrub.commands.status import Status, status_of
from scrub.findings import Finding, Report, SiteReport
from scrub.inputs import Reading
from scrub.options import Options
from scrub.outputs import encoded, open_whole
from scrub.reports import ALARMING, REPORTS, Audited
from scrub.survey import Sources, Survey, examine


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an audit is to do besides looking at its inputs."""

    targets: tuple[tuple[str, Path | None], ...]
    max_pages: int | None = None
    jobs: int = 1
    quiet: bool = False


def audit_inputs(
    inputs: Sequence[str], reading: Reading, options: Options, network: Network, wishes: Wishes
) -> Status:
    """Audit every page, write every report; findings decide the status before failures do."""
    survey = Survey(" ".join(inputs), datetime.now(UTC).date().isoformat())
    with Addresses(network, early=False) as addresses:
        reading = replace(reading, fetch=addresses.fetch)
        sources = Sources(inputs, reading, network.options, wishes.max_pages, walker(network))
        for one in watched(examine(sources, options, wishes.jobs), "pages", wanted=not wishes.quiet):
            if one.failure:
                tell_failure(one.place.source or one.place.url, one.failure)
            survey.add(one)
        survey.leave_unchecked(sources.unchecked)
    report = survey.report(by_address=sources.walked)
    for name, path in wishes.targets:
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
