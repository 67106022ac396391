"""The walk of docs/admins.md, command by command, on the hacked town."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import COMMAND
from hacked_site.serve import town

from scrub.commands.status import Status
from scrub.survey import read_suppressions

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "admins.md").read_text("utf-8")
PORT = "8765"


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def commands() -> Iterator[list[str]]:
    """What the guide tells to type, in order."""
    for block in blocks("sh"):
        yield from map(shlex.split, block.splitlines())


def test_the_guide_can_be_followed_to_a_clean_site(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    statuses, port, server = [], PORT, ExitStack()
    with server:
        for words in commands():
            if words[0] == "python":  # the server, on a port that is free
                server.close()
                port = server.enter_context(town(clean="--clean" in words)).origin.rpartition(":")[2]
                if (before := tmp_path / "before.json").exists():  # two towns, at one address
                    before.write_text(re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{port}", before.read_text()))
                continue
            words = [word.replace(f":{PORT}/", f":{port}/") for word in words]
            command = [*COMMAND, *words[1:]] if words[0] == "scrub" else words
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=900)
            assert b"Traceback" not in done.stderr, done.stderr.decode()
            statuses.append((words[0], done.returncode))
    assert [code for name, code in statuses if name == "scrub"] == [1, 1, 0, 0]
    assert {code for name, code in statuses if name != "scrub"} == {0}
    assert b"<script src=" not in (tmp_path / "report.html").read_bytes()
    before, after = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("before", "after"))
    assert before["status"] == "compromised"
    assert after["status"] == "clean"
    assert [one for one in after["findings"] if one["severity"] != "info"] == []
    assert {one["fingerprint"] for one in before["findings"] if one["severity"] != "info"} <= set(
        _gone(after)
    )
    assert after["notes"] == []


def _gone(report: dict[str, Any]) -> list[str]:
    return [one["fingerprint"] for one in report["gone"]]


def test_the_options_of_the_guide_exist() -> None:
    reference = (ROOT / "docs" / "commands.md").read_text("utf-8")
    own = {"--port", "--clean", "--version"}
    assert [o for o in set(re.findall(r"(?<![\w-])--[a-z-]+", GUIDE)) - own if f"`{o}" not in reference] == []


def test_the_exit_statuses_of_the_guide_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| (\d+) \| ", GUIDE.partition("### Exit statuses")[2], re.MULTILINE)
    assert {int(row) for row in rows} == set(Status) - {Status.BROKEN_PIPE}


def test_the_suppressions_of_the_guide_can_be_read(tmp_path: Path) -> None:
    (written,) = blocks("toml")
    (path := tmp_path / "audit.toml").write_text(written)
    entries, notes = read_suppressions(path, date(2026, 1, 1))
    assert (len(entries), notes) == (2, ())
    assert tomllib.loads(written)["suppress"][0]["fingerprint"] == entries[0].fingerprint


@pytest.mark.parametrize("language", ["cron", "yaml"])
def test_commands_in_other_languages_are_understood(language: str) -> None:
    (written,) = blocks(language)
    lines = re.findall(r"(?:&& |run: )(scrub audit .*?)(?: >|$)", written, re.MULTILINE)
    assert lines
    for line in lines:
        done = subprocess.run(
            [*COMMAND, *shlex.split(line)[1:], "--help"], capture_output=True, check=False, timeout=600
        )
        assert done.returncode == 0, done.stderr.decode()
