"""Makes docs/terminal.svg, the picture of the README, from real runs of scrub on a real terminal.

    python docs/make_terminal_svg.py

Before is what `scrub explain` says of the end of a sample's article; after is what `scrub clean` writes.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PAGE = "samples/farm-at-article-end/page.html"
WIDTH = 116
LINES = 5  # shown of each end of an output


def run_on_terminal(command: str) -> list[str]:
    """The lines that `scrub COMMAND` writes to a terminal, with their colours."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    words = [sys.executable, "cli.py", *command.split()]
    with subprocess.Popen(words, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment):
        os.close(theirs)
        shown = b"".join(_chunks(ours))
    os.close(ours)
    return shown.decode().splitlines()


def _chunks(descriptor: int) -> Iterable[bytes]:
    try:
        while chunk := os.read(descriptor, 65536):
            yield chunk
    except OSError:  # Linux says so when the other end is closed
        return


def end_of_article(explained: list[str]) -> list[str]:
    """The lines of `explain` around the first block that is spam."""
    spam = next(k for k, line in enumerate(explained) if "SPAM" in line)
    return ["…", *explained[max(spam - LINES + 2, 0) : spam + 2]]


def main() -> None:
    """Write the picture."""
    console = Console(
        record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor"
    )

    def show(command: str, lines: list[str]) -> None:
        console.print(Text.assemble(("$ ", "green"), (f"scrub {command}", "bold")))
        for line in lines:
            console.print(Text.from_ansi(line), no_wrap=True, overflow="ellipsis")
        console.print()

    explain, clean = f"explain {PAGE}", f"clean {PAGE}"
    show(explain, end_of_article(run_on_terminal(explain)))
    cleaned = [line for line in run_on_terminal(clean) if line.strip()]
    show(clean, [cleaned[0], "…", *cleaned[-LINES:]])
    console.save_svg(str(ROOT / "docs" / "terminal.svg"), title="scrub", unique_id="scrub")


if __name__ == "__main__":
    main()
