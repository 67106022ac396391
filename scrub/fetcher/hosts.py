"""Turns: how often and how many at once each host is asked, and what its answers change about it."""

from __future__ import annotations

import asyncio
import random
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import Outcome, Trouble

MAX_CRAWL_DELAY = 60.0  # seconds; robots.txt that asks for more would stop any run
_MOST_KNOWN = 5_000  # hosts remembered; those at rest are forgotten first
_GIVEN_UP_AFTER = 8  # requests in a row that no server answered
_SMOOTHING = 0.3  # weight of the newest answer's time
_RECOVERY = 0.6  # what a good answer leaves of a penalty
_MAX_PENALTY = 60.0
_FIRST_PENALTY = 1.0


class Host:
    """What is known of one host. Times are of the monotonic clock, in seconds."""

    __slots__ = ("crawl_delay", "failures", "given_up", "latency", "penalty", "ready_at", "slots")

    def __init__(self, per_host: int) -> None:
        self.slots = asyncio.Semaphore(per_host)
        self.ready_at = 0.0
        self.crawl_delay = 0.0
        self.penalty = 0.0
        self.latency = 0.0
        self.failures = 0
        self.given_up: str | None = None


class Hosts:
    """The turns of all hosts."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._known: OrderedDict[str, Host] = OrderedDict()

    def host(self, name: str) -> Host:
        """What is known of the host; it counts as used."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = Host(self._options.per_host)
            self._forget()
        self._known.move_to_end(name)
        return found

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Waits until the host may be asked, and holds its slot meanwhile.

        Raises Trouble where the host was given up.
        """
        host = self.host(name)
        async with host.slots:
            while (wait := host.ready_at - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            if host.given_up:
                raise Trouble(Outcome.NETWORK, host.given_up)
            host.ready_at = time.monotonic() + self.pause(host)
            yield

    def pause(self, host: Host) -> float:
        """Seconds between the starts of two requests to the host.

        At least the delay that was chosen or that robots.txt asks for; as long as its answers take,
        and longer while it is overloaded. A delay of 0 is for one's own server: only its penalties
        count.
        """
        latency = host.latency if self._options.delay else 0.0
        return max(self._options.delay, host.crawl_delay, host.penalty, latency)

    def answered(self, name: str, status: int, seconds: float) -> None:
        """The host answered: an overloaded one is left alone longer, a good answer forgives."""
        host = self.host(name)
        host.failures = 0
        host.latency += _SMOOTHING * (seconds - host.latency)
        if status in (429, 503):
            self._punish(host)
        elif status < 500:
            host.penalty = host.penalty * _RECOVERY if host.penalty > 0.05 else 0.0

    def failed(self, name: str, reason: str) -> None:
        """The host did not answer; after several times in a row nobody asks again in this run."""
        host = self.host(name)
        host.failures += 1
        self._punish(host)
        if host.failures >= _GIVEN_UP_AFTER:
            host.given_up = f"host given up after {host.failures} failures in a row: {reason}"

    def rest(self, name: str, seconds: float) -> None:
        """Leaves the host alone for so long; where that is too long, for this run."""
        host = self.host(name)
        if seconds > self._options.max_wait:
            host.given_up = f"the host asks to be left alone for {seconds:.0f} s"
            return
        host.ready_at = max(host.ready_at, time.monotonic() + seconds)

    def _punish(self, host: Host) -> None:
        host.penalty = min(_MAX_PENALTY, max(_FIRST_PENALTY, 2 * host.penalty))

    def _forget(self) -> None:
        """Forgets hosts at rest, the longest unused first, while there are too many."""
        now = time.monotonic()
        for name in list(self._known)[: max(0, len(self._known) - _MOST_KNOWN)]:
            host = self._known[name]
            if host.ready_at < now and not host.given_up and not host.slots.locked():
                del self._known[name]


def backoff(attempt: int) -> float:
    """Seconds before the next attempt, the first being 1: doubling, with jitter of a half each way."""
    return min(60.0, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret


def retry_after(value: str | None) -> float | None:
    """Seconds of a `Retry-After` header, which holds seconds or a date; None for anything else."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:9])
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
