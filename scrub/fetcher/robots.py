"""robots.txt as RFC 9309 has it: read once a site, kept a day.

2.3.1.3: a 4xx answer means there are no rules. 2.3.1.4: a 5xx answer, or none, means that nothing
may be asked. 429 says "too fast", not "no such file", and counts as a 5xx.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrub.fetcher.exchange import Exchange
from scrub.fetcher.hosts import MAX_CRAWL_DELAY, retry_after
from scrub.fetcher.options import PRODUCT
from scrub.fetcher.outcome import Outcome, Trouble
from scrub.fetcher.spelling import spell

if TYPE_CHECKING:
    from protego import Protego

_MAX_BYTES = 512 * 2**10  # RFC 9309, 2.5 asks for 500 KiB at least
_MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_LIFETIME = 24 * 3600.0  # RFC 9309, 2.4
_MOST_KEPT = 1_000  # sites; the longest unused is asked again
_MAX_SITEMAPS = 100

Ask = Callable[[str], Awaitable[Exchange]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says to us. read_at is of the monotonic clock."""

    parsed: Protego | None
    crawl_delay: float
    sitemaps: tuple[str, ...]
    read_at: float

    def allow(self, url: str) -> bool:
        """Whether the address may be asked for."""
        return self.parsed is None or self.parsed.can_fetch(url, PRODUCT)


class Robots:
    """The rules of all sites."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Rules] = OrderedDict()
        self._reading: dict[str, asyncio.Lock] = {}

    async def rules(self, url: str, ask: Ask) -> Rules:
        """The rules for the site of the address, read with `ask` where they are not known.

        Raises Trouble where they cannot be read: then nothing may be asked.
        """
        site = "/".join(url.split("/", 3)[:3])
        lock = self._reading.setdefault(site, asyncio.Lock())
        try:
            async with lock:
                rules = self._kept.get(site)
                if rules is None or time.monotonic() - rules.read_at > _LIFETIME:
                    rules = self._kept[site] = await _read(f"{site}/robots.txt", ask)
                self._kept.move_to_end(site)
        finally:
            if not lock.locked():
                self._reading.pop(site, None)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return rules


async def _read(url: str, ask: Ask) -> Rules:
    for _ in range(_MAX_REDIRECTS + 1):
        answer = await ask(url)
        location = answer.header("location")
        if answer.status not in (301, 302, 303, 307, 308) or not location:
            return _rules(answer)
        try:
            url = spell(urljoin(url, location))
        except ValueError:
            break
    return Rules(None, 0.0, (), time.monotonic())


def _rules(answer: Exchange) -> Rules:
    if answer.status >= 500 or answer.status == 429:
        wait = retry_after(answer.header("retry-after"))
        reason = f"robots.txt cannot be read (HTTP {answer.status}): nothing may be asked"
        raise Trouble(Outcome.STATUS, reason, retry=True, wait=wait)
    if not 200 <= answer.status < 300:
        return Rules(None, 0.0, (), time.monotonic())
    from protego import Protego

    # A byte order mark, which editors leave, would hide the first line.
    parsed = Protego.parse(answer.body[:_MAX_BYTES].decode("utf-8-sig", "replace"))
    delay = min(MAX_CRAWL_DELAY, parsed.crawl_delay(PRODUCT) or 0.0)
    return Rules(parsed, delay, tuple(parsed.sitemaps)[:_MAX_SITEMAPS], time.monotonic())
