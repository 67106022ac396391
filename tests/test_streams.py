"""Terminals, pipes that close and interrupts."""

from __future__ import annotations

import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from command_line import COMMAND, FARM, HONEST, on_terminal

from scrub.commands import run
from scrub.commands.status import Status


def test_a_terminal_gets_colours() -> None:
    assert "\x1b[" in on_terminal("explain", FARM)
    assert "\x1b[33m" in on_terminal("clean", FARM)


def test_a_terminal_sees_how_a_job_goes(tmp_path: Path) -> None:
    shown = on_terminal("clean", FARM, tmp_path / "none", "-o", tmp_path / "out", "--format", "text")
    assert "pages, " in shown
    assert re.search(r"a second,[^\r]* 1 removed", shown)
    assert "1 page cleaned, 1 removal (" in shown


def test_a_terminal_sees_that_training_and_measuring_go_on(tmp_path: Path) -> None:
    """The first of the two has far too little to learn from, and says so."""
    shown = on_terminal("train", FARM.parent, "-o", tmp_path / "models")
    assert "fitting the models" in shown
    assert "scrub: " in shown
    shown = on_terminal("evaluate", FARM.parent, HONEST.parent)
    assert "measuring the models" in shown
    assert "1 of 1 infected pages found" in shown


def test_nothing_of_a_page_acts_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b]0;owned\x07.html"
    text = b"<p>The bridge \x1b]0;owned\x07 opened on Monday, \xe2\x80\xae and everybody came to see it.</p>"
    path.write_bytes(b"<title>\x1b]0;owned\x07</title>" + text * 5)
    missing = tmp_path / "\x1b]0;owned\x07.txt"
    for command in (["clean", path, missing], ["audit", path, missing], ["explain", path]):
        shown = on_terminal(*command)
        assert "\x1b]0;" not in shown
        assert "\x07" not in shown
        assert "\u202e" not in shown


def test_a_reader_that_stops_is_no_error() -> None:
    pages = [FARM] * 40
    command = [*COMMAND, "clean", "--quiet", *map(str, pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(120) == Status.BROKEN_PIPE


def interrupted(process: subprocess.Popen[bytes]) -> int:
    """The status after Ctrl-C, pressed again where nothing came of it for a long time.

    A signal that comes between Python's last look for signals and the system call that waits for input
    is noticed only when the input goes on: a race of Python's own, which a person ends in the same way.
    """
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(60)
    return process.wait(0)


def test_ctrl_c_is_no_traceback() -> None:
    command = [*COMMAND, "clean", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(b"<p>The bridge opened on Monday." * 2**15)  # more than a pipe holds: it is read
        assert interrupted(process) == Status.INTERRUPTED
        assert process.stderr.read() == b""


def test_an_interrupt_inside_a_command_has_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scrub.commands.cleaning.clean_inputs", interrupted)
    assert run(["clean", str(FARM)]) == Status.INTERRUPTED


def closed(stream: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run the command with a stream closed before it starts (`<&-`, `>&-`, `2>&-`)."""
    command = ["sh", "-c", f'"$@" {stream}', "sh", *COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=600, check=False)


@pytest.mark.parametrize("command", [["clean", "-"], ["audit", "-", "--quiet"], ["explain", "-"]])
def test_a_closed_input_is_an_empty_one(command: list[str]) -> None:
    done = closed("<&-", *command)
    assert done.returncode == Status.FAILED
    assert done.stderr == b"scrub: standard input: empty\n"


@pytest.mark.parametrize("command", [["clean", FARM, "--quiet"], ["explain", FARM], ["signals"]])
def test_a_closed_output_is_told(command: list[object]) -> None:
    done = closed(">&-", *command)
    assert done.returncode == Status.FAILED
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(b"scrub: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    done = closed(">/dev/full", "clean", FARM, "--quiet")
    assert done.returncode == Status.FAILED
    assert done.stderr == b"scrub: no space left on device\n"


def test_who_closes_stderr_still_gets_the_article() -> None:
    done = closed("2>&-", "clean", FARM)
    assert done.returncode == Status.OK
    assert b"Weir Bridge" in done.stdout


def test_a_job_needs_no_standard_output(tmp_path: Path) -> None:
    assert closed(">&-", "clean", FARM, "-o", tmp_path / "out").returncode == Status.OK
    assert (tmp_path / "out" / "summary.json").is_file()
