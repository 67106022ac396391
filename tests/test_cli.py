"""The command line, as people run it: real processes and real pages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import FARM, HONEST, SAMPLES, SPAM, scrub

from scrub import Removal
from scrub.commands.messages import removed_line
from scrub.commands.status import Status, status_of
from scrub.version import VERSION


def test_a_hacked_page_comes_out_clean() -> None:
    done = scrub("clean", FARM)
    assert done.returncode == 0
    assert SPAM not in done.stdout.decode()
    assert "Weir Bridge" in done.stdout.decode()
    assert b"\x1b" not in done.stdout + done.stderr
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("removed 1 block (")
    assert line.endswith("; --removed FILE writes it out")
    assert "escort" in line


def test_the_checkout_has_a_door() -> None:
    command = [sys.executable, str(SAMPLES.parent / "cli.py"), "clean", "--quiet", str(FARM)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=SAMPLES)
    assert done.stdout == scrub("clean", FARM).stdout
    assert done.stderr == b""


def test_standard_input_gives_the_same() -> None:
    done = scrub("clean", "-", stdin=FARM.read_bytes())
    assert done.returncode == 0
    assert done.stdout == scrub("clean", FARM).stdout


def test_an_address_gives_the_same(farm_server: str) -> None:
    done = scrub("clean", f"{farm_server}/page", "--allow-private")
    assert done.returncode == 0
    assert done.stdout == scrub("clean", FARM).stdout


def test_removals_can_be_kept(tmp_path: Path) -> None:
    done = scrub("clean", FARM, "--removed", tmp_path / "removed.jsonl")
    assert str(tmp_path / "removed.jsonl") in done.stderr.decode()
    (line,) = (tmp_path / "removed.jsonl").read_text().splitlines()
    removal = json.loads(line)
    assert SPAM in removal["text"]
    assert removal["reasons"]
    assert removal["source"]["file"] == str(FARM)


def test_jsonl_has_a_line_for_every_input(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = scrub("clean", FARM, tmp_path / "none.html", HONEST, "-o", out)
    assert done.returncode == Status.SOME_FAILED
    farm, none, honest = map(json.loads, out.read_text().splitlines())
    assert farm["removed"]
    assert farm["model"]
    assert none["error"] == "no such file or folder"
    assert (honest["removed"], honest["error"]) == ([], None)
    assert honest["text"]


def test_a_folder_of_pages_becomes_a_folder_of_articles(tmp_path: Path) -> None:
    one, two = scrub("clean", FARM, HONEST, "-o", tmp_path / "one"), tmp_path / "two"
    assert one.returncode == 0
    assert one.stdout == b""
    assert scrub("clean", FARM, HONEST, "-o", two, "--jobs", 2).returncode == 0
    contents = [{p.name: p.read_bytes() for p in f.glob("*.txt")} for f in (tmp_path / "one", two)]
    assert contents[0] == contents[1]
    assert len(contents[0]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("cleam",),
        ("clean",),
        ("clean", "x", "--format", "pdf"),
        ("clean", "x", "--max-harm", "2"),
        ("clean", "x", "--jobs", "0"),
        ("audit", "x", "--report", "pdf"),
        ("train", "no-such-folder", "-o", "out"),
        ("signals", "no-such-signal"),
    ],
)
def test_a_command_line_without_sense_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    done = scrub(*arguments)
    assert done.returncode == Status.USAGE
    assert done.stderr
    assert not done.stdout


def test_audit_finds_and_its_status_says_so(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = scrub("audit", FARM, HONEST, "--report", "console", "--report", f"json={report}")
    assert done.returncode == Status.FINDINGS
    assert b"compromised" in done.stdout or b"suspect" in done.stdout
    found = json.loads(report.read_text())
    assert found["findings"]
    assert any(SPAM in finding["text"] for finding in found["findings"])


def test_audit_of_an_honest_page_is_clean() -> None:
    done = scrub("audit", HONEST, "--report", "json")
    assert done.returncode == Status.OK
    assert json.loads(done.stdout)["status"] == "clean"


def test_findings_weigh_more_than_failures(tmp_path: Path) -> None:
    assert scrub("audit", FARM, tmp_path / "none.html").returncode == Status.FINDINGS
    assert scrub("audit", HONEST, tmp_path / "none.html").returncode == Status.SOME_FAILED


def test_explain_shows_every_block() -> None:
    done = scrub("explain", FARM)
    assert done.returncode == 0
    shown = done.stdout.decode()
    (line,) = (line for line in shown.splitlines() if SPAM in line and not line.startswith("removed"))
    assert "SPAM" in line
    assert "page: " in shown
    assert "\x1b" not in shown


def test_signals_are_listed_and_explained() -> None:
    listed = scrub("signals").stdout.decode().splitlines()
    assert len(listed) > 20
    name = listed[0].split()[0]
    assert scrub("signals", name).stdout.decode().splitlines()[0] == name


def test_version() -> None:
    assert scrub("--version").stdout.decode() == f"scrub {VERSION}\n"


def removal(links: int = 0, family: str = "escort", score: float = 0.998) -> Removal:
    addresses = tuple(f"http://{k}.example/" for k in range(links))
    return Removal("one two three", score, family, (), "", None, addresses)


@pytest.mark.parametrize(
    ("removals", "line"),
    [
        ([removal(26)], "1 block (26 links, escort link farm, p=0.998); --removed FILE writes it out"),
        ([removal(1)], "1 block (1 link, escort link, p=0.998); --removed FILE writes it out"),
        ([removal()], "1 block (3 words, escort text, p=0.998); --removed FILE writes it out"),
        (
            [removal(5), removal(4), removal(1, "other", 0.95)],
            "3 blocks (10 links, escort link farm ×2, spam link, p=0.950–0.998); --removed FILE writes them out",
        ),
    ],
)
def test_what_was_removed_is_one_line(removals: list[Removal], line: str) -> None:
    assert removed_line(removals) == f"removed {line}"


def test_many_kinds_of_spam_are_cut_short() -> None:
    families = ["escort", "pharma", "loans", "crypto", "replica", "seo"]
    line = removed_line([removal(3, family) for family in families], Path("out.jsonl"))
    assert "escort link farm, pharma link farm, loans link farm, crypto link farm, …" in line
    assert line.endswith("; written to out.jsonl")


def test_the_status_of_many_inputs() -> None:
    assert status_of(3, 0) == Status.OK
    assert status_of(3, 1) == Status.SOME_FAILED
    assert status_of(0, 1) == Status.FAILED
