"""What was audited, and what several audits say together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scrub.findings import Report

# From best to worst; an audit of many pages is as bad as its worst page.
STATUSES = ("clean", "unchecked", "suspect", "compromised")
ALARMING = ("suspect", "compromised")


class Audited(NamedTuple):
    """One input: its name, and its report or, where it could not be read, the reason."""

    source: str
    report: Report | None
    error: str | None = None

    @property
    def status(self) -> str:
        """The status of the report; an input that could not be read is unchecked, never clean."""
        return self.report.status if self.report else "unchecked"

    @property
    def where(self) -> str:
        """The address of the page, else the name of the input."""
        return (self.report.url if self.report else None) or self.source


def worst(audited: Iterable[Audited]) -> str:
    """The worst status; nothing audited is unchecked."""
    return max((one.status for one in audited), key=STATUSES.index, default="unchecked")
