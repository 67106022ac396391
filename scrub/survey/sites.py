"""What an audit is given: the inputs of `clean`, and whole sites."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrub.fetcher import FetchOptions
from scrub.fetcher.outcome import Outcome
from scrub.inputs import Failure, Reading, address, listed, read
from scrub.survey.templates import printed
from scrub.urls import host_of, registrable_domain
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.fetcher import Walk
    from scrub.fetcher.run import Gone

MAX_PAGES = 500  # of a site, where nobody says how many
_DEPTH = 20  # links away from the start; the page budget ends a walk before
_LISTS = (".xml", ".xml.gz", ".rss", ".atom")
# Of an address that a page or sitemap named: nothing is there, so nothing is left unread.
_ABSENT = ("HTTP 404", "HTTP 410")

Open = Callable[[str, FetchOptions, Iterable[str]], "Walk"]


class Sources:
    """The pages of some inputs; an address that names a site is walked.

    A site is an address without a path, a sitemap or a feed; where max_pages is given, it is every
    address, and with 1 none. also: pages that are asked for in any case, where they are of a site that
    is walked. Afterwards, unchecked says what of the sites was not looked at; absent are addresses
    without a page; walked tells whether there was a site, whose pages come in no particular order.
    """

    def __init__(
        self,
        names: Iterable[str],
        reading: Reading,
        options: FetchOptions,
        max_pages: int | None,
        walk: Open,
        also: Iterable[str] = (),
    ) -> None:
        self._names = names
        self._reading = reading
        self._max_pages = max_pages
        self._options = replace(
            options, sitemaps=True, depth=_DEPTH, max_pages=MAX_PAGES if max_pages is None else max_pages
        )
        self._walk = walk
        self._also = sorted(also)
        self.absent: list[str] = []
        self.unchecked: list[str] = []
        self.walked = False

    def __iter__(self) -> Iterator[Page | Failure]:
        for name in listed(self._names):
            if isinstance(name, Failure):
                yield name
            elif self._is_site(name):
                self.walked = True
                yield from self._site(name)
            else:
                for one in read([name], self._reading):
                    yield printed(one) if isinstance(one, Page) else one

    def _is_site(self, name: str) -> bool:
        if not address.matches(name) or self._max_pages == 1:
            return False
        path = urlsplit(name).path.lower()
        return self._max_pages is not None or path in ("", "/") or path.endswith(_LISTS)

    def _site(self, name: str) -> Iterator[Page | Failure]:
        forbidden, pages = 0, 0
        absent: list[Gone] = []
        site = registrable_domain(host_of(name))
        also = [url for url in self._also if registrable_domain(host_of(url)) == site]
        walk = self._walk(name, self._options, also)
        for one in walk:
            if isinstance(one, Page):
                pages += 1
                yield replace(one, source=one.url, date=(one.date or "")[:10] or None)
            elif one.outcome == Outcome.ROBOTS:
                forbidden += 1
            elif one.outcome == Outcome.TYPE or one.reason in _ABSENT:
                absent.append(one)
            else:
                yield Failure(one.url, one.reason, url=one.url)
        self.absent += [one.url for one in absent]
        if not pages and absent:
            yield Failure(name, absent[0].reason, url=name)
        if forbidden:
            self.unchecked.append(f"{forbidden} addresses that robots.txt forbids (--ignore-robots)")
        if walk.waiting:
            self.unchecked.append(f"{walk.waiting} addresses beyond the page budget (--max-pages)")
