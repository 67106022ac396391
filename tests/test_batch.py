"""Jobs: nothing lost, nothing doubled, whoever dies, and the same output for any number of workers."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jobs import contents, done, job_of, rows, warc

from scrub.batch import Job, plan, run, run_shard, total
from scrub.batch.lock import alone
from scrub.batch.planner import share
from scrub.batch.shard import clean_shard
from scrub.batch.workers import Workers
from scrub.errors import OptionError, ScrubError


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """Two archives, a table, three pages and a name that is none."""
    table = tmp_path / "table.jsonl"
    table.write_text("".join(f'{{"id": {k}, "text": "row {k} spam"}}\n' for k in range(40)) + "broken\n")
    pages = []
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.html").write_text(f"<p>page {name}</p>")
        pages.append(tmp_path / f"{name}.html")
    return [warc(tmp_path / "1.warc", 50), *pages, table, warc(tmp_path / "2.warc", 30), tmp_path / "none"]


def test_a_job_leaves_outputs_a_manifest_and_a_summary(tmp_path: Path, inputs: list[Path]) -> None:
    out = tmp_path / "out"
    outcomes = done(job_of(out, *inputs))
    assert len(outcomes) == len(rows(out)) == 50 + 3 + 41 + 30 + 1
    assert [o.error for o in outcomes if o.error] == ["no such file or folder", "the line is no JSON object"]
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["pages"], summary["failed"], summary["removals"]) == (123, 2, 120)
    assert summary["failures"] == {"no such file or folder": 1, "the line is no JSON object": 1}
    written = [json.loads(line) for p in sorted(out.glob("*.jsonl")) for line in p.read_text().splitlines()]
    assert any(w["text"].startswith("<P>PAGE 7") for w in written if w["url"] == "http://a.example/7")
    assert [w["source"]["row"] for w in written if w["error"]] == [None, 41]


def test_the_manifest_finds_every_output(tmp_path: Path, inputs: list[Path]) -> None:
    out = tmp_path / "out"
    done(job_of(out, *inputs))
    for row in rows(out):
        place = row["output"]
        piece = (out / place["file"]).read_bytes()[place["offset"] : place["offset"] + place["bytes"]]
        assert hashlib.sha256(piece).hexdigest() == place["sha256"]
        assert json.loads(piece)["source"] == row["source"]


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_the_output_is_the_same_for_any_number_of_workers_and_parts(
    tmp_path: Path, inputs: list[Path], form: str
) -> None:
    done(job_of(tmp_path / "one", *inputs, form=form))
    done(job_of(tmp_path / "three", *inputs, form=form), jobs=3)
    parted = job_of(tmp_path / "parts", *inputs, form=form)
    for part in (2, 1):
        assert total(parted) is None
        done(parted, part=(part, 2))
    by_rank = job_of(tmp_path / "ranks", *inputs, form=form)
    for shard in reversed(by_rank.shards):
        run_shard(by_rank, shard.rank)
    one = contents(tmp_path / "one")
    assert contents(tmp_path / "three") == contents(tmp_path / "parts") == one
    assert contents(tmp_path / "ranks") == {name: b for name, b in one.items() if name != "summary.json"}


def test_pages_have_files_named_after_them(tmp_path: Path, inputs: list[Path]) -> None:
    out = tmp_path / "out"
    done(job_of(out, *inputs, form="text"))
    names = {path.name for path in out.glob("*.txt")}
    assert len(names) == 123
    assert {name for name in names if name.endswith(("-a.txt", "-b.txt", "-c.txt"))} != set()
    assert {row["output"]["file"] for row in rows(out) if not row["error"]} == names


@pytest.mark.parametrize(
    ("layout", "folders"),
    [("host", {"a.example", "no-host"}), ("date", {"2020/02/03", "undated"})],
)
def test_pages_are_sorted_into_folders(
    tmp_path: Path, inputs: list[Path], layout: str, folders: set[str]
) -> None:
    job = replace(job_of(tmp_path / "out", *inputs[:4], form="text"), layout=layout)
    done(job)
    files = [row["output"]["file"] for row in rows(job.out)]
    assert {name.rpartition("/")[0] for name in files} == folders
    assert all((job.out / name).is_file() for name in files)


def test_what_is_done_is_not_done_again(tmp_path: Path, inputs: list[Path]) -> None:
    job = job_of(tmp_path / "out", *inputs)
    done(job)
    before = contents(job.out)
    assert done(job) == []
    assert contents(job.out) == before


def test_only_what_failed_is_tried_again(tmp_path: Path, inputs: list[Path]) -> None:
    job = job_of(tmp_path / "out", *inputs)
    done(job)
    inputs[-1].write_text("<p>it is there now</p>")
    table = inputs[4]
    table.write_text(table.read_text().replace("broken", '{"text": "mended"}'))
    again = done(replace(job, shards=plan(map(str, inputs), None)), retry=True)
    assert [o.row["outcome"] for o in again] == ["cleaned"] * (4 + 41)
    done(job_of(tmp_path / "fresh", *inputs))
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_retrying_leaves_what_went_well_alone(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 40, b"REFUSE")
    job = job_of(tmp_path / "out", archive)
    done(job)
    again = done(replace(job, cleaner="doubles:other_model"), retry=False)
    assert again == []
    retried = [o.row for o in done(job, retry=True)]
    assert [r["outcome"] for r in retried].count("failed") == 1
    assert not list((job.out / ".job").glob("*.outputs"))


def test_a_folder_holds_one_job(tmp_path: Path, inputs: list[Path]) -> None:
    job = job_of(tmp_path / "out", *inputs)
    done(job)
    with pytest.raises(OptionError, match=r"holds another job \(other: inputs, shards, inputs_digest\)"):
        done(job_of(tmp_path / "out", *inputs[1:]))
    with pytest.raises(OptionError, match=r"holds another job \(other: format\)"):
        done(replace(job, form="text"))
    (tmp_path / "out" / ".job" / "00000.done").unlink()
    with pytest.raises(OptionError, match="begun with another model"):
        done(replace(job, cleaner="doubles:other_model"))


@contextmanager
def begun(job: Job) -> Iterator[None]:
    """A job that somebody is at; it is stopped in the middle."""
    outcomes = run(job)
    next(outcomes)
    yield
    outcomes.close()


def test_two_cannot_be_at_one_shard(tmp_path: Path) -> None:
    job = job_of(tmp_path / "out", warc(tmp_path / "a.warc", 40))
    with begun(job), pytest.raises(ScrubError, match="another process is at work there"):
        done(job)
    assert len(done(job)) == 40


def test_a_shard_that_somebody_else_has_just_done_is_not_begun_again(tmp_path: Path) -> None:
    """Two commands at once: the slower one must not take apart what the marker of the faster one vouches for."""
    job = job_of(tmp_path / "out", warc(tmp_path / "a.warc", 40))
    assert len(done(job)) == 40
    before = contents(tmp_path / "out")
    with Workers(job, 1) as workers:
        workers.start()
        late = clean_shard(job, job.shards[0], workers)  # found to be due before the other one was through
        assert list(late) == []
    assert contents(tmp_path / "out") == before
    assert not list(job.state.glob("*.lock"))


def test_a_lock_that_was_cleared_away_locks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening and locking it the holder may end, and clear it away, and somebody else begin."""
    path = tmp_path / "00000.lock"
    real, others = fcntl.flock, ExitStack()

    def late(stream: Any, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", real)
        path.unlink()
        others.enter_context(alone(path))
        real(stream, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with others, pytest.raises(ScrubError, match="another process is at work there"), alone(path):
        pass


def test_an_input_that_changed_begins_its_shard_anew(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 40)
    with begun(job_of(tmp_path / "out", archive)):
        pass
    warc(archive, 20)
    assert len(done(job_of(tmp_path / "out", archive))) == 20
    assert len(rows(tmp_path / "out")) == 20


def test_the_plan_is_slices_of_pages_and_single_archives(
    tmp_path: Path, inputs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrub.batch.planner.SLICE", 2)
    shards = plan([*map(str, inputs), "http://a.example/x"], None)
    named = [[Path(one.name).name for one in shard.inputs] for shard in shards]
    assert named == [["a.html", "b.html"], ["c.html", "none"], ["x"], ["1.warc"], ["table.jsonl"], ["2.warc"]]
    assert [s.rank for s in share(shards, 2, 4)] == [1, 5]
    assert sorted(s.rank for part in (1, 2, 3) for s in share(shards, part, 3)) == list(range(6))
