"""Web archives made by hand, so that tests know every byte of them."""

from __future__ import annotations

import gzip

from scrub.inputs.archive_records import starts_record


def response(body: bytes, *headers: str, status: str = "200 OK", content_type: str = "text/html") -> bytes:
    """An HTTP response as it goes over the wire."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    url: str, block: bytes, kind: str = "response", content_type: str = "", length: int | None = None
) -> bytes:
    """A WARC record; length is what it says of itself where that is not the truth."""
    content_type = content_type or "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{url.rpartition('/')[2]}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2020-02-03T04:05:06Z\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    made = head.encode() + block + b"\r\n\r\n"
    assert starts_record(made)
    return made


def page_record(number: int, body: bytes | None = None, length: int | None = None) -> bytes:
    """The record of a small page under its own address."""
    body = body or b"<!doctype html><p>The bridge number %d opened on Monday.</p>" % number
    return record(f"http://a.example/{number}", response(body), length=length)


def packed(*records: bytes) -> bytes:
    """Each record as a gzip member of its own, as archives have them."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
