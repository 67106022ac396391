"""The walk of docs/archivists.md, command by command."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

from command_line import COMMAND

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "archivists.md").read_text("utf-8")


def commands() -> list[list[str]]:
    """What the guide tells to type, less what needs many machines, or minutes."""
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines()]
    return [line for line in lines if "--shard" not in line and "--kills" not in line]


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "benchmarks").symlink_to(ROOT / "benchmarks")
    statuses = {}
    for words in commands():
        python = words[0] == "python"
        command = [sys.executable, *words[1:]] if python else [*COMMAND, *words[1:]]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=600)
        assert b"Traceback" not in done.stderr
        statuses[" ".join(words[:3])] = done.returncode
    # samples/ has one page of which nothing is expected to be left: an empty file, which is a failure.
    assert {name: status for name, status in statuses.items() if status} == {"scrub clean samples/": 3}
    summary = json.loads((tmp_path / "clean" / "summary.json").read_text())
    assert summary["pages"] == 500
    assert len((tmp_path / "removed.jsonl").read_text().splitlines()) == summary["removals"] > 0
    for restored in (tmp_path / "restored").glob("*page.html"):
        name = restored.name.removeprefix("samples-").removesuffix("-page.html")
        assert restored.read_bytes() == (ROOT / "samples" / name / "page.html").read_bytes()


def test_every_option_of_the_guide_exists() -> None:
    reference = (ROOT / "docs" / "commands.md").read_text("utf-8")
    own = {"--make", "--records", "--kills"}
    assert [
        option for option in set(re.findall(r"--[a-z-]+", GUIDE)) - own if f"`{option}" not in reference
    ] == []
