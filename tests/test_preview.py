"""`clean --dry-run`, `--diff` and `--json-log`: everything is told, and nothing but that is written."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import FARM, HONEST, SPAM, errors, on_terminal, scrub
from jobs import done, job_of, warc

from scrub.batch import NOTHING, preview
from scrub.commands.pace import Pace
from scrub.commands.spans import span


def everything_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_a_preview_has_the_outcomes_of_the_job_and_leaves_nothing(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 60, b"REFUSE", b"CRASH")
    before = everything_in(tmp_path)
    job = job_of(tmp_path / "out", archive, form=NOTHING)
    previewed = list(preview(job, 2))
    assert everything_in(tmp_path) == before
    worked = done(job_of(tmp_path / "out", archive))
    for seen, then in zip(previewed, worked, strict=True):
        assert seen.row == {k: v for k, v in then.row.items() if k != "output"}
        assert seen.output is None


def test_a_dry_run_shows_what_would_go_and_writes_nothing(tmp_path: Path) -> None:
    before = everything_in(tmp_path)
    done = scrub("clean", FARM, HONEST, "--dry-run", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert everything_in(tmp_path) == before
    shown = done.stdout.decode()
    assert SPAM in shown
    assert str(FARM) in shown
    assert str(HONEST) not in shown
    assert done.stderr.decode().endswith("on 1 of 2 pages; nothing was written\n")


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
def test_the_diff_of_a_source_makes_what_is_written_back(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(FARM.read_bytes())
    diff = tmp_path / "spam.diff"
    assert scrub("clean", page, "--format", "same", "--diff", "-o", diff).returncode == 0
    scrub("clean", page, "--format", "same", "-o", tmp_path / "same")
    subprocess.run(["patch", "--quiet", "--binary", page], input=diff.read_bytes(), check=True)
    assert page.read_bytes() == next((tmp_path / "same").glob("*.html")).read_bytes() != FARM.read_bytes()


def test_the_diff_of_a_text_is_what_the_article_lost(tmp_path: Path) -> None:
    diff = scrub("clean", FARM, HONEST, "--diff").stdout.decode()
    lost = [line for line in diff.splitlines() if line.startswith(("-", "#- ")) and SPAM in line]
    assert lost
    assert not [line for line in diff.splitlines() if line.startswith("+") and SPAM in line]
    assert str(HONEST) not in diff


def test_a_terminal_gets_colours_and_nothing_that_acts(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(FARM.read_bytes().replace(SPAM.encode(), SPAM.encode() + b" \x1b[2J\x9bevil"))
    for option in ("--diff", "--dry-run"):
        shown = on_terminal("clean", page, option)
        assert "\x1b[" in shown
        assert "\x1b[2J" not in shown
        assert "\x9b" not in shown
    assert "\x1b[" not in scrub("clean", FARM, "--diff").stdout.decode()


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_what_makes_no_sense_with_a_preview_is_refused(tmp_path: Path, option: str) -> None:
    for more in (["--retry-failed"], ["--shard", "1/2"], ["--drop-duplicates", "exact"], ["--removed", "x"]):
        refused = scrub("clean", FARM, option, *more, "-o", tmp_path / "out")
        assert refused.returncode == 2
        assert more[0] in refused.stderr.decode()


def test_the_log_in_json_has_an_object_a_line(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 3)
    command = ("clean", archive, tmp_path / "none", "-o", tmp_path / "out", "--json-log")
    events = [json.loads(line) for line in scrub(*command).stderr.splitlines()]
    assert [one["event"] for one in events] == ["start", "failure", "summary"]
    assert events[1]["source"]["file"] == str(tmp_path / "none")
    assert events[1]["reason"] == "no such file or folder"
    assert (events[2]["pages"], events[2]["failures"]) == (3, {"no such file or folder": 1})
    assert events[2]["whole"] is True
    other = scrub("clean", archive, "-o", tmp_path / "out", "--json-log")
    assert [json.loads(line)["event"] for line in other.stderr.splitlines()] == ["start", "error"]
    quiet = scrub(*command, "--retry-failed", "--quiet")
    assert {json.loads(line)["event"] for line in quiet.stderr.splitlines()} == {"start", "failure"}
    assert errors(quiet) == []


def test_the_pace_follows_the_bytes_of_the_inputs(tmp_path: Path) -> None:
    archives = [warc(tmp_path / f"{k}.warc", 50) for k in range(2)]
    job = job_of(tmp_path / "out", *archives)
    pace = Pace(job.shards)
    assert (pace.share, pace.seconds_left) == (0.0, None)
    shares = []
    for outcome in preview(job):
        pace.step(outcome.row)
        shares.append(pace.share or 0.0)
    assert shares == sorted(shares)
    assert 0.4 < shares[50] < 0.6 < 0.9 < shares[-1] <= 1.0
    assert pace.records == 100
    assert pace.seconds_left is not None
    assert Pace(()).share is None


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 s"), (600, "10 min"), (7300, "2 h 2 min"), (2e5, "2 d 7 h")]
)
def test_times_are_told_in_two_units(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 300)
    shown = on_terminal("clean", archive, "-o", tmp_path / "out", "--format", "jsonl")
    assert "of the input" in shown
    assert "removed" in shown
