"""What becomes of an address: one word of a small vocabulary, and a reason for a person.

Outcome ── STATE ──> WAITING, DONE, SKIPPED or FAILED in the journal
Trouble ── a request that did not end with a page; may be worth asking again
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from scrub.errors import FetchError


class State(IntEnum):
    """Where an address stands in the journal."""

    WAITING = 0
    DONE = 1
    SKIPPED = 2
    FAILED = 3


class Outcome(StrEnum):
    """How it ended, in the words of the summary."""

    KEPT = "kept"
    DUPLICATE = "same content as another page"
    UNCHANGED = "not changed since it was kept"
    REDIRECTED = "redirected"
    LIST = "sitemap or feed"
    ROBOTS = "forbidden by robots.txt"
    TYPE = "not a page"
    ADDRESS = "forbidden address"
    STATUS = "HTTP error"
    NETWORK = "unreachable"
    TIMEOUT = "timed out"
    LIMIT = "over a limit"
    BROKEN = "broken answer"


STATE = {
    Outcome.KEPT: State.DONE,
    Outcome.DUPLICATE: State.DONE,
    Outcome.UNCHANGED: State.DONE,
    Outcome.REDIRECTED: State.DONE,
    Outcome.LIST: State.DONE,
    Outcome.ROBOTS: State.SKIPPED,
    Outcome.TYPE: State.SKIPPED,
    Outcome.ADDRESS: State.FAILED,
    Outcome.STATUS: State.FAILED,
    Outcome.NETWORK: State.FAILED,
    Outcome.TIMEOUT: State.FAILED,
    Outcome.LIMIT: State.FAILED,
    Outcome.BROKEN: State.FAILED,
}


class Trouble(FetchError):  # noqa: N818 - an outcome rather than an error
    """Why there is no page. retry: whether the same request may succeed later.

    wait is what the server asked for in `Retry-After`, in seconds.
    """

    def __init__(
        self, outcome: Outcome, reason: str, *, retry: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.retry = retry
        self.wait = wait
