"""What only the whole job can tell: duplicates are dropped and copies go, whoever works in whatever order."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from archives import packed, page_record
from inline import inline
from jobs import contents, done, job_of, rows

from scrub.batch import Filters, Job, run, settling, total
from scrub.batch.filters import EXACT, NEAR
from scrub.errors import ScrubError

__all__ = ["inline"]  # a fixture
pytestmark = pytest.mark.usefixtures("inline")

LONG = " ".join(f"word{k} of{k % 7}" for k in range(40)) + " and "
FARM = "cheap replica watches for sale here"
BOILERPLATE = "all prices include taxes and delivery"


def archive(path: Path, *texts: str) -> Path:
    """A WARC of pages with these texts."""
    path.write_bytes(packed(*(page_record(k, f"<p>{text}".encode()) for k, text in enumerate(texts))))
    return path


@pytest.fixture
def archives(tmp_path: Path) -> list[Path]:
    """Copies, near-copies and strangers over three archives."""
    words = [f"{LONG}{'x' * k}" for k in range(1, 4)]
    return [
        archive(tmp_path / "1.warc", "first text", *words, *(f"filler {k} of one" for k in range(30))),
        archive(
            tmp_path / "2.warc",
            "other text",
            "first text",
            LONG[:200],
            *(f"filler {k} of two" for k in range(30)),
        ),
        archive(tmp_path / "3.warc", "first text", "first  text", "other text", LONG + "again", "REFUSE"),
    ]


def of_duplicates(out: Path, kind: str, *inputs: Path, form: str = "jsonl") -> Job:
    return replace(job_of(out, *inputs, form=form), filters=Filters(duplicates=kind))


def dropped(out: Path) -> list[tuple[str, str, str]]:
    """File, address and reason of what was dropped."""
    return [
        (Path(row["source"]["file"]).name, row["url"], row["why"])
        for row in rows(out)
        if row["outcome"].startswith("filtered")
    ]


def test_the_first_of_equal_texts_is_kept(tmp_path: Path, archives: list[Path]) -> None:
    job = of_duplicates(tmp_path / "out", EXACT, *archives)
    done(job)
    first, other = (f"http://a.example/0 ({archives[k]}, offset 0)" for k in (0, 1))
    assert dropped(job.out) == [
        ("2.warc", "http://a.example/1", f"the same text as {first}"),
        ("3.warc", "http://a.example/0", f"the same text as {first}"),
        ("3.warc", "http://a.example/2", f"the same text as {other}"),
    ]
    summary = json.loads((job.out / "summary.json").read_text())
    assert summary["filtered"] == {"exact duplicate": 3}
    assert (summary["pages"], summary["failed"]) == (68, 1)
    texts = texts_of(job.out)
    assert texts.count("<P>FIRST TEXT") == 1
    assert texts.count("<P>FIRST  TEXT") == 1


def test_near_duplicates_are_like_something_that_is_kept(tmp_path: Path, archives: list[Path]) -> None:
    job = of_duplicates(tmp_path / "out", NEAR, *archives)
    done(job)
    found = dropped(job.out)
    assert [(name, url.rpartition("/")[2]) for name, url, _ in found] == [
        ("1.warc", "2"),
        ("1.warc", "3"),
        ("2.warc", "1"),
        ("3.warc", "0"),
        ("3.warc", "1"),
        ("3.warc", "2"),
        ("3.warc", "3"),
    ]
    assert all(why.startswith("nearly the same text as http://a.example/") for _, _, why in found)


@pytest.mark.parametrize("kind", [EXACT, NEAR])
@pytest.mark.parametrize("form", ["jsonl", "text", "warc"])
def test_it_does_not_depend_on_workers_parts_or_order(
    tmp_path: Path, archives: list[Path], kind: str, form: str
) -> None:
    archives = archives[: 2 if form == "warc" else 3]
    one = of_duplicates(tmp_path / "one", kind, *archives, form=form)
    done(one)
    parted = of_duplicates(tmp_path / "parts", kind, *archives, form=form)
    for part in (3, 1, 2):
        done(parted, jobs=2, part=(part, 3))
    assert total(parted) is None or contents(parted.out) == contents(one.out)
    for part in (3, 1, 2):  # the second pass, by whoever comes again
        done(parted, part=(part, 3))
    assert contents(parted.out) == contents(one.out)
    if form == "text":
        files = {row["output"]["file"] for row in rows(one.out) if row["output"]}
        assert {path.name for path in one.out.glob("*.txt")} == files


def interrupted(step: str, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a job until it stops at a step of the second pass, as if it were killed there."""

    def stop(*_: object, **__: object) -> None:
        raise ScrubError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(step, stop)
        with pytest.raises(ScrubError, match="killed"):
            done(job)


