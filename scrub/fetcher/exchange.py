"""One request and its answer, as they went over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer. raw is the body with its content codings, body without them.

    Transfer codings (chunks, HTTP/2 frames) are gone from both. address is the server's, protocol
    `http/1.0`, `http/1.1` or `h2`, headers stand in order and as they were written.
    """

    url: str
    started: datetime
    seconds: float
    address: str | None
    protocol: str
    request: bytes
    status: int
    phrase: bytes
    headers: Headers
    raw: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, the first where there are several; None where there is none."""
        return header_of(self.headers, name)


def header_of(headers: Headers, name: str) -> str | None:
    """The first value of the header with this name, which is given in lower case."""
    wanted = name.encode()
    for key, value in headers:
        if key.lower() == wanted:
            return _text(value)
    return None


def _text(value: bytes) -> str:
    """A header's value; servers write addresses in UTF-8, and the rest of the world is Latin-1."""
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def all_of(headers: Headers, name: str) -> str:
    """All values of a header in one, joined by commas; "" where there is none."""
    wanted = name.encode()
    return ", ".join(value.decode("latin-1") for key, value in headers if key.lower() == wanted)
