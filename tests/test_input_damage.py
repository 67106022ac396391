"""Files that were cut off, mixed up or mislabelled: what is whole is read, what is not is told, nothing is doubled."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from archives import packed, page_record, record, response
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import KINDS, Kind

from scrub.errors import InputError
from scrub.inputs import Failure, Reading, read
from scrub.inputs.formats import FORMATS, format_of
from scrub.inputs.stream import Stream
from scrub.values import Page

MANY = [kind for kind in KINDS if not kind.name.startswith("page.")]


def found_in(path: Path, body: bytes) -> list[Page | Failure]:
    path.write_bytes(body)
    return list(read([str(path)]))


def told(found: list[Page | Failure]) -> list[str]:
    return [f.reason if isinstance(f, Failure) else (f.url or "").rpartition("/")[2] for f in found]


def pages_of(kind: Kind, body: bytes) -> tuple[list[bytes], bool]:
    """The pages in a damaged file, and whether damage was told; no reader raises anything else."""
    pages = []
    failed = False
    form = format_of(Stream(io.BytesIO(kind.body)), kind.name, None)
    try:
        for one in FORMATS[form.name].read(Stream(io.BytesIO(body)), "x", Reading()):
            failed = failed or isinstance(one, Failure)
            if isinstance(one, Page):
                pages.append(one.body)
    except InputError:
        failed = True
    return pages, failed


@pytest.mark.parametrize("kind", MANY, ids=lambda kind: kind.name)
@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 1))
def test_of_a_file_that_is_cut_off_the_whole_pages_come(kind: Kind, share: float) -> None:
    whole, _ = pages_of(kind, kind.body)
    size = int(len(kind.body) * share)
    pages, _ = pages_of(kind, kind.body[:size])
    assert pages[:-1] == whole[: max(len(pages) - 1, 0)]
    if pages:  # a table or a mail that is cut inside a page has the beginning of it; XML and SQL have not
        last = whole[len(pages) - 1]
        exact = kind.name.endswith((".wxr", ".mediawiki", ".sql", ".jsonl"))
        seen = min(len(last), len(pages[-1])) - 3  # an escape that is cut is no escape
        assert pages[-1] == last or (not exact and pages[-1][: max(seen, 0)] == last[: max(seen, 0)])


@pytest.mark.parametrize("kind", MANY, ids=lambda kind: kind.name)
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.binary(max_size=40))
def test_garbage_raises_nothing_and_doubles_nothing(kind: Kind, at: int, garbage: bytes) -> None:
    whole, _ = pages_of(kind, kind.body)
    pages, _ = pages_of(kind, kind.body[:at] + garbage + kind.body[at:])
    assert len(pages) <= len(whole) + 1


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        (rb"INSERT INTO `wp_posts` VALUES (1,'one'),(2,'tw", "no row of values where one must be"),
        (rb"INSERT INTO `wp_posts` VALUES (1,'one'),(2,", "no row of values where one must be"),
        (rb"INSERT INTO `wp_posts` VALUES (1,'one'),", "no row of values where one must be"),
        (rb"INSERT INTO `wp_posts` VALUES (1,'one'),(2,'two\'", "no row of values where one must be"),
        (
            b"INSERT INTO `wp_posts` VALUES (1,'one'),(2,'two') garbage;\n",
            "no row of values where one must be",
        ),
    ],
)
def test_a_dump_that_is_cut_off_says_so(tmp_path: Path, cut: bytes, reason: str) -> None:
    head = b"CREATE TABLE `wp_posts` (\n  `ID` bigint,\n  `post_content` text\n);\n"
    page, failure = found_in(tmp_path / "dump.sql", head + cut)
    assert isinstance(page, Page) and page.body == b"one"
    assert isinstance(failure, Failure) and failure.reason == reason and failure.row == 2


def test_rows_behind_a_damaged_statement_are_read(tmp_path: Path) -> None:
    body = (
        b"INSERT INTO `wp_comments` (comment_ID, comment_content) VALUES (1,'one'),(2,broken'),(3,'lost');\n"
    )
    body += b"INSERT INTO `wp_comments` (comment_ID, comment_content) VALUES (4,'four');\n"
    found = found_in(tmp_path / "dump.sql", body)
    assert [f.body if isinstance(f, Page) else f.reason for f in found] == [
        b"one",
        "no row of values where one must be",
        b"four",
    ]


def test_every_control_character_of_an_export_comes_through(tmp_path: Path) -> None:
    words = bytes(k for k in range(256) if k not in b"<&") + b" words"
    body = b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><item><content:encoded><![CDATA[%s]]></content:encoded></item></rss>'
    (page,) = found_in(tmp_path / "x.wxr", body % words)
    assert isinstance(page, Page) and page.body == words


def test_exports_in_other_encodings_say_so(tmp_path: Path) -> None:
    body = '<?xml version="1.0" encoding="windows-1251"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><item><content:encoded>Мост &lt;b&gt; &#8212; &#26725;</content:encoded></item></rss>'
    (page,) = found_in(tmp_path / "x.wxr", body.encode("windows-1251"))
    assert isinstance(page, Page)
    assert page.content_type == "text/html; charset=cp1251"
    assert page.body.decode("cp1251") == "Мост <b> — &#26725;"
    for name in ("utf-16", "utf-7", "klingon", "rot13"):
        (page,) = found_in(tmp_path / "x.wxr", body.replace("windows-1251", name).encode())
        assert isinstance(page, Page) and page.content_type == "text/html; charset=utf-8"


def arc(url: str, block: bytes, length: int | None = None) -> bytes:
    size = len(block) if length is None else length
    return f"{url} 1.2.3.4 20050102030405 text/html {size}\n".encode() + block + b"\n"


ARCS = [arc(f"http://a.example/{k}", response(b"<p>page %d" % k)) for k in range(4)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"".join(ARCS)[:-8], ["0", "1", "2", "truncated record: 46 of 53 bytes"]),
        (ARCS[0] + b"rubbish\n" * 5 + ARCS[1], ["0", "no WARC or ARC record here", "1"]),
        (arc("http://a.example/long", response(b"<p>x"), 20) + ARCS[1], ["no WARC or ARC record here", "1"]),
        (gzip.compress(ARCS[0]) + gzip.compress(ARCS[1])[:-9] + gzip.compress(ARCS[2]), ["0", "damaged gzip data", "2"]),
        (ARCS[0] + page_record(7) + ARCS[1], ["0", "7", "1"]),
    ],
)  # fmt: skip
def test_damage_in_an_arc_costs_its_record(tmp_path: Path, body: bytes, expected: list[str]) -> None:
    assert told(found_in(tmp_path / "x.arc", body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"5\r\nhello\r\n6\r\n wor", b"hello wor"),
        (b"5\r\nhello\r\nzz\r\n", b"hello"),
        (b"ffffffffff\r\nhello", b"ffffffffff\r\nhello"),
        (b"-5\r\nhello\r\n0\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n"),
        (b"0\r\n\r\n", b""),
    ],
)
def test_chunks_that_are_broken_give_what_is_there(tmp_path: Path, body: bytes, expected: bytes) -> None:
    block = response(body, "Transfer-Encoding: chunked")
    found = found_in(tmp_path / "x.warc", record("http://a.example/1", block) + page_record(2))
    assert told(found)[-1] == "2"
    assert len(found) == 2
    assert isinstance(found[0], Failure) or found[0].body == expected


def test_a_damaged_archive_in_a_wacz_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/one.warc.gz", packed(page_record(1), page_record(2)))
        archive.writestr("archive/two.warc.gz", packed(page_record(3)))
        archive.writestr("archive/three.warc.gz", b"")
    body = bytearray(path.read_bytes())
    place = body.index(packed(page_record(2)))
    body[place + 40 : place + 60] = bytes(20)
    found = found_in(path, bytes(body))
    assert told(found)[0] == "1"
    assert told(found)[-1] == "3"
    assert any("damaged" in reason for reason in told(found)[1:-1])
