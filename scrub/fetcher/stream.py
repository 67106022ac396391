"""Any number of addresses into pages, as they come in: what `scrub.fetch` is."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from pathlib import Path
from typing import Any

from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import STATE, State
from scrub.fetcher.run import Gone, Run
from scrub.values import Page


async def fetch(
    urls: Iterable[str],
    options: FetchOptions | None = None,
    *,
    out: Path | None = None,
    gone: Callable[[Gone], None] | None = None,
    **seams: Any,
) -> AsyncGenerator[Page, None]:
    """The pages at these addresses, and whatever the options let them lead to, in the order they come.

    A page's `url` is where it was found, its `source` the address that led there. out: an archive
    (`….warc.gz`) that keeps everything that is asked and answered; with it a run that was stopped
    goes on where it was, and pages it kept are neither asked for nor yielded again. gone: called with
    every address that failed or was skipped, as `(url, outcome, reason)`. seams: the Client's
    arguments for tests. Raises InputError where out cannot be written.
    """
    tell = gone or (lambda _: None)
    async with Run(out, options or FetchOptions(), **seams) as run:
        for refused in run.add(urls):
            tell(refused)
        async with aclosing(run.visits()) as visits:
            async for visit in visits:
                if visit.page is not None:
                    yield visit.page
                elif STATE[visit.outcome] is not State.DONE:
                    tell(Gone(visit.task.url, visit.outcome.value, visit.reason))
