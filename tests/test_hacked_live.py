"""The hacked town under a name of its own: walked over loopback, where its names lead to 127.0.0.1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from fetched import quick
from hacked_site.injected import CASES
from hacked_site.lookalikes import LOOKALIKES
from hacked_site.serve import town
from hacked_site.town import PLAIN

from scrub.fetcher import FetchOptions, Walk
from scrub.findings import Finding, SiteReport
from scrub.inputs import Reading
from scrub.survey import Sources, survey

HOST = "www.alderbrook.example"
# Alarms that other sites' addresses in the page raise: what a copy at 127.0.0.1 could not tell.
ACROSS = [path for path, case in CASES.items() if case.kind in ("metadata", "redirect", "open_redirect")]


async def names(_host: str, _port: int) -> list[str]:
    """Every name leads here."""
    return ["127.0.0.1"]


def walk(url: str, options: FetchOptions, also: Iterable[str]) -> Walk:
    return Walk(url, options, None, also, resolve=names)


@pytest.fixture(scope="module")
def report() -> Iterator[tuple[str, SiteReport]]:
    with town() as served:
        served.origin = served.origin.replace("127.0.0.1", HOST)
        options = replace(quick(), per_host=4)
        sources = Sources([served.origin + "/"], Reading(), options, None, walk)
        yield served.origin, survey(sources)


def on(report: tuple[str, SiteReport], path: str) -> list[Finding]:
    origin, found = report
    by_url: dict[str, list[Finding]] = defaultdict(list)
    for one in found.findings:
        by_url[one.url].append(one.finding)
    return by_url[origin + path]


def test_the_whole_site_was_walked_under_its_name(report: tuple[str, SiteReport]) -> None:
    assert report[1].pages >= 100
    assert report[1].skipped == ()


@pytest.mark.parametrize("path", ACROSS)
def test_addresses_on_other_hosts_are_found(report: tuple[str, SiteReport], path: str) -> None:
    kinds = {finding.kind for finding in on(report, path) if finding.severity != "info"}
    assert CASES[path].kind in kinds


@pytest.mark.parametrize("path", [*LOOKALIKES, *PLAIN, "/", "/links/", "/contact/"])
def test_honest_addresses_on_other_hosts_alarm_nobody(report: tuple[str, SiteReport], path: str) -> None:
    assert [finding.text for finding in on(report, path) if finding.severity != "info"] == []
