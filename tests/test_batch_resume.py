"""Jobs that are killed, pages that kill: each costs itself, and the output is the same, byte for byte."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from archives import packed, page_record, record, response
from command_line import COMMAND
from jobs import contents, done, job_of, warc

from scrub.batch import run, total
from scrub.batch.journal import Journal, Mark
from scrub.commands.status import Status
from scrub.errors import InputError
from scrub.inputs import Reading, read, resume
from scrub.values import Page, Tally


@pytest.mark.parametrize(
    ("bad", "outcome", "reason"),
    [
        (b"CRASH", "quarantined", "the parser crashed (SIGSEGV)"),
        (b"HANG", "quarantined", "took longer than 2 s"),
        (b"EAT", "failed", "out of memory: a page may have 2 GiB"),
        (b"RAISE", "failed", "scrub failed on it (ZeroDivisionError): a page that scrub fails on"),
        (b"REFUSE", "failed", "nested too deep"),
    ],
)
def test_a_bad_page_costs_exactly_itself(tmp_path: Path, bad: bytes, outcome: str, reason: str) -> None:
    archive = warc(tmp_path / "a.warc", 40, bad, bad)
    outcomes = done(job_of(tmp_path / "out", archive), jobs=2)
    assert [o.row["url"] for o in outcomes] == [f"http://a.example/{k}" for k in range(42)]
    failed = [k for k, o in enumerate(outcomes) if o.error]
    assert failed == [3, 23]
    assert [(outcomes[k].row["outcome"], outcomes[k].error) for k in failed] == [(outcome, reason)] * 2


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_page_that_only_waits_for_its_turn_is_not_given_up(tmp_path: Path) -> None:
    """Time counts that a page spends, not time that a busy machine lets it wait."""
    archive = warc(tmp_path / "a.warc", 3, b"IDLE")
    job = job_of(tmp_path / "out", archive)
    outcomes = done(replace(job, limits=replace(job.limits, seconds=0.5)))
    assert [outcome.error for outcome in outcomes] == [None] * 4


RUN = """
import sys
from pathlib import Path
import scrub.batch.shard
from scrub.batch import run
from jobs import job_of
if __name__ == "__main__":
    scrub.batch.shard._SECONDS = 0.1
    out, cleaner, *names = sys.argv[1:]
    for _ in run(job_of(Path(out), *map(Path, names), cleaner=cleaner), 2):
        pass
