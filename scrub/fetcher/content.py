"""What an answer holds: a page, a sitemap or feed, or something that is skipped and said to be."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum

from scrub.fetcher.exchange import Headers, header_of
from scrub.fetcher.outcome import Outcome, Trouble

_PAGES = frozenset({"text/html", "text/plain", "application/xhtml+xml"})
_XML = frozenset(
    {"text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml"}
)
_PACKED = frozenset({"application/gzip", "application/x-gzip"})
_UNKNOWN = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"})

# First bytes that belie a content type.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image, sound or video"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"wOF", "a font"),
)
_XML_ROOT = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF)\b", re.S
)
_SAMPLE = 4096
_MAX_LIST = 50 * 2**20  # bytes of one sitemap, unpacked: https://www.sitemaps.org/protocol.html


class Kind(StrEnum):
    """What a body is."""

    PAGE = "page"
    LIST = "list"  # a sitemap or a feed


def _essence(content_type: str) -> str:
    """The content type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def pages_only(status: int, headers: Headers) -> None:
    """A gate of the client: refuses what is declared to be neither a page nor a list of pages."""
    kind = _essence(header_of(headers, "content-type") or "")
    welcome = _PAGES | _XML | _PACKED | _UNKNOWN
    if 200 <= status < 300 and kind not in welcome:
        raise Trouble(Outcome.TYPE, f"{kind[:60]}, neither HTML nor text")


def kind_of(content_type: str, body: bytes) -> Kind:
    """What the body of an answer is, whatever its header declares. Raises Trouble where it is neither."""
    declared = _essence(content_type)
    wide = "utf-16" in content_type.lower() or body.startswith((b"\xff\xfe", b"\xfe\xff"))
    sample = body[:_SAMPLE].removeprefix(b"\xef\xbb\xbf")
    if _XML_ROOT.match(sample):
        return Kind.LIST
    for magic, name in _MAGIC:
        if sample.startswith(magic):
            raise Trouble(Outcome.TYPE, f"{name}, neither HTML nor text")
    if declared in _XML and not re.search(rb"<(?:!doctype )?html\b", sample, re.I):
        raise Trouble(Outcome.TYPE, f"{declared}, neither HTML nor a sitemap or feed")
    if declared in _PACKED or (b"\0" in sample and not wide):
        raise Trouble(Outcome.TYPE, "binary, neither HTML nor text")
    return Kind.PAGE


def unpacked_list(body: bytes) -> bytes:
    """A body that is itself a gzip file (`sitemap.xml.gz`) unpacked; any other as it is. Raises Trouble."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        decoder = zlib.decompressobj(31)
        head = decoder.decompress(body, _SAMPLE)
        if not _XML_ROOT.match(head):
            raise Trouble(Outcome.TYPE, "gzip, neither HTML nor text")
        rest = decoder.decompress(decoder.unconsumed_tail, _MAX_LIST)
    except zlib.error:
        raise Trouble(Outcome.BROKEN, "damaged gzip data") from None
    if decoder.unconsumed_tail:
        raise Trouble(Outcome.LIMIT, f"a sitemap larger than {_MAX_LIST // 2**20} MiB")
    return head + rest
