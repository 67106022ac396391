"""How pages are fetched; a command-line flag is a field's name with dashes."""

from __future__ import annotations

from dataclasses import dataclass

from scrub.errors import OptionError
from scrub.version import VERSION

PRODUCT = "scrub"  # the name that robots.txt knows us by
MIB = 2**20
_POSITIVE = ("concurrency", "per_host", "timeout", "deadline", "max_bytes", "rotate")
_NOT_NEGATIVE = ("delay", "retries", "max_wait", "depth", "max_redirects")


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How pages are fetched. Seconds and bytes throughout.

    concurrency, per_host: requests under way at once, in all and to one host.
    delay: between the starts of two requests to a host; grows with robots.txt and with slow or
        overloaded answers.
    timeout: without a sign of life, in each phase of a request. deadline: for a request in all.
    retries: how often a page is asked again after a failure that may pass.
    max_wait: the longest `Retry-After` that is waited for.
    max_bytes: of one body as it travels; unpacked it may be `unpacking.MAX_GROWTH` times that.
    max_redirects: from one address to the page.
    depth: how many same-site links away from the inputs pages are fetched. max_pages: in all runs
        into one output together.
    sitemaps: whether the sitemaps of the inputs' sites are read too.
    follow_refresh, follow_canonical: whether `meta refresh` and `rel=canonical` lead to more pages.
    ignore_robots: ask for what robots.txt forbids, as fast as `delay` allows: for one's own site.
    allow_private: admit loopback and private addresses; link-local and metadata ones never.
    contact: an address or URL in the user agent, for whoever runs the servers.
    digest: `sha1` (what other tools expect) or `sha256`.
    rotate: size after which the next archive file is begun.
    """

    concurrency: int = 16
    per_host: int = 1
    delay: float = 1.0
    timeout: float = 20.0
    deadline: float = 120.0
    retries: int = 2
    max_wait: float = 300.0
    max_bytes: int = 20 * MIB
    max_redirects: int = 5
    depth: int = 0
    max_pages: int | None = None
    sitemaps: bool = False
    follow_refresh: bool = False
    follow_canonical: bool = False
    ignore_robots: bool = False
    allow_private: bool = False
    contact: str | None = None
    digest: str = "sha1"
    rotate: int = 1024 * MIB

    def __post_init__(self) -> None:
        for name in _POSITIVE:
            if not getattr(self, name) > 0:
                raise OptionError(f"{name} must be more than 0, not {getattr(self, name)!r}")
        for name in _NOT_NEGATIVE:
            if not getattr(self, name) >= 0:
                raise OptionError(f"{name} must be 0 or more, not {getattr(self, name)!r}")
        if self.max_pages is not None and self.max_pages < 1:
            raise OptionError(f"max_pages must be more than 0, not {self.max_pages!r}")
        if self.digest not in ("sha1", "sha256"):
            raise OptionError(f"digest must be sha1 or sha256, not {self.digest!r}")
        if self.contact is not None and not (self.contact.isascii() and self.contact.isprintable()):
            raise OptionError("contact must be printable ASCII: an address or a URL")

    @property
    def user_agent(self) -> str:
        """`scrub/0.1.0 (+contact)`: who asks, and where to complain."""
        return f"{PRODUCT}/{VERSION} (+{self.contact or 'web page archiver and cleaner'})"
