"""Fixtures of all tests. No test leaves this machine: only loopback may be connected to."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from command_line import FARM
from hypothesis import Phase, settings

# Where a change is judged, a property searches the same examples every time, so that a change is refused
# for what it does; everywhere else the search goes on, and what it finds becomes an explicit example.
# There a failure is told as it was found: making it small takes minutes and is for whoever mends it.
# How long an example takes is the machine's affair: nowhere is it a reason to fail.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("searching", deadline=None)
settings.register_profile("judged", deadline=None, derandomize=True, print_blob=True, phases=PHASES)
settings.load_profile("judged" if os.environ.get("CI") or os.environ.get("SCRUB_CI") else "searching")


def _is_loopback(host: object) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Connections and look-ups that would leave the machine fail like an unplugged network."""
    patch = pytest.MonkeyPatch()
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OSError(f"tests may not connect to {address[0]}")
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        if not _is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *rest, **named)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def farm_server() -> Iterator[str]:
    """The address of a web server on this machine: `/404` is that status, `/pdf` a PDF, else FARM."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status = int(self.path[1:]) if self.path[1:].isdigit() else 200
            body = FARM.read_bytes()
            self.send_response(status)
            kind = "application/pdf" if self.path == "/pdf" else "text/html; charset=utf-8"
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def runaway_guard() -> Iterator[None]:
    """Ends a test that has burned a CPU minute: far more than any input needs that is not quadratic."""
    signal = pytest.importorskip("signal", reason="CPU timers are for Unix only")

    def stop(*_: object) -> None:
        pytest.fail("this input costs out of all proportion")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 60)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)
