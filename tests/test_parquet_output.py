"""Parquet as an output: the records of JSONL in typed columns, whatever happens on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from inline import inline
from jobs import contents, done, job_of, rows, warc

from scrub.batch import Filters, Job, manifests, run, verify
from scrub.batch.tables import ARTICLES, lines_of

parquet = pytest.importorskip("pyarrow.parquet")
__all__ = ["inline"]  # a fixture
pytestmark = pytest.mark.usefixtures("inline")


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    table = tmp_path / "table.jsonl"
    lines = [{"id": k, "text": f"row {k} spam", "note": ["é", None, 1.5]} for k in range(20)]
    table.write_text(
        "".join(json.dumps(line) + "\n" for line in lines) + '{"text": "half", "note": "\\ud83d"}\nbroken\n'
    )
    return [warc(tmp_path / "a.warc", 70, b"REFUSE"), table]


def read(out: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(out.glob("*.parquet")) for row in parquet.read_table(path).to_pylist()]


def test_rows_are_the_records_of_jsonl(tmp_path: Path, inputs: list[Path]) -> None:
    done(job_of(tmp_path / "table", *inputs, form="parquet"))
    done(job_of(tmp_path / "lines", *inputs))
    lines = [
        line for p in sorted((tmp_path / "lines").glob("*.jsonl")) for line in p.read_bytes().splitlines(True)
    ]
    back = [line for p in sorted((tmp_path / "table").glob("*.parquet")) for line in lines_of(p)]
    assert len(back) == len(lines) == 71 + 22
    assert [k for k, (a, b) in enumerate(zip(back, lines)) if json.loads(a) != json.loads(b)] == [91]
    assert json.loads(back[91])["carried"]["note"] == "\\ud83d"
    found = read(tmp_path / "table")
    assert list(found[0]) == list(ARTICLES)
    assert found[3]["error"] == "nested too deep"
    assert found[5]["removed"][0]["text"] == "SPAM"
    assert json.loads(found[75]["other"])["carried"]["note"] == ["é", None, 1.5]


def test_the_manifest_finds_every_row_and_verify_reads_it(tmp_path: Path, inputs: list[Path]) -> None:
    job = replace(job_of(tmp_path / "out", *inputs, form="parquet"), parquet_manifest=True)
    done(job)
    for row in rows_of_jsonl(job.out):
        place = row["output"]
        found = parquet.read_table(job.out / place["file"]).slice(place["row"] - 1, 1).to_pylist()[0]
        assert found["source"] == row["source"]
    checked = [one for path in manifests(job.out) for one in verify(path)]
    assert len(checked) == 93
    assert {one.reason for one in checked} == {""}
    table = parquet.read_table(job.out / "00000.parquet")
    parquet.write_table(table.set_column(8, "text", [["other"] * len(table)]), job.out / "00000.parquet")
    assert "not what was written" in {one.reason for path in manifests(job.out) for one in verify(path)}


def rows_of_jsonl(out: Path) -> list[dict[str, Any]]:
    paths = sorted((out / "manifest").glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def test_the_manifest_in_parquet_says_the_same(tmp_path: Path, inputs: list[Path]) -> None:
    job = replace(job_of(tmp_path / "out", *inputs), parquet_manifest=True)
    done(job)
    lines = rows_of_jsonl(job.out)
    table = [
        r for p in sorted((job.out / "manifest").glob("*.parquet")) for r in parquet.read_table(p).to_pylist()
    ]
    for row, line in zip(table, lines, strict=True):
        other = json.loads(row.pop("other") or "{}")
        row["output"].pop("row")
        assert {**row, **other} == {"why": None, **line}


def stopped(job: Job, after: int) -> None:
    outcomes = run(job)
    for _ in range(after):
        next(outcomes)
    outcomes.close()


@pytest.mark.parametrize("after", [1, 17, 40, 71, 80, 93])
def test_a_job_that_is_stopped_ends_as_if_it_had_not_been(
    tmp_path: Path, inputs: list[Path], after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrub.batch.shard._SECONDS", 0.0)
    job = replace(job_of(tmp_path / "out", *inputs, form="parquet"), parquet_manifest=True)
    stopped(job, after)
    done(job)
    whole = replace(job, out=tmp_path / "whole")
    done(whole)
    assert contents(job.out) == contents(whole.out)
    assert not list(job.state.glob("*.rows"))


def test_a_job_that_dies_between_its_files_goes_on(
    tmp_path: Path, inputs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = job_of(tmp_path / "out", *inputs, form="parquet")
    done(replace(job, out=tmp_path / "whole"))
    for step in ("scrub.batch.tables.write", "scrub.batch.shard.write_whole"):
        with monkeypatch.context() as patch:
            patch.setattr(step, dies)
            with pytest.raises(OSError, match="died"):
                done(job)
    done(job)
    assert contents(job.out) == contents(tmp_path / "whole")


def dies(*_: object) -> None:
    raise OSError("died")


def test_failures_are_tried_again_and_duplicates_dropped(tmp_path: Path, inputs: list[Path]) -> None:
    job = replace(job_of(tmp_path / "out", *inputs, form="parquet"), filters=Filters(duplicates="exact"))
    done(job)
    before = contents(job.out)
    done(job, retry=True)
    assert contents(job.out) == before
    assert len(read(job.out)) == len([row for row in rows(job.out) if row["output"]])
