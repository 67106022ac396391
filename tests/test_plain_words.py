"""What is said where there is nothing to do, or where it cannot be done: in words, and by the status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import FARM, HONEST, SPAM, errors, scrub

import scrub as package
from scrub.commands.status import Status
from scrub.inputs import Failure, Reading, read
from scrub.survey.earlier import read_earlier
from scrub.survey.surveying import Survey, survey
from scrub.values import Page

EXPORTS = {
    "sql": b"INSERT INTO `wp_terms` VALUES (1,'news');\n",
    "wxr": b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>',
    "mediawiki": b"<mediawiki><siteinfo></siteinfo></mediawiki>",
}


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_page_that_is_called_an_export_is_no_export(kind: str) -> None:
    done = scrub("clean", FARM, "--from", kind)
    assert done.returncode == Status.FAILED
    assert errors(done) == [f"scrub: {FARM}: no {kind}: nothing of that kind is in it"]


@pytest.mark.parametrize("kind", ["wxr", "mediawiki"])
def test_an_export_without_pages_is_no_failure_and_says_so(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(EXPORTS[kind])
    assert list(read([str(path)], Reading(kind=kind))) == []
    done = scrub("clean", path, "--from", kind)
    assert done.returncode == Status.OK
    assert done.stderr == b"nothing was cleaned: there is no page in the inputs\n"


def test_what_was_read_once_is_of_its_kind_wherever_it_is_entered(tmp_path: Path) -> None:
    """A job that goes on at the end of a table finds nothing there, and that is no failure."""
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b'{"text": "The bridge opened."}\n')
    found = list(read([str(path)], Reading(kind="jsonl", entry=(path.stat().st_size, 1))))
    assert not [one for one in found if isinstance(one, Failure)]


def test_a_manifest_without_its_records_is_not_verified(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert scrub("clean", FARM, HONEST, "-o", out, "--format", "jsonl").returncode == Status.OK
    assert scrub("verify", out).returncode == Status.OK
    manifest = out / "manifest" / "00000.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(lines[0])
    shorter = scrub("verify", out)
    assert "scrub: 00000.jsonl: 1 records are in it, and 2 were done" in errors(shorter)
    assert shorter.returncode == Status.SOME_FAILED
    alone = tmp_path / "alone.jsonl"
    alone.write_bytes(b"")
    assert errors(scrub("verify", alone)) == ["scrub: alone.jsonl: there is no record in it"]


def test_a_job_of_no_record_is_verified(tmp_path: Path) -> None:
    empty = tmp_path / "empty.mediawiki"
    empty.write_bytes(EXPORTS["mediawiki"])
    assert scrub("clean", empty, "-o", tmp_path / "out", "--format", "jsonl").returncode == Status.OK
    assert scrub("verify", tmp_path / "out").returncode == Status.OK


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "0"])
def test_a_page_has_a_time_that_is_a_time(seconds: str, tmp_path: Path) -> None:
    done = scrub("clean", FARM, "-o", tmp_path / "out", "--page-timeout", seconds)
    assert done.returncode == Status.USAGE
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--notify", "hooks.example"), "--notify: the web hook is not an http or https address"),
        (("--notify-command", ""), "--notify-command: there is no command ''"),
        (
            ("--notify-command", "no-such-mailer -s x"),
            "--notify-command: there is no command 'no-such-mailer'",
        ),
        (("--notify-command", "'unclosed"), "--notify-command: no closing quotation"),
    ],
)
def test_whom_nobody_can_tell_is_said_before_the_audit(option: tuple[str, str], words: str) -> None:
    done = scrub("audit", FARM, *option)
    assert done.returncode == Status.USAGE
    assert errors(done) == [f"scrub: {words}"]
    assert not done.stdout


def test_text_in_bytes_is_refused_in_words() -> None:
    wrong: Any = b"The bridge opened."
    with pytest.raises(TypeError, match="takes a str, not bytes: decode it first"):
        package.clean_text(wrong)


def test_a_diff_in_a_file_was_written(tmp_path: Path) -> None:
    told = scrub("clean", FARM, "--diff", "-o", tmp_path / "spam.diff").stderr.decode()
    assert told.endswith(f"; see {tmp_path / 'spam.diff'}\n")
    assert SPAM.encode() in (tmp_path / "spam.diff").read_bytes()
    assert scrub("clean", FARM, "--diff").stderr.decode().endswith("; nothing was written\n")


def _earlier(folder: Path, **finding: Any) -> Any:
    """What an audit knows after a report with one finding more."""
    from scrub.survey import Knowledge

    one = {
        "fingerprint": "f",
        "url": "http://a.example/",
        "text": "cheap pills",
        "first": None,
        "captured": None,
    }
    path = folder / "before.json"
    path.write_text(
        json.dumps({"audited": "2024-01-01", "findings": [one | {"kind": "spam_text"} | finding]})
    )
    return Knowledge(baseline=read_earlier(path))


@pytest.mark.parametrize(
    "finding",
    [
        {"kind": "cloaked"},
        {"kind": "hijacked_link"},
        {"kind": "script", "reasons": ["a script writes it: the page as it was sent does not have it"]},
        {"kind": "hidden_text", "reasons": ["hides"], "rule": "computed style: left: -9999px"},
    ],
)
def test_what_a_probe_found_is_not_gone_where_it_was_not_asked(
    finding: dict[str, Any], tmp_path: Path
) -> None:
    knowledge = _earlier(tmp_path, **finding)
    honest = Page(HONEST.read_bytes(), "http://a.example/", "text/html")
    assert _report(honest, knowledge).gone == ()
    assert any("could not be looked for" in note for note in _report(honest, knowledge).notes)


@pytest.mark.parametrize(
    "finding",
    [
        {},
        {"kind": "script", "reasons": ["decodes itself"], "rule": ""},
        {"kind": "script", "reasons": ["a script writes it", "its text is hidden by atob"]},
    ],
)
def test_what_anybody_would_see_is_gone(finding: dict[str, Any], tmp_path: Path) -> None:
    honest = Page(HONEST.read_bytes(), "http://a.example/", "text/html")
    assert _report(honest, _earlier(tmp_path, **finding)).gone == (("f", "cheap pills"),)


@pytest.mark.parametrize(("kind", "probe"), [("cloaked", "cloaking"), ("hijacked_link", "linked sites")])
def test_what_a_probe_does_not_find_again_is_gone(kind: str, probe: str, tmp_path: Path) -> None:
    from scrub.survey.probed import ALL, Probed

    honest = Page(HONEST.read_bytes(), "http://a.example/", "text/html")
    address = ALL if probe == "linked sites" else "http://a.example/"
    looked = _report(honest, _earlier(tmp_path, kind=kind), Probed(looked=[(probe, address)]))
    assert looked.gone == (("f", "cheap pills"),)


def _report(page: Page, knowledge: Any, *probed: Any) -> Any:
    from scrub.options import Options
    from scrub.survey import examine

    whole = Survey("", knowledge)
    for one in examine([page], Options()):
        whole.add(one)
    for one in probed:
        whole.take(one)
    return whole.report()


def test_a_remark_is_no_finding_in_the_summary() -> None:
    from io import StringIO

    from scrub.reports import REPORTS

    markup = b"<!doctype html><p>The bridge opened on Monday.</p><p hidden>The mayor thanked everybody who came.</p>"
    report = survey([Page(markup, "http://a.example/", "text/html")])
    written = StringIO()
    REPORTS["console"](report, written)
    remarks = sum(one.finding.severity == "info" for one in report.findings)
    last = written.getvalue().splitlines()[-1]
    assert f"0 with findings, {len(report.findings) - remarks} findings" in last
