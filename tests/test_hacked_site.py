"""The hacked town: everything that was injected is found, and none of its honest look-alikes alarms anybody."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest
from hacked_site.injected import CASES, STRANGERS
from hacked_site.lookalikes import JAPANESE, LOOKALIKES
from hacked_site.town import CHANGING, CLOAKED, PLAIN, Town

from scrub.findings import Finding, SiteReport
from scrub.survey import survey
from scrub.values import Page

SEVERITIES = ("info", "warning", "error")
ORIGIN = "https://www.alderbrook.example"


@cache
def audit(*, clean: bool = False) -> SiteReport:
    town = Town(ORIGIN, clean=clean)
    built = {path: page.html(ORIGIN, path) for path in town.paths() if (page := town.page(path)) is not None}
    return survey(
        Page(html.encode(), ORIGIN + path, "text/html; charset=utf-8", source=ORIGIN + path)
        for path, html in built.items()
    )


def found(*, clean: bool = False) -> dict[str, list[Finding]]:
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for one in audit(clean=clean).findings:
        by_path[one.url.removeprefix(ORIGIN)].append(one.finding)
    return by_path


def alarms(path: str, *, clean: bool = False) -> list[tuple[str, str, str]]:
    findings = found(clean=clean)[path]
    return [(f.kind, f.severity, f.text[:60]) for f in findings if f.severity != "info"]


def test_the_town_is_large_enough() -> None:
    assert len(Town(ORIGIN).paths()) >= 100
    assert len(LOOKALIKES) + len(JAPANESE) + len(CHANGING) >= len(CASES) + len(CLOAKED)


@pytest.mark.parametrize("path", CASES)
def test_every_kind_of_injection_is_found(path: str) -> None:
    case = CASES[path]
    enough = SEVERITIES[SEVERITIES.index(case.severity) :]
    assert [f for f in found()[path] if f.kind == case.kind and f.severity in enough]
    for finding in found()[path]:
        assert finding.advice
        assert finding.reasons
        assert finding.line is not None


@pytest.mark.parametrize("path", [*LOOKALIKES, *JAPANESE, *PLAIN, *CHANGING, "/", "/news/", "/links/"])
def test_no_honest_page_alarms_anybody(path: str) -> None:
    assert alarms(path) == []


def test_generated_pages_in_a_foreign_language_are_found() -> None:
    for path in STRANGERS:
        assert {(f.kind, f.severity) for f in found()[path]} & {
            ("foreign_pages", "warning"), ("foreign_pages", "error"), ("doorway", "error")}  # fmt: skip


def test_the_site_as_it_was_before_is_clean() -> None:
    report = audit(clean=True)
    assert [one for one in report.findings if one.finding.severity != "info"] == []
    assert report.status == "clean"
