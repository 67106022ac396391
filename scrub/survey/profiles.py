"""One page as different readers get it: a browser, a search engine, a telephone, a visitor from a search, a visitor who returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from scrub.errors import FetchError
from scrub.fetcher.exchange import Exchange
from scrub.fetcher.visitor import Visit
from scrub.survey.hosts import domain_of
from scrub.values import Page

_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
_MOBILE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
_CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
_LANGUAGE = {"accept-language": "en-US,en;q=0.8"}

BROWSER, AGAIN, RETURNING = "browser", "browser again", "returning"
# Headers by profile, in the order in which they ask; `returning` sends the browser's cookies back,
# and the browser asks again in the end, so that ordinary change is not mistaken for cloaking.
PROFILES: dict[str, dict[str, str]] = {
    BROWSER: {"user-agent": _BROWSER, **_LANGUAGE},
    "googlebot": {"user-agent": _CRAWLER},
    "mobile": {"user-agent": _MOBILE, **_LANGUAGE},
    "search": {"user-agent": _BROWSER, "referer": "https://www.google.com/", **_LANGUAGE},
    RETURNING: {"user-agent": _BROWSER, **_LANGUAGE},
    AGAIN: {"user-agent": _BROWSER, **_LANGUAGE},
}
# Who they are, for a person.
WHO = {
    BROWSER: "a browser",
    "googlebot": "Googlebot",
    "mobile": "a telephone",
    "search": "a visitor from a search",
    RETURNING: "a visitor who returns",
    AGAIN: "the browser when it asks again",
}
_MOST_HOPS = 3


class Asks(Protocol):
    """What `fetcher.Session` does: one request, nothing followed."""

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Visit:
        """What came of a request. Raises FetchError."""


@dataclass(frozen=True, slots=True)
class View:
    """What one profile got: a page, an address on another site, or the words of why there is neither."""

    profile: str
    page: Page | None = None
    away: str = ""
    failure: str = ""
    cookies: str = ""


def views(url: str, session: Asks) -> Iterator[View]:
    """The page as every profile gets it, in the order of PROFILES."""
    cookies = ""
    for profile, headers in PROFILES.items():
        if profile == RETURNING:
            if not cookies:
                continue  # nobody can be told to have come back
            headers = headers | {"cookie": cookies}
        view = _view(url, profile, headers, session)
        if profile == BROWSER:
            cookies = view.cookies
        yield view


def _view(url: str, profile: str, headers: Mapping[str, str], session: Asks) -> View:
    """Redirects inside the site are followed; one that leaves it is the answer."""
    target, kept = url, ""
    for _ in range(_MOST_HOPS + 1):
        try:
            visit = session.ask(target, headers)
        except FetchError as error:
            return View(profile, failure=str(error))
        kept = _cookies(visit.answer, kept)
        if visit.page is not None:
            return View(profile, replace(visit.page, source=url, url=url), cookies=kept)
        if visit.location is None:
            return View(profile, failure=visit.reason or visit.outcome.value, cookies=kept)
        if domain_of(visit.location) != domain_of(url):
            return View(profile, away=visit.location, cookies=kept)
        target = visit.location
    return View(profile, failure="too many redirects", cookies=kept)


def _cookies(answer: Exchange | None, kept: str) -> str:
    """The cookies of an answer as the next request sends them."""
    if answer is None:
        return kept
    pairs = [
        value.decode("latin-1").partition(";")[0].strip()
        for name, value in answer.headers
        if name.lower() == b"set-cookie"
    ]
    return "; ".join(dict.fromkeys(filter(None, [kept, *pairs])))[:4_000]


def is_home(url: str) -> bool:
    """Whether an address is a site's first page."""
    return urlsplit(url).path in ("", "/")
