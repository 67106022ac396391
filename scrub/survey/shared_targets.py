"""Links that passed on their own page, to domains that sure findings of other pages link to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from scrub.findings import Finding, Located
from scrub.places import point_of
from scrub.survey.subject import Place, Subject
from scrub.urls import host_of, registrable_domain
from scrub.values import FAMILIES, Document

_DOUBT = 0.02  # probability of injection under which a link is nobody's business; honest ones have 0.001
_MOST_LINKS = 50  # of one page that are kept
_SURE_PAGES = 2  # on so many pages must a domain stand in sure findings
_ADVICE = (
    "Injected spam on other pages links to the same domain: open the page in the editor's source view, "
    "see who added the link, and delete it unless you know why it is there."
)


class Doubtful(NamedTuple):
    """A link to another site that looks a little like spam, and too little to be a finding alone."""

    domain: str
    href: str
    text: str
    css_path: str
    point: tuple[int, int] | None
    score: float
    family: str


class SharedTargets:
    """Doubtful links become findings where other pages prove what their domain is used for.

    Two signals that know nothing of each other: the link's own page doubts it, other pages accuse its
    domain. Innocents: an honest link to a site that spam only borrows, since nothing doubts it; a
    domain of which one page alone knows.
    """

    probe = "domains of injected spam, on all pages"

    def __init__(self) -> None:
        self._doubtful: dict[str, list[tuple[Place, Doubtful]]] = defaultdict(list)

    @staticmethod
    def facts(subject: Subject) -> tuple[Doubtful, ...] | None:
        """The doubtful links of a page, those in findings left out; the first of each domain."""
        document, verdicts = subject.document, subject.verdicts
        if not len(document.anchor_block):
            return None
        scores = np.maximum(verdicts.anchor_score, verdicts.score[document.anchor_block])
        home = registrable_domain(host_of(subject.page.url or ""))
        found: dict[str, Doubtful] = {}
        for j in np.flatnonzero(scores >= _DOUBT)[:_MOST_LINKS].tolist():
            domain = registrable_domain(host_of(document.anchor_href[j]))
            if domain and domain not in found and domain != home and not _is_found(subject, j):
                family = FAMILIES[verdicts.family[document.anchor_block[j]]]
                found[domain] = _doubtful(document, j, domain, subject.source, float(scores[j]), family)
        return tuple(found.values()) or None

    def add(self, place: Place, facts: tuple[Doubtful, ...]) -> None:
        """Takes the doubtful links of one page."""
        for one in facts:
            self._doubtful[one.domain].append((place, one))

    def findings(self, found: Sequence[Located]) -> Iterator[tuple[Place, Finding]]:
        """A warning for every doubtful link to a domain that is accused elsewhere."""
        accused: dict[str, set[str]] = defaultdict(set)
        for located in found:
            if located.finding.severity == "error":
                for href in located.finding.links:
                    accused[registrable_domain(host_of(href))].add(located.url)
        for domain, links in self._doubtful.items():
            for place, link in links:
                pages = len(accused[domain] - {place.url}) if domain in accused else 0
                if pages >= _SURE_PAGES:
                    yield place, _finding(link, pages)


def _is_found(subject: Subject, j: int) -> bool:
    """Whether a span of the verdicts holds anchor j."""
    start, end = int(subject.document.anchor_start[j]), int(subject.document.anchor_end[j])
    verdicts = subject.verdicts
    return bool(((verdicts.span_start <= start) & (end <= verdicts.span_end)).any())


def _doubtful(document: Document, j: int, domain: str, source: str, score: float, family: str) -> Doubtful:
    href = document.anchor_href[j]
    text = document.text[int(document.anchor_start[j]) : int(document.anchor_end[j])]
    css_path = document.css_path(int(document.anchor_block[j]))
    return Doubtful(domain, href, text, css_path, point_of(source, href), score, family)


def _finding(link: Doubtful, pages: int) -> Finding:
    line, column = link.point or (None, None)
    return Finding(
        kind="inserted_link",
        severity="warning",
        text=link.text,
        score=link.score,
        family=link.family,
        reasons=(f"injected spam on {pages} other pages links to {link.domain}",),
        css_path=link.css_path,
        line=line,
        links=(link.href,),
        column=column,
        advice=_ADVICE,
    )
