"""What came of every page into one report on all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from scrub.auditor import page_status
from scrub.campaigns import gather
from scrub.findings import Located, Sighting, SiteReport
from scrub.inputs import Failure
from scrub.options import Options
from scrub.survey.batches import examine
from scrub.survey.earlier import Before, gone
from scrub.survey.examination import Examined
from scrub.survey.knowledge import Knowledge
from scrub.survey.locating import located
from scrub.survey.outlinks import Outlinks
from scrub.survey.probed import ALL, Probed
from scrub.survey.site_checks import SITE_CHECKS
from scrub.survey.subject import Place
from scrub.urls import host_of
from scrub.values import Page
from scrub.version import VERSION

# From best to worst; a site is as bad as its worst page.
_PARTLY = 1_000  # pages of which something was not looked at that are named
_MOST_ALIKE = 100_000
STATUSES = ("clean", "unchecked", "suspect", "compromised")


def survey(
    found: Iterable[Page | Failure],
    options: Options | None = None,
    *,
    target: str = "",
    jobs: int = 1,
) -> SiteReport:
    """The audit of many pages. Failures among them are told in the report.

    target: what is audited, in words. jobs: processes. Raises ModelError where the models cannot be
    used.
    """
    whole = Survey(target)
    for one in examine(found, options or Options(), jobs):
        whole.add(one)
    return whole.report()


def audit_many(pages: Iterable[Page], jobs: int = 1, **options: Any) -> SiteReport:
    """The audit of many pages, each alone and all of them together. Options are the fields of `Options`.

    jobs: the number of processes. A page that cannot be parsed is among `SiteReport.skipped`. Raises
    OptionError, and ModelError where the models cannot be used.
    """
    return survey(pages, Options(**options), jobs=jobs)


class Survey:
    """Takes examined pages one by one, and reports on all of them."""

    def __init__(self, target: str = "", knowledge: Knowledge | None = None) -> None:
        self._target = target
        self._knowledge = knowledge or Knowledge()
        self._watched = {url for report in self._knowledge.earlier for url in report.pages}
        self._seen = set[str]()  # of those that are watched
        self._looked = set[tuple[str, str]]()  # by which probe, at which of those
        self._checks = [make() for make in SITE_CHECKS]
        self._pages = Counter[str]()  # of each host
        self._found: list[Located] = []
        self._matrix: list[Sighting] = []
        self._skipped: list[tuple[str, str]] = []
        self._probes = dict[str, None]()
        self._unchecked = dict[str, None]()
        self._partly: list[tuple[str, str]] = []
        self._left = Counter[str]()  # pages of which something was not looked at, by what
        self._alike: dict[Any, Any] = {}  # texts that stand on many pages, each once
        self._model = ""

    def add(self, one: Examined) -> None:
        """Takes a page."""
        if one.failure:
            self._skipped.append((one.place.url, one.failure))
            return
        self._pages[host_of(one.place.url)] += 1
        self._see([one.place.url])
        self._look((probe, one.place.url) for probe in one.probes)
        self._found += map(self._shared, one.findings)
        self._model = one.model or self._model
        self._probes.update(dict.fromkeys(one.probes))
        self._unchecked.update(dict.fromkeys(one.unchecked))
        self._left.update(one.partly)
        if len(self._partly) < _PARTLY:
            self._partly += [(one.place.url, what) for what in one.partly]
        for check, facts in zip(self._checks, one.facts):
            if facts is not None:
                check.add(one.place, facts)

    @property
    def found(self) -> Sequence[Located]:
        """What the pages said so far, each alone."""
        return self._found

    @property
    def outlinks(self) -> Outlinks:
        """Where the pages link to."""
        return next(check for check in self._checks if isinstance(check, Outlinks))

    def take(self, probed: Probed) -> None:
        """Takes what a probe came to."""
        self._found += probed.findings
        self._matrix += probed.matrix
        self._look(probed.looked)
        self._probes.update(dict.fromkeys(probed.probes))
        self._unchecked.update(dict.fromkeys(probed.unchecked))
        for what in probed.instead_of:
            self._unchecked.pop(what, None)

    def leave_unchecked(self, what: Iterable[str]) -> None:
        """Takes, in words, what nobody looked at."""
        self._unchecked.update(dict.fromkeys(what))

    def miss(self, urls: Iterable[str]) -> None:
        """Takes addresses where no page is any longer."""
        self._see(urls)

    def report(self, *, walked: bool = False) -> SiteReport:
        """What all of them say, alone and together.

        walked: the pages are those of a live site, which come in any order, and perhaps not all.
        """
        if walked:
            self._found.sort(key=lambda one: one.url)
            self._skipped.sort()
        known = self._knowledge
        found, campaigns, targets = gather(
            known.told([*self._found, *self._together()]), self._pages, known.audited or None
        )
        lost, unsought = gone(found, known.earlier, lambda one: self._is_unseen(one, walked=walked))
        notes = [
            f"{unsought} earlier findings could not be looked for: their pages were not looked at, or not in this way"
        ]
        pages = self._pages.total()
        statuses = _page_statuses(found)
        worst = max(statuses.values(), key=STATUSES.index, default="clean")
        if worst == "clean" and (self._skipped or not pages):
            worst = "unchecked"
        return SiteReport(
            target=self._target,
            status=worst,
            pages=pages,
            alarmed=sum(status != "clean" for status in statuses.values()),
            findings=found,
            campaigns=campaigns,
            targets=targets,
            matrix=tuple(self._matrix),
            skipped=tuple(self._skipped),
            probes=(*self._probes, *(check.probe for check in self._checks if pages > 1)),
            unchecked=(*self._unchecked, *(f"{what} ({_pages(n)})" for what, n in self._left.items())),
            partly=tuple(self._partly),
            gone=lost,
            notes=(*known.notes, *(notes if unsought else ())),
            audited=known.audited,
            model=self._model,
            version=VERSION,
        )

    def _shared(self, one: Located) -> Located:
        """The finding with texts that others have too: the same farm on thousands of pages costs one."""
        if len(self._alike) > _MOST_ALIKE:
            self._alike.clear()
        same = self._alike.setdefault
        found = one.finding
        return replace(
            one,
            context=same(one.context, one.context),
            places=same(one.places, one.places),
            patched=same(one.patched, one.patched),
            source=one.url if one.source == one.url else one.source,
            finding=replace(
                found,
                text=same(found.text, found.text),
                reasons=same(found.reasons, found.reasons),
                links=same(found.links, found.links),
                css_path=same(found.css_path, found.css_path),
                hidden=same(found.hidden, found.hidden),
                advice=same(found.advice, found.advice),
                rule=same(found.rule, found.rule),
            ),
        )

    def _see(self, urls: Iterable[str]) -> None:
        self._seen.update(url for url in urls if url in self._watched)

    def _look(self, looked: Iterable[tuple[str, str]]) -> None:
        self._looked.update(one for one in looked if one[1] == ALL or one[1] in self._watched)

    def _is_unseen(self, one: Before, *, walked: bool) -> bool:
        """Whether an earlier finding may still be there: its page, or what its probe saw, was not looked at."""
        if one.url in self._seen:
            return bool(one.probe) and not self._looked & {(one.probe, one.url), (one.probe, ALL)}
        return walked or any(one.url == skipped for skipped, _ in self._skipped)

    def _together(self) -> Iterator[Located]:
        """What the site checks found, by their rows."""
        repeated = dict[str, int]()
        for check in self._checks:
            for place, finding in check.findings(self._found):
                yield located(place, finding, repeated)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def _page_statuses(found: Iterable[Located]) -> dict[Place, str]:
    """The status of every page that has a finding."""
    pages = defaultdict(list)
    for one in found:
        place = Place(one.url, one.source, one.offset, one.record_id, one.row)
        if not one.suppressed:
            pages[place].append(one.finding)
    return {place: page_status(findings) for place, findings in pages.items()}
