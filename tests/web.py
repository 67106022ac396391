"""A web server on loopback that says what a test tells it to, byte by byte, and keeps a log."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

HTML = (
    b"<!doctype html><title>Bridge</title><p>The bridge opened on Monday, and everybody came to see it.</p>"
)


@dataclass
class Asked:
    """One request as the server saw it. Times are of the monotonic clock; 0 where it has not ended."""

    path: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0


Say = Callable[[asyncio.StreamWriter, Asked], Awaitable[None]]


@dataclass
class Web:
    """What is served: bytes to write, or a coroutine that writes; anything else is 404."""

    answers: dict[str, bytes | Say] = field(default_factory=dict)
    default: Say | None = None
    log: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    port: int = 0
    scheme: str = "http"
    under_way: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [asked.path for asked in self.log if asked.path != "/robots.txt"]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                pairs = (line.partition(": ")[::2] for line in lines[1:] if line)
                asked = Asked(lines[0].split(" ")[1], {k.lower(): v for k, v in pairs}, time.monotonic())
                self.log.append(asked)
                self.under_way += 1
                self.most_at_once = max(self.most_at_once, self.under_way)
                try:
                    await self._answer(writer, asked)
                finally:
                    self.under_way -= 1
                    asked.ended = asked.ended or time.monotonic()
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, asked: Asked) -> None:
        said = self.answers.get(asked.path.partition("?")[0], self.default)
        if said is None:
            writer.write(answer(b"no such page", status="404 Not Found"))
        elif isinstance(said, bytes):
            writer.write(said)
        else:
            await said(writer, asked)


def answer(body: bytes = HTML, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """An honest answer with more headers."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    if kind:
        lines.append(f"Content-Type: {kind}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def page(number: int, size: int = 400) -> bytes:
    """A page that no other number has."""
    return b"<!doctype html><title>Page %d</title><p>%d %s</p>" % (number, number, b"words " * (size // 6))


def redirect(target: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return answer(b"", f"Location: {target}", status=status)


def closing(said: bytes) -> Say:
    """Says so much and hangs up."""

    async def say(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(said)
        await writer.drain()
        writer.close()

    return say


def in_turn(*said: bytes) -> Say:
    """Says one thing after the other; the last one for ever."""
    left = list(said)

    async def say(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])

    return say


def once(ready: Callable[[], bool], said: bytes) -> Say:
    """Waits for what has to happen first."""

    async def say(writer: asyncio.StreamWriter, asked: Asked) -> None:
        while not ready():
            await asyncio.sleep(0.01)
        writer.write(said)

    return say


def slowly(said: bytes, seconds: float) -> Say:
    """Thinks so long first."""

    async def say(writer: asyncio.StreamWriter, asked: Asked) -> None:
        await asyncio.sleep(seconds)
        asked.ended = (
            time.monotonic()
        )  # once it is said, whoever asked may ask somebody else before we come to think
        writer.write(said)

    return say


def endlessly(head: bytes, chunk: bytes, pause: float = 0.0) -> Say:
    """Never stops talking, for half a minute at most."""

    async def say(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(head)
        end = time.monotonic() + 30
        while time.monotonic() < end and not writer.is_closing():
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)

    return say


@contextmanager
def serving(web: Web | None = None, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[Web]:
    """A web that is served on 127.0.0.1 by a thread, until the context ends."""
    web = web or Web()
    web.scheme = "https" if tls else "http"
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # clients that hang up are what is tested
    talk: Any = options.pop("talk", web.talk)
    server = loop.run_until_complete(asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls, limit=2**20))
    web.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield web
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        loop.call_soon_threadsafe(loop.call_later, 0.05, loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
