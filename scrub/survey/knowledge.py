"""What is known before an audit begins: its day, earlier reports, and what nobody wants to hear of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scrub.findings import Located, SiteReport
from scrub.survey.earlier import Earlier, dated
from scrub.survey.suppressions import Suppression, suppressed

SEVERITIES = ("info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """audited: the day, ISO 8601, "" where it does not matter.

    baseline: a report whose findings do not fail. since: the report before this one. notes: what was
    wrong with these.
    """

    audited: str = ""
    baseline: Earlier | None = None
    since: Earlier | None = None
    suppressions: tuple[Suppression, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """The reports there are."""
        return tuple(one for one in (self.baseline, self.since) if one is not None)

    def told(self, found: Iterable[Located]) -> list[Located]:
        """The findings with all that is known of them."""
        return dated(suppressed(found, self.suppressions), self.earlier, self.audited or None)

    def failing(self, report: SiteReport, least: str) -> int:
        """How many findings are at least so severe, neither suppressed nor in the baseline."""
        known = self.baseline.findings if self.baseline else {}
        severe = SEVERITIES[SEVERITIES.index(least) :]
        return sum(
            one.finding.severity in severe and not one.suppressed and one.fingerprint not in known
            for one in report.findings
        )
