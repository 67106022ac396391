"""Progress of a run on stderr: how many, how fast, how long still."""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from scrub.commands.spans import span

if TYPE_CHECKING:
    from scrub.fetcher import Run
    from scrub.fetcher.tally import Tally
    from scrub.fetcher.visitor import Visit

_EVERY = 0.25  # seconds between two looks


async def watched_visits(run: Run, *, wanted: bool) -> AsyncGenerator[Visit, None]:
    """The visits as they are; where it is wanted and stderr is a terminal, counted there."""
    if not wanted or not sys.stderr.isatty():
        async with aclosing(run.visits()) as visits:
            async for visit in visits:
                yield visit
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    shown = 0.0
    live = Live(console=Console(stderr=True), transient=True, auto_refresh=False)
    async with aclosing(run.visits()) as visits:
        with live:
            async for visit in visits:
                if time.monotonic() - shown > _EVERY:
                    shown = time.monotonic()
                    live.update(Text(progress_line(run.tally)), refresh=True)
                yield visit


def progress_line(tally: Tally) -> str:
    """`1,200 of 10,000, 1,180 pages, 18.2 MB, 24.1 a second, about 6 min left`."""
    parts = [
        f"{tally.done:,} of {tally.done + tally.waiting:,}",
        f"{tally.pages:,} pages",
        f"{tally.wire / 1e6:,.1f} MB",
        f"{tally.rate:,.1f} a second",
    ]
    left = tally.seconds_left
    if left is not None:
        parts.append(f"about {span(left)} left")
    return ", ".join(parts)
