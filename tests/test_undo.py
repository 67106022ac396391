"""`scrub verify` and `scrub undo` where something is wrong: a clear line, a status that says so, no damage."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import errors, scrub
from jobs import contents, done, job_of, rows
from kinds import KINDS

from scrub.batch import SAME, Job, manifests, run
from scrub.commands.status import Status

TABLES = [kind for kind in KINDS if kind.name in ("export.wxr", "dump.sql", "table.csv", "page.html")]


def written_back(tmp_path: Path) -> Path:
    """A job over a few kinds, with its inputs in `in/`."""
    names = []
    (tmp_path / "in").mkdir()
    for kind in TABLES:
        names.append(tmp_path / "in" / kind.name)
        names[-1].write_bytes(kind.body)
    job = job_of(tmp_path / "out", *names, form=SAME, cleaner="doubles:cut_batch")
    done(job)
    return job.out


def output(out: Path, name: str) -> Path:
    return next(path for path in out.iterdir() if path.name.endswith(name))


def test_undo_restores_every_kind_of_one_job(tmp_path: Path) -> None:
    out = written_back(tmp_path)
    done = scrub("undo", out, "-o", tmp_path / "undone")
    assert (done.returncode, errors(done), done.stderr) == (Status.OK, [], b"4 restored, 0 not\n")
    undone = {path.name.rpartition("-in-")[2]: path.read_bytes() for path in (tmp_path / "undone").iterdir()}
    assert undone == {kind.name: kind.body for kind in TABLES}
    assert scrub("verify", out).returncode == Status.OK


def test_an_edited_a_missing_and_a_longer_output_are_told_and_the_others_restored(tmp_path: Path) -> None:
    out = written_back(tmp_path)
    output(out, "dump.sql").unlink()
    edited = output(out, "table.csv")
    edited.write_bytes(edited.read_bytes().replace(b"really", b"hardly"))
    longer = output(out, "page.html")
    longer.write_bytes(longer.read_bytes() + b"\n")
    told = {
        "dump.sql": "no such file or directory",
        "table.csv": "not what was written",
        "page.html": "not what was written",
    }
    undone = scrub("undo", out, "-o", tmp_path / "undone")
    assert undone.returncode == Status.SOME_FAILED
    assert {line.split(": ")[1].rpartition("-in-")[2]: line.split(": ")[2] for line in errors(undone)} == told
    assert [path.name.rpartition("-in-")[2] for path in (tmp_path / "undone").iterdir()] == ["export.wxr"]
    verified = scrub("verify", out)
    assert verified.returncode == Status.SOME_FAILED
    lines = [line for line in errors(verified) if "dump.sql" in line]
    assert lines == [f"scrub: {lines[0].split(': ')[1]}: no such file or directory"]  # once, not once a row
    assert any("table.csv: not what was written" in line for line in errors(verified))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: text[:-20], "line 5 is no row of a manifest"),
        (lambda text: "{}\n" + text, "line 1 is no row of a manifest"),
        (lambda text: "[1]\n", "line 1 is no row of a manifest"),
        (
            lambda text: '{"source": 1, "outcome": "written", "output": 5, "error": null}\n',
            "line 1 is no row",
        ),
        (lambda text: text.replace('"bytes":"c3BhbQ=="', '"bytes":7'), "is no row of a manifest"),
        (lambda text: text.replace('"file":"', '"file":"../../../'), "outside of"),
        (lambda text: "[" * 100_000, "line 1 is no row of a manifest"),
        (lambda text: "\x00\xff\n", "line 1 is no row of a manifest"),
    ],
)
def test_a_manifest_that_is_none_is_one_line(
    tmp_path: Path, damage: Callable[[str], str], words: str
) -> None:
    out = written_back(tmp_path)
    path = next(path for path in manifests(out) if "export.wxr" in path.read_text())
    path.write_text(damage(path.read_text()))
    for command in (["undo", path, "-o", tmp_path / "undone"], ["verify", path]):
        finished = scrub(*command)
        assert finished.returncode != Status.OK or command[0] == "verify"
        if command[0] == "undo":
            assert len(errors(finished)) == 1 and words in errors(finished)[0]
    assert not list((tmp_path / "undone").glob("*")) if (tmp_path / "undone").exists() else True


def test_cuts_that_do_not_lead_back_restore_nothing(tmp_path: Path) -> None:
    out = written_back(tmp_path)
    path = next(path for path in manifests(out) if "export.wxr" in path.read_text())
    path.write_text(path.read_text().replace('"bytes":"c3BhbQ=="', '"bytes":"SEFN"', 1))
    undone = scrub("undo", path, "-o", tmp_path / "undone")
    assert undone.returncode == Status.FAILED
    assert "the manifest does not lead back to the input" in errors(undone)[0]
    assert not list((tmp_path / "undone").iterdir())


def test_a_folder_without_a_manifest_is_one_line(tmp_path: Path) -> None:
    for command in (["undo", tmp_path, "-o", tmp_path / "undone"], ["verify", tmp_path]):
        finished = scrub(*command)
        assert finished.returncode == Status.FAILED
        assert errors(finished) == [f"scrub: {tmp_path}: no manifest"]
    assert scrub("verify", tmp_path / "none").returncode == Status.USAGE


def test_a_job_of_another_format_has_nothing_to_undo(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"The spam.\n")
    done(job_of(tmp_path / "out", tmp_path / "a.txt", form="text"))
    undone = scrub("undo", tmp_path / "out", "-o", tmp_path / "undone")
    assert undone.returncode == Status.FAILED
    assert "nothing in it was written back" in errors(undone)[0]


def interrupted(job: Job, outcomes: int) -> None:
    """The job, stopped after so many outcomes, each of which was journaled."""
    patch = pytest.MonkeyPatch()
    patch.setattr("scrub.batch.shard._SECONDS", -1.0)
    running = run(job)
    for _ in range(outcomes):
        next(running)
    running.close()
    patch.undo()


def pages_and_a_table(tmp_path: Path) -> Job:
    names = [tmp_path / f"{k:02}.html" for k in range(40)]
    for name in names:
        name.write_bytes(b"<p>The bridge and the spam of %s" % name.name.encode())
    names.append(tmp_path / "t.csv")
    names[-1].write_bytes(b"id,text\n" + b"".join(b'%d,"The ""spam""\n is here"\n' % k for k in range(60)))
    return replace(job_of(tmp_path / "out", *names, form=SAME, cleaner="doubles:cut_batch"))


def test_a_partial_run_can_be_undone_as_far_as_it_went_and_says_so(tmp_path: Path) -> None:
    job = pages_and_a_table(tmp_path)
    interrupted(job, 20)
    undone = scrub("undo", job.out, "-o", tmp_path / "undone")
    assert undone.returncode == Status.SOME_FAILED
    assert "00000.jsonl: not finished; the same `scrub clean` goes on with it" in errors(undone)[-1]
    restored = list((tmp_path / "undone").iterdir())
    assert len(restored) >= 16
    assert all(path.read_bytes().endswith(b"html") and b"spam" in path.read_bytes() for path in restored)
    verified = scrub("verify", job.out)
    assert verified.returncode == Status.SOME_FAILED
    assert len(errors(verified)) == 1


@pytest.mark.parametrize("stops", [(1, 17, 45, 70), (60,), (99,)])
def test_a_job_that_was_stopped_writes_the_same_files_and_manifests(
    tmp_path: Path, stops: tuple[int, ...]
) -> None:
    whole = pages_and_a_table(tmp_path)
    done(replace(whole, out=tmp_path / "whole"))
    for stop in stops:
        interrupted(
            whole, min(stop, 99 - sum(one for one in stops[: stops.index(stop)])) if stop != 99 else 99
        )
    done(whole)
    assert contents(whole.out) == contents(tmp_path / "whole")
    assert sum(len(row.get("cuts", ())) for row in rows(whole.out)) == 100


@pytest.mark.parametrize("suffix", [".gz", ".xz"])
def test_a_packed_table_that_was_stopped_is_the_same_too(tmp_path: Path, suffix: str) -> None:
    """It cannot be entered in the middle of its packing: places are counted from the beginning."""
    from kinds import PACKERS

    pack = PACKERS[suffix]
    lines = [json.dumps({"text": f"line {k} of the spam é"}).encode() + b"\n" for k in range(80)]
    source = tmp_path / f"t.jsonl{suffix}"
    source.write_bytes(pack(b"".join(lines[:30])) + pack(b"".join(lines[30:])))
    job = job_of(tmp_path / "out", source, form=SAME, cleaner="doubles:cut_batch")
    done(replace(job, out=tmp_path / "whole"))
    for stop in (20, 20, 30):
        interrupted(job, stop)
    done(job)
    assert contents(job.out) == contents(tmp_path / "whole")
    assert scrub("verify", job.out).returncode == Status.OK
