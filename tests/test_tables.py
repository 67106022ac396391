"""JSONL, CSV, Parquet and Arrow: a row is a page, and a broken row costs itself."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.inputs import Failure, Reading, csv, read
from scrub.inputs.stream import Stream
from scrub.values import Page

HTML = "<!doctype html><p>The bridge opened on Monday.</p>"
TEXT = "The bridge opened on Monday."


def found_in(path: Path, body: bytes, **options: str) -> list[Page | Failure]:
    path.write_bytes(body)
    return list(read([str(path)], Reading(**options)))  # type: ignore[arg-type]


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_line_is_a_page_and_its_other_fields_are_carried(tmp_path: Path, pack: Any) -> None:
    row = {"url": "http://a.example/1", "id": 7, "text": TEXT, "date": "2020-01-01", "tags": ["a", None]}
    (page,) = found_in(tmp_path / "x", pack(lines(row)))
    assert isinstance(page, Page)
    assert (page.body, page.content_type) == (TEXT.encode(), "text/plain; charset=utf-8")
    assert (page.url, page.record_id, page.row, page.date) == ("http://a.example/1", "7", 1, "2020-01-01")
    assert page.carried == {name: value for name, value in row.items() if name != "text"}


def test_html_is_taken_before_text_unless_a_field_is_named(tmp_path: Path) -> None:
    body = lines({"text": TEXT, "html": HTML, "story": HTML})
    (page,) = found_in(tmp_path / "x.jsonl", body)
    assert isinstance(page, Page) and page.content_type == "text/html; charset=utf-8"
    (page,) = found_in(tmp_path / "x.jsonl", body, field="text")
    assert isinstance(page, Page) and page.body == TEXT.encode()
    (page,) = found_in(tmp_path / "x.jsonl", body, field="story")
    assert isinstance(page, Page) and page.content_type == "text/html; charset=utf-8"


def test_a_broken_line_costs_itself(tmp_path: Path) -> None:
    body = (
        lines({"text": "one"})
        + b'{"text": "cut of\n\n[1, 2]\n'
        + lines({"text": None}, {"title": "no page"}, {"text": 5}, {"text": " "}, {"text": "last"})[:-1]
    )
    found = found_in(tmp_path / "x.jsonl", body)
    none = "none of the fields html, raw_html, content, text, raw_content, body; "
    assert [f.reason if isinstance(f, Failure) else f.body for f in found] == [
        b"one",
        "the line is no JSON object",
        "the line is no JSON object",
        *[none + "--field names the one that holds the page"] * 3,
        "empty",
        b"last",
    ]
    assert [f.row for f in found] == list(range(1, 9))
    assert [f.offset for f in found][:3] == [0, 16, 34]


def test_a_named_field_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    found = found_in(tmp_path / "x.jsonl", lines({"text": None}, {"a": 1}, {"text": [1]}), field="text")
    assert [f.reason for f in found if isinstance(f, Failure)] == [
        "field 'text' is null",
        "no field 'text'",
        "field 'text' is no text",
    ]


def test_a_line_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrub.inputs.jsonl.LINE", 1000)
    body = b'{"text": "' + b"x" * 5000 + b'"}\n' + lines({"text": "next"})
    first, second = found_in(tmp_path / "x.jsonl", body)
    assert isinstance(first, Failure) and first.row == 1
    assert isinstance(second, Page) and second.body == b"next"


def test_nested_json_and_lone_surrogates_are_no_traceback(tmp_path: Path) -> None:
    body = b'{"text": "a\\ud800b"}\n' + b'{"text":' + b"[" * 100_000 + b"\n"
    first, second = found_in(tmp_path / "x.jsonl", body)
    assert isinstance(first, Page) and first.body == b"a?b"
    assert isinstance(second, Failure)


def test_a_json_document_is_no_jsonl(tmp_path: Path) -> None:
    (page,) = found_in(tmp_path / "x", b'{\n "text": "a"\n}\n')
    assert isinstance(page, Page) and page.row is None


def test_csv_rows_may_have_breaks_in_quotes(tmp_path: Path) -> None:
    body = b'\xef\xbb\xbfurl,text\r\nhttp://a.example/,"The ""bridge""\nopened"\r\nx\r\ny,second\r\n'
    found = found_in(tmp_path / "x", body)
    assert [f.reason if isinstance(f, Failure) else f.body for f in found] == [
        b'The "bridge"\nopened',
        "1 fields where the first row has 2",
        b"second",
    ]
    assert isinstance(found[0], Page)
    assert (found[0].url, found[0].carried) == ("http://a.example/", {"url": "http://a.example/"})


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_has_kin(tmp_path: Path, delimiter: str) -> None:
    body = f"id{delimiter}story\n7{delimiter}{TEXT}\n".encode()
    (page,) = found_in(tmp_path / "x.csv", body, field="story")
    assert isinstance(page, Page)
    assert (page.body, page.record_id) == (TEXT.encode(), "7")


def test_a_quote_that_never_closes_costs_its_line(tmp_path: Path) -> None:
    body = b'url,text\na,one\nb,"open\nc,three\nd,four\n'
    found = found_in(tmp_path / "x.csv", body)
    assert [f.body for f in found if isinstance(f, Page)][-2:] == [b"three", b"four"]
    assert [f.row for f in found] == [1, 2, 3, 4]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])), max_size=6))
def test_csv_is_read_as_it_was_written(texts: list[str]) -> None:
    import csv as writer
    import io

    written = io.StringIO(newline="")
    rows = writer.writer(written)
    rows.writerow(["url", "text"])
    rows.writerows((str(k), text) for k, text in enumerate(texts))
    found = csv.read(Stream(io.BytesIO(written.getvalue().encode())), "x", Reading())
    readable = {p.url: p.body.decode() for p in found if isinstance(p, Page)}
    assert all(texts[int(url or "")] == text for url, text in readable.items())
    assert len(readable) >= sum(text.isprintable() and bool(text.strip()) for text in texts)


def tables() -> Any:
    arrow = pytest.importorskip("pyarrow", reason="needs scrub[parquet]")
    import pyarrow.parquet as parquet

    return arrow, parquet


ROWS = {
    "url": ["http://a.example/1", "http://a.example/2", None],
    "html": [HTML, None, HTML],
    "when": [datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)] * 3,
    "raw": [b"\1\2"] * 3,
}


def test_parquet_rows_are_pages_and_nulls_are_failures(tmp_path: Path) -> None:
    arrow, parquet = tables()
    parquet.write_table(arrow.table(ROWS), tmp_path / "x")
    found = list(read([str(tmp_path / "x")], Reading(field="html")))
    assert [f.reason if isinstance(f, Failure) else f.row for f in found] == [1, "field 'html' is null", 3]
    assert isinstance(found[0], Page)
    assert found[0].carried == {
        "url": "http://a.example/1",
        "when": "2020-01-02T00:00:00+00:00",
        "raw": "0102",
    }
    cut = (tmp_path / "x").read_bytes()[:-20]
    (failure,) = found_in(tmp_path / "cut.parquet", cut)
    assert isinstance(failure, Failure) and failure.reason.startswith("damaged Parquet data: ")


@pytest.mark.parametrize("kind", ["file", "stream"])
def test_arrow_files_and_streams_are_read(tmp_path: Path, kind: str) -> None:
    arrow, _ = tables()
    table = arrow.table(ROWS)
    with arrow.OSFile(str(tmp_path / "x"), "wb") as sink:
        open_writer = arrow.ipc.new_file if kind == "file" else arrow.ipc.new_stream
        with open_writer(sink, table.schema) as writer:
            writer.write_table(table)
    found = list(read([str(tmp_path / "x")]))
    assert [f.row for f in found if isinstance(f, Page)] == [1, 3]


def test_a_packed_parquet_file_is_said_to_be(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs scrub[parquet]")
    (failure,) = found_in(tmp_path / "x.parquet.gz", gzip.compress(b"PAR1 and more"))
    assert isinstance(failure, Failure) and "plain file only" in failure.reason
