"""Pages that crash, hang or eat memory cost an audit themselves, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from archives import packed, page_record

from scrub.findings import SiteReport
from scrub.inputs import Failure, read
from scrub.options import Options
from scrub.survey import Examination, Examiner, Survey, examine, examine_by
from scrub.survey.examination import Examined
from scrub.values import Page
from scrub.workers import Limits

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FARM = (SAMPLES / "farm-at-article-end" / "page.html").read_bytes()
HONEST = (SAMPLES / "honest-blogroll" / "page.html").read_bytes()
SHEETED = FARM.replace(b"<head>", b"<head><link rel=stylesheet href=/seen.css>", 1)

FAULTS = {
    b"CRASH": "the parser crashed (SIGSEGV)",
    b"HANG": "took longer than 2 s",
    b"EAT": "out of memory: a page may have 2 GiB",
    b"RAISE": "scrub failed on it (ZeroDivisionError): a page that scrub fails on",
}


def page(body: bytes, number: int) -> Page:
    url = f"https://news.example/{number}"
    return Page(body, url, "text/html; charset=utf-8", source=url)


def pages(*faults: bytes) -> list[Page]:
    """Forty pages, and some at fault among them."""
    made = [page(FARM if k % 3 == 0 else HONEST, k) for k in range(40)]
    for k, fault in enumerate(faults):
        made.insert(5 + 9 * k, page(HONEST + fault, 100 + k))
    return made


def work(*, asks: bool = False) -> Examination:
    return Examination(Options(), limits=Limits(seconds=2.0), examine="doubles:examine_batch", asks=asks)


def audited(found: Sequence[Page | Failure], jobs: int = 1) -> SiteReport:
    survey = Survey()
    with Examiner(work(), jobs) as examiner:
        for one in examine_by(examiner, found):
            survey.add(one)
    return survey.report()


def without_processes(found: Sequence[Page | Failure]) -> SiteReport:
    survey = Survey()
    for one in examine(found, Options()):
        survey.add(one)
    return survey.report()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_costs_its_page_and_no_other(jobs: int) -> None:
    report = audited(pages(*FAULTS), jobs)
    assert report.skipped == tuple(
        (f"https://news.example/{100 + k}", why) for k, why in enumerate(FAULTS.values())
    )
    honest = without_processes(pages())
    assert (report.pages, report.findings, report.campaigns) == (40, honest.findings, honest.campaigns)


def test_where_nothing_is_at_fault_processes_change_nothing() -> None:
    found: list[Page | Failure] = [*pages(), Failure("gone.html", "no such file")]
    assert audited(found) == audited(found, 2) == without_processes(found)


def test_a_site_whose_only_page_crashes_is_unchecked_and_not_clean() -> None:
    report = audited([page(HONEST + b"CRASH", 1)])
    assert (report.status, report.pages) == ("unchecked", 0)
    assert report.skipped == (("https://news.example/1", "the parser crashed (SIGSEGV)"),)


def test_processes_that_begin_beside_a_thread_lose_no_page() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        report = audited(pages(b"CRASH"))
    finally:
        ended.set()
        thread.join()
    assert (report.pages, len(report.skipped)) == (40, 1)


def test_a_page_of_an_archive_that_crashes_is_told_by_its_address(tmp_path: Path) -> None:
    path = tmp_path / "site.warc.gz"
    bodies = [FARM, HONEST + b"CRASH", FARM]
    path.write_bytes(packed(*(page_record(k, body) for k, body in enumerate(bodies))))
    report = audited(list(read([str(path)])))
    assert report.skipped == (("http://a.example/1", "the parser crashed (SIGSEGV)"),)
    assert {one.url for one in report.findings} == {"http://a.example/0", "http://a.example/2"}


def test_a_worker_asks_for_style_sheets_where_they_can_be_fetched() -> None:
    asked = []

    def sheet(url: str) -> str:
        asked.append(url)
        return "p { color: green }"

    with Examiner(work(asks=True), 2, sheet) as examiner:
        (one,) = examiner.pages([page(SHEETED, 1)])
    assert "https://news.example/seen.css" in asked
    assert len(asked) == len(set(asked))
    assert "external style sheets" not in one.unchecked


def test_a_few_pages_are_examined_in_the_middle_of_many() -> None:
    with Examiner(work(), 2) as examiner:
        many = _interrupted(examiner, pages(b"CRASH"))
        assert [one.place.url for one in many] == [one.url for one in pages(b"CRASH")]


def _interrupted(examiner: Examiner, found: Sequence[Page]) -> Iterator[Examined]:
    for one in examine_by(examiner, found):
        if len(one.findings) % 2:
            (few,) = examiner.pages([page(FARM + b"CRASH", 7)])
            assert few.failure
        yield one
