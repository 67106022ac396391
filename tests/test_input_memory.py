"""Memory does not grow with the file: every stream of 96 MB is read within a few."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from archives import page_record
from endless import Endless

from scrub.batch.pieces import Piece, chunks, less_pieces, sum_of, with_pieces
from scrub.inputs import Reading
from scrub.inputs.formats import FORMATS
from scrub.inputs.stream import Stream
from scrub.values import Page

MB = 2**20
SIZE = 96 * MB
WORDS = b"The bridge opened on Monday, and everybody came. " * 1300  # 64 KB a page: few, so that it is quick

_WXR = b"<item><content:encoded><![CDATA[%s]]></content:encoded><wp:post_id>%d</wp:post_id></item>\n"
_WIKI = b"<page><title>x</title><revision><id>%d</id><text>%s</text></revision></page>\n"
_OTHER = b"INSERT INTO `wp_users` VALUES (%d,'%s');\n"

KINDS: dict[str, tuple[str, bytes, Callable[[int], bytes], bytes]] = {
    "jsonl": ("jsonl", b"", lambda k: b'{"id": %d, "text": "%s"}\n' % (k, WORDS), b""),
    "csv": ("csv", b"id,text\n", lambda k: b'%d,"%s ""said"" so\n"\n' % (k, WORDS), b""),
    "wxr": ("wxr", b'<rss xmlns:wp="http://wordpress.org/export/1.2/">', lambda k: _WXR % (WORDS, k), b"</rss>"),
    "mediawiki": ("mediawiki", b"<mediawiki>", lambda k: _WIKI % (k, WORDS), b"</mediawiki>"),
    "sql, one statement": (
        "sql",
        b"INSERT INTO `wp_posts` (`ID`,`post_content`) VALUES (0,'x')",
        lambda k: b",(%d,'%s')" % (k, WORDS),
        b";\n",
    ),
    "sql, other tables": ("sql", b"-- MySQL dump\n", lambda k: _OTHER % (k, WORDS * 4), b""),
    "warc": ("warc", b"", lambda k: page_record(k, b"<!doctype html><p>" + WORDS), b""),
}  # fmt: skip


def peak_of(work: Callable[[], Any]) -> tuple[Any, int]:
    """What it gives, and the most memory that Python held meanwhile, in bytes."""
    tracemalloc.start()
    try:
        found = work()
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_a_hundred_megabytes_are_read_in_a_few(kind: str) -> None:
    name, head, piece, tail = KINDS[kind]
    raw = Endless(head, piece, SIZE, tail)

    def count() -> int:
        stream = Stream(cast("BinaryIO", raw))
        return sum(isinstance(one, Page) for one in FORMATS[name].read(stream, "x", Reading()))

    pages, peak = peak_of(count)
    assert raw.given >= SIZE
    assert pages >= SIZE // len(piece(0)) or kind == "sql, other tables"
    assert peak < 8 * MB


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("wxr", b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><item><content:encoded>'),
        ("mediawiki", b"<mediawiki><revision><text>"),
        ("sql", b"INSERT INTO `wp_posts` (`ID`,`post_content`) VALUES (1,'"),
        ("csv", b'id,text\n1,"'),
        ("jsonl", b'{"text": "'),
        ("warc", b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 99999999999\r\n\r\n"),
    ],
)
def test_what_never_ends_is_a_failure_and_is_not_held(
    monkeypatch: pytest.MonkeyPatch, name: str, opening: bytes
) -> None:
    """The caps, made small so that the test is quick: what is held is a few times the cap."""
    for module, cap in (
        ("xml_elements", "_LONGEST"), ("sql", "_ROW"), ("csv", "_ROW"), ("jsonl", "LINE"), ("archive_records", "_BLOCK")
    ):  # fmt: skip
        monkeypatch.setattr(f"scrub.inputs.{module}.{cap}", MB)
    raw = Endless(opening, lambda _: WORDS, 24 * MB)

    def reasons() -> list[str]:
        from scrub.errors import InputError

        found = []
        try:
            for one in FORMATS[name].read(Stream(cast("BinaryIO", raw)), "x", Reading()):
                assert not isinstance(one, Page)
                found.append(one.reason)
        except InputError as error:
            found.append(str(error))
        return found

    found, peak = peak_of(reasons)
    assert found
    assert raw.given >= 24 * MB
    assert peak < 12 * MB


def test_writing_back_and_undoing_hold_a_chunk() -> None:
    """A file of 96 MB with a thousand cuts; the second pass reads what the first one writes."""

    class Parts(io.RawIOBase):
        """Chunks as a stream."""

        def __init__(self, parts: Any) -> None:
            self._parts = parts
            self._rest = b""

        def read(self, size: int = -1, /) -> bytes:
            while not self._rest:
                part = next(self._parts, None)
                if part is None:
                    return b""
                self._rest = part
            found, self._rest = self._rest[:size], self._rest[size:]
            return found

    def cuts() -> Any:
        return (Piece(k * len(WORDS), WORDS[:10], b"put") for k in range(0, SIZE // len(WORDS), 2))

    def endless() -> BinaryIO:
        return cast("BinaryIO", Endless(b"", lambda _: WORDS, SIZE))

    def both() -> dict[str, Any]:
        cut = Parts(less_pieces(endless(), cuts(), "x"))
        return sum_of(with_pieces(cut, cuts()))

    found, peak = peak_of(both)
    assert found == sum_of(chunks(endless()))
    assert peak < 4 * MB


def test_parquet_is_read_by_the_batch(tmp_path: Path) -> None:
    """What pyarrow allocates is its own to tell: no more than a row group at once."""
    arrow = pytest.importorskip("pyarrow", reason="needs scrub[parquet]")
    parquet = pytest.importorskip("pyarrow.parquet")
    schema = arrow.schema([("text", arrow.string())])
    with parquet.ParquetWriter(
        tmp_path / "t.parquet", schema, compression="none", use_dictionary=False
    ) as writer:
        for k in range(32):
            rows = [f"{k} {j} " + WORDS.decode()[:32_000] for j in range(32)]
            writer.write_table(arrow.table({"text": rows}, schema=schema))

    def read() -> int:
        with (tmp_path / "t.parquet").open("rb") as raw:
            pages = FORMATS["parquet"].read(Stream(raw), "x", Reading())
            return max(int(arrow.total_allocated_bytes()) for _ in pages)

    most, peak = peak_of(read)
    assert (tmp_path / "t.parquet").stat().st_size > 30 * MB
    assert most < 12 * MB
    assert peak < 12 * MB
