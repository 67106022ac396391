"""What only some readers are shown is found by asking as all of them; what merely changes is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fetched import quick
from hacked_site.serve import town
from hacked_site.town import CHANGING, CLOAKED, Town

from scrub.fetcher import Session
from scrub.findings import Finding, SiteReport
from scrub.options import Options
from scrub.survey import Cloaking, Survey, check_links, examine
from scrub.survey.examination import Examined
from scrub.survey.profiles import PROFILES
from scrub.values import Page

HUBS = ("/", "/links/", "/contact/")


def few(pages: list[Page]) -> list[Examined]:
    return list(examine(pages, Options()))


def audit(served: Town, most: int = 50) -> SiteReport:
    """The pages that are cloaked or change, the hubs, and where they link to."""
    survey, cloaking = Survey(), Cloaking(most)
    with Session(quick()) as session:
        pages = [session.fetch(served.origin + path) for path in (*CLOAKED, *CHANGING, *HUBS)]
        pages = [page for page in pages if page.url and page.url.startswith(served.origin)]
        for one in examine(pages, Options()):
            survey.add(one)
            cloaking.add(one)
        survey.take(cloaking.run(session, few))
        survey.take(check_links(survey.outlinks, session, Options(), survey.found, 10, few))
    return survey.report()


@pytest.fixture(scope="module")
def hacked() -> Iterator[tuple[Town, SiteReport]]:
    with town() as served:
        yield served, audit(served)


def on(hacked: tuple[Town, SiteReport], path: str) -> list[Finding]:
    served, report = hacked
    return [one.finding for one in report.findings if one.url == served.origin + path]


SEEN = {
    "/cloaked/agent/": {"googlebot"},
    "/cloaked/agent-doorway/": {"googlebot"},
    "/cloaked/referrer/": {"search"},
    "/cloaked/referrer-redirect/": {"search"},
    "/cloaked/mobile/": {"mobile"},
    "/cloaked/cookie/": set(PROFILES) - {"returning"},
}


@pytest.mark.parametrize("path", CLOAKED)
def test_cloaked_spam_is_found_and_who_sees_it(hacked: tuple[Town, SiteReport], path: str) -> None:
    cloaked = [f for f in on(hacked, path) if f.kind == "cloaked"]
    assert cloaked
    assert all(f.severity == "error" and set(f.seen_by) == SEEN[path] for f in cloaked)
    rows = [row for row in hacked[1].matrix if row.url.endswith(path)]
    assert rows
    for row in rows:
        assert {profile for profile, seen in row.seen if seen} == SEEN[path]


@pytest.mark.parametrize("path", [*CHANGING, "/", "/contact/"])
def test_what_merely_changes_alarms_nobody(hacked: tuple[Town, SiteReport], path: str) -> None:
    assert [f for f in on(hacked, path) if f.severity != "info"] == []


def test_a_link_whose_site_was_bought_is_found(hacked: tuple[Town, SiteReport]) -> None:
    (one,) = (f for f in on(hacked, "/links/") if f.kind == "hijacked_link")
    assert one.severity in ("warning", "error")  # an error where the classifier is sure of the whole page
    assert one.links == (f"{hacked[0].spam}/",)


def test_what_was_asked_is_told(hacked: tuple[Town, SiteReport]) -> None:
    report = hacked[1]
    assert any(probe.startswith("cloaking (") for probe in report.probes)
    assert "cloaking" not in report.unchecked
    assert any(probe.startswith("linked sites (") for probe in report.probes)


def test_pages_that_were_not_asked_for_are_unchecked() -> None:
    with town(clean=True) as served:
        report = audit(served, most=3)
    assert any(what.startswith("cloaking of ") for what in report.unchecked)
    assert [one for one in report.findings if one.finding.severity != "info"] == []


def test_without_the_probe_cloaking_is_unchecked() -> None:
    with town(clean=True) as served, Session(quick()) as session:
        survey = Survey()
        for one in examine([session.fetch(served.origin + "/contact/")], Options()):
            survey.add(one)
    assert "cloaking" in survey.report().unchecked
