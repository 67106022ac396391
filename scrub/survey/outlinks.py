"""Where the site links to: what `linked_sites` looks at, where that is wished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scrub.findings import Finding, Located
from scrub.places import Points
from scrub.survey.hosts import SERVICES, domain_of, is_foreign
from scrub.survey.subject import Place, Subject

_MOST_LINKS = 60  # of one page that are kept
_MOST_DOMAINS = 50_000


class Outlink(NamedTuple):
    """A link to another site."""

    domain: str
    href: str
    text: str
    css_path: str
    point: tuple[int, int] | None


class Outlinks:
    """Remembers the first link to every other site; only a look at these sites can tell more."""

    probe = "outgoing links, as written"

    def __init__(self) -> None:
        self._links: dict[str, tuple[Place, Outlink]] = {}

    @staticmethod
    def facts(subject: Subject) -> tuple[Outlink, ...] | None:
        """The first link of a page to each other site."""
        document = subject.document
        points = Points(subject.source)
        found: dict[str, Outlink] = {}
        for j, href in enumerate(document.anchor_href):
            domain = domain_of(href)
            if not domain or domain in found or domain in SERVICES or not is_foreign(href, subject.home):
                continue
            text = document.text[int(document.anchor_start[j]) : int(document.anchor_end[j])][:200]
            path = document.css_path(int(document.anchor_block[j]))
            found[domain] = Outlink(domain, href[:1_000], text, path, points.next(href))
            if len(found) >= _MOST_LINKS:
                break
        return tuple(found.values()) or None

    def add(self, place: Place, facts: tuple[Outlink, ...]) -> None:
        """Takes the links of one page; the first page that links to a domain is remembered."""
        for one in facts:
            if one.domain in self._links or len(self._links) < _MOST_DOMAINS:
                self._links.setdefault(one.domain, (place, one))

    def findings(self, found: Sequence[Located]) -> Iterator[tuple[Place, Finding]]:  # noqa: ARG002 - others need it
        """Nothing: see `linked_sites`."""
        return iter(())

    @property
    def links(self) -> dict[str, tuple[Place, Outlink]]:
        """By domain: the first link to it, and the page it stands on."""
        return self._links
