"""Progress on stderr, for a person who waits."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def watched(steps: Iterable[T], what: str, *, wanted: bool) -> Iterator[T]:
    """The steps as they are; where they are wanted and stderr is a terminal, counted there.

    Not wanted is what would mix with them: text on the same terminal, a single quick input.
    """
    if not wanted or not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        for step in steps:
            progress.advance(task)
            yield step
