"""One request for one task: robots.txt first, then a turn, then the page; never an exception for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from scrub.fetcher import content, discovery
from scrub.fetcher.client import Client
from scrub.fetcher.discovery import Link
from scrub.fetcher.exchange import Exchange
from scrub.fetcher.hosts import Hosts, retry_after
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import Outcome, Trouble
from scrub.fetcher.robots import Robots
from scrub.fetcher.spelling import spell
from scrub.fetcher.task import Task
from scrub.values import Page

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 429, 502, 503, 504, 522, 524})  # statuses after which asking again may help
_UNANSWERED = (Outcome.NETWORK, Outcome.TIMEOUT)


@dataclass(slots=True)
class Visit:
    """What came of a task. exchanges: everything that was asked and answered, robots.txt included.

    location is where a redirect leads. retry: whether asking again may help, after `wait` seconds if
    the server said so.
    """

    task: Task
    exchanges: list[Exchange] = field(default_factory=list)
    outcome: Outcome = Outcome.KEPT
    reason: str = ""
    location: str | None = None
    links: list[Link] = field(default_factory=list)
    page: Page | None = None
    retry: bool = False
    wait: float | None = None

    @property
    def answer(self) -> Exchange | None:
        """The answer for the task itself."""
        last = self.exchanges[-1] if self.exchanges else None
        return last if last and last.url == self.task.url else None


class Visitor:
    """Visits tasks with one client, and what it knows of hosts and their rules."""

    def __init__(self, client: Client, options: FetchOptions) -> None:
        self.hosts = Hosts(options)
        self._client = client
        self._options = options
        self._robots = Robots()

    async def visit(self, task: Task) -> Visit:
        """One request for the task. Whatever a server does is an outcome."""
        visit = Visit(task)
        try:
            await self._visit(visit)
        except Trouble as trouble:
            visit.outcome, visit.reason = trouble.outcome, trouble.reason
            visit.retry, visit.wait = trouble.retry, trouble.wait
            if trouble.outcome in _UNANSWERED or (trouble.outcome is Outcome.BROKEN and trouble.retry):
                self.hosts.failed(task.host, trouble.reason)
        except Exception as error:  # noqa: BLE001 - a hostile answer costs its own page, whatever it breaks
            visit.outcome = Outcome.BROKEN
            visit.reason = f"broken answer ({type(error).__name__}: {str(error)[:120]})"
        if visit.wait is not None:
            self.hosts.rest(task.host, visit.wait)
        return visit

    async def attend(self, task: Task) -> Exchange:
        """What belongs to a page, as it is: robots.txt and turns as for pages, any type. Raises Trouble."""
        if not self._options.ignore_robots:
            await self._obey(Visit(task))
        async with self.hosts.turn(task.host):
            answer = await self._client.exchange(task.url)
        self.hosts.answered(task.host, answer.status, answer.seconds)
        return answer

    async def _visit(self, visit: Visit) -> None:
        task = visit.task
        if not self._options.ignore_robots:
            await self._obey(visit)
        async with self.hosts.turn(task.host):
            answer = await self._client.exchange(task.url, _conditions(task), content.pages_only)
        self.hosts.answered(task.host, answer.status, answer.seconds)
        visit.exchanges.append(answer)
        if answer.status == 304 and (task.etag or task.modified):
            visit.outcome = Outcome.UNCHANGED
        elif answer.status in _REDIRECTS and answer.header("location"):
            self._redirect(visit, answer)
        elif 200 <= answer.status < 300:
            self._keep(visit, answer)
        else:
            self._refuse(visit, answer)

    async def _obey(self, visit: Visit) -> None:
        """Reads the site's rules if need be, and raises Trouble where they forbid the task."""
        task = visit.task

        async def ask(url: str) -> Exchange:
            answer = await self._client.exchange(url)
            visit.exchanges.append(answer)
            return answer

        rules = await self._robots.rules(task.url, ask)
        self.hosts.host(task.host).crawl_delay = rules.crawl_delay
        if self._options.sitemaps and task.via is None and task.depth == 0:
            visit.links += _sitemaps(task, rules.sitemaps)
        if not rules.allow(task.url):
            raise Trouble(Outcome.ROBOTS, "forbidden by robots.txt")

    def _redirect(self, visit: Visit, answer: Exchange) -> None:
        task = visit.task
        visit.outcome = Outcome.REDIRECTED
        if task.hops >= self._options.max_redirects:
            raise Trouble(Outcome.LIMIT, f"redirects more than {self._options.max_redirects} times")
        try:
            target = spell(urljoin(task.url, answer.header("location") or ""))
        except ValueError as error:
            words = "something else than http or https" if "not an http" in str(error) else "no address"
            raise Trouble(Outcome.BROKEN, f"redirects to {words}") from None
        if target == task.url:
            raise Trouble(Outcome.BROKEN, "redirects in a circle")
        visit.location = target
        visit.links.append(Link(target, task.depth, task.hops + 1, None))

    def _refuse(self, visit: Visit, answer: Exchange) -> None:
        if answer.status == 404 and _is_guess(visit.task):
            raise Trouble(Outcome.TYPE, "the site has no sitemap")
        wait = retry_after(answer.header("retry-after")) if answer.status in (429, 503) else None
        retry = answer.status in _PASSING
        raise Trouble(Outcome.STATUS, f"HTTP {answer.status}", retry=retry, wait=wait)

    def _keep(self, visit: Visit, answer: Exchange) -> None:
        """Looks into the body: a page, or a list of pages. Raises Trouble where it is neither."""
        task = visit.task
        content_type = answer.header("content-type")
        body = content.unpacked_list(answer.body)
        if content.kind_of(content_type or "", body) is content.Kind.LIST:
            visit.outcome = Outcome.LIST
            visit.links += discovery.links_in_list(body, task)
            return
        if discovery.wanted(self._options, task):
            visit.links += discovery.links_in_page(body, content_type, task, self._options)
        visit.page = Page(
            body=answer.body,
            url=task.url,
            content_type=content_type,
            status=answer.status,
            source=task.origin or task.url,
            date=answer.started.isoformat(timespec="seconds"),
        )


def _conditions(task: Task) -> Mapping[str, str] | None:
    """The task's own headers, and those that ask for the page only if it changed since it was kept."""
    conditions = dict(task.headers)
    if task.etag:
        conditions["if-none-match"] = task.etag
    if task.modified:
        conditions["if-modified-since"] = task.modified
    return conditions or None


def _sitemaps(task: Task, named: tuple[str, ...]) -> list[Link]:
    """The sitemaps that robots.txt names, else the one that most sites have."""
    found = []
    for href in named or ("/sitemap.xml",):
        try:
            found.append(Link(spell(urljoin(task.url, href)), 0, 0, None))
        except ValueError:
            continue
    return found


def _is_guess(task: Task) -> bool:
    return task.via is not None and task.url.endswith("/sitemap.xml")
