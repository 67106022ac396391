"""Throughput of `scrub.fetch` on loopback beside a bare httpx loop, and its memory from few pages to many.

    python benchmarks/fetch.py [--pages 2000] [--many 20000] [--rounds 3]

A server in a process of its own answers with pages of about 6 kB. The bare loop asks with
`httpx.AsyncClient.get` at the same concurrency and keeps nothing; scrub obeys robots.txt, checks
addresses, and writes WARC and journal to disk. Both run in fresh processes, in turn, so that other
work on the machine hits both. `--many 0` leaves the memory test out.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONCURRENCY = 16
BODY = (
    b"<!doctype html><title>Bridge</title>" + b"<p>The bridge opened on Monday, and everybody came.</p>" * 110
)


class Server(asyncio.Protocol):
    """Answers every GET with a page that no other address has."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.waiting = b""

    def data_received(self, received: bytes) -> None:
        """Answer every request that is complete."""
        self.waiting += received
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            found = path != b"/robots.txt"
            body = BODY + path if found else b""
            status = b"200 OK" if found else b"404 Not Found"
            length = b"Content-Length: %d" % len(body)
            self.transport.write(
                b"\r\n".join((b"HTTP/1.1 " + status, b"Content-Type: text/html", length, b"", body))
            )


async def serve() -> None:
    """Serve until killed; the port is the first line of output."""
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def bare(urls: list[str]) -> None:
    """What somebody would write without scrub."""
    import httpx

    remaining = iter(urls)
    limits = httpx.Limits(max_connections=CONCURRENCY)
    async with httpx.AsyncClient(limits=limits) as client:

        async def work() -> None:
            for url in remaining:
                response = await client.get(url)
                assert response.content

        await asyncio.gather(*(work() for _ in range(CONCURRENCY)))


async def scrubbed(urls: list[str]) -> None:
    """The same with scrub, kept on disk."""
    import scrub

    options = scrub.FetchOptions(allow_private=True, delay=0, per_host=CONCURRENCY, concurrency=CONCURRENCY)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.warc.gz")
        count = 0
        async for _ in scrub.fetch(urls, options, out=out):
            count += 1
        assert count == len(urls)


def measure(kind: str, port: int, pages: int) -> None:
    """Run one loop; print pages a second and the most memory it took, in MB."""
    import resource

    urls = [f"http://127.0.0.1:{port}/{n}" for n in range(pages)]
    started = time.perf_counter()
    asyncio.run(bare(urls) if kind == "bare" else scrubbed(urls))
    seconds = time.perf_counter() - started
    print(pages / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def run(kind: str, port: int, pages: int) -> tuple[float, float]:
    """Pages a second, and MB, of one loop in a process of its own."""
    command = [sys.executable, __file__, "--run", kind, "--port", str(port), "--pages", str(pages)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate, memory = map(float, printed.split())
    return rate, memory


def compare(port: int, pages: int, many: int, rounds: int) -> None:
    """Print both figures."""
    rates: dict[str, list[float]] = {"bare": [], "scrub": []}
    for _ in range(rounds):
        for kind, found in rates.items():
            found.append(run(kind, port, pages)[0])
    ratios = [ours / theirs for theirs, ours in zip(rates["bare"], rates["scrub"], strict=True)]
    for kind, found in rates.items():
        print(f"{kind:>6}: {statistics.median(found):6.0f} pages a second")
    print(f" ratio: {statistics.median(ratios):6.2f} (median of {rounds} pairs)")
    if many:
        for count in (1_000, many):
            print(f"memory: {run('scrub', port, count)[1]:6.0f} MB at the most with {count:,} pages")


def main() -> None:
    """Serve, and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", choices=("serve", "bare", "scrub"), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run == "serve":
        asyncio.run(serve())
    elif arguments.run:
        measure(arguments.run, arguments.port, arguments.pages)
    else:
        command = [sys.executable, __file__, "--run", "serve"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            try:
                compare(int(server.stdout.readline()), arguments.pages, arguments.many, arguments.rounds)
            finally:
                server.kill()


if __name__ == "__main__":
    main()
