"""What hosts see of a run: delays, turns, robots.txt, Retry-After; read from the server's own log."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from fetched import fetch_all, quick, reason
from web import Asked, Web, answer, closing, in_turn, once, page, redirect, serving, slowly

from scrub.errors import OptionError
from scrub.fetcher import FetchOptions
from scrub.fetcher.hosts import Host, Hosts, backoff, retry_after


def rules(text: str) -> bytes:
    return answer(text.encode(), kind="text/plain")


def pages_of(count: int) -> dict[str, bytes]:
    return {f"/{n}": answer(page(n)) for n in range(count)}


def gaps(web: Web) -> list[float]:
    """Seconds between the starts of two requests for pages."""
    began = [asked.began for asked in web.log if asked.path != "/robots.txt"]
    return [later - earlier for earlier, later in pairwise(began)]


def in_time(web: Web, began: float, delay: float) -> bool:
    """Whether no page was asked for before its turn, however late a busy machine noticed it."""
    asked = [one.began for one in web.log if one.path != "/robots.txt"]
    return all(at - began >= delay * n for n, at in enumerate(asked))


def test_a_host_is_asked_once_at_a_time_and_with_the_delay_between() -> None:
    began = time.monotonic()
    with serving(Web({**pages_of(6)})) as web:
        pages, _ = fetch_all(map(web.url, pages_of(6)), quick(delay=0.2, concurrency=16))
    assert len(pages) == 6
    assert in_time(web, began, 0.2)
    assert web.most_at_once == 1


def test_hosts_do_not_wait_for_each_other() -> None:
    """One answers its first page when the other was asked for all of its own."""
    one, other = Web({**pages_of(4)}), Web({**pages_of(4)})
    one.answers["/0"] = once(lambda: len(other.paths()) == 4, answer(page(0)))
    with serving(one), serving(other):
        urls = [web.url(path) for web in (one, other) for path in pages_of(4)]
        assert len(fetch_all(urls, quick(timeout=60.0))[0]) == 8


@pytest.mark.parametrize("per_host", [1, 3])
def test_no_more_requests_are_under_way_than_allowed(per_host: int) -> None:
    with serving(Web({path: slowly(said, 0.1) for path, said in pages_of(9).items()})) as web:
        pages, _ = fetch_all(map(web.url, pages_of(9)), quick(per_host=per_host, concurrency=8))
    assert len(pages) == 9
    assert web.most_at_once == per_host


def test_all_hosts_together_are_asked_no_more_than_allowed() -> None:
    busy = {path: slowly(said, 0.1) for path, said in pages_of(5).items()}
    with serving(Web({**busy})) as one, serving(Web({**busy})) as other:
        urls = [web.url(path) for web in (one, other) for path in busy]
        fetch_all(urls, quick(per_host=5, concurrency=3))
        spans = sorted((asked.began, asked.ended) for web in (one, other) for asked in web.log)
    for began, _ in spans:
        assert sum(start <= began < end for start, end in spans) <= 3


def test_robots_txt_is_asked_once_and_obeyed() -> None:
    said = rules("User-agent: *\nDisallow: /private\nAllow: /private/open\n\nUser-agent: other\nDisallow: /")
    paths = ["/0", "/private/1", "/private/open", "/2"]
    with serving(
        Web({"/robots.txt": said, **{path: answer(page(n)) for n, path in enumerate(paths)}})
    ) as web:
        pages, gone = fetch_all(map(web.url, paths), quick())
    assert [asked.path for asked in web.log].count("/robots.txt") == 1
    assert web.paths() == ["/0", "/private/open", "/2"]
    assert [(one.outcome, one.reason) for one in gone] == [
        ("forbidden by robots.txt", "forbidden by robots.txt")
    ]
    assert len(pages) == 3


def test_rules_for_scrub_come_before_rules_for_all() -> None:
    said = rules("User-agent: *\nDisallow: /\n\nUser-agent: Scrub\nDisallow: /no")
    with serving(Web({"/robots.txt": said, "/0": answer(), "/no": answer()})) as web:
        assert len(fetch_all([web.url("/0"), web.url("/no")], quick())[0]) == 1
    assert web.paths() == ["/0"]


def test_a_byte_order_mark_hides_no_rule() -> None:
    said = rules("\ufeffUser-agent: *\nDisallow: /no")
    with serving(Web({"/robots.txt": said, "/0": answer(), "/no": answer()})) as web:
        assert len(fetch_all([web.url("/0"), web.url("/no")], quick())[0]) == 1
    assert web.paths() == ["/0"]


def test_crawl_delay_is_kept() -> None:
    said = rules("User-agent: *\nCrawl-delay: 0.3")
    began = time.monotonic()
    with serving(Web({"/robots.txt": said, **pages_of(3)})) as web:
        fetch_all(map(web.url, pages_of(3)), quick())
    assert in_time(web, began, 0.3)


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized", "403 Forbidden", "410 Gone"])
def test_robots_txt_that_is_not_there_forbids_nothing(status: str) -> None:
    with serving(Web({"/robots.txt": answer(b"Disallow: /", status=status), "/": answer()})) as web:
        assert len(fetch_all([web.url()], quick())[0]) == 1


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "429 Slow down"])
def test_robots_txt_that_cannot_be_read_forbids_everything(status: str) -> None:
    with serving(Web({"/robots.txt": answer(b"", status=status), "/": answer()})) as web:
        expected = f"HTTP error: robots.txt cannot be read (HTTP {status[:3]}): nothing may be asked"
        assert reason(web.url()) == expected
        assert web.paths() == []


def test_robots_txt_that_breaks_off_forbids_everything() -> None:
    with serving(Web({"/robots.txt": closing(b""), "/": answer()})) as web:
        assert reason(web.url()).startswith("broken answer: ")
        assert web.paths() == []


def test_robots_txt_may_be_redirected() -> None:
    said = rules("User-agent: *\nDisallow: /0")
    with serving(Web({"/robots.txt": redirect("/r"), "/r": said, **pages_of(2)})) as web:
        pages, _ = fetch_all(map(web.url, pages_of(2)), quick())
    assert [page.url for page in pages] == [web.url("/1")]


def test_ignoring_robots_asks_for_what_is_forbidden_and_never_for_robots_txt() -> None:
    with serving(Web({"/robots.txt": rules("User-agent: *\nDisallow: /"), "/": answer()})) as web:
        assert len(fetch_all([web.url()], quick(ignore_robots=True))[0]) == 1
    assert [asked.path for asked in web.log] == ["/"]


def test_who_asks_says_so() -> None:
    with serving(Web({"/": answer()})) as web:
        fetch_all([web.url()], quick(contact="https://archive.example/bot"))
    assert {asked.headers["user-agent"] for asked in web.log} == {
        "scrub/0.1.0 (+https://archive.example/bot)"
    }
    assert all("cookie" not in asked.headers for asked in web.log)


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "é@example.org"])
def test_a_contact_cannot_write_headers(contact: str) -> None:
    with pytest.raises(OptionError, match="contact"):
        FetchOptions(contact=contact)


def test_cookies_are_never_sent_back() -> None:
    with serving(Web({"/0": answer(page(0), "Set-Cookie: id=1; Path=/"), "/1": answer(page(1))})) as web:
        fetch_all([web.url("/0"), web.url("/1")], quick())
    assert not any("cookie" in asked.headers for asked in web.log)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Busy"])
def test_retry_after_is_waited_for(status: str) -> None:
    said = in_turn(answer(b"", "Retry-After: 1", status=status), answer())
    with serving(Web({"/": said, "/other": answer(page(1))})) as web:
        pages, _ = fetch_all([web.url(), web.url("/other")], quick(retries=1))
    assert len(pages) == 2
    assert gaps(web)[0] > 0.99  # nothing else was asked of the host meanwhile


def test_retry_after_that_is_too_long_ends_the_host_for_this_run() -> None:
    with serving(Web({"/0": answer(b"", "Retry-After: 4000", status="503 Busy"), "/1": answer()})) as web:
        pages, gone = fetch_all([web.url("/0"), web.url("/1")], quick(retries=3))
    assert pages == []
    assert [one.reason for one in gone] == ["HTTP 503", "the host asks to be left alone for 4000 s"]
    assert web.paths() == ["/0"]


def test_failures_that_may_pass_are_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrub.fetcher.crawl.backoff", lambda attempt: 0.01 * attempt)

    async def hang_up(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(answer(page(1))) if len(web.paths()) > 2 else writer.close()

    with serving(Web({"/": hang_up})) as web:
        assert len(fetch_all([web.url()], quick(retries=2))[0]) == 1
    assert web.paths() == ["/"] * 3


def test_a_host_that_never_answers_is_given_up() -> None:
    urls = [f"http://127.0.0.1:9/{n}" for n in range(30)]
    _, gone = fetch_all(urls, quick(delay=0.0, per_host=4))
    assert len(gone) == 30
    assert sum(one.reason.startswith("host given up after ") for one in gone) >= 15


def test_an_overloaded_host_is_left_alone_longer_and_forgiven_later() -> None:
    hosts = Hosts(quick())
    host = hosts.host("a")
    for status, expected in [(503, 1.0), (429, 2.0), (503, 4.0)]:
        hosts.answered("a", status, 0.1)
        assert hosts.pause(host) == expected
    for _ in range(20):
        hosts.answered("a", 200, 0.1)
    assert hosts.pause(host) == 0.0


def test_a_slow_host_is_asked_as_slowly_as_it_answers() -> None:
    hosts = Hosts(quick(delay=0.5))
    for _ in range(30):
        hosts.answered("a", 200, 4.0)
    assert hosts.pause(hosts.host("a")) == pytest.approx(4.0, rel=0.01)


def test_backoff_grows_and_jitters() -> None:
    waits = [[backoff(attempt) for _ in range(50)] for attempt in (1, 2, 3)]
    assert [0.5 * 2**k <= min(wait) < max(wait) <= 1.5 * 2**k for k, wait in enumerate(waits)] == [True] * 3
    assert len(set(waits[0])) > 40


def test_retry_after_is_seconds_or_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert retry_after("120") == 120
    assert retry_after(soon) == pytest.approx(60, abs=2)
    assert [retry_after(text) for text in (None, "soon", "-1", "", "²", "1.5")] == [None] * 6
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0


def test_hosts_that_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrub.fetcher.hosts._MOST_KNOWN", 10)

    async def meet() -> int:
        hosts = Hosts(quick())
        for n in range(100):
            assert isinstance(hosts.host(str(n)), Host)
        return len(hosts._known)

    assert asyncio.run(meet()) <= 11
