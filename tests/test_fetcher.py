"""The fetcher, over a mock transport, and once over a real loopback server."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from scrub import fetcher
from scrub.errors import FetchError, InputError
from scrub.fetcher import fetch

HTML = b"<!doctype html><p>The bridge opened on Monday.</p>"
TYPE = {"content-type": "text/html; charset=utf-8"}


def transport(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    return httpx.MockTransport(answer)


def reason(answer: Callable[[httpx.Request], httpx.Response], url: str = "http://a.example/") -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, transport=transport(answer))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return answer


def test_a_page_comes_with_where_it_came_from() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["user-agent"].startswith("scrub/")
        if request.url.path == "/old":
            return httpx.Response(301, headers={"location": "/new"})
        return httpx.Response(200, headers=TYPE, content=HTML)

    page = fetch("http://a.example/old", transport=transport(answer))
    assert (page.body, page.url, page.status) == (HTML, "http://a.example/new", 200)
    assert page.content_type == "text/html; charset=utf-8"


def test_a_packed_body_is_unpacked() -> None:
    headers = TYPE | {"content-encoding": "gzip"}
    page = fetch(
        "http://a.example/",
        transport=transport(lambda _: httpx.Response(200, headers=headers, content=gzip.compress(HTML))),
    )
    assert page.body == HTML


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500, 503])
def test_an_error_status_is_the_reason(status: int) -> None:
    assert reason(lambda _: httpx.Response(status, headers=TYPE, content=HTML)) == f"HTTP {status}"


@pytest.mark.parametrize("essence", ["application/pdf", "image/png", "application/json", "video/mp4"])
def test_other_content_than_html_and_text_is_refused(essence: str) -> None:
    headers = {"content-type": f"{essence}; charset=utf-8"}
    expected = f"{essence}, neither HTML nor text"
    assert reason(lambda _: httpx.Response(200, headers=headers, content=b"x")) == expected


@pytest.mark.parametrize(
    "header", ["text/html", "TEXT/HTML;charset=x", "text/plain", "application/xhtml+xml"]
)
def test_html_and_text_are_welcome(header: str) -> None:
    answer = transport(lambda _: httpx.Response(200, headers={"content-type": header}, content=HTML))
    assert fetch("http://a.example/", transport=answer).content_type == header


def test_a_missing_content_type_is_left_open() -> None:
    answer = transport(lambda _: httpx.Response(200, content=HTML))
    assert fetch("http://a.example/", transport=answer).content_type is None


def test_redirects_end() -> None:
    count = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return httpx.Response(302, headers={"location": f"/{count}"})

    assert reason(answer) == "redirects more than 5 times"
    assert count == fetcher.MAX_REDIRECTS + 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "http://", "data:text/html,x"])
def test_only_http_and_https_are_fetched(url: str) -> None:
    assert reason(lambda _: httpx.Response(200, content=HTML), url) == "not an http or https address"


def test_a_broken_address_is_no_traceback() -> None:
    assert "not an address" in reason(lambda _: httpx.Response(200), "http://[::1")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            httpx.ConnectError("[Errno -2] Name or service not known"),
            "unreachable (name or service not known)",
        ),
        (httpx.ReadTimeout("slow"), "timed out after 20 s"),
        (httpx.ConnectTimeout(""), "timed out after 20 s"),
        (httpx.RemoteProtocolError("Server disconnected"), "unreachable (server disconnected)"),
        (httpx.DecodingError("Error -3 while decompressing"), "unreachable (error -3 while decompressing)"),
    ],
)
def test_a_network_that_fails_is_one_line(error: Exception, expected: str) -> None:
    assert reason(raising(error)) == expected


def test_a_body_is_read_no_further_than_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "MAX_BYTES", 2**20)
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"x" * 2**16

    answer = reason(lambda _: httpx.Response(200, headers=TYPE, content=endless()))
    assert answer == "larger than 1 MiB"
    assert read <= 18


def test_a_body_that_drips_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "DEADLINE", -1.0)
    assert reason(lambda _: httpx.Response(200, headers=TYPE, content=HTML)) == "took longer than -1 s"


def test_an_unreachable_host_is_an_input_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(InputError, match=r"^unreachable \(connection refused\)$"):
        fetch(f"http://127.0.0.1:{port}/")
    with pytest.raises(InputError, match=r"^unreachable \(name or service not known\)$"):
        fetch("http://no-such-host.invalid/")


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a web server on this machine: `/file` redirects away, anything else is a page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/file" else 200)
            self.send_header("location", "file:///etc/passwd")
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(HTML)))
            self.end_headers()
            self.wfile.write(HTML)

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_a_page_over_a_real_connection(server: str) -> None:
    assert fetch(f"{server}/a?b=c").body == HTML


def test_redirects_do_not_leave_the_web(server: str) -> None:
    with pytest.raises(FetchError, match=r"^redirects to something else than http or https$"):
        fetch(f"{server}/file")
