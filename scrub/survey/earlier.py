"""Earlier reports: what is known already, since when, and what is gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from scrub.errors import InputError
from scrub.findings import Located
from scrub.inputs.failure import reason_of
from scrub.survey.probed import probe_of

_TEXT = 200  # characters of what is gone that are told


class Before(NamedTuple):
    """A finding of an earlier report: the page, the text, and since when it is known.

    probe: the name in `probed` of the probe that found it; "" for what stands in the page.
    """

    url: str
    text: str
    first: str | None
    probe: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The findings of an earlier report by their fingerprints."""

    name: str
    findings: dict[str, Before]

    @property
    def pages(self) -> frozenset[str]:
        """The addresses of the pages that had findings."""
        return frozenset(one.url for one in self.findings.values())


def read_earlier(path: Path) -> Earlier:
    """An earlier JSON report. Raises InputError where it cannot be read or has no fingerprints."""
    try:
        report = json.loads(path.read_bytes())
        audited = report["audited"] or None
        return Earlier(str(path), {one["fingerprint"]: _before(one, audited) for one in report["findings"]})
    except OSError as error:
        raise InputError(f"{path}: {reason_of(error)}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError(f"{path}: not a JSON report of scrub audit") from None


def _before(finding: dict[str, Any], audited: str | None) -> Before:
    """Suppressed or not: who suppresses a finding knows it."""
    url, text, first = finding["url"], finding["text"], finding["first"] or finding["captured"] or audited
    if not (isinstance(url, str) and isinstance(text, str) and isinstance(first, str | None)):
        raise TypeError
    return Before(url, text, first, probe_of(finding))


def dated(found: Iterable[Located], earlier: Sequence[Earlier], today: str | None) -> list[Located]:
    """The findings; those that an earlier report has are known, and since when.

    today is the day since when the others are known, where they have no date of their own.
    """
    return [_dated(one, earlier, today) for one in found]


def _dated(one: Located, earlier: Sequence[Earlier], today: str | None) -> Located:
    before = [report.findings[one.fingerprint] for report in earlier if one.fingerprint in report.findings]
    dates = [date for date in (one.first, *(known.first for known in before)) if date]
    return replace(one, known=bool(before), first=min(dates, default=today))


def gone(
    found: Iterable[Located], earlier: Sequence[Earlier], unseen: Callable[[Before], bool]
) -> tuple[tuple[tuple[str, str], ...], int]:
    """Fingerprints and texts of what is no longer there, and how many nobody could look for.

    unseen: whether its page was not looked at, or not in the way that found it, though it may be there.
    """
    here = {one.fingerprint for one in found}
    before: dict[str, Before] = {}
    for report in earlier:
        before |= report.findings
    missing = {key: one for key, one in before.items() if key not in here}
    told = tuple((key, one.text[:_TEXT]) for key, one in missing.items() if not unseen(one))
    return told, len(missing) - len(told)
