"""Servers that are slow, silent, endless, that lie, bomb, circle and hang up: each costs its page, within limits."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from pathlib import Path
from typing import Any

import pytest
from fetched import fetch_all, quick, reason
from web import HTML, Asked, Web, answer, closing, endlessly, once, page, redirect, serving, slowly

from scrub.fetcher import FetchOptions

PEM = Path(__file__).parent / "tls" / "loopback.pem"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
NO_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
MIB = 2**20


def why(said: Any, **options: Any) -> str:
    with serving(Web({"/": said})) as web:
        return reason(web.url(), quick(**options))


def body_of(said: Any, **options: Any) -> bytes:
    with serving(Web({"/": said})) as web:
        pages, gone = fetch_all([web.url()], quick(**options))
    assert gone == []
    return pages[0].body


def test_a_silent_server_times_out() -> None:
    assert why(once(lambda: False, b""), timeout=0.5) == "timed out: timed out after 0.5 s"


def test_a_server_that_drips_ends_at_the_deadline() -> None:
    """Every byte comes in time, and the whole never does."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"
    assert why(endlessly(head, b"x", 0.1), timeout=60, deadline=1.0) == "timed out: took longer than 1 s"


def test_headers_that_drip_end_at_the_deadline() -> None:
    head = b"HTTP/1.1 200 OK\r\n"
    assert (
        why(endlessly(head, b"X: y\r\n", 0.1), timeout=60, deadline=1.0) == "timed out: took longer than 1 s"
    )


def test_interim_answers_without_end_end_at_the_deadline() -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    assert why(endlessly(hint, hint, 0.05), timeout=60, deadline=1.0) == "timed out: took longer than 1 s"


@pytest.mark.parametrize("head", [NO_LENGTH, CHUNKED])
def test_an_endless_body_is_read_no_further_than_the_cap(head: bytes) -> None:
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n" if head is CHUNKED else b"x" * 65536
    assert why(endlessly(head, chunk), max_bytes=MIB) == "over a limit: larger than 1 MiB"


