"""A whole site: every page alone, then all of them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrub.findings import Located
from scrub.inputs import Failure, read
from scrub.survey import survey
from scrub.values import Page

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FARM = (SAMPLES / "farm-at-article-end" / "page.html").read_bytes()
HONEST = (SAMPLES / "honest-blogroll" / "page.html").read_bytes()


def page(body: bytes, number: int = 1, host: str = "news.example") -> Page:
    url = f"https://{host}/{number}"
    return Page(body, url, "text/html; charset=utf-8", source=url)


def with_base(href: str) -> bytes:
    return HONEST.replace(b"<head>", f'<head><base href="{href}">'.encode(), 1)


def found_on(body: bytes) -> tuple[Located, ...]:
    return survey([page(body)]).findings


def test_a_site_is_as_bad_as_its_worst_page() -> None:
    report = survey([page(HONEST, 1), page(FARM, 2), Failure("gone.html", "no such file")], target="x")
    assert report.status == "compromised"
    assert (report.pages, report.alarmed) == (2, 1)
    assert report.skipped == (("gone.html", "no such file"),)
    assert {one.url for one in report.findings} == {"https://news.example/2"}


@pytest.mark.parametrize(
    ("pages", "status"),
    [([page(HONEST)], "clean"), ([], "unchecked"), ([Failure("a", "empty")], "unchecked")],
)
def test_what_was_not_looked_at_is_not_clean(pages: list[Page | Failure], status: str) -> None:
    assert survey(pages).status == status


def test_two_audits_are_equal_and_so_are_those_of_several_processes() -> None:
    pages = [page(FARM if k % 3 == 0 else HONEST, k) for k in range(40)]
    assert survey(pages) == survey(pages) == survey(pages, jobs=2)


def test_a_finding_is_known_again_when_the_page_has_moved_it() -> None:
    (before,), (after,) = found_on(FARM), found_on(FARM.replace(b"<body", b"\n\n<body"))
    assert before.fingerprint == after.fingerprint
    assert before.finding.line != after.finding.line
    other = survey([page(FARM, 2)]).findings[0]
    assert other.fingerprint != before.fingerprint


def test_a_finding_has_line_column_and_context() -> None:
    (one,) = found_on(FARM)
    line, column = one.finding.line, one.finding.column
    assert line is not None
    assert column is not None
    assert FARM.decode().splitlines()[line - 1][column - 1 :].startswith(one.finding.links[0])
    before, behind = one.context
    assert before + one.finding.text + behind


def test_a_base_on_another_site_is_found() -> None:
    (one,) = found_on(with_base("https://spam.example.net/"))
    assert (one.finding.kind, one.finding.links) == ("metadata", ("https://spam.example.net/",))


@pytest.mark.parametrize(
    "href", ["https://www.news.example/", "/", "//news.example/", "https://static.news.example/a/"]
)
def test_a_base_at_home_is_not(href: str) -> None:
    assert not found_on(with_base(href))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "news.test", "[::1]"])
def test_a_base_of_a_copy_on_test_is_not(host: str) -> None:
    assert not survey([page(with_base("https://www.news.example/"), host=host)]).findings


def test_a_base_that_the_page_calls_canonical_is_not() -> None:
    moved = with_base("https://www.old.example/a").replace(
        b"<head>", b'<head><link rel="canonical" href="https://www.old.example/a">', 1
    )
    assert not [f for f in found_on(moved) if f.finding.css_path.endswith("base")]


def test_all_inputs_are_surveyed() -> None:
    report = survey(read([str(SAMPLES)]))
    assert report.pages > 20
    assert report.status == "compromised"
    assert len({one.fingerprint for one in report.findings}) == len(report.findings)


def test_the_same_from_python() -> None:
    import scrub

    pages = [page(FARM, 1), page(HONEST, 2)]
    assert scrub.audit_many(pages) == survey(pages)
    with pytest.raises(scrub.OptionError):
        scrub.audit_many(pages, max_harm=2.0)
