"""Pages one by one, for `clean` and `audit`: as polite, as safe and as complete as a whole run."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from scrub.errors import FetchError
from scrub.fetcher.client import Client
from scrub.fetcher.exchange import Exchange
from scrub.fetcher.hosts import backoff
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import Outcome
from scrub.fetcher.scribe import Scribe
from scrub.fetcher.spelling import host_and_port, spell
from scrub.fetcher.task import Task
from scrub.fetcher.visitor import Visit, Visitor
from scrub.values import Page

_PATIENCE = 30.0  # seconds of `Retry-After` that somebody who waits for one page is made to wait


class Session:
    """A context in which addresses become pages, each asked for when it is needed.

    Connections, rules and turns are kept from one page to the next. warc is an archive that keeps
    what is downloaded, with its journal beside it; seams are the Client's arguments for tests.
    """

    def __init__(self, options: FetchOptions | None = None, warc: Path | None = None, **seams: Any) -> None:
        self._options = options or FetchOptions()
        with ExitStack() as undo:
            self._runner = undo.enter_context(asyncio.Runner())
            self._client = self._runner.run(self._opened(**seams))
            undo.callback(lambda: self._runner.run(self._client.__aexit__()))
            self._visitor = Visitor(self._client, self._options)
            self._scribe = Scribe(warc, self._options) if warc else None
            if self._scribe:
                undo.callback(self._scribe.close)
            self._undo = undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._undo.close()

    def fetch(self, url: str) -> Page:
        """The page at the address, after redirects; its url is the last one.

        Raises FetchError: forbidden, unreachable, refused, an HTTP error status, too large, neither
        HTML nor text.
        """
        return self._runner.run(self._fetch(url))

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Visit:
        """One request with these headers instead of our own, as guarded and polite as any; nothing is followed.

        What came of it is a value: see `Visit`. No archive keeps it. Raises FetchError for what is no
        address.
        """
        try:
            target = spell(url)
        except ValueError as error:
            raise FetchError(str(error)) from None
        task = Task(0, target, host_and_port(target), headers=tuple((headers or {}).items()))
        return self._runner.run(self._patiently(task))

    def attend(self, url: str) -> Exchange:
        """Something that belongs to a page, a style sheet perhaps, as it is; nothing is followed or kept.

        Raises FetchError.
        """
        try:
            target = spell(url)
        except ValueError as error:
            raise FetchError(str(error)) from None
        return self._runner.run(self._visitor.attend(Task(0, target, host_and_port(target))))

    async def _opened(self, **seams: Any) -> Client:
        return Client(self._options, **seams)

    async def _fetch(self, url: str) -> Page:
        try:
            target = spell(url)
        except ValueError as error:
            raise FetchError(str(error)) from None
        origin, via, seen = target, None, {target}
        for hops in range(self._options.max_redirects + 2):
            if self._scribe:
                self._scribe.add([target])
            task = Task(0, target, host_and_port(target), hops=hops, via=via, origin=origin)
            visit = await self._patiently(task)
            if self._scribe:
                self._scribe.commit([visit])
            if visit.page is not None:
                return visit.page
            if visit.outcome is not Outcome.REDIRECTED or visit.location is None:
                raise FetchError(visit.reason or _reason(visit))
            if visit.location in seen:
                raise FetchError("redirects in a circle")
            via, target = target, visit.location
            seen.add(target)
        raise AssertionError("the visitor counts redirects")

    async def _patiently(self, task: Task) -> Visit:
        """The visit, made again after failures that may pass soon."""
        for attempt in range(1, self._options.retries + 2):
            visit = await self._visitor.visit(task)
            wait = visit.wait if visit.wait is not None else backoff(attempt) / 2
            if not visit.retry or attempt > self._options.retries or wait > _PATIENCE:
                break
            await asyncio.sleep(wait)
        return visit


def _reason(visit: Visit) -> str:
    place = urlsplit(visit.task.url).path.rpartition("/")[2] or "it"
    return f"{place} is a sitemap or feed, not a page"
