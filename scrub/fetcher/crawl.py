"""A run: tasks out of the frontier, visits at once, commits in batches, outcomes to whoever listens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from scrub.fetcher.exchange import Exchange
from scrub.fetcher.frontier import Frontier, deliver
from scrub.fetcher.hosts import backoff
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import Outcome, State
from scrub.fetcher.scribe import Scribe
from scrub.fetcher.tally import Tally
from scrub.fetcher.task import Task
from scrub.fetcher.visitor import Visit, Visitor

T = TypeVar("T")

_GRACE = 5.0  # seconds that visits under way have to end when a run is stopped
_MOST_UNWRITTEN = 64 * 2**20  # bytes of bodies that may wait for the scribe when a visit begins
_MOST_AHEAD = 4  # times the concurrency: visits that may wait for the scribe, and for the listener
_LOOK = 1.0  # seconds after which the frontier is looked at again, whatever happens


class Crawl:
    """One run over everything that waits in the scribe's journal.

    The scribe's work, which waits for the disk, is done in a thread of its own, one piece at a time.
    """

    def __init__(self, visitor: Visitor, scribe: Scribe, options: FetchOptions) -> None:
        self._visitor = visitor
        self._scribe = scribe
        self._options = options
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scribe")
        self._frontier = Frontier(visitor.hosts, options.per_host)
        self._running: dict[asyncio.Task[None], Task] = {}
        self._attempts: dict[int, int] = {}  # of tasks that failed and may be asked again
        self._rules_read: dict[int, list[Exchange]] = {}  # robots.txt that was read on the way to them
        self._finished: list[Visit] = []
        self._open = 0  # visits that began and are not committed
        self._unwritten = 0
        self._writer: asyncio.Task[None] | None = None
        self._stopping = False
        self._give_up_at = float("inf")
        self._wake = asyncio.Event()
        self._out: asyncio.Queue[Visit | None] = asyncio.Queue()
        self._kept_before = 0
        self.tally = Tally()

    def stop(self) -> None:
        """Begins no more visits; those under way may end."""
        self._stopping = True
        self._give_up_at = min(self._give_up_at, time.monotonic() + _GRACE)
        self._wake.set()

    async def run(self) -> AsyncGenerator[Visit, None]:
        """Every visit as it is committed. To leave early is to stop."""
        counts = await self._in_thread(self._scribe.journal.counts)
        self.tally.waiting = counts[State.WAITING]
        self._kept_before = await self._in_thread(self._pages_kept)
        work = asyncio.create_task(self._work())
        try:
            while (visit := await self._out.get()) is not None:
                self._wake.set()
                yield visit
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            self._thread.shutdown(wait=True)

    async def _work(self) -> None:
        try:
            while not self._is_over():
                await self._refill()
                self._begin_visits()
                self._begin_writing()
                if not self._is_over():
                    await self._sleep()
        finally:
            await self._end()

    def _is_over(self) -> bool:
        if time.monotonic() > self._give_up_at:
            return True
        if self._running or self._finished or self._writer:
            return False
        return self._stopping or self._is_full() or self._frontier.is_empty()

    def _is_full(self) -> bool:
        """Whether the page budget is used up, by pages kept and those that may come still."""
        most = self._options.max_pages
        return most is not None and self._kept_before + self.tally.pages + self._open >= most

    async def _refill(self) -> None:
        order = None if self._stopping else self._frontier.order()
        if order:
            self._frontier.receive(await self._in_thread(lambda: deliver(order, self._scribe)))

    def _begin_visits(self) -> None:
        while (
            not self._stopping
            and len(self._running) < self._options.concurrency
            and self._has_room()
            and not self._is_full()
            and (task := self._frontier.take())
        ):
            self._open += 1
            visiting = asyncio.create_task(self._visit(task))
            self._running[visiting] = task
            visiting.add_done_callback(self._running.pop)

    def _has_room(self) -> bool:
        """Whether the disk, and whoever listens, keep up with the visits."""
        most = _MOST_AHEAD * self._options.concurrency
        return self._unwritten < _MOST_UNWRITTEN and len(self._finished) < most and self._out.qsize() < most

    async def _visit(self, task: Task) -> None:
        given_up = self._visitor.hosts.host(task.host).given_up
        visit = (
            Visit(task, outcome=Outcome.NETWORK, reason=given_up)
            if given_up
            else await self._visitor.visit(task)
        )
        if visit.retry and self._try_again(visit):
            self._rules_read[task.number] = [e for e in visit.exchanges if e.url != task.url]
            self._open -= 1
            self._frontier.give_back(task)
        else:
            self._attempts.pop(task.number, None)
            visit.exchanges[:0] = self._rules_read.pop(task.number, [])
            self._finished.append(visit)
            self._unwritten += _weight(visit)
            self._frontier.visited(task)
        self._wake.set()

    def _try_again(self, visit: Visit) -> bool:
        """Whether the visit is to be made again; its host is left alone for a while first."""
        task, hosts = visit.task, self._visitor.hosts
        attempt = self._attempts.get(task.number, 0) + 1
        if attempt > self._options.retries or hosts.host(task.host).given_up:
            return False
        self._attempts[task.number] = attempt
        hosts.rest(task.host, visit.wait if visit.wait is not None else backoff(attempt))
        return True

    async def _sleep(self) -> None:
        """Until a visit or a commit ends, or a host may be asked."""
        idle = len(self._running) < self._options.concurrency and self._has_room()
        ready = self._frontier.next_ready() if idle and not self._stopping and not self._is_full() else None
        if ready is None and not self._running and not self._writer:
            ready = 0.0  # only the journal knows more
        try:
            async with asyncio.timeout(_LOOK if ready is None else min(_LOOK, ready)):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()

    def _begin_writing(self) -> None:
        if self._writer and self._writer.done():
            writer, self._writer = self._writer, None
            writer.result()  # raises what went wrong
        if self._finished and not self._writer:
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Commits what is finished, then hands it on."""
        batch, self._finished = self._finished, []
        try:
            committed = await self._in_thread(lambda: self._scribe.commit(batch))
        finally:
            self._wake.set()
        self._open -= len(batch)
        self.tally.waiting += committed.added - len(batch)
        self._frontier.grew(committed.hosts)
        for visit in batch:
            self._frontier.committed(visit.task)
            self._unwritten -= _weight(visit)
            self.tally.outcomes[visit.outcome] += 1
            self.tally.wire += _weight(visit)
            visit.exchanges = []
            self._out.put_nowait(visit)

    async def _end(self) -> None:
        """Ends visits that are still under way, and commits what the others brought."""
        try:
            late = list(self._running)
            for visiting in late:
                visiting.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            if self._writer:
                await self._writer
            if self._finished:
                await self._write()
        finally:
            self._out.put_nowait(None)

    def _pages_kept(self) -> int:
        counts = self._scribe.journal.outcomes()
        return sum(counts.get(one, 0) for one in (Outcome.KEPT, Outcome.DUPLICATE, Outcome.UNCHANGED))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _weight(visit: Visit) -> int:
    return sum(len(exchange.raw) for exchange in visit.exchanges)
