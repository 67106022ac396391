"""The browser's door to the network: open to one site, at addresses the fetcher would connect to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from web import Web, answer, serving

from scrub.browser.door import Door


def through(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter, Door], Awaitable[bytes]],
    *,
    allow_private: bool = True,
) -> bytes:
    """What a client gets that talks to a door on loopback."""

    async def run() -> bytes:
        async with Door(allow_private=allow_private) as door:
            port = int(door.address.rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                async with asyncio.timeout(20):
                    return await talk(reader, writer, door)
            finally:
                writer.close()

    return asyncio.run(run())


def asking(line: str, host: str, size: int = 10_000, until: bytes = b"") -> Callable[..., Awaitable[bytes]]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, door: Door) -> bytes:
        door.open_to(host, size)
        writer.write(f"{line} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n".encode())
        return await (reader.readuntil(until) if until else reader.read())

    return talk


def test_it_opens_to_the_audited_host() -> None:
    with serving(Web({"/a": answer(b"bridge")})) as web:
        got = through(asking(f"GET {web.url('/a?b=1')}", "127.0.0.1", until=b"bridge"))
        assert got.endswith(b"bridge")
        (asked,) = web.log
        assert asked.path == "/a?b=1"
        assert asked.headers["connection"] == "close"


def test_a_connection_has_one_request() -> None:
    """A second one could be for another host, and would go to the first, past every check."""
    keeping = answer(b"bridge", "Connection: keep-alive", "Keep-Alive: timeout=60")
    with serving(Web({"/a": b"HTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\n" + keeping})) as web:

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, door: Door) -> bytes:
            door.open_to("127.0.0.1", 10_000)
            writer.write(f"GET {web.url('/a')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            got = await reader.readuntil(b"bridge")
            writer.write(b"GET http://gazette.example/b HTTP/1.1\r\nHost: gazette.example\r\n\r\n")
            writer.write_eof()
            return got + await reader.read()

        got = through(talk)
        assert [asked.path for asked in web.log] == ["/a"]
    assert got.startswith(b"HTTP/1.1 200 OK\r\n")
    assert got.lower().count(b"connection:") == 1
    assert b"\r\nConnection: close\r\n\r\nbridge" in got


def test_a_tunnel_carries_both_ways() -> None:
    with serving(Web({"/a": answer(b"bridge")})) as web:

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, door: Door) -> bytes:
            door.open_to("127.0.0.1", 10_000)
            writer.write(f"CONNECT 127.0.0.1:{web.port} HTTP/1.1\r\n\r\n".encode())
            granted = await reader.readuntil(b"\r\n\r\n")
            writer.write(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            return granted + await reader.readuntil(b"bridge")

        got = through(talk)
        assert b" 200 " in got
        assert got.endswith(b"bridge")


@pytest.mark.parametrize(
    ("asked", "site", "allow_private"),
    [
        ("127.0.0.1", "localhost", True),  # another host
        ("127.0.0.1", "gazette.example", True),
        ("127.0.0.1", "", True),  # closed
        ("127.0.0.1", "127.0.0.1", False),  # private, and nobody allowed that
        ("0x7f.1", "0x7f.1", False),
        ("localhost", "localhost", False),
        ("169.254.169.254", "169.254.169.254", True),  # metadata: never
        ("[::ffff:169.254.169.254]", "::ffff:169.254.169.254", True),
        ("no-such-host.invalid", "no-such-host.invalid", True),
    ],
)
def test_it_stays_closed(asked: str, site: str, allow_private: bool) -> None:
    with serving(Web({"/": answer(b"bridge")})) as web:
        for line in (f"GET http://{asked}:{web.port}/", f"CONNECT {asked}:{web.port}"):
            assert b" 403 " in through(asking(line, site), allow_private=allow_private)
        assert web.log == []


@pytest.mark.parametrize("line", ["", "GET", "GET http://[::1", "CONNECT 127.0.0.1:99999", "GET / x y z"])
def test_nonsense_is_hung_up_on(line: str) -> None:
    assert b"200" not in through(asking(line, "127.0.0.1"))


def test_it_lets_only_so_much_in() -> None:
    with serving(Web({"/": answer(b"x" * 300_000)})) as web:
        got = through(asking(f"GET {web.url()}", "127.0.0.1", 50_000))
        assert len(got) <= 50_000 + 65_536
