"""What `scrub audit` does once its flags are understood."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from scrub import runner
from scrub.commands.messages import tell_failure
from scrub.commands.progress import watched
from scrub.commands.status import Status, status_of
from scrub.findings import Report
from scrub.inputs import Failure
from scrub.options import Options
from scrub.outputs import encoded, open_whole
from scrub.reports import ALARMING, REPORTS, Audited
from scrub.values import Page


def audit_inputs(
    found: Iterable[Page | Failure],
    targets: Iterable[tuple[str, Path | None]],
    options: Options,
    *,
    quiet: bool,
) -> Status:
    """Audit every page, write every report; findings decide the status before failures do."""
    outcomes = watched(runner.audit(found, options), "pages", wanted=not quiet)
    audited = [_audited(outcome) for outcome in outcomes]
    for name, path in targets:
        _write(name, path, audited)
    if any(one.status in ALARMING for one in audited):
        return Status.FINDINGS
    failed = sum(one.status == "unchecked" for one in audited)
    return status_of(len(audited) - failed, failed)


def _audited(outcome: tuple[Page, Report] | Failure) -> Audited:
    if isinstance(outcome, Failure):
        tell_failure(outcome.source, outcome.reason)
        return Audited(outcome.source, None, outcome.reason)
    page, report = outcome
    return Audited(page.source or "page", report)


def _write(name: str, path: Path | None, audited: Sequence[Audited]) -> None:
    if path is None:
        REPORTS[name](audited, sys.stdout)
        return
    written = StringIO()
    REPORTS[name](audited, written)
    with open_whole(path) as stream:
        stream.write(encoded(written.getvalue()))
