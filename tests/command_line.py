"""The command as people run it: in a process of its own, in a pipe or on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FARM = SAMPLES / "farm-at-article-end" / "page.html"
SPAM = "ankara escort"  # in the farm of FARM
HONEST = SAMPLES / "honest-blogroll" / "page.html"
COMMAND = (sys.executable, "-c", "from scrub.commands import main; main()")


def scrub(*arguments: object, stdin: bytes = b"", timeout: float = 600) -> subprocess.CompletedProcess[bytes]:
    """Run the command with pipes; whatever happens, there is no traceback."""
    command = [*COMMAND, *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout, check=False)
    assert b"Traceback" not in done.stderr
    return done


def errors(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines on stderr that tell of an error."""
    return [line for line in done.stderr.decode().splitlines() if line.startswith("scrub: ")]


def on_terminal(*arguments: object) -> str:
    """What a terminal gets, both streams together."""
    ours, theirs = pty.openpty()
    command = [*COMMAND, *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # Linux says so when the other end is closed
            pass
        process.wait()
    os.close(ours)
    return shown.decode()
