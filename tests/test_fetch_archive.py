"""What is kept, as warcio, FastWARC and pywb read it."""

from __future__ import annotations

import gzip
import hashlib
from base64 import b32encode
from pathlib import Path

import pytest
from fetched import fetch_all, quick
from warcs import records, responses
from web import Web, answer, page, redirect, serving

from scrub.errors import InputError
from scrub.fetcher import Session

CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nX-Odd-Case: Yes\r\n\r\n"
)


def chunks(body: bytes) -> bytes:
    return CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.warc.gz"


def test_an_exchange_is_three_records_that_say_everything(out: Path) -> None:
    with serving(Web({"/": answer(page(1), "X-Odd-Case: Yes", "X-Odd-Case: No")})) as web:
        fetch_all([web.url()], quick(contact="me@archive.example"), out=out)
    info, *rest = records(out)
    assert info.kind == "warcinfo"
    assert b"operator: me@archive.example" in info.body
    assert b"conformsTo: https://iipc.github.io/" in info.body
    response, request, metadata = [record for record in rest if record.url == web.url()]
    assert (response.kind, request.kind, metadata.kind) == ("response", "request", "metadata")
    assert response.body == page(1)
    assert response.http.get_statuscode() == "200"
    assert [value for name, value in response.http.headers if name == "X-Odd-Case"] == ["Yes", "No"]
    digest = b32encode(hashlib.sha1(page(1)).digest()).decode()
    assert response.headers["WARC-Payload-Digest"] == f"sha1:{digest}"
    assert response.headers["WARC-IP-Address"] == "127.0.0.1"
    assert response.headers["WARC-Warcinfo-ID"] == info.headers["WARC-Record-ID"]
    assert request.http.get_header("User-Agent") == "scrub/0.1.0 (+me@archive.example)"
    assert b"fetchTimeMs: " in metadata.body


def test_bodies_are_kept_as_they_were_packed(out: Path) -> None:
    packed = gzip.compress(page(1))
    with serving(Web({"/": answer(packed, "Content-Encoding: gzip"), "/c": chunks(page(2))})) as web:
        pages, _ = fetch_all([web.url(), web.url("/c")], quick(), out=out)
    assert {one.body for one in pages} == {page(1), page(2)}
    kept = {record.url: record for record in records(out) if record.kind == "response"}
    assert kept[web.url()].body == packed
    assert kept[web.url()].http.get_header("Content-Encoding") == "gzip"
    assert kept[web.url("/c")].body == page(2)
    assert kept[web.url("/c")].http.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
    assert kept[web.url("/c")].http.get_header("Transfer-Encoding") is None


