"""Scripts and frames from domains that hardly a page of the site knows."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding, Located
from scrub.places import Points
from scrub.survey.hosts import SERVICES, domain_of, is_foreign
from scrub.survey.subject import Place, Subject

_LEAST_PAGES = 10  # of a site, before anything on it is rare
_RARE = 0.02  # share of the pages; one page is always rare
_ALIKE = 0.3  # share of the pages that have the commonest style sheet, where they are of one site
_MOST = 30  # of one page that are kept
_NUMBERS = frozenset("0123456789.")
_VOWELS = frozenset("aeiou")


class Foreign(NamedTuple):
    """A script or frame from another domain."""

    domain: str
    tag: str
    address: str
    hidden: bool
    css_path: str
    point: tuple[int, int] | None


class Loads(NamedTuple):
    """What a page loads from elsewhere, once a domain. home: whose page it is, "" where nobody knows.

    sheet: a checksum of the name of its first style sheet, which pages of one site share.
    """

    home: str
    foreign: tuple[Foreign, ...]
    sheet: int


class _Site:
    """The pages of one home, and what they load."""

    def __init__(self) -> None:
        self.pages = 0
        self.loaded: dict[str, list[tuple[Place, Foreign]]] = defaultdict(list)
        self.counts: dict[str, int] = defaultdict(int)
        self.sheets = Counter[int]()

    @property
    def is_one(self) -> bool:
        """Whether pages that nobody can name look like those of one site."""
        return max(self.sheets.values(), default=0) >= _ALIKE * self.pages


class RareHosts:
    """What one page of a site loads from a domain that its others never heard of; alone it is never an error.

    A remark; a warning where the frame cannot be seen, the host is a bare number, or other findings
    link to the domain. Innocents: embedded videos, maps and forms, services everybody uses, and
    pages of many sites in one folder or archive: each site is compared with itself.
    """

    probe = "hosts of scripts and frames, on all pages"

    def __init__(self) -> None:
        self._sites: dict[str, _Site] = defaultdict(_Site)

    @staticmethod
    def facts(subject: Subject) -> Loads | None:
        """What a page loads from elsewhere."""
        if not subject.document.markup:
            return None
        found: dict[str, Foreign] = {}
        points: dict[str, Points] = {}
        for one in subject.inventory.loaded:
            domain = domain_of(one.address)
            if domain in found or domain in SERVICES or not is_foreign(one.address, subject.home):
                continue
            path = subject.inventory.path_to(one.tag, one.nth)
            point = points.setdefault(one.tag, Points(subject.source, head=True)).next(one.address)
            found[domain] = Foreign(domain, one.tag, one.address[:500], one.hidden, path, point)
        sheet = next(iter(subject.inventory.sheets), "").partition("?")[0].rpartition("/")[2]
        return Loads(
            subject.home, tuple(found.values())[:_MOST], zlib.crc32(sheet.encode("utf-8", "replace"))
        )

    def add(self, place: Place, facts: Loads) -> None:
        """Takes what one page loads; of a domain that many know only the count is kept."""
        site = self._sites[facts.home]
        site.pages += 1
        site.sheets[facts.sheet] += 1
        for one in facts.foreign:
            site.counts[one.domain] += 1
            kept = site.loaded[one.domain]
            if len(kept) < 20:
                kept.append((place, one))

    def findings(self, found: Sequence[Located]) -> Iterator[tuple[Place, Finding]]:
        """A finding for every rare script or frame of a site; of a few pages every frame is a remark."""
        accused = {
            domain_of(href) for one in found if one.finding.severity == "error" for href in one.finding.links
        }
        for home, site in self._sites.items():
            comparable = site.pages >= _LEAST_PAGES and (home or site.is_one)
            yield from _rare(site, accused - {home}) if comparable else _frames(site)


def _frames(site: _Site) -> Iterator[tuple[Place, Finding]]:
    for loaded in site.loaded.values():
        yield from ((place, _remark(one)) for place, one in loaded if one.tag != "script")


def _rare(site: _Site, accused: set[str]) -> Iterator[tuple[Place, Finding]]:
    most = max(1, int(_RARE * site.pages))
    for domain, loaded in site.loaded.items():
        if site.counts[domain] <= most:
            for place, one in loaded:
                yield place, _finding(one, site.counts[domain], site.pages, accused)


def _remark(one: Foreign) -> Finding:
    finding = _finding(one, 0, 0, set())
    reasons = (f"it shows what {one.domain} sends", *finding.reasons[1:])
    return replace(finding, severity="info", score=0.5, reasons=reasons)


def _finding(one: Foreign, count: int, pages: int, accused: set[str]) -> Finding:
    further = [
        *(("the frame cannot be seen",) if one.tag != "script" and one.hidden else ()),
        *(("its host is a number",) if set(one.domain) <= _NUMBERS else ()),
        *(("injected links lead to the same domain",) if one.domain in accused else ()),
    ]
    line, column = one.point or (None, None)
    verb, article = "loads" if count == 1 else "load", "an" if one.tag[0] in _VOWELS else "a"
    return Finding(
        kind="foreign_script",
        severity="warning" if further else "info",
        text=f"<{one.tag} src={one.address}>",
        score=0.7 if further else 0.5,
        family="other",
        reasons=(f"{count} of {pages} pages {verb} {article} {one.tag} from {one.domain}", *further),
        css_path=one.css_path,
        line=line,
        links=(one.address,),
        hidden=("attribute",) if one.hidden else (),
        advice=ADVICE["foreign_script"],
        column=column,
    )
