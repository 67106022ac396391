"""WARC conversion records: what other readers make of them, and what they refer to."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from archives import packed, page_record
from doubles import clean_batch
from jobs import contents, done, job_of, rows, warc

from scrub.batch import WARC
from scrub.batch.conversion import conversion
from scrub.errors import OptionError
from scrub.inputs import Reading, read
from scrub.inputs.archive_records import Record, records
from scrub.inputs.stream import Stream
from scrub.options import Options
from scrub.values import Page


def records_of(path: Path) -> list[Record]:
    with path.open("rb") as raw:
        found = list(records(Stream(raw)))
    assert all(isinstance(one, Record) for one in found)
    return [one for one in found if isinstance(one, Record)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    done(job_of(tmp_path / "out", warc(tmp_path / "a.warc.gz", 20, b"REFUSE"), form=WARC))
    return tmp_path / "out" / "00000.warc.gz"


def test_every_page_has_a_record_that_refers_to_its_capture(archive: Path) -> None:
    info, *conversions = records_of(archive)
    assert info.fields["warc-type"] == "warcinfo"
    assert b"model: double 1" in info.block
    assert len(conversions) == 20
    fields = conversions[4].fields
    assert fields["warc-type"] == "conversion"
    assert fields["warc-refers-to"] == "<urn:uuid:5>"
    assert fields["warc-target-uri"] == fields["warc-refers-to-target-uri"] == "http://a.example/5"
    assert fields["warc-date"] == fields["warc-refers-to-date"] == "2020-02-03T04:05:06Z"
    assert fields["warc-conversion-software"].startswith("scrub/")
    assert fields["warc-conversion-software"].endswith("(double 1)")
    assert b"PAGE 4" in conversions[4].block
    assert len({one.fields["warc-record-id"] for one in conversions}) == 20


def test_no_header_is_written_by_a_capture() -> None:
    """Addresses and ids of captures are theirs who were captured."""
    page = Page(
        b"", url="http://a.example/\r\nWARC-Type: x\0\x1b[2J", record_id="urn:\n\nx", date="2020\r\n\r\n"
    )
    written = gzip.decompress(conversion(page, clean_batch([Page(b"<p>text</p>")], Options())[0]) or b"")
    head = written.partition(b"\r\n\r\n")[0]
    assert head.count(b"\r\n") == 11
    assert not set(head.replace(b"\r\n", b"")) & {*range(32), 127}


def test_scrub_reads_its_own_records_as_text(archive: Path) -> None:
    found = list(read([str(archive)], Reading()))
    assert [one.url for one in found if isinstance(one, Page)] == [
        f"http://a.example/{k}" for k in range(21) if k != 3
    ]
    assert {one.content_type for one in found if isinstance(one, Page)} == {"text/plain; charset=utf-8"}


def test_other_readers_read_them(archive: Path) -> None:
    """warcio checks the digest of every block."""
    archiveiterator: Any = pytest.importorskip("warcio.archiveiterator")
    with archive.open("rb") as raw:
        kinds = []
        for one in archiveiterator.ArchiveIterator(raw, check_digests="raise"):
            one.content_stream().read()
            kinds.append(one.rec_type)
    assert kinds == ["warcinfo", *["conversion"] * 20]


def test_the_same_job_writes_the_same_bytes_also_after_a_retry(tmp_path: Path, archive: Path) -> None:
    again = job_of(tmp_path / "again", tmp_path / "a.warc.gz", form=WARC)
    done(again, jobs=2)
    before = contents(tmp_path / "out")
    assert contents(again.out) == before
    done(again, retry=True)
    assert contents(again.out) == before


def test_the_manifest_finds_every_record(archive: Path) -> None:
    whole = archive.read_bytes()
    for row in rows(archive.parent):
        place = row["output"]
        piece = whole[place["offset"] : place["offset"] + place["bytes"]]
        assert piece.startswith(b"\x1f\x8b") == (row["outcome"] == "cleaned")


def test_only_captures_become_conversions(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>page")
    (tmp_path / "ok.warc").write_bytes(packed(page_record(1)))
    with pytest.raises(OptionError, match=r"a\.html: no html is written as warc"):
        done(job_of(tmp_path / "out", tmp_path / "ok.warc", tmp_path / "a.html", form=WARC))
