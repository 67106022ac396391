"""What `scrub audit` does once its flags are understood."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from scrub.commands.flags import Network
from scrub.commands.messages import tell_failure
from scrub.commands.progress import watched
from scrub.commands.reading import Addresses, walker
from scrub.commands.status import Status, status_of
from scrub.findings import SiteReport
from scrub.inputs import Reading
from scrub.options import Options
from scrub.outputs import encoded, open_whole
from scrub.reports import REPORTS
from scrub.survey import Cloaking, Knowledge, Sources, Survey, check_links, examine


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an audit is to do besides looking at its inputs."""

    targets: tuple[tuple[str, Path | None], ...]
    max_pages: int | None = None
    cloaking: int = 0
    check_links: int = 0
    jobs: int = 1
    quiet: bool = False


def audit_inputs(
    inputs: Sequence[str], reading: Reading, options: Options, network: Network, wishes: Wishes
) -> Status:
    """Audit every page, write every report; findings decide the status before failures do."""
    survey = Survey(" ".join(inputs), Knowledge(datetime.now(UTC).date().isoformat()))
    cloaking = Cloaking(wishes.cloaking)
    with Addresses(network, early=False) as addresses:
        reading = replace(reading, fetch=addresses.fetch)
        sources = Sources(inputs, reading, network.options, wishes.max_pages, walker(network))
        for one in watched(examine(sources, options, wishes.jobs), "pages", wanted=not wishes.quiet):
            if one.failure:
                tell_failure(one.place.source or one.place.url, one.failure)
            survey.add(one)
            cloaking.add(one)
        if wishes.cloaking:
            survey.take(cloaking.run(addresses.session, options))
        if wishes.check_links:
            linked = check_links(
                survey.outlinks, addresses.session, options, survey.found, wishes.check_links
            )
            survey.take(linked)
        survey.leave_unchecked(sources.unchecked)
    report = survey.report(walked=sources.walked)
    for form, path in wishes.targets:
        _write(form, path, report)
    if report.status in ("suspect", "compromised"):
        return Status.FINDINGS
    return status_of(report.pages, len(report.skipped))


def _write(form: str, path: Path | None, report: SiteReport) -> None:
    if path is None and form == "console":  # the one that asks whether it talks to a terminal
        REPORTS[form](report, sys.stdout)
        return
    written = StringIO()
    REPORTS[form](report, written)
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(encoded(written.getvalue()))
        return
    with open_whole(path) as stream:
        stream.write(encoded(written.getvalue()))
