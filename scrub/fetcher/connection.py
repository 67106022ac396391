"""A connection the guard opened, which answers quickly what the HTTP library keeps asking.

At every request httpcore asks every idle connection whether something came in, and anyio looks up all
there is to know of a socket for each answer: a quarter of the time of a small page.
"""

from __future__ import annotations

import select
import socket
import ssl
from typing import Any, Self


class Connection:
    """A network stream of the HTTP library, with its socket and address at hand."""

    __slots__ = ("_address", "_socket", "_stream", "aclose", "read", "write")

    def __init__(self, stream: Any, address: tuple[str, int]) -> None:
        self._stream = stream
        self._socket: socket.socket | None = stream.get_extra_info("socket")
        self._address = address
        self.read = stream.read
        self.write = stream.write
        self.aclose = stream.aclose

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Self:
        """The same connection, encrypted."""
        stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        return type(self)(stream, self._address)

    def get_extra_info(self, info: str) -> Any:
        """`server_addr`, `is_readable`, and whatever the stream itself knows."""
        if info == "server_addr":
            return self._address
        if info == "is_readable" and self._socket is not None:
            return _is_readable(self._socket)
        return self._stream.get_extra_info(info)


def _is_readable(asked: Any) -> bool:
    """Whether something can be read, be it the end; so it is of a socket that was closed."""
    number = asked.fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))
