"""WARC 1.1 records (ISO 28500:2017), each a gzip member of its own.

    https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/

Answers are kept with their content codings, so the payload is what was served. What HTTP libraries
cannot hand over is written as other archives write it: a body that came in chunks has lost them, and
its header is called `X-Archive-Orig-Transfer-Encoding`; HTTP/2 is written as HTTP/1.1, and
`WARC-Protocol` says what it was.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus

from scrub.fetcher.exchange import Exchange

Fields = Iterable[tuple[str, str]]

_LEVEL = 6
_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_GZIP = 31  # zlib's window bits for the gzip form
_RENAMED = (b"transfer-encoding",)
_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_HTTP_RESPONSE = "application/http;msgtype=response"
_HTTP_REQUEST = "application/http;msgtype=request"


def new_id() -> str:
    """A record id that no other record has."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def digest_of(block: bytes, algorithm: str) -> str:
    """`sha1:` or `sha256:` and the digest in base32, as archives write it."""
    return f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, block).digest()).decode('ascii')}"


def stamp(moment: datetime) -> str:
    """A WARC-Date, in UTC, with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record(kind: str, fields: Fields, block: bytes) -> bytes:
    """One record, packed."""
    lines = ["WARC/1.1", f"WARC-Type: {kind}"]
    lines += [f"{name}: {_one_line(value)}" for name, value in fields]
    lines += [f"Content-Length: {len(block)}", "", ""]
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    head = "\r\n".join(lines).encode("utf-8", "replace")
    return packer.compress(head + block + b"\r\n\r\n") + packer.flush()


def warcinfo(record_id: str, name: str, about: Fields) -> bytes:
    """The record that opens a file, saying who wrote it and how."""
    fields = [
        ("WARC-Record-ID", record_id),
        ("WARC-Date", stamp(datetime.now(UTC))),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    return record("warcinfo", fields, _warc_fields(about))


class Original:
    """The record that a revisit refers to."""

    __slots__ = ("date", "record_id", "url")

    def __init__(self, record_id: str, url: str, date: str) -> None:
        self.record_id = record_id
        self.url = url
        self.date = date


def response(
    exchange: Exchange,
    record_id: str,
    info_id: str,
    payload_digest: str,
    algorithm: str,
    original: Original | None,
) -> bytes:
    """The answer: a response, or a revisit where its payload was kept before."""
    head = head_of(exchange)
    fields = [
        ("WARC-Record-ID", record_id),
        ("WARC-Warcinfo-ID", info_id),
        *_of(exchange),
        ("Content-Type", _HTTP_RESPONSE),
    ]
    if original is None:
        block = head + exchange.raw
        fields += _digests(block, payload_digest, algorithm)
        return record("response", fields, block)
    digests = _digests(head, payload_digest, algorithm)
    fields += [
        ("WARC-Profile", _NOT_MODIFIED if exchange.status == 304 else _SAME_PAYLOAD),
        ("WARC-Refers-To", original.record_id),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        *(digests[1:] if exchange.status == 304 else digests),  # its payload is the original's, not what came
    ]
    return record("revisit", fields, head)


def request(exchange: Exchange, info_id: str, concurrent_to: str, algorithm: str) -> bytes:
    """What was asked."""
    fields = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Warcinfo-ID", info_id),
        ("WARC-Concurrent-To", concurrent_to),
        *_of(exchange),
        ("Content-Type", _HTTP_REQUEST),
        ("WARC-Block-Digest", digest_of(exchange.request, algorithm)),
    ]
    return record("request", fields, exchange.request)


def metadata(exchange: Exchange, info_id: str, concurrent_to: str, algorithm: str, about: Fields) -> bytes:
    """How the answer came about: the address that led to it, the time it took."""
    block = _warc_fields([*about, ("fetchTimeMs", str(round(exchange.seconds * 1000)))])
    fields = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Warcinfo-ID", info_id),
        ("WARC-Concurrent-To", concurrent_to),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", stamp(exchange.started)),
        ("Content-Type", "application/warc-fields"),
        ("WARC-Block-Digest", digest_of(block, algorithm)),
    ]
    return record("metadata", fields, block)


def head_of(exchange: Exchange) -> bytes:
    """Status line and headers of the answer, in the words of HTTP/1.1."""
    version = b"HTTP/1.0" if exchange.protocol == "http/1.0" else b"HTTP/1.1"
    phrase = exchange.phrase or _phrase(exchange.status)
    lines = [b"%s %d %s" % (version, exchange.status, phrase.replace(b"\r", b" ").replace(b"\n", b" "))]
    for name, value in exchange.headers:
        renamed = b"X-Archive-Orig-" + name if name.lower() in _RENAMED else name
        lines.append(renamed + b": " + value.replace(b"\r", b" ").replace(b"\n", b" "))
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode("ascii")
    except ValueError:
        return b"Unknown"


def _of(exchange: Exchange) -> list[tuple[str, str]]:
    fields = [("WARC-Target-URI", exchange.url), ("WARC-Date", stamp(exchange.started))]
    if exchange.address:
        fields.append(("WARC-IP-Address", exchange.address))
    fields.append(("WARC-Protocol", exchange.protocol))
    return fields


def _digests(block: bytes, payload_digest: str, algorithm: str) -> list[tuple[str, str]]:
    return [("WARC-Payload-Digest", payload_digest), ("WARC-Block-Digest", digest_of(block, algorithm))]


def _warc_fields(fields: Fields) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields).encode("utf-8", "replace")


def _one_line(value: str) -> str:
    """A value without line ends and other control characters: whoever was captured wrote it."""
    return value.translate(_CONTROLS)
