"""Parquet written back: the column without the spam, everything else as it was."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jobs import done, job_of, rows

from scrub.batch import SAME, Checked, manifests, undo, verify

arrow = pytest.importorskip("pyarrow", reason="needs scrub[parquet]")
parquet = pytest.importorskip("pyarrow.parquet")

WHEN = datetime.datetime(2020, 1, 2, 3, 4, 5, 678, tzinfo=datetime.UTC)


def written_back(tmp_path: Path, source: Path) -> tuple[Path, list[Checked]]:
    """The new file, and what undo says."""
    job = job_of(tmp_path / "out", source, form=SAME, cleaner="doubles:cut_batch")
    done(job)
    assert [one.reason for manifest in manifests(job.out) for one in verify(manifest) if one.reason] == []
    return next(job.out.glob("*.parquet")), [
        one for manifest in manifests(job.out) for one in undo(manifest, tmp_path / "undone")
    ]


def table_of(texts: list[str | None], kind: Any) -> Any:
    count = len(texts)
    columns = {
        "id": arrow.array(range(count), arrow.int16()),
        "html": arrow.array(texts, kind),
        "when": arrow.array([WHEN] * count),
        "nested": arrow.array([{"a": [1, None], "b": b"\xff"}] * count),
        "category": arrow.array(["spam"] * count).dictionary_encode(),
        "none": arrow.nulls(count),
    }
    made = arrow.table(columns)
    return made.replace_schema_metadata({"who": "an archivist"})


@pytest.mark.parametrize("kind", ["string", "large_string", "binary", "dictionary"])
def test_one_column_loses_the_spam_and_nothing_else_changes(tmp_path: Path, kind: str) -> None:
    kinds = {
        "string": arrow.string(),
        "large_string": arrow.large_string(),
        "binary": arrow.binary(),
        "dictionary": arrow.dictionary(arrow.int32(), arrow.string()),
    }
    texts = ["<p>The spam é bridge", None, "", "<p>a page", "<p>spam and spam", "<p>HIDDEN spam", "<p>spam"]
    made = table_of(texts, kinds[kind])
    parquet.write_table(
        made, tmp_path / "t.parquet", row_group_size=3, compression={"html": "gzip", "id": "none"}
    )
    before = parquet.read_table(tmp_path / "t.parquet")
    path, told = written_back(tmp_path, tmp_path / "t.parquet")
    after = parquet.read_table(path)
    left = [text and (text if "HIDDEN" in text else text.replace("spam", "")) for text in texts]
    expected = before.set_column(1, before.schema.field(1), arrow.array(left, kinds[kind]))
    assert after.schema.equals(before.schema, check_metadata=True)
    assert after.to_pylist() == expected.to_pylist()
    found, was = parquet.ParquetFile(path).metadata, parquet.ParquetFile(tmp_path / "t.parquet").metadata
    assert found.num_row_groups == was.num_row_groups == 3
    assert [found.row_group(0).column(k).compression for k in range(3)] == [
        was.row_group(0).column(k).compression for k in range(3)
    ]
    assert [one.reason for one in told] == [""]
    undone = parquet.read_table(tmp_path / "undone" / told[0].name)
    assert undone.schema.equals(before.schema, check_metadata=True)
    assert undone.to_pylist() == before.to_pylist()
    same = (tmp_path / "undone" / told[0].name).read_bytes() == (tmp_path / "t.parquet").read_bytes()
    assert ("values are restored" in told[0].remark) != same


def test_what_is_left_in_a_value_is_in_the_manifest(tmp_path: Path) -> None:
    parquet.write_table(
        table_of(["<p>HIDDEN spam", None, "<p>é spam"], arrow.string()), tmp_path / "t.parquet"
    )
    written_back(tmp_path, tmp_path / "t.parquet")
    hidden, null, cut, whole = rows(tmp_path / "out")
    assert (hidden["unlocated"], hidden["cuts"]) == ([0], [])
    assert null["error"] is not None
    assert cut["place"][:2] == [3, 1]
    assert [piece["at"] for piece in cut["cuts"]] == [len("<p>é ".encode())]
    assert whole["outcome"] == "written"


def test_an_edited_parquet_file_is_not_restored(tmp_path: Path) -> None:
    parquet.write_table(table_of(["<p>spam"], arrow.string()), tmp_path / "t.parquet")
    path, _ = written_back(tmp_path, tmp_path / "t.parquet")
    parquet.write_table(table_of(["<p>other"], arrow.string()), path)
    (told,) = undo(manifests(tmp_path / "out")[0], tmp_path / "again")
    assert told.reason == "not what was written"
    assert not (tmp_path / "again").exists() or not list((tmp_path / "again").iterdir())


TEXTS = st.lists(st.none() | st.text(st.sampled_from("spam é橋\U0001f0a1\n\0<p>"), max_size=30), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.integers(1, 4))
def test_values_come_back_whatever_they_are(tmp_path: Path, texts: list[str | None], group: int) -> None:
    """Through the very functions of a job, without its processes."""
    import io

    from scrub.batch.columns import Cell, rewrite
    from scrub.batch.outcome import digest
    from scrub.batch.pieces import Piece, with_pieces, without

    source, cut, undone = tmp_path / "a.parquet", tmp_path / "b.parquet", tmp_path / "c.parquet"
    parquet.write_table(table_of(texts, arrow.string()), source, row_group_size=group)
    cells = []
    for row, text in enumerate(texts, 1):
        if text and "spam" in text:
            body = text.encode()
            pieces = [Piece(body.index(b"spam"), b"spam")]
            cells.append((row, pieces, digest(without(body, pieces))[7:], digest(body)[7:]))
    rewrite(source, cut, (Cell(row, "html", pieces, left) for row, pieces, left, _ in cells))
    back = (Cell(row, "html", pieces, was) for row, pieces, _, was in cells)
    rewrite(cut, undone, back, lambda value, pieces: b"".join(with_pieces(io.BytesIO(value), pieces)))
    assert parquet.read_table(undone).equals(parquet.read_table(source), check_metadata=True)
    assert parquet.read_table(cut).column("html").to_pylist() == [
        t and t.replace("spam", "", 1) for t in texts
    ]
