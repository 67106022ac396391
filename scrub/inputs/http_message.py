"""The block of an HTTP response: status, content type, and the body as a browser gets it."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import NamedTuple

from scrub.errors import InputError
from scrub.inputs.packing import packing_of
from scrub.inputs.reading import MAX_BYTES, too_large
from scrub.inputs.stream import Stream

_STATUS = re.compile(rb"(?:HTTP/\d(?:\.\d)?|ICY) (\d{3})[^\n]*\n")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")


class Response(NamedTuple):
    """One HTTP response; the body still as it was sent."""

    status: int
    fields: dict[str, str]
    sent: bytes

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, or None."""
        return self.fields.get("content-type") or None

    def body(self) -> bytes:
        """The body without chunks and content encodings. Raises InputError where they are damaged.

        Crawlers that store bodies unpacked leave the headers as they were: a body that is not what
        its header says is taken as it is.
        """
        body = self.sent
        if "chunked" in self.fields.get("transfer-encoding", "").lower():
            body = _joined(body)
        encodings = self.fields.get("content-encoding", "").lower().split(",")
        for encoding in reversed([name.strip() for name in encodings]):
            body = _decoded(body, encoding)
        return body


def parse_response(block: bytes) -> Response:
    """The response in a record's block. Raises InputError where it is none."""
    begin = _STATUS.match(block)
    if begin is None:
        raise InputError("no HTTP response in the record")
    end = _END.search(block, begin.end() - 2)
    head = block[begin.end() : end.start() if end else len(block)]
    fields: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return Response(int(begin[1]), fields, block[end.end() :] if end else b"")


def _joined(body: bytes) -> bytes:
    pieces: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            break
        pieces.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    return b"".join(pieces) if pieces or chunk else body


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding in ("gzip", "x-gzip", "zstd"):
        return _read(BytesIO(body)) if packing_of(body) else body
    if encoding == "deflate":
        return _inflated(body)
    if encoding == "br":
        return _brotli(body)
    return body


def _read(packed: BytesIO) -> bytes:
    body = Stream(packed).read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise too_large()
    return body


def _inflated(body: bytes) -> bytes:
    for wbits in (15, -15):  # with the header of zlib, and as some servers send it, without
        unpacker = zlib.decompressobj(wbits)
        try:
            unpacked = unpacker.decompress(body, MAX_BYTES + 1)
        except zlib.error:
            continue
        if len(unpacked) > MAX_BYTES:
            raise too_large()
        return unpacked
    return body


def _brotli(body: bytes) -> bytes:
    try:
        import brotli
    except ImportError:
        raise InputError("a body packed with brotli; `pip install 'scrub[warc]'` reads it") from None
    unpacker = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(body), 4096):
            pieces.append(unpacker.process(body[at : at + 4096]))
            size += len(pieces[-1])
            if size > MAX_BYTES:
                raise too_large()
    except brotli.error:
        return body
    return b"".join(pieces)
