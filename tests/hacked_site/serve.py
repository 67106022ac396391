"""Serves the hacked town on loopback: `python tests/hacked_site/serve.py [--port 8765] [--clean]`."""

from __future__ import annotations

import sys
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hacked_site.town import SPAM_HOST, Answer, Town, spam_host

Say = Callable[[str, dict[str, str]], Answer]


def _handler(say: Say) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            answer = say(self.path, {name.lower(): value for name, value in self.headers.items()})
            body = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    return Handler


def _serve(host: str, port: int, say: Say) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer((host, port), _handler(say))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


@contextmanager
def town(*, clean: bool = False, port: int = 0) -> Iterator[Town]:
    """The town served on 127.0.0.1, and the host it links to on 127.0.0.2, until the context ends."""
    spam = _serve(SPAM_HOST, 0, lambda path, _: spam_host(path))
    served = Town("", clean=clean, spam=f"http://{SPAM_HOST}:{spam.server_address[1]}")
    server = _serve("127.0.0.1", port, served.answer)
    served.origin = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield served
    finally:
        for one in (server, spam):
            one.shutdown()
            one.server_close()


def main() -> None:
    """Serves until it is interrupted."""
    parser = ArgumentParser(description="Serve a hacked town's website on loopback.")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--clean", action="store_true", help="as it was before it was hacked")
    chosen = parser.parse_args()
    with town(clean=chosen.clean, port=chosen.port) as served:
        sys.stdout.write(
            f"{served.origin}/ ({len(served.paths())} pages{', clean' if chosen.clean else ''}); Ctrl+C ends\n"
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