def test_the_same_content_is_kept_once(out: Path) -> None:
    with serving(Web({"/a": answer(page(1)), "/b": answer(page(1))})) as web:
        pages, _ = fetch_all([web.url("/a"), web.url("/b")], quick(), out=out)
    assert len(pages) == 2
    first, second = [
        record
        for record in records(out)
        if record.kind in ("response", "revisit") and record.http.get_statuscode() == "200"
    ]
    assert (first.kind, second.kind, second.body) == ("response", "revisit", b"")
    assert (
        second.headers["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    )
    assert second.headers["WARC-Payload-Digest"] == first.headers["WARC-Payload-Digest"]
    assert second.headers["WARC-Refers-To"] == first.headers["WARC-Record-ID"]
    assert second.headers["WARC-Refers-To-Target-URI"] == first.url
    assert second.headers["WARC-Refers-To-Date"] == first.headers["WARC-Date"]


def test_redirects_errors_and_robots_are_kept_too(out: Path) -> None:
    with serving(Web({"/old": redirect("/new"), "/new": answer(page(1))})) as web:
        fetch_all([web.url("/old"), web.url("/gone")], quick(), out=out)
    assert sorted(responses(out)) == [web.url(path) for path in ("/gone", "/new", "/old")]
    assert [
        r.http.get_statuscode()
        for r in records(out)
        if r.kind == "response" and r.url == web.url("/robots.txt")
    ] == ["404"]


def test_what_is_skipped_is_not_kept(out: Path) -> None:
    with serving(Web({"/": answer(b"%PDF-1.7", kind="application/pdf")})) as web:
        fetch_all([web.url()], quick(), out=out)
    assert responses(out) == []


def test_a_wrong_charset_is_noted(out: Path) -> None:
    body = "<!doctype html><p>Über die Brücke, und zwar schön.</p>".encode()
    with serving(Web({"/": answer(body, kind="text/html; charset=iso-8859-1")})) as web:
        pages, _ = fetch_all([web.url()], quick(), out=out)
    assert pages[0].content_type == "text/html; charset=iso-8859-1"
    assert b"charsetForLinkExtraction: utf-8" in b"".join(
        r.body for r in records(out) if r.kind == "metadata"
    )


def test_digests_may_be_sha256(out: Path) -> None:
    with serving(Web({"/": answer(page(1))})) as web:
        fetch_all([web.url()], quick(digest="sha256"), out=out)
    (kept,) = [record for record in records(out) if record.kind == "response" and record.url == web.url()]
    assert (
        kept.headers["WARC-Payload-Digest"]
        == "sha256:" + b32encode(hashlib.sha256(page(1)).digest()).decode()
    )


def test_archives_are_rotated_by_size(out: Path) -> None:
    with serving(Web({f"/{n}": answer(page(n, 2000)) for n in range(12)})) as web:
        for _ in range(2):  # the second run goes on with the last file
            fetch_all([web.url(f"/{n}") for n in range(12)], quick(rotate=3000, concurrency=1), out=out)
    files = sorted(out.parent.glob("out*.warc.gz"), key=lambda path: (len(path.name), path.name))
    assert [path.name for path in files[:2]] == ["out.warc.gz", "out-00001.warc.gz"]
    assert len(files) > 3
    assert all(path.stat().st_size < 8000 for path in files)
    assert all(records(path)[0].kind == "warcinfo" for path in files)
    assert sorted(responses(*files)) == sorted(web.url(f"/{n}") for n in range(12))


def test_every_record_is_a_gzip_member_of_its_own(out: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    with serving(Web({"/": answer(page(1))})) as web:
        fetch_all([web.url()], quick(), out=out)
    packed = out.read_bytes()
    with out.open("rb") as stream:
        iterator = ArchiveIterator(stream)
        places = [(iterator.get_record_offset(), iterator.get_record_length()) for _ in iterator]
    assert all(gzip.decompress(packed[at : at + size]).startswith(b"WARC/1.1\r\n") for at, size in places)
    assert sum(size for _, size in places) == len(packed)


def test_fastwarc_reads_it_and_finds_its_digests_right(out: Path) -> None:
    warc = pytest.importorskip("fastwarc.warc")
    with serving(Web({"/": answer(page(1)), "/2": answer(page(1)), "/c": chunks(page(3))})) as web:
        fetch_all([web.url(path) for path in web.answers], quick(), out=out)
    kinds = []
    with out.open("rb") as stream:
        for record in warc.ArchiveIterator(stream, parse_http=False):
            kinds.append(str(record.record_type).rpartition(".")[2])
            if "WARC-Block-Digest" in record.headers:
                assert record.verify_block_digest()
    assert sorted(set(kinds)) == ["metadata", "request", "response", "revisit", "warcinfo"]


def test_pywb_indexes_it(out: Path) -> None:
    indexer = pytest.importorskip("pywb.indexer.cdxindexer")
    with serving(Web({"/": answer(page(1)), "/2": answer(page(1))})) as web:
        fetch_all([web.url(path) for path in web.answers], quick(), out=out)
    index = out.with_suffix(".cdxj")
    indexer.main(["--cdxj", "-o", str(index), str(out)])
    assert index.read_text().count('"status": "200"') >= 1
    assert index.read_text().count("warc/revisit") == 1


def test_foreign_files_are_never_written_to(out: Path) -> None:
    out.write_bytes(b"mine")
    with pytest.raises(InputError, match="has no journal beside it"):
        fetch_all([], quick(), out=out)
    assert out.read_bytes() == b"mine"
    other = out.with_name("other.warc.gz")
    other.with_name("other.warc.gz.journal").write_bytes(b"no database, but long enough to look at")
    with pytest.raises(InputError, match="not a journal"):
        fetch_all([], quick(), out=other)
    with pytest.raises(InputError, match=r"ends in \.warc\.gz"):
        fetch_all([], quick(), out=out.with_name("out.zip"))


def test_an_archive_shorter_than_its_journal_says_is_refused(out: Path) -> None:
    with serving(Web({"/": answer(page(1))})) as web:
        fetch_all([web.url()], quick(), out=out)
    out.write_bytes(out.read_bytes()[:-9])
    with pytest.raises(InputError, match="9 bytes shorter than its journal says"):
        fetch_all([], quick(), out=out)


def test_a_session_keeps_its_downloads(out: Path) -> None:
    with (
        serving(Web({"/old": redirect("/new"), "/new": answer(page(1))})) as web,
        Session(quick(), out) as session,
    ):
        got = session.fetch(web.url("/old"))
    assert (got.url, got.source, got.body) == (web.url("/new"), web.url("/old"), page(1))
    assert responses(out) == [web.url("/old"), web.url("/new")]
