"""WARC, ARC, WACZ and MHTML: every page once, every damage told, nothing else lost."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import packed, page_record, record, response
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.inputs import Failure, Reading, read, warc
from scrub.inputs.http_message import parse_response
from scrub.inputs.stream import Stream
from scrub.values import Page

FIVE = [page_record(k) for k in range(5)]


def found_in(path: Path, body: bytes, **options: str) -> list[Page | Failure]:
    path.write_bytes(body)
    return list(read([str(path)], Reading(**options)))  # type: ignore[arg-type]


def told(found: list[Page | Failure]) -> list[str]:
    """The last part of each address, or the reason of each failure."""
    return [f.reason if isinstance(f, Failure) else (f.url or "").rpartition("/")[2] for f in found]


def zstd(*records: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard", reason="needs scrub[warc]")
    compress = zstandard.ZstdCompressor().compress
    return b"".join([bytes(compress(one)) for one in records])


def zstd_with_dictionary(*records: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    words = b"".join(FIVE) * 3
    frame = zstandard.ZstdCompressor().compress(words)
    head = b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame
    packer = zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(words))
    return bytes(head + b"".join(packer.compress(one) for one in records))


@pytest.mark.parametrize(
    "pack",
    [
        lambda *records: b"".join(records),
        packed,
        zstd,
        zstd_with_dictionary,
        lambda *records: gzip.compress(b"".join(records)),
        lambda *records: bz2.compress(b"".join(records)),
        lambda *records: lzma.compress(b"".join(records)),
    ],
    ids=["plain", "gzip", "zstd", "zstd dictionary", "one member", "bz2", "xz"],
)
def test_every_page_of_a_warc_is_found_however_it_is_packed(
    tmp_path: Path, pack: Callable[..., bytes]
) -> None:
    found = found_in(tmp_path / "no-suffix", pack(*FIVE))
    assert told(found) == ["0", "1", "2", "3", "4"]
    first = found[0]
    assert isinstance(first, Page)
    assert (first.status, first.content_type, first.date) == (200, "text/html", "2020-02-03T04:05:06Z")
    assert (first.record_id, first.source) == ("urn:uuid:0", str(tmp_path / "no-suffix"))
    assert first.body == b"<!doctype html><p>The bridge number 0 opened on Monday.</p>"


@pytest.mark.parametrize("pack", [lambda *r: b"".join(r), packed, zstd], ids=["plain", "gzip", "zstd"])
def test_a_record_is_found_again_at_its_offset(tmp_path: Path, pack: Callable[..., bytes]) -> None:
    body = pack(*FIVE)
    for page in found_in(tmp_path / "a.warc", body):
        assert page.offset is not None
        (again, *_) = found_in(tmp_path / "b.warc", body[page.offset :])
        assert again.url == page.url


def test_what_holds_no_page_is_passed_over(tmp_path: Path) -> None:
    picture = response(b"\x89PNG\r\n", content_type="image/png")
    body = b"".join(
        [
            record("http://a.example/info", b"software: x\r\n", "warcinfo", "application/warc-fields"),
            record("http://a.example/asked", b"GET / HTTP/1.1\r\n\r\n", "request"),
            record("http://a.example/picture", picture),
            record("http://a.example/moved", response(b"<p>moved", status="301 Moved")),
            record("http://a.example/missing", response(b"<p>missing", status="404 Not Found")),
            record("http://a.example/again", response(b""), "revisit"),
            record("http://a.example/page", b"<p>a page of its own", "resource", "text/html"),
            record("http://a.example/wet", b"Text that somebody extracted.", "conversion", "text/plain"),
            record("http://a.example/untyped", response(b"<html><p>a page", content_type="")),
            record("http://a.example/bytes", response(b"\0\1\2", content_type="")),
        ]
    )
    found = found_in(tmp_path / "a.warc", body)
    assert told(found) == ["page", "wet", "untyped"]
    assert [f.content_type for f in found if isinstance(f, Page)] == ["text/html", "text/plain", "text/html"]


DAMAGED = bytearray(packed(FIVE[2]))
DAMAGED[40:60] = bytes(20)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (packed(*FIVE)[: len(packed(*FIVE[:3])) + 60], ["0", "1", "2", "truncated gzip data"]),
        (packed(*FIVE)[:-5], ["0", "1", "2", "3", "4", "truncated gzip data"]),
        (packed(*FIVE[:2]) + bytes(DAMAGED) + packed(*FIVE[3:]), ["0", "1", "damaged gzip data", "3", "4"]),
        (
            packed(*FIVE[:2]) + b"rubbish " * 99 + packed(*FIVE[2:]),
            ["0", "1", "garbage after gzip data", "2", "3", "4"],
        ),
        (packed(*FIVE) + bytes(4096), ["0", "1", "2", "3", "4"]),
        (
            b"".join(FIVE[:2]) + b"rubbish\n" * 99 + b"".join(FIVE[2:]),
            ["0", "1", "no WARC or ARC record here", "2", "3", "4"],
        ),
        (
            b"".join(FIVE)[:-14],  # the two line breaks behind it, and ten bytes of its own
            ["0", "1", "2", "3", "truncated record: 93 of 103 bytes"],
        ),
        (page_record(0, length=900) + b"".join(FIVE[1:]), ["0", "1", "2", "3", "4"]),
        (packed(page_record(0, length=900), *FIVE[1:]), ["0", "1", "2", "3", "4"]),
        (page_record(0, length=60) + FIVE[1], ["0", "no WARC or ARC record here", "1"]),
        (FIVE[0].replace(b"Content-Length", b"Length") + FIVE[1], ["a record without its length", "1"]),
        (record("http://a.example/x", b"no response") + FIVE[1], ["no HTTP response in the record", "1"]),
        (record("http://a.example/x", response(b"")) + FIVE[1], ["empty", "1"]),
        (
            record("http://a.example/x", response(b"\0" * 99)) + FIVE[1],
            ["binary, neither HTML nor text", "1"],
        ),
    ],
)
def test_damage_is_told_and_costs_nothing_else(tmp_path: Path, body: bytes, expected: list[str]) -> None:
    assert told(found_in(tmp_path / "a.warc", body)) == expected


def test_a_page_that_quotes_a_record_is_one_page(tmp_path: Path) -> None:
    quoting = b"<!doctype html><pre>\r\n\r\n" + FIVE[3].replace(b"\r\n\r\n", b"\r\n") + b"</pre>"
    assert told(found_in(tmp_path / "a.warc", page_record(9, quoting) + FIVE[1])) == ["9", "1"]


def test_a_huge_record_is_passed_over_without_being_held(tmp_path: Path) -> None:
    """A film of 200 MB between two pages costs no memory."""
    film = response(bytes(2**20), content_type="video/mp4")
    path = tmp_path / "film.warc"
    with path.open("wb") as stream:
        head, _, _ = record("http://a.example/film", film, length=len(film) + 199 * 2**20).partition(film)
        stream.write(FIVE[0] + head + film)
        for _ in range(199):
            stream.write(bytes(2**20))
        stream.write(b"\r\n\r\n" + FIVE[1])
    tracemalloc.start()
    found = list(read([str(path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told(found) == ["0", "1"]
    assert peak < 10 * 2**20


def test_arc_records_are_read(tmp_path: Path) -> None:
    def arc(url: str, block: bytes, date: str = "20050102030405") -> bytes:
        return f"{url} 1.2.3.4 {date} text/html {len(block)}\n".encode() + block + b"\n"

    version = b"1 0 Alexa Internet\nURL IP-address Archive-date Content-type Archive-length\n"
    body = (
        arc("filedesc://x.arc", version)
        + arc("http://a.example/one", response(b"<p>one"))
        + arc("http://a.example/with space", response(b"<p>two"))
    )
    found = found_in(tmp_path / "x", body)
    assert told(found) == ["one", "with space"]
    assert isinstance(found[0], Page)
    assert found[0].date == "2005-01-02T03:04:05Z"
    assert told(found_in(tmp_path / "x.gz", gzip.compress(body, mtime=0))) == ["one", "with space"]


@pytest.mark.parametrize(
    ("block", "body"),
    [
        (
            response(b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
            b"hello world",
        ),
        (response(b"not in chunks", "Transfer-Encoding: chunked"), b"not in chunks"),
        (response(gzip.compress(b"hello", mtime=0), "Content-Encoding: gzip"), b"hello"),
        (response(b"hello", "Content-Encoding: gzip"), b"hello"),
        (response(zlib.compress(b"hello"), "Content-Encoding: deflate"), b"hello"),
        (response(zlib.compress(b"hello")[2:-4], "Content-Encoding: deflate"), b"hello"),
        (b"HTTP/1.0 200\nContent-Type: text/html\n\nhello", b"hello"),
        (b"HTTP/1.1 200 OK\r\n\r\nhello", b"hello"),
    ],
)
def test_the_body_is_what_a_browser_gets(block: bytes, body: bytes) -> None:
    assert parse_response(block).body() == body


def test_a_brotli_body_is_unpacked() -> None:
    brotli = pytest.importorskip("brotli")
    block = response(brotli.compress(b"hello" * 5000), "Content-Encoding: br")
    assert parse_response(block).body() == b"hello" * 5000


def test_a_page_too_large_is_told(tmp_path: Path) -> None:
    large = response(b"<p>" * (22 * 2**20))
    assert told(found_in(tmp_path / "a.warc", record("http://a.example/large", large) + FIVE[1])) == [
        "larger than 64 MiB",
        "1",
    ]


def test_a_bomb_in_a_body_is_a_failure(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(70 * 2**20))
    body = record("http://a.example/bomb", response(bomb, "Content-Encoding: gzip")) + FIVE[1]
    assert told(found_in(tmp_path / "a.warc", body)) == ["larger than 64 MiB", "1"]


def test_a_wacz_is_its_archives(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/one.warc.gz", packed(*FIVE[:2]))
        archive.writestr("archive/two.warc", b"".join(FIVE[2:]))
        archive.writestr("pages/pages.jsonl", '{"url": "http://a.example/"}')
    found = list(read([str(path)]))
    assert told(found) == ["0", "1", "2", "3", "4"]
    assert [found[0].source, found[4].source] == [f"{path}/archive/one.warc.gz", f"{path}/archive/two.warc"]
    assert told(found_in(tmp_path / "cut.wacz", path.read_bytes()[:-40])) == ["damaged or truncated ZIP data"]


def test_mhtml_gives_its_html_parts(tmp_path: Path) -> None:
    body = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/saved\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=text/html; boundary=B\r\n\r\n"
        b"--B\r\nContent-Type: text/html; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>na=EFve =C1</p>\r\n--B\r\nContent-Type: image/png\r\n\r\nxx\r\n"
        b"--B\r\nContent-Type: text/html\r\nContent-Location: http://a.example/frame\r\n\r\n<p>frame</p>\r\n--B--\r\n"
    )
    found = found_in(tmp_path / "saved", body)
    assert told(found) == ["saved", "frame"]
    assert isinstance(found[0], Page)
    assert (found[0].body, found[0].content_type) == (b"<p>na\xefve \xc1</p>", "text/html; charset=koi8-r")


@settings(max_examples=60, deadline=None)
@given(st.integers(20, 2000), st.binary(max_size=60), st.booleans())
def test_no_damage_stops_the_reading_or_doubles_a_page(at: int, garbage: bytes, pack: bool) -> None:
    """Whatever is written over an archive, the pages behind the damage come, and each comes once."""
    body = packed(*FIVE) if pack else b"".join(FIVE)
    body = body[:at] + garbage + body[at + len(garbage) :]
    urls = [f.url for f in warc.read(Stream(io.BytesIO(body)), "x", Reading()) if isinstance(f, Page)]
    assert len(urls) == len(set(urls))
    if at + len(garbage) < 600:
        assert urls[-1] == "http://a.example/4"