@pytest.mark.parametrize(
    "step",
    [
        "scrub.batch.settling.decide",
        "scrub.batch.settling.write_whole",
        "scrub.batch.running.Reuse.keep",
        "scrub.batch.shard.Second.settled",
        "scrub.batch.running.write_summary",
    ],
)
@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_a_second_pass_that_is_killed_goes_on(
    tmp_path: Path, archives: list[Path], step: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = of_duplicates(tmp_path / "out", EXACT, *archives, form=form)
    interrupted(step, job, monkeypatch)
    assert not (job.out / "summary.json").exists()
    done(job)
    whole = of_duplicates(tmp_path / "whole", EXACT, *archives, form=form)
    done(whole)
    assert contents(job.out) == contents(whole.out)


def test_trying_failures_again_decides_anew(tmp_path: Path, archives: list[Path]) -> None:
    missing = tmp_path / "0.warc"
    names = [*archives, missing]
    job = of_duplicates(tmp_path / "out", EXACT, *names)
    done(job)
    archive(missing, "first text", "a new text")
    later = of_duplicates(tmp_path / "out", EXACT, *names)
    assert [shard.archive for shard in later.shards] != [shard.archive for shard in job.shards]
    done(job, retry=True)
    fresh = replace(job, out=tmp_path / "fresh")
    done(fresh)
    assert contents(job.out) == contents(fresh.out)
    assert total(job) is not None


def propagating(out: Path, *inputs: Path) -> Job:
    return replace(job_of(out, *inputs), propagate=True)


def texts_of(out: Path) -> list[str]:
    lines = [line for path in sorted(out.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines]


@pytest.fixture
def infected(tmp_path: Path) -> list[Path]:
    """A farm that is certain on two pages and flagged on a third; boilerplate that was removed once."""
    filler = [f"filler {k}" for k in range(20)]
    return [
        archive(tmp_path / "1.warc", f"maybe({FARM.upper()}!) one", *filler, f"maybe({BOILERPLATE})"),
        archive(tmp_path / "2.warc", f"sure({FARM}) two", f"maybe({BOILERPLATE}) x", f"sure({BOILERPLATE})"),
        archive(tmp_path / "3.warc", *filler, f"sure({FARM}) three", f"{FARM} unflagged", "maybe(sure)"),
    ]


def test_what_is_certain_elsewhere_goes_where_it_is_flagged(tmp_path: Path, infected: list[Path]) -> None:
    job = propagating(tmp_path / "out", *infected)
    done(job)
    texts = texts_of(job.out)
    assert texts[0] == "<P> ONE"
    row = rows(job.out)[0]
    assert row["removed"][0]["text"] == f"{FARM.upper()}!"
    assert row["removed"][0]["reasons"][-1] == "the same words were removed from other pages of the job"
    assert json.loads((job.out / "summary.json").read_text())["copies"] == 1


def test_boilerplate_that_was_removed_once_stays_everywhere_else(
    tmp_path: Path, infected: list[Path]
) -> None:
    done(propagating(tmp_path / "out", *infected))
    texts = texts_of(tmp_path / "out")
    assert sum(BOILERPLATE.upper() in text for text in texts) == 2
    assert f"<P>{FARM.upper()} UNFLAGGED" in texts
    done(job_of(tmp_path / "plain", *infected))
    changed = [k for k, (a, b) in enumerate(zip(texts, texts_of(tmp_path / "plain"))) if a != b]
    assert changed == [0]


def test_propagation_survives_being_stopped(tmp_path: Path, infected: list[Path]) -> None:
    done(propagating(tmp_path / "whole", *infected))
    for stop in range(1, 52, 10):
        job = propagating(tmp_path / f"stopped-{stop}", *infected)
        outcomes = run(job)
        for _ in range(stop):
            next(outcomes)
        outcomes.close()
        done(job, jobs=2)
        assert contents(job.out) == contents(tmp_path / "whole")


def certain(**removal: object) -> Callable[[], dict[str, float]]:
    row = {"removed": [{"text": FARM, "score": 0.99} | removal]}
    return lambda: settling._certain(row)


def test_short_or_doubtful_pieces_speak_for_no_others() -> None:
    assert certain()()
    assert not certain(score=0.9)()
    assert not certain(text="buy here now")()
    assert certain(text="無料オンライン賭博")()
