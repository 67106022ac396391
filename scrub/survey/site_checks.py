"""What only shows when many pages are seen together.

A new check is one class and one row in SITE_CHECKS. `facts` runs where the page is, perhaps in
another process: it gives something small that can be pickled, or None. `add` gets the facts of
every page in order, and `findings` speaks at the end. What a check keeps must not grow by more than
a few hundred bytes a page: audits have millions of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from scrub.findings import Finding, Located
from scrub.survey.indexing import Unindexed
from scrub.survey.open_redirects import OpenRedirects
from scrub.survey.outlinks import Outlinks
from scrub.survey.rare_hosts import RareHosts
from scrub.survey.shared_targets import SharedTargets
from scrub.survey.strangers import Strangers
from scrub.survey.subject import Place, Subject


class SiteCheck(Protocol):
    """probe: what it looks at, in the words of the report's list of probes."""

    probe: str

    @staticmethod
    def facts(subject: Subject) -> Any:
        """What the check wants to know of a page; None where there is nothing."""

    def add(self, place: Place, facts: Any) -> None:
        """Takes the facts of one page."""

    def findings(self, found: Sequence[Located]) -> Iterable[tuple[Place, Finding]]:
        """What all pages say together; found is what the pages said alone."""


SITE_CHECKS: tuple[type[SiteCheck], ...] = (
    SharedTargets,
    Strangers,
    RareHosts,
    Unindexed,
    OpenRedirects,
    Outlinks,
)
