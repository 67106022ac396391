"""Progress on stderr, for a person who waits."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


def watched(
    steps: Iterable[T], what: str, *, wanted: bool, tell: Callable[[], str] | None = None
) -> Iterator[T]:
    """The steps as they are; where they are wanted and stderr is a terminal, counted there.

    Not wanted is what would mix with them: text on the same terminal, a single quick input. tell:
    what there is to say besides the count and the steps per second.
    """
    if not wanted or not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    words = "{task.completed:,} {task.description}, {task.fields[speed]} a second{task.fields[said]}"
    columns = (SpinnerColumn(), TextColumn(words), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None, speed="…", said="")
        begun = time.monotonic()
        for done, step in enumerate(steps, 1):
            speed = f"{done / max(time.monotonic() - begun, 0.001):.0f}"
            progress.update(task, advance=1, speed=speed, said=f", {tell()}" if tell else "")
            yield step


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Say on a terminal, while something long is done in one go, that it is, and since when."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(what, total=None)
        yield
