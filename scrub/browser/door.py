"""The browser's only way to the network: a proxy on loopback that opens to the audited hosts alone.

The browser resolves no name itself. The door resolves it once, checks every address as the fetcher does,
and connects to a checked one, so neither a redirect nor DNS rebinding leads anywhere else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from urllib.parse import urlsplit

from scrub.fetcher.addresses import forbidden, literal
from scrub.fetcher.guard import system_resolver
from scrub.urls import registrable_domain

_HEAD = 65_536  # bytes of a request's head
_PATIENCE = 15.0  # seconds for a connection
_CHUNK = 65_536
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_GRANTED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Door:
    """A proxy for one page after the other: `open_to` says to which site, and how many bytes."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._site = ""
        self._left = 0
        self._server: asyncio.Server | None = None
        self._under_way = set[asyncio.Task[None]]()
        self.refused: dict[str, None] = {}

    async def __aenter__(self) -> Door:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            self._server.close()
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await asyncio.sleep(0)  # what was closed is let go of in the next turn of the loop

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        port = self._server.sockets[0].getsockname()[1] if self._server else 0
        return f"http://127.0.0.1:{port}"

    def open_to(self, host: str, size: int) -> None:
        """From now on, hosts of that one's site and no others; "" closes it."""
        self._site = registrable_domain(host) if host else ""
        self._left = size
        self.refused = {}

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        try:
            await self._answer(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever asked hung up, or made no sense
        except asyncio.CancelledError:
            pass  # the door is closed; the server of Python 3.11 takes a cancelled answer for an error
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ")
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        host = parts.hostname or ""
        port = parts.port or (443 if tunnel else 80)
        address = await self._address(host, port)
        if not address:
            self.refused[host] = None
            writer.write(_REFUSED)
            return
        async with asyncio.timeout(_PATIENCE):
            far_reader, far_writer = await asyncio.open_connection(address, port)
        try:
            if tunnel:
                writer.write(_GRANTED)
                await self._both_ways(reader, writer, far_reader, far_writer)
            else:
                path = parts._replace(scheme="", netloc="").geturl() or "/"
                far_writer.write(f"{method} {path} {version}\r\n".encode("latin-1") + _closing(rest))
                await self._one_answer(reader, writer, far_reader)
        finally:
            far_writer.close()

    async def _address(self, host: str, port: int) -> str | None:
        """A checked address of the host; None where it is another site's, or forbidden."""
        if not self._site or registrable_domain(host) != self._site:
            return None
        try:
            spelled = literal(host)
            addresses = [spelled] if spelled else await system_resolver(host, port)
        except (OSError, ValueError):
            return None
        if not addresses or any(forbidden(one, allow_private=self._allow_private) for one in addresses):
            return None
        return addresses[0]

    async def _one_answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, far_reader: asyncio.StreamReader
    ) -> None:
        """An answer to the end, and no second request: that one could be for another host."""
        head = b"HTTP/1.1 100 "
        while head.split(b" ", 2)[1:2] < [b"200"]:  # hints before the answer
            head = await far_reader.readuntil(b"\r\n\r\n")
            self._count(head)
        status, _, rest = head.partition(b"\r\n")
        writer.write(status + b"\r\n" + _closing(rest))
        pouring = asyncio.create_task(_pour(far_reader, writer, self._count))
        leaving = asyncio.create_task(_left(reader))
        try:
            await asyncio.wait((pouring, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            pouring.cancel()
            leaving.cancel()
            await asyncio.gather(pouring, leaving, return_exceptions=True)

    async def _both_ways(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> None:
        out = asyncio.create_task(_pour(reader, far_writer, len))
        try:
            await _pour(far_reader, writer, self._count)
        finally:
            out.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await out

    def _count(self, chunk: bytes) -> int:
        """Counts what comes in. Raises OSError where it is too much."""
        self._left -= len(chunk)
        if self._left < 0:
            raise OSError("the page loads too much")
        return len(chunk)


async def _left(reader: asyncio.StreamReader) -> None:
    """Until the browser has hung up; what else it says goes nowhere."""
    while await reader.read(_CHUNK):
        pass


async def _pour(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counted: Callable[[bytes], int]
) -> None:
    while chunk := await reader.read(_CHUNK):
        counted(chunk)
        writer.write(chunk)
        await writer.drain()


def _closing(head: bytes) -> bytes:
    """The head with one request a connection, for the server behind the door and for the browser."""
    lines = [line for line in head.split(b"\r\n") if line and b"connection:" not in line.lower()]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])
