"""A site that asks search engines to forget it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding, Located
from scrub.survey.subject import Place, Subject

_NOINDEX = re.compile(r"\b(?:noindex|none)\b", re.IGNORECASE)
_LEAST_PAGES = 5
_NEARLY_ALL = 0.95


class Unindexed:
    """Robots metadata that shuts search engines out of every page, though somebody wrote for them.

    Innocents: test sites and intranets, which describe themselves to nobody; a site whose tags,
    searches or archives alone are shut.
    """

    probe = "robots metadata, on all pages"

    def __init__(self) -> None:
        self._pages = self._shut = self._described = 0
        self._first: Place | None = None

    @staticmethod
    def facts(subject: Subject) -> tuple[bool, bool] | None:
        """Whether the page is shut, and whether it describes itself to search engines."""
        if not subject.document.markup:
            return None
        metas = subject.inventory.metas
        shut = any(_NOINDEX.search(c) for name in ("robots", "googlebot") for c in metas.get(name, ()))
        described = "description" in metas and any(
            one.name == "canonical" for one in subject.inventory.addresses
        )
        return shut, described

    def add(self, place: Place, facts: tuple[bool, bool]) -> None:
        """Takes one page."""
        self._pages += 1
        self._shut += facts[0]
        self._described += facts[1]
        self._first = self._first or place

    def findings(self, found: Sequence[Located]) -> Iterator[tuple[Place, Finding]]:  # noqa: ARG002 - others need it
        """One finding for the whole site, on its first page."""
        if self._first is None or self._pages < _LEAST_PAGES or self._shut < _NEARLY_ALL * self._pages:
            return
        if self._described < 0.5 * self._pages:
            return
        yield (
            self._first,
            Finding(
                kind="metadata",
                severity="warning",
                text="noindex",
                score=0.7,
                family="other",
                reasons=(
                    f"{self._shut} of {self._pages} pages ask search engines not to list them",
                    "though they have descriptions and canonical addresses",
                ),
                css_path="html > head > meta",
                line=None,
                links=(),
                advice=ADVICE["metadata"],
            ),
        )
