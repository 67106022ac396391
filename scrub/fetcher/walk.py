"""A site for whoever reads it page by page: fetched in a thread of its own, while pages are worked on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import aclosing
from pathlib import Path
from queue import Empty, Full, Queue
from typing import Any

from scrub.errors import InputError
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import STATE, State
from scrub.fetcher.run import Gone, Run
from scrub.fetcher.scribe import journal_of
from scrub.values import Page

_AHEAD = 32  # pages that wait for the reader before no more are asked for
_LOOK = 0.05  # seconds between two looks at a full queue, or for a walk that died


class Walk:
    """The pages of a site, from its sitemaps, feeds and links. Iterate once.

    Gives a page, or why there is none, for every address, those of `also` included. waiting: how many addresses were known and
    not asked for when it ended. out keeps everything that is downloaded; it must be new, since what an
    archive has is not asked for again. seams are the Client's arguments for tests. Raises InputError
    where out is there already or cannot be written.
    """

    def __init__(
        self,
        url: str,
        options: FetchOptions,
        out: Path | None = None,
        also: Iterable[str] = (),
        **seams: Any,
    ) -> None:
        if out is not None and (out.exists() or journal_of(out).exists()):
            raise InputError(f"{out}: is there already; the pages of a site are kept in a new archive")
        self.waiting = 0
        self._urls = [url, *also]
        self._options, self._out, self._seams = options, out, seams
        self._queue: Queue[Page | Gone | BaseException | None] = Queue(_AHEAD)
        self._left = threading.Event()

    def __iter__(self) -> Iterator[Page | Gone]:
        thread = threading.Thread(target=self._fetch, name="walk", daemon=True)
        thread.start()
        try:
            while (one := self._queue.get()) is not None:
                if isinstance(one, BaseException):
                    raise one
                yield one
        finally:
            self._left.set()
            thread.join()

    def _fetch(self) -> None:
        try:
            asyncio.run(self._visit())
        except BaseException as error:  # noqa: BLE001 - told to the reader, in whose thread it is raised
            self._give(error)
        self._give(None)

    async def _visit(self) -> None:
        async with Run(self._out, self._options, **self._seams) as run:
            for refused in run.add(self._urls):
                await self._hand_over(refused)
            async with aclosing(run.visits()) as visits:
                async for visit in visits:
                    if visit.page is not None:
                        await self._hand_over(visit.page)
                    elif STATE[visit.outcome] is not State.DONE:
                        await self._hand_over(Gone(visit.task.url, visit.outcome.value, visit.reason))
                    if self._left.is_set():
                        run.stop()
            self.waiting = run.waiting()

    async def _hand_over(self, one: Page | Gone) -> None:
        """Waits for the reader without keeping the visits under way from ending."""
        while not self._left.is_set():
            try:
                self._queue.put_nowait(one)
                return
            except Full:
                await asyncio.sleep(_LOOK)

    def _give(self, one: BaseException | None) -> None:
        while True:
            try:
                self._queue.put(one, timeout=_LOOK)
                return
            except Full:
                if self._left.is_set():
                    try:
                        self._queue.get_nowait()
                    except Empty:
                        continue
