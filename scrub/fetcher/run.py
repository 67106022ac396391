"""One run into one output: what is asked for, what came of it so far, and how to stop it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from scrub.fetcher.client import Client
from scrub.fetcher.crawl import Crawl
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import Outcome, State
from scrub.fetcher.scribe import Scribe
from scrub.fetcher.spelling import spell
from scrub.fetcher.tally import Tally
from scrub.fetcher.visitor import Visit, Visitor

_BATCH = 1_000  # inputs added in one transaction
_SHOWN = 200  # characters of an address that cannot be fetched


class Gone(NamedTuple):
    """An address without a page: the words of its outcome, and the reason."""

    url: str
    outcome: str
    reason: str


class Run:
    """A context that opens an output, takes addresses, and visits everything that waits in it.

    out None keeps nothing. seams are the Client's arguments for tests. Raises InputError where the
    output is not ours to write.
    """

    def __init__(self, out: Path | None, options: FetchOptions, **seams: Any) -> None:
        self._client = Client(options, **seams)
        self._scribe = Scribe(out, options)
        self._crawl = Crawl(Visitor(self._client, options), self._scribe, options)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._scribe.close()
        await self._client.__aexit__()

    def add(self, urls: Iterable[str]) -> Iterator[Gone]:
        """Adds addresses; those that can never be fetched come back. Known ones change nothing."""
        remaining = iter(urls)
        while batch := list(islice(remaining, _BATCH)):
            spelled = []
            for url in batch:
                try:
                    spelled.append(spell(url))
                except ValueError as error:
                    shown = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
                    yield Gone(shown, Outcome.ADDRESS.value, str(error))
            self._scribe.add(spelled)

    def ask_again(self, *states: State) -> int:
        """Lets addresses that ended in one of these states be asked for once more; how many."""
        return self._scribe.wait_again(*states)

    def visits(self) -> AsyncGenerator[Visit, None]:
        """Everything that waits, as it is done and safe on disk."""
        return self._crawl.run()

    def stop(self) -> None:
        """Begins no more visits; those under way may end."""
        self._crawl.stop()

    @property
    def tally(self) -> Tally:
        """What this run has done so far."""
        return self._crawl.tally

    def outcomes(self) -> dict[Outcome, int]:
        """How many addresses ended how, in all runs into this output."""
        return self._scribe.journal.outcomes()

    def waiting(self) -> int:
        """How many addresses wait still."""
        return self._scribe.journal.counts()[State.WAITING]
