"""Requests over HTTP/1.1 and HTTP/2, within limits. The only file that imports the HTTP library.

`httpx2` keeps httpx's API: the import line below is all that a switch costs.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any, Self

import httpx

from scrub.fetcher.exchange import Exchange, Headers, all_of, header_of
from scrub.fetcher.guard import Connector, Guard, Resolver, system_resolver
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import Outcome, Trouble
from scrub.fetcher.unpacking import MAX_GROWTH, accept_encoding, unpack

MAX_HEADER_BYTES = 64 * 2**10
_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.8,application/xml;q=0.7,*/*;q=0.1"
_IDLE = 30.0  # seconds an unused connection is kept

# httpcore tries to import sniffio ten times a request; where it is not installed, each attempt searches
# the whole path. None makes them fail at once: a third of the time of a small page.
if find_spec("sniffio") is None:
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

# Looks at status and headers before the body is read; raises Trouble to do without it.
Gate = Callable[[int, Headers], None]


class Client:
    """Asks for one address at a time, without redirects, cookies, proxies or retries.

    resolve, connector and transport are there for tests: the names, the connections, or the whole
    network; tls for certificates of one's own. Proxies are left alone, since they would connect to
    what the guard never sees.
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        resolve: Resolver = system_resolver,
        connector: Connector | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._options = options
        if transport is None:
            transport = _guarded(options, resolve, connector, tls)
        self._transport = transport
        self._http = httpx.AsyncClient(
            transport=transport,
            headers={
                "user-agent": options.user_agent,
                "accept": _ACCEPT,
                "accept-encoding": accept_encoding(),
            },
            timeout=httpx.Timeout(options.timeout, pool=options.deadline),
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def exchange(
        self,
        url: str,
        extra: Mapping[str, str] | None = None,
        gate: Gate | None = None,
        posted: bytes | None = None,
    ) -> Exchange:
        """One request with `extra` headers, and its answer whatever its status. Raises Trouble.

        posted is the body of a POST; without one it is a GET.
        """
        deadline = self._options.deadline
        try:
            async with asyncio.timeout(deadline):
                return await self._exchange(url, extra, gate, posted)
        except TimeoutError:
            raise Trouble(Outcome.TIMEOUT, f"took longer than {deadline:g} s") from None
        except httpx.TimeoutException:
            reason = f"timed out after {self._options.timeout:g} s"
            raise Trouble(Outcome.TIMEOUT, reason, retry=True) from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            raise _trouble(error) from None

    async def _exchange(
        self, url: str, extra: Mapping[str, str] | None, gate: Gate | None, posted: bytes | None
    ) -> Exchange:
        started, clock = datetime.now(UTC), time.monotonic()
        request = self._http.build_request(
            "GET" if posted is None else "POST", url, headers=extra, content=posted
        )
        # Not `send`: it reads redirects and cookies of a hostile answer, and fails over them.
        response = await self._transport.handle_async_request(request)
        try:
            headers: Headers = tuple(response.headers.raw)
            _check_headers(headers)
            if gate:
                gate(response.status_code, headers)
            raw = await self._body(response, headers)
        finally:
            await response.aclose()
        limit = self._options.max_bytes * MAX_GROWTH
        return Exchange(
            url=url,
            started=started,
            seconds=time.monotonic() - clock,
            address=_address_of(response),
            protocol=_protocol_of(response),
            request=_head_of(request),
            status=response.status_code,
            phrase=response.extensions.get("reason_phrase", b""),
            headers=headers,
            raw=raw,
            body=unpack(raw, all_of(headers, "content-encoding"), limit),
        )

    async def _body(self, response: httpx.Response, headers: Headers) -> bytes:
        limit = self._options.max_bytes
        length = header_of(headers, "content-length") or ""
        if length.isdigit() and int(length[:18]) > limit:
            raise _too_large(limit)
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > limit:
                raise _too_large(limit)
        return bytes(body)


def _guarded(
    options: FetchOptions, resolve: Resolver, connector: Connector | None, tls: ssl.SSLContext | None
) -> httpx.AsyncHTTPTransport:
    """A transport whose connections are opened by the guard.

    httpx has no argument for it. Should its inside change, this raises KeyError: nothing is ever
    fetched unguarded.
    """
    transport = httpx.AsyncHTTPTransport(
        verify=True if tls is None else tls,
        http2=find_spec("h2") is not None,
        trust_env=True,  # SSL_CERT_FILE and SSL_CERT_DIR, for the certificates of an intranet; no proxies
        limits=httpx.Limits(
            max_connections=options.concurrency + 8,
            max_keepalive_connections=options.concurrency,
            keepalive_expiry=_IDLE,
        ),
    )
    inside: dict[str, Any] = vars(vars(transport)["_pool"])
    backend = connector or inside["_network_backend"]
    inside["_network_backend"] = Guard(resolve, backend, allow_private=options.allow_private)
    return transport


def _check_headers(headers: Headers) -> None:
    size = sum(len(name) + len(value) + 4 for name, value in headers)
    if size > MAX_HEADER_BYTES:
        raise Trouble(Outcome.LIMIT, f"headers larger than {MAX_HEADER_BYTES // 2**10} KiB")


def _too_large(limit: int) -> Trouble:
    size = f"{limit // 2**20} MiB" if limit >= 2**20 else f"{limit} bytes"
    return Trouble(Outcome.LIMIT, f"larger than {size}")


def _trouble(error: Exception) -> Trouble:
    """The words for an error of the HTTP library, and whether it may pass."""
    words = _words(error)
    if "CERTIFICATE_VERIFY_FAILED" in words:
        why = words.partition("CERTIFICATE_VERIFY_FAILED] ")[2].partition(" (_ssl")[0]
        return Trouble(Outcome.NETWORK, f"unreachable ({why})")
    if isinstance(error, httpx.ConnectError | OSError):
        return Trouble(Outcome.NETWORK, f"unreachable ({words})", retry=True)
    if isinstance(error, httpx.RemoteProtocolError | httpx.NetworkError):
        return Trouble(Outcome.BROKEN, f"broken answer ({words})", retry=True)
    return Trouble(Outcome.BROKEN, f"broken answer ({words})")


def _words(error: Exception) -> str:
    """The system's words where there are some: "connection refused"."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror and not isinstance(cause, ssl.SSLError):
            text = cause.strerror.partition("Connect call failed")[0] or "connection refused"
            return text[:1].lower() + text[1:]
        cause = cause.__cause__ or cause.__context__
    text = str(error) or type(error).__name__
    return text[:1].lower() + text[1:200]


def _address_of(response: httpx.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    found = stream.get_extra_info("server_addr") if stream else None
    return str(found[0]) if found else None


def _protocol_of(response: httpx.Response) -> str:
    version = response.extensions.get("http_version", b"HTTP/1.1").decode("ascii", "replace")
    return "h2" if version == "HTTP/2" else version.lower()


def _head_of(request: httpx.Request) -> bytes:
    lines = [b"%s %s HTTP/1.1" % (request.method.encode("ascii"), request.url.raw_path)]
    lines += [name + b": " + value for name, value in request.headers.raw]
    return b"\r\n".join(lines) + b"\r\n\r\n"
