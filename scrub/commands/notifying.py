"""Whom an audit tells: a web hook, or a command such as a mailer."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from io import StringIO
from typing import Any

from scrub.commands.audit_flags import Living
from scrub.commands.messages import tell_failure
from scrub.errors import FetchError, OptionError
from scrub.fetcher import FetchOptions
from scrub.findings import Located, SiteReport
from scrub.outputs import encoded
from scrub.reports import REPORTS
from scrub.text.terminal import safe_line
from scrub.urls import defang

_FINDINGS = 20  # that a message holds
_TEXT = 300  # characters of each
_TARGETS = 20
_PATIENCE = 120.0  # seconds a command may take


def check(living: Living) -> None:
    """Raises OptionError where nobody could be told, before the audit and not after it."""
    if living.notify is not None:
        from scrub.fetcher.spelling import spell

        try:
            spell(living.notify)
        except ValueError as error:
            raise OptionError(f"--notify: the web hook is {error}") from None
    if living.notify_command is not None:
        try:
            words = shlex.split(living.notify_command)
        except ValueError as error:
            raise OptionError(f"--notify-command: {str(error).lower()}") from None
        if not words or shutil.which(words[0]) is None:
            raise OptionError(f"--notify-command: there is no command {words[0] if words else ''!r}")


def notify(report: SiteReport, failing: int, living: Living, options: FetchOptions) -> bool:
    """Tell whoever is to be told; whether all of them took it. What went wrong is told on stderr."""
    told = True
    if living.notify:
        from scrub.fetcher.posting import post_json

        try:
            post_json(living.notify, message(report, failing), options)
        except FetchError as error:
            tell_failure("--notify", str(error))
            told = False
    if living.notify_command:
        told = _run(living.notify_command, report) and told
    return told


def message(report: SiteReport, failing: int) -> dict[str, Any]:
    """The JSON that a web hook gets; `text` is what chat programs show, and has nothing to click on."""
    fresh = [one for one in report.findings if not one.known and not one.suppressed]
    words = (
        f"scrub: {safe_line(report.target, 200)} is {report.status}: {failing} new findings on "
        f"{report.alarmed} of {report.pages} pages, {len(report.gone)} gone"
    )
    gain = ", ".join(defang(target.domain) for target in report.targets[:3])
    return {
        "text": words + (f"; they link to {safe_line(gain, 300)}" if gain else ""),
        "status": report.status,
        "target": report.target,
        "audited": report.audited,
        "pages": report.pages,
        "alarmed": report.alarmed,
        "failing": failing,
        "gone": len(report.gone),
        "findings": [_brief(one) for one in fresh[:_FINDINGS]],
        "targets": [target.domain for target in report.targets[:_TARGETS]],
        "version": report.version,
    }


def _brief(one: Located) -> dict[str, Any]:
    finding = one.finding
    return {
        "url": one.url,
        "kind": finding.kind,
        "severity": finding.severity,
        "family": finding.family,
        "text": finding.text[:_TEXT],
        "fingerprint": one.fingerprint,
    }


def _run(command: str, report: SiteReport) -> bool:
    """No shell stands between: what a page says is on standard input only."""
    written = StringIO()
    REPORTS["console"](report, written)
    try:
        words = shlex.split(command)
        # The command is the admin's own.
        done = subprocess.run(  # noqa: S603
            words, input=encoded(written.getvalue()), timeout=_PATIENCE, check=False
        )
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
        why = (
            f"took longer than {_PATIENCE:g} s"
            if isinstance(error, subprocess.TimeoutExpired)
            else str(error)
        )
        tell_failure("--notify-command", why)
        return False
    if done.returncode:
        tell_failure("--notify-command", f"{words[0]} ended with status {done.returncode}")
    return done.returncode == 0
