"""Audits that come again: baselines, earlier reports, suppressions, unchanged pages, exit statuses."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import FARM, HONEST, errors, scrub

from scrub.commands.audit_flags import SEVERITIES as WRITTEN_OUT
from scrub.commands.status import Status
from scrub.survey import SEVERITIES


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with an infected page and an honest one."""
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(FARM, folder / "farm.html")
    shutil.copy(HONEST, folder / "honest.html")
    return folder


def report(*arguments: object, status: Status = Status.FINDINGS) -> dict[str, Any]:
    done = scrub("audit", *arguments, "--report", "json")
    assert done.returncode == status, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_severities_are_written_out_as_they_are() -> None:
    assert WRITTEN_OUT == SEVERITIES


def test_two_audits_are_equal_and_a_baseline_silences_the_second(site: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    done = scrub("audit", site, "--report", f"json={first}")
    assert done.returncode == Status.FINDINGS
    assert json.loads(first.read_text()) == report(site)
    again = report(site, "--baseline", first, status=Status.OK)
    assert [one["known"] for one in again["findings"]] == [True] * len(again["findings"])
    assert again["status"] == "compromised"  # known is not gone
    assert again["gone"] == []


def test_a_new_finding_fails_in_spite_of_the_baseline(site: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    scrub("audit", site, "--report", f"json={first}")
    shutil.copy(FARM, site / "second.html")
    again = report(site, "--baseline", first)
    assert {one["source"].rpartition("/")[2] for one in again["findings"] if not one["known"]} == {
        "second.html"
    }


def test_what_is_gone_is_told(site: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    before = report(site)
    first.write_text(json.dumps(before))
    shutil.copy(HONEST, site / "farm.html")
    after = report(site, "--since", first, status=Status.OK)
    assert after["findings"] == []
    assert {one["fingerprint"] for one in after["gone"]} == {f["fingerprint"] for f in before["findings"]}


def test_a_page_that_cannot_be_read_is_not_cured(site: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    first.write_text(json.dumps(report(site)))
    (site / "farm.html").write_bytes(b"")
    after = report(site, "--since", first, status=Status.SOME_FAILED)
    assert after["gone"] == []
    assert any("could not be looked for" in note for note in after["notes"])


def test_first_dates_are_carried_on_and_known_findings_fail_still(site: Path, tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    done = scrub("audit", site, "--since", last, "--report", f"json={last}")  # the first run
    assert b"not there yet" in done.stderr
    old = json.loads(last.read_text())
    today = datetime.now(UTC).date().isoformat()
    assert {one["first"] for one in old["findings"]} == {today}
    for one in old["findings"]:
        one["first"] = "2019-05-05"
    last.write_text(json.dumps(old))
    assert scrub("audit", site, "--since", last, "--report", f"json={last}").returncode == Status.FINDINGS
    new = json.loads(last.read_text())
    assert {one["first"] for one in new["findings"]} == {"2019-05-05"}
    assert {(one["first"], one["last"]) for one in new["targets"]} == {("2019-05-05", today)}


@pytest.mark.parametrize(
    "written", [b"", b"[]", b"{}", b'{"audited": "", "findings": [{}]}', b"\xff\xfe", b"[" * 9999]
)
def test_what_is_no_report_is_an_error(site: Path, tmp_path: Path, written: bytes) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(written)
    done = scrub("audit", site, "--baseline", broken)
    assert done.returncode == Status.FAILED
    assert errors(done) == [f"scrub: {broken}: not a JSON report of scrub audit"]


@pytest.mark.parametrize(("least", "status"), [("info", 1), ("warning", 1), ("error", 1)])
def test_an_error_fails_at_any_level(site: Path, least: str, status: int) -> None:
    assert scrub("audit", site, "--fail-on", least).returncode == status


def suppressions(path: Path, *entries: dict[str, str]) -> Path:
    written = path / "suppressions.toml"
    lines = ("\n".join(["[[suppress]]", *(f"{k} = {v}" for k, v in entry.items())]) for entry in entries)
    written.write_text("\n\n".join(lines))
    return written


NEXT_YEAR = (datetime.now(UTC).date() + timedelta(days=365)).isoformat()


def test_a_suppressed_finding_neither_fails_nor_counts(site: Path, tmp_path: Path) -> None:
    entries = [
        {"fingerprint": json.dumps(one["fingerprint"]), "reason": '"ours"', "expires": NEXT_YEAR}
        for one in report(site)["findings"]
    ]
    after = report(site, "--suppressions", suppressions(tmp_path, *entries), status=Status.OK)
    assert {one["suppressed"] for one in after["findings"]} == {"ours"}
    assert (after["status"], after["alarmed"], after["targets"], after["notes"]) == ("clean", 0, [], [])


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"expires": "2020-01-01"}, "expired on 2020-01-01"),
        ({"expires": '"2020-01-01"'}, "expires must be a date"),
        ({"reason": '" "'}, "it gives no reason"),
        ({"fingerprint": '""'}, "it needs a fingerprint"),
        ({"url": '"https://news.example/*"'}, "it needs a fingerprint"),
        ({"fingerprint": "7"}, "fingerprint must be text"),
        ({"until": '"x"'}, "there is no 'until'"),
        ({"fingerprint": '""', "url": '"*"', "domain": '"https://"'}, "domain must be one domain"),
    ],
)
def test_what_suppresses_nothing_is_told(
    site: Path, tmp_path: Path, entry: dict[str, str], told: str
) -> None:
    (fingerprint, *_) = [one["fingerprint"] for one in report(site)["findings"]]
    whole = {"fingerprint": json.dumps(fingerprint), "reason": '"ours"', "expires": NEXT_YEAR} | entry
    path = suppressions(tmp_path, whole)
    done = scrub("audit", site, "--suppressions", path, "--report", "json")
    assert done.returncode == Status.FINDINGS
    assert f"{path}: suppression 1 is not used: {told}" in done.stderr.decode()
    assert any(told in note for note in json.loads(done.stdout)["notes"])


def test_a_file_that_is_no_toml_is_an_error(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("[[suppress\n")
    assert scrub("audit", site, "--suppressions", path).returncode == Status.FAILED


def test_unchanged_pages_are_passed_by_and_say_the_same(site: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    plain = report(site)
    assert report(site, "--state", state) == plain
    size = state.stat().st_size
    assert report(site, "--state", state) == plain
    assert state.stat().st_size == size
    assert report(site, "--state", state, "--jobs", 2) == plain
    shutil.copy(HONEST, site / "farm.html")
    assert report(site, "--state", state, status=Status.OK)["findings"] == []


def test_a_file_of_something_else_is_not_written_to(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("my notes, a few of them, more than nothing" * 30)
    done = scrub("audit", site, "--state", other)
    assert done.returncode == Status.FAILED
    assert other.read_text().startswith("my notes")
