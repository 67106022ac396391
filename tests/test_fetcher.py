"""The fetcher from Python: one page in a session, many as they come, and over other transports."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from fetched import fetch_all, quick
from test_fetch_servers import tls_client, tls_server
from web import HTML, Web, answer, in_turn, page, redirect, serving

import scrub
from scrub.errors import FetchError, OptionError
from scrub.fetcher import FetchOptions, Session


def test_pages_come_from_an_async_loop() -> None:
    async def collect(web: Web) -> list[scrub.Page]:
        urls = [web.url("/a"), web.url("/old")]
        return [page async for page in scrub.fetch(urls, scrub.FetchOptions(allow_private=True, delay=0))]

    with serving(Web({"/a": answer(page(1)), "/old": redirect("/new"), "/new": answer(page(2))})) as web:
        pages = asyncio.run(collect(web))
    assert {(page.url, page.source) for page in pages} == {
        (web.url("/a"), web.url("/a")),
        (web.url("/new"), web.url("/old")),
    }
    first = next(one for one in pages if one.url == web.url("/a"))
    assert (first.body, first.status, first.content_type) == (page(1), 200, "text/html")
    assert first.date


def test_a_page_in_a_session_comes_with_where_it_came_from() -> None:
    with serving(Web({"/old": redirect("/new"), "/new": answer()})) as web, Session(quick()) as session:
        got = session.fetch(web.url("/old"))
        assert (got.body, got.url, got.source, got.status) == (HTML, web.url("/new"), web.url("/old"), 200)
        session.fetch(web.url("/new"))
    assert [asked.path for asked in web.log].count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (answer(status="404 Not Found"), "HTTP 404"),
        (answer(b"%PDF-", kind="application/pdf"), "application/pdf, neither HTML nor text"),
        (answer(b"<?xml version='1.0'?><rss/>", kind="text/xml"), "it is a sitemap or feed, not a page"),
        (redirect("/"), "redirects in a circle"),
        (redirect("mailto:a@b"), "redirects to something else than http or https"),
    ],
)
def test_what_is_no_page_is_a_fetch_error_in_a_session(said: bytes, reason: str) -> None:
    with serving(Web({"/": said})) as web, Session(quick()) as session, pytest.raises(FetchError) as caught:
        session.fetch(web.url())
    assert str(caught.value) == reason


def test_redirects_in_a_session_end() -> None:
    steps = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}
    with serving(Web({**steps})) as web, Session(quick()) as session:
        with pytest.raises(FetchError, match=r"^redirects more than 5 times$"):
            session.fetch(web.url("/0"))
        web.answers["/2"] = redirect("/1")
        with pytest.raises(FetchError, match=r"^redirects in a circle$"):
            session.fetch(web.url("/1"))


def test_a_session_tries_again_what_may_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrub.fetcher.session.backoff", lambda attempt: 0.01)
    said = in_turn(answer(b"", "Retry-After: 0", status="503 Busy"), answer())
    with serving(Web({"/": said})) as web, Session(quick(retries=1)) as session:
        assert session.fetch(web.url()).body == HTML


def test_other_transports_fit() -> None:
    def say(request: httpx.Request) -> httpx.Response:
        assert request.headers["user-agent"].startswith("scrub/")
        return httpx.Response(200, headers={"content-type": "text/html"}, stream=httpx.ByteStream(HTML))

    pages, gone = fetch_all(["http://a.example/"], quick(), transport=httpx.MockTransport(say))
    assert ([one.body for one in pages], gone) == ([HTML], [])


def test_whatever_a_transport_does_costs_its_page() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/bad":
            raise KeyError("stream 7")  # as HTTP/2 libraries have done
        return httpx.Response(200, headers={"content-type": "text/html"}, stream=httpx.ByteStream(HTML))

    pages, gone = fetch_all(
        ["http://a.example/bad", "http://a.example/good"], quick(), transport=httpx.MockTransport(fail)
    )
    assert len(pages) == 1
    assert [one.reason for one in gone] == ["broken answer (KeyError: 'stream 7')"]


@pytest.mark.parametrize(
    "option", ["concurrency", "per_host", "timeout", "deadline", "max_bytes", "rotate", "max_pages"]
)
def test_options_that_make_no_sense_are_refused(option: str) -> None:
    with pytest.raises(OptionError, match=option):
        FetchOptions(**{option: 0})  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="digest"):
        FetchOptions(digest="md5")


def test_the_http_library_is_imported_in_one_line() -> None:
    """All that a switch to another library with its API costs."""
    folder = Path(scrub.__file__).parent / "fetcher"
    lines = [line for path in folder.glob("*.py") for line in path.read_text("utf-8").splitlines()]
    assert [line for line in lines if re.match(r"\s*(import|from) (httpx|httpcore)", line)] == [
        "import httpx"
    ]


def test_http_2_is_spoken_where_its_library_is() -> None:
    pytest.importorskip("h2", reason="the http2 extra is not installed")
    from http2 import serving_http2

    with serving_http2({"/": HTML, "/b": page(1)}, tls_server("h2")) as (url, streams):
        pages, gone = fetch_all([f"{url}/", f"{url}/b"], quick(ignore_robots=True), tls=tls_client())
    assert gone == []
    assert {one.body for one in pages} == {HTML, page(1)}
    assert len(streams) == 2  # one connection, two streams
