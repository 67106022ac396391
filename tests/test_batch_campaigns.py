"""Campaigns: the same spam on several pages is told once, with where it was and where it leads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from archives import packed, record, response
from command_line import scrub
from inline import inline
from jobs import done, job_of

import scrub as library
from scrub.batch.campaigns import campaigns
from scrub.cleaner import clean_document
from scrub.fingerprints import digest
from scrub.options import Options
from scrub.policy.copies import remove_copies
from scrub.values import Page

__all__ = ["inline"]  # a fixture

FARM = "cheap replica watches and handbags with free shipping to all countries of the world"
ITEM = '<li><a href="http://shop{}.example/">best replica watches {} store</a></li>'


def captured(path: Path, pages: dict[str, str]) -> Path:
    path.write_bytes(packed(*(record(url, response(body.encode())) for url, body in pages.items())))
    return path


@pytest.mark.usefixtures("inline")
def test_a_campaign_is_told_with_its_size_hosts_dates_targets_and_a_sample(tmp_path: Path) -> None:
    pages = {f"http://host{k % 3}.example/{k}": f"<p>page {k} sure({FARM} {k})" for k in range(9)}
    pages["http://lone.example/x"] = "<p>sure(something else that stands on one page only)"
    job = job_of(tmp_path / "out", captured(tmp_path / "a.warc", pages))
    done(job)
    found = campaigns(job)
    assert (found.number, found.copies) == (1, 0)
    (one,) = found.largest
    assert (one.size, one.hosts, one.family) == (9, 3, "seo")
    assert one.first == one.last == "2020-02-03T04:05:06Z"
    assert [(target.domain, target.pages) for target in one.targets] == [("cheap.example", 9)]
    assert one.sample.startswith("CHEAP REPLICA WATCHES")
    assert sorted(one.pages) == sorted(url for url in pages if "lone" not in url)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["campaigns"] == 1
    assert summary["largest_campaigns"][0]["id"] == one.id


@pytest.mark.usefixtures("inline")
def test_pages_without_spam_have_no_campaigns(tmp_path: Path) -> None:
    pages = {f"http://host.example/{k}": f"<p>page {k} {FARM}" for k in range(5)}
    job = job_of(tmp_path / "out", captured(tmp_path / "a.warc", pages))
    done(job)
    assert campaigns(job) == (0, (), 0)


def suspicious_page() -> tuple[library.Document, library.Verdicts]:
    """A page whose farm is flagged only, as an older model might have it."""
    items = "".join(ITEM.format(k, k) for k in range(12))
    body = f"<p>The bridge was opened on Monday after long works on both banks.</p><ul>{items}</ul>"
    document = library.parse(Page(body.encode(), content_type="text/html"))
    verdicts = library.judge(document, Options())
    assert verdicts.span_removed.any()
    return document, replace(verdicts, span_removed=verdicts.span_removed & False, spam=verdicts.spam & False)


def test_flagged_pieces_go_where_their_words_are_known() -> None:
    document, verdicts = suspicious_page()
    k = len(verdicts.span_start) - 1
    piece = document.text[verdicts.span_start[k] : verdicts.span_end[k]]
    found = remove_copies(document, verdicts, {digest(piece): 0.999})
    assert found.span_removed.tolist() == [j == k for j in range(k + 1)]
    assert found.span_score[k] >= 0.998
    article = clean_document(document, found)
    assert [one.text for one in article.removed] == [piece]
    assert article.removed[0].reasons[-1] == "the same words were removed from other pages of the job"
    assert article.flagged == len(article.suspected) == k


def test_words_that_are_not_known_and_pieces_that_are_not_flagged_stay() -> None:
    document, verdicts = suspicious_page()
    assert remove_copies(document, verdicts, {digest("other words entirely here"): 0.999}) is verdicts
    honest = "The bridge was opened on Monday after long works on both banks."
    assert remove_copies(document, verdicts, {digest(honest): 0.999}) is verdicts


def test_the_command_propagates_and_drops_duplicates(tmp_path: Path) -> None:
    body = "<html><p>The old bridge over the river was opened again on Monday after long works.</p></html>"
    archive = captured(tmp_path / "a.warc", {f"http://a.example/{k}": body for k in range(4)})
    command = ("clean", archive, "-o", tmp_path / "out", "--format", "jsonl", "--propagate")
    done = scrub(*command, "--drop-duplicates", "exact")
    assert done.returncode == 0
    assert "3 filtered (exact duplicate 3)" in done.stderr.decode()
    assert len((tmp_path / "out" / "00000.jsonl").read_text().splitlines()) == 1
