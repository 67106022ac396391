"""WARC and ARC archives: the pages that were answered with success, whatever they are packed with.

Images, requests, redirects, error pages and revisits hold no page and are passed over. Resource
records and the conversion records of WET files are pages like others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scrub.errors import InputError
from scrub.inputs.archive_records import Damage, Record, records, starts_record
from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.http_message import parse_response
from scrub.inputs.reading import Reading, content_type, too_large
from scrub.inputs.stream import Stream
from scrub.values import Page

_PAGE_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/vnd.wap.xhtml+xml": "html",
    "text/plain": "text",
}
_UNKNOWN_TYPES = ("", "no-type", "application/octet-stream", "unknown/unknown")


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the archive, with a Failure for each damaged record or stretch of bytes."""
    for record in records(stream):
        found = _damaged(record, source) if isinstance(record, Damage) else _page(record, source, reading)
        if found is not None:
            yield found


def _damaged(damage: Damage, source: str) -> Failure:
    record_id, url = _name(damage.fields)
    return Failure(source, damage.reason, damage.offset, record_id, url=url)


def _name(fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Record id and address; old WARC writers put the address in angle brackets."""
    record_id = fields.get("warc-record-id", "").strip("<> ")
    return record_id or None, fields.get("warc-target-uri", "").strip("<> ") or None


def _page(record: Record, source: str, reading: Reading) -> Page | Failure | None:
    kind = record.fields.get("warc-type", "").lower()
    if kind not in ("response", "resource", "conversion"):
        return None
    record_id, url = _name(record.fields)
    try:
        status, header, body = _content(record, kind)
        typed = _typed(header, body, reading) if status is None or 200 <= status < 300 else None
    except InputError as error:
        return Failure(source, str(error), record.offset, record_id, url=url)
    if typed is None:
        return None
    date = record.fields.get("warc-date")
    return Page(body, url, typed, status, source, record.offset, record_id, None, date)


def _content(record: Record, kind: str) -> tuple[int | None, str, bytes]:
    """Status, content type and body; the body only where it may be a page. Raises InputError."""
    status, header, body = None, record.fields.get("content-type", ""), record.block
    if kind == "response" and "http" in header.lower():
        response = parse_response(record.block)
        status, header = response.status, response.content_type or ""
        body = response.body() if record.whole and _may_be_page(header) else b""
    if not record.whole and _may_be_page(header):
        raise too_large()
    return status, header, body


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _may_be_page(header: str) -> bool:
    kind = _media_type(header)
    return kind in _PAGE_TYPES or kind in _UNKNOWN_TYPES


def _typed(header: str, body: bytes, reading: Reading) -> str | None:
    """The header, where it is that of a page; where it says nothing, what the bytes say."""
    if not _may_be_page(header):
        return None
    kind = _PAGE_TYPES.get(_media_type(header))
    if kind is None:
        try:
            return content_type(body, None, reading.encoding)
        except InputError:
            return None
    content_type(body, kind, reading.encoding)
    return header


FORMAT = Format("warc", (".warc", ".arc"), starts_record, read, gathered=True, enterable=True)
