"""The only door to the network: a name is resolved once, its addresses are checked, and one of the
checked addresses is connected to.

It stands where the HTTP library opens connections, below redirects, retries and keep-alive, so no
request can pass it by; the Host header, SNI and the certificate check keep the name. A second look-up
never happens between check and connection, so DNS rebinding has nothing to change.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol

from scrub.fetcher.addresses import forbidden, literal
from scrub.fetcher.connection import Connection
from scrub.fetcher.outcome import Outcome, Trouble

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

_TRIES = 3  # addresses of one name that are tried in turn


class Connector(Protocol):
    """What opens connections to addresses: the HTTP library's own backend, or a test's recorder."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Any:
        """A connection to the host, which is an address here."""

    async def sleep(self, seconds: float) -> None:
        """What the HTTP library asks of it besides."""


async def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system resolves it, without repetitions."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """A network backend that connects to permitted addresses only."""

    def __init__(self, resolve: Resolver, connector: Connector, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._connector = connector
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Any:
        """A connection to a checked address of the host. Raises Trouble where there is none."""
        addresses = await self._checked(host, port, timeout)
        for left, address in reversed(list(enumerate(reversed(addresses[:_TRIES])))):
            try:
                stream = await self._connector.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
                return Connection(stream, (address, port))
            except Exception:
                if not left:
                    raise
        raise Trouble(Outcome.NETWORK, "unreachable (the name has no address)")

    async def connect_unix_socket(self, *_: object, **__: object) -> Any:
        """Always refused: no page lives in a file."""
        raise Trouble(Outcome.ADDRESS, "Unix sockets are not connected to")

    async def sleep(self, seconds: float) -> None:
        """What the HTTP library asks of its backend besides connections."""
        await self._connector.sleep(seconds)

    async def _checked(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        """All addresses of the host; one forbidden among them refuses the host."""
        addresses = await self._addresses(host, port, timeout)
        for address in addresses:
            why = forbidden(address, allow_private=self._allow_private)
            if why:
                name = host if host == address else f"{host} is {address}"
                hint = "; --allow-private admits it" if "private" in why else ""
                raise Trouble(Outcome.ADDRESS, f"forbidden: {name}, {why}{hint}")
        return addresses

    async def _addresses(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        try:
            spelled_out = literal(host)
            if spelled_out:
                return [spelled_out]
            async with asyncio.timeout(timeout):
                return await self._resolve(host, port)
        except TimeoutError:
            raise Trouble(Outcome.TIMEOUT, "the name look-up timed out", retry=True) from None
        except socket.gaierror as error:
            words = (error.strerror or "name look-up failed").lower()
            again = error.errno == socket.EAI_AGAIN
            raise Trouble(Outcome.NETWORK, f"unreachable ({words})", retry=again) from None
        except (ValueError, OSError) as error:
            raise Trouble(Outcome.NETWORK, f"unreachable ({error})") from None