def test_a_length_over_the_cap_is_believed_at_once() -> None:
    said = closing(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999\r\n\r\n")
    assert why(said, max_bytes=MIB) == "over a limit: larger than 1 MiB"


@pytest.mark.parametrize(
    "said",
    [
        closing(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n" + HTML),
        closing(CHUNKED + b"10\r\nhalf"),
        closing(b""),
        closing(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    ],
    ids=["length too large", "chunk cut", "nothing", "headers cut"],
)
def test_a_server_that_hangs_up_in_the_middle_gives_no_half_page(said: Any) -> None:
    assert why(said).startswith("broken answer: broken answer (")


def test_a_length_too_small_gives_what_was_promised() -> None:
    said = closing(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n" + HTML)
    assert body_of(said) == HTML[:20]


@pytest.mark.parametrize(
    "said", [b"\0\1\2 rubbish\r\n\r\n", b"HTTP/9.9 what\r\n\r\n", b"SSH-2.0-OpenSSH\r\n"]
)
def test_what_is_no_http_is_a_broken_answer(said: bytes) -> None:
    assert why(closing(said)).startswith("broken answer: broken answer (")


@pytest.mark.parametrize("lines", [3_000, 30_000])
def test_headers_have_a_cap(lines: int) -> None:
    said = answer(HTML, *(f"X-{n}: {'y' * 30}" for n in range(lines)))
    assert why(said).startswith(("over a limit: headers larger than 64 KiB", "broken answer: "))


def test_redirects_end() -> None:
    count = iter(range(99))

    async def on(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(redirect(f"/{next(count)}"))

    with serving(Web({"/robots.txt": answer(status="404 Not Found")}, default=on)) as web:
        assert reason(web.url("/start")) == "over a limit: redirects more than 5 times"
        assert len(web.paths()) == 6


@pytest.mark.parametrize("circle", [["/"], ["/b", "/"], ["/b", "/c", "/"]])
def test_circles_are_found(circle: list[str]) -> None:
    steps = dict(zip(["/", *circle], map(redirect, circle), strict=False))
    with serving(Web({**steps})) as web:
        pages, gone = fetch_all([web.url()], quick())
        assert web.paths() == ["/", *circle[:-1]]
    assert pages == []
    assert [one.reason for one in gone] == ["redirects in a circle"]


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("application/pdf", b"%PDF-1.7", "not a page: application/pdf, neither HTML nor text"),
        ("image/png", b"\x89PNG\r\n", "not a page: image/png, neither HTML nor text"),
        ("application/json", b"{}", "not a page: application/json, neither HTML nor text"),
        ("text/html", b"%PDF-1.7", "not a page: a PDF, neither HTML nor text"),
        ("text/html; charset=utf-8", b"\xff\xd8\xff\xe0", "not a page: a JPEG image, neither HTML nor text"),
        ("", b"\x89PNG\r\n\x1a\n", "not a page: a PNG image, neither HTML nor text"),
        ("text/plain", b"\x7fELF\0\0", "not a page: a program, neither HTML nor text"),
        ("application/octet-stream", b"ab\0\0c", "not a page: binary, neither HTML nor text"),
        (
            "application/xml",
            b"<?xml version='1.0'?><invoice/>",
            "not a page: application/xml, neither HTML nor a sitemap or feed",
        ),
        ("application/gzip", gzip.compress(b"words", mtime=0), "not a page: gzip, neither HTML nor text"),
    ],
)
def test_what_is_no_page_is_skipped_with_the_reason(kind: str, body: bytes, expected: str) -> None:
    assert why(answer(body, kind=kind)) == expected


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "TEXT/HTML;charset=x",
        "text/plain",
        "application/xhtml+xml",
        "",
        "application/octet-stream",
    ],
)
def test_pages_are_welcome_whatever_they_are_called(kind: str) -> None:
    assert body_of(answer(HTML, kind=kind)) == HTML


@pytest.mark.parametrize(
    ("kind", "codec"), [("text/html; charset=UTF-16LE", "utf-16-le"), ("text/html", "utf-16")]
)
def test_wide_characters_are_not_binary(kind: str, codec: str) -> None:
    assert body_of(answer(HTML.decode().encode(codec), kind=kind)) == HTML.decode().encode(codec)


def test_the_body_of_what_is_skipped_is_not_read() -> None:
    """It would be over the limit."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
    assert why(endlessly(head, b"x" * 65536), max_bytes=MIB) == "not a page: video/mp4, neither HTML nor text"


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "403 Forbidden", "404 Not Found", "410 Gone", "500 Oops", "999 "]
)
def test_an_error_status_is_the_reason(status: str) -> None:
    assert why(answer(b"sorry", status=status)) == f"HTTP error: HTTP {status[:3]}"


def test_an_untrusted_certificate_is_refused() -> None:
    with serving(Web({"/": answer()}), tls=tls_server()) as web:
        assert "certificate verify failed: self-signed certificate" in reason(web.url()).lower()
        assert web.log == []


def test_a_trusted_certificate_of_another_name_is_refused() -> None:
    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with serving(Web({"/": answer()}), tls=tls_server()) as web:
        said = reason(web.url(host="other.example"), resolve=here, tls=tls_client())
        assert "hostname mismatch" in said.lower()
        pages, _ = fetch_all([web.url()], quick(), tls=tls_client())
    assert len(pages) == 1


def tls_server(*protocols: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context


def tls_client() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=PEM)


def test_the_environment_may_name_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    with serving(Web({"/": answer()}), tls=tls_server()) as web:
        assert len(fetch_all([web.url()], quick())[0]) == 1


def test_a_connection_that_is_refused_is_one_line() -> None:
    assert reason("http://127.0.0.1:9/") == "unreachable: unreachable (connection refused)"


def test_names_that_do_not_exist_are_one_line() -> None:
    assert reason("http://no-such-host.invalid/") == "unreachable: unreachable (name or service not known)"


def test_one_bad_server_touches_no_other_page() -> None:
    web = Web({"/bad": closing(b""), "/good": answer(), "/slow": slowly(answer(page(2)), 0.3)})
    with serving(web):
        pages, gone = fetch_all(
            [web.url(path) for path in web.answers], FetchOptions(allow_private=True, delay=0, retries=0)
        )
    assert {page.url.rpartition("/")[2] for page in pages if page.url} == {"good", "slow"}
    assert len(gone) == 1