"""


def started(tmp_path: Path, cleaner: str, *inputs: Path) -> subprocess.Popen[bytes]:
    """A process that does the job of these inputs, into the folder `killed`."""
    script = tmp_path / "go.py"
    script.write_text(RUN)
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    command = [sys.executable, str(script), str(tmp_path / "killed"), cleaner, *map(str, inputs)]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths})


def size_of(folder: Path) -> int:
    sizes = 0
    for path in folder.glob("*"):
        with contextlib.suppress(FileNotFoundError):
            sizes += path.stat().st_size
    return sizes


def test_a_job_that_is_killed_again_and_again_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    """Five SIGKILLs at random moments, in the middle of shards: the same files, byte for byte."""
    archives = [warc(tmp_path / "1.warc", 500), warc(tmp_path / "2.warc", 300, b"RAISE")]
    (tmp_path / "plain.warc").write_bytes(b"".join(page_record(k) for k in range(200)))
    archives.append(tmp_path / "plain.warc")
    done(job_of(tmp_path / "whole", *archives), jobs=2)
    whole = size_of(tmp_path / "whole" / "manifest")
    chance = random.Random(6)
    for _ in range(5):
        process = started(tmp_path, "doubles:slow_batch", *archives)
        enough = size_of(tmp_path / "killed" / "manifest") + chance.randrange(whole // 16, whole // 7)
        while process.poll() is None and size_of(tmp_path / "killed" / "manifest") < enough:
            time.sleep(0.005)
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert total(job_of(tmp_path / "killed", *archives)) is None
    assert started(tmp_path, "doubles:clean_batch", *archives).wait(120) == 0
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def test_ctrl_c_stops_a_job_that_goes_on(tmp_path: Path) -> None:
    """As people do it: the whole group gets the signal, one line says what to do, nothing is torn."""
    archive = warc(tmp_path / "a.warc", 1500)
    command = [*COMMAND, "clean", str(archive), "-o", str(tmp_path / "out"), "--format", "jsonl"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        until = time.monotonic() + 300
        while size_of(tmp_path / "out" / "manifest") < 20_000 and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=300)[1].decode()
    assert process.returncode == Status.INTERRUPTED
    assert told.splitlines() == ["stopped; the same command goes on from here"]
    assert not (tmp_path / "out" / "summary.json").exists()
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    whole = [*command[:-4], "-o", str(tmp_path / "whole"), "--format", "jsonl"]
    assert subprocess.run(whole, check=False, capture_output=True).returncode == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_workers_do_not_outlive_a_job_that_was_killed(tmp_path: Path) -> None:
    process = started(tmp_path, "doubles:clean_batch", warc(tmp_path / "a.warc", 40, b"HANG"))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        pytest.skip("needs /proc")
    until = time.monotonic() + 300
    while not size_of(tmp_path / "killed" / "manifest") and time.monotonic() < until:
        time.sleep(0.05)  # the second list of pages is through, so the first one hangs
    workers = children.read_text().split()
    assert len(workers) >= 2
    process.kill()
    process.wait()
    until = time.monotonic() + 300
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def reopened(path: Path, *inputs: str) -> Mark:
    """Where the journal of a shard of these inputs says to go on."""
    journal = Journal(path, {"inputs": list(inputs)})
    journal.close()
    return journal.mark


@pytest.mark.parametrize("torn", [b'{"input": 1, "rec', b"\0\0\0\0\n"])
def test_a_torn_line_of_a_journal_is_as_good_as_none(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "journal"
    mark = Mark(0, 16, (5, 3), (100, 200), Tally(pages=16))
    with contextlib.closing(Journal(path, {"inputs": []})) as journal:
        journal.write(mark)
    path.write_bytes(path.read_bytes() + torn)
    assert reopened(path) == mark
    with contextlib.closing(Journal(path, {"inputs": []})) as journal:
        journal.write(Mark(1))
    assert reopened(path) == Mark(1)
    assert reopened(path, "another") == Mark()


@pytest.mark.parametrize("lost", ["manifest/.00000.jsonl.part", ".00000.jsonl.part"])
@pytest.mark.parametrize("left", [None, 0, 100])
def test_a_shard_whose_files_lost_what_its_journal_knows_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str, left: int | None
) -> None:
    """A disk that lied, or somebody who tidied up: what is missing is never filled with nothing."""
    monkeypatch.setattr("scrub.batch.shard._SECONDS", 0.0)
    archive = warc(tmp_path / "a.warc", 60)
    outcomes = run(job_of(tmp_path / "out", archive))
    for _ in range(40):
        next(outcomes)
    outcomes.close()
    path = tmp_path / "out" / lost
    assert path.stat().st_size > 1000
    if left is None:
        path.unlink()
    else:
        os.truncate(path, left)
    done(job_of(tmp_path / "out", archive))
    done(job_of(tmp_path / "whole", archive))
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_a_full_disk_is_one_line_that_says_how_to_go_on(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 60)
    words = [*COMMAND, "clean", str(archive), "-o", str(tmp_path / "out"), "--format", "jsonl"]
    limit = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); {COMMAND[2]}"
    full = subprocess.run([words[0], "-c", limit, *words[3:]], capture_output=True, check=False)
    assert full.returncode == Status.FAILED
    assert (
        full.stderr.decode()
        == f"scrub: {tmp_path / 'out'}: file too large; the same command goes on from here\n"
    )
    assert subprocess.run(words, check=False).returncode == Status.OK
    assert len((tmp_path / "out" / "00000.jsonl").read_bytes().splitlines()) == 60


def test_a_damaged_manifest_of_a_job_that_is_done_can_be_made_again(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 60)
    job = job_of(tmp_path / "out", archive)
    done(job)
    whole = contents(tmp_path / "out")
    manifest = tmp_path / "out" / "manifest" / "00000.jsonl"
    os.truncate(manifest, 5000)
    marker = job.state / "00000.done"
    hint = re.escape(f"remove {marker}, and the same command does its shard again")
    with pytest.raises(InputError, match=f"line [0-9]+ is no row of a manifest; {hint}"):
        done(job)
    manifest.unlink()
    with pytest.raises(InputError, match=f"is gone; {hint}"):
        done(job)
    marker.unlink()
    done(job)
    assert contents(tmp_path / "out") == whole


def test_resuming_inside_a_damaged_archive_gives_the_same(tmp_path: Path) -> None:
    """Stopped after every record in turn, an archive with damage in it comes out the same."""
    good = [page_record(k) for k in range(6)]
    body = (
        packed(*good[:2])
        + b"rubbish"
        + packed(good[2], record("http://a.example/x", response(b"")), *good[3:])
    )
    for name, content in (
        ("packed", body),
        ("plain", b"".join(good[:3]) + b"rubbish\n" + b"".join(good[3:])),
    ):
        path = tmp_path / f"{name}.warc"
        path.write_bytes(content)
        whole = list(read([str(path)]))
        entry = None
        for k, found in enumerate(whole):
            if isinstance(found, Page) and found.offset is not None:
                entry = (found.offset, k)
            assert list(resume(str(path), Reading(), k + 1, entry)) == whole[k + 1 :]


def test_large_pages_are_not_held_by_the_dozen(tmp_path: Path) -> None:
    """A chunk ends where its pages have 4 MiB, and so wherever a job goes on."""
    from scrub.batch.shard import chunks_of

    path = tmp_path / "a.warc"
    sizes = [10, 3 * 2**20, 2**20, 2**20, 10, 5 * 2**20, 10]
    path.write_bytes(b"".join(page_record(k, b"<p>" + b"x" * size) for k, size in enumerate(sizes)))
    job = job_of(tmp_path / "out", path)
    chunks = list(chunks_of(job, job.shards[0], Mark(), None))
    assert [len(chunk.found) for chunk in chunks] == [3, 3, 1]
    for k, chunk in enumerate(chunks):
        again = list(chunks_of(job, job.shards[0], chunk.behind, None))
        assert [one.found for one in again] == [one.found for one in chunks[k + 1 :]]
