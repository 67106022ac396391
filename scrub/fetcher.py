"""An address into a Page. The only importer of httpx."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from scrub.errors import FetchError
from scrub.values import Page
from scrub.version import VERSION

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"scrub/{VERSION} (web page cleaner; one page, on request)"
MAX_BYTES = 20 * 2**20  # of one body, unpacked
MAX_REDIRECTS = 5
TIMEOUT = 20.0  # seconds without an answer
DEADLINE = 60.0  # seconds for the whole body: a server that drips bytes never times out
_ERRNO = re.compile(r"^\[Errno -?\d+\] ")
_TYPES = ("text/html", "text/plain", "application/xhtml+xml")


def fetch(url: str, *, transport: httpx.BaseTransport | None = None) -> Page:
    """The page at the address, after redirects; its url is the last one.

    transport: what carries the requests instead of the network, for tests.
    Raises FetchError: unreachable, refused, an HTTP error status, too large, neither HTML nor text.
    """
    import httpx

    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"not an address ({_reason(error)})") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError("not an http or https address")
    try:
        with _client(transport) as client, client.stream("GET", parsed) as response:
            return _page(response)
    except httpx.TooManyRedirects:
        raise FetchError(f"redirects more than {MAX_REDIRECTS} times") from None
    except httpx.TimeoutException:
        raise FetchError(f"timed out after {TIMEOUT:.0f} s") from None
    except httpx.UnsupportedProtocol:
        raise FetchError("redirects to something else than http or https") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"unreachable ({_reason(error)})") from None


def _client(transport: httpx.BaseTransport | None) -> httpx.Client:
    import httpx

    headers = {"user-agent": USER_AGENT, "accept": "text/html,application/xhtml+xml,text/plain;q=0.8"}
    return httpx.Client(
        headers=headers,
        timeout=TIMEOUT,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        transport=transport,
    )


def _page(response: httpx.Response) -> Page:
    if response.status_code >= 400:
        raise FetchError(f"HTTP {response.status_code}")
    content_type = response.headers.get("content-type")
    essence = (content_type or "").partition(";")[0].strip().lower()
    if essence and essence not in _TYPES:
        raise FetchError(f"{essence}, neither HTML nor text")
    return Page(
        body=_body(response),
        url=str(response.url),
        content_type=content_type,
        status=response.status_code,
        source=str(response.url),
        date=response.headers.get("date"),
    )


def _body(response: httpx.Response) -> bytes:
    """The unpacked body, read no further than the cap and no longer than the deadline."""
    body = bytearray()
    end = time.monotonic() + DEADLINE
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise FetchError(f"larger than {MAX_BYTES // 2**20} MiB")
        if time.monotonic() > end:
            raise FetchError(f"took longer than {DEADLINE:.0f} s")
    return bytes(body)


def _reason(error: Exception) -> str:
    words = _ERRNO.sub("", str(error)) or type(error).__name__
    return words[:1].lower() + words[1:]
