"""Jobs whose OUT is in a store: whole objects alone, and the same as in a folder, whoever goes on where."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("fsspec")
from command_line import FARM, scrub
from jobs import contents, done, job_of, warc
from stores import register

from scrub.batch import Filters, Job, scratch, total
from scrub.errors import OptionError, ScrubError

register()
FORMS = ["jsonl", "text", "same"]


def inputs(folder: Path, form: str = "jsonl") -> list[Path]:
    """Two archives and a page; tables where they are written back."""
    page = folder / "page.html"
    page.write_bytes(b"<p>The bridge opened, and spam with it.</p>")
    if form != "same":
        return [page, warc(folder / "a.warc.gz", 40), warc(folder / "b.warc.gz", 30, b"RAISE")]
    table = folder / "t.jsonl"
    table.write_bytes(b'{"text": "one spam"}\n' * 50)
    return [page, table]


def stored(folder: Path, here: str, *names: Path, form: str = "jsonl") -> Job:
    """A job into a store, by way of a folder of one machine."""
    cleaner = "doubles:cut_batch" if form == "same" else "doubles:clean_batch"
    job = job_of(folder / here, *names, form=form, cleaner=cleaner)
    return replace(job, store=f"bucket://{folder}/bucket/out")


def there(folder: Path) -> Path:
    return folder / "bucket" / "out"


@pytest.mark.parametrize("form", FORMS)
def test_a_store_holds_what_a_folder_would(tmp_path: Path, form: str) -> None:
    names = inputs(tmp_path, form)
    plain = replace(stored(tmp_path, "plain", *names, form=form), store=None)
    done(plain)
    job = stored(tmp_path, "here", *names, form=form)
    done(job)
    assert contents(there(tmp_path)) == contents(plain.out)
    assert sorted(path.name for path in (there(tmp_path) / ".job").glob("*.done")) == [
        f"{shard.rank:05}.done" for shard in job.shards
    ]
    assert {path.parts[len(job.out.parts)] for path in job.out.rglob("*") if path.is_file()} <= {
        ".job",
        "manifest",
        "summary.json",
    }  # outputs are not kept twice
    assert done(job) == []  # all of it is done


def test_another_machine_goes_on_where_this_one_was_lost(tmp_path: Path) -> None:
    names = inputs(tmp_path)
    plain = replace(stored(tmp_path, "plain", *names), store=None)
    done(plain)
    done(stored(tmp_path, "first", *names), part=(1, 3))
    shutil.rmtree(tmp_path / "first")  # the machine and its disk
    second = stored(tmp_path, "second", *names)
    outcomes = done(second)
    assert len(outcomes) == 71  # the archives, and not the page again
    assert contents(there(tmp_path)) == contents(plain.out)
    assert total(second) == total(plain)


def test_parts_on_two_machines_end_in_one_summary(tmp_path: Path) -> None:
    names = inputs(tmp_path)
    plain = replace(stored(tmp_path, "plain", *names), store=None)
    done(plain)
    for k in (1, 2, 3):
        assert not (there(tmp_path) / "summary.json").exists()
        done(stored(tmp_path, f"machine-{k}", *names), part=(k, 3))
    assert contents(there(tmp_path)) == contents(plain.out)


def test_a_shard_that_is_not_all_there_is_done_again(tmp_path: Path) -> None:
    """Its marker is the last object: without it nothing of the shard counts."""
    names = inputs(tmp_path)
    job = stored(tmp_path, "here", *names)
    done(job)
    before = contents(there(tmp_path))
    (there(tmp_path) / ".job" / "00001.done").unlink()
    (there(tmp_path) / "00001.jsonl").write_bytes(b"torn")
    assert len(done(job)) == 40
    assert contents(there(tmp_path)) == before


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_second_passes_and_retries_take_back_what_is_there(tmp_path: Path, form: str) -> None:
    names = inputs(tmp_path)
    copy = tmp_path / "c.warc.gz"
    copy.write_bytes(names[1].read_bytes())
    filters = Filters(duplicates="exact")
    plain = replace(stored(tmp_path, "plain", *names, copy, form=form), store=None, filters=filters)
    done(plain)
    for k in (1, 2):
        part = stored(tmp_path, f"machine-{k}", *names, copy, form=form)
        done(replace(part, filters=filters), part=(k, 2))
    last = replace(stored(tmp_path, "machine-3", *names, copy, form=form), filters=filters)
    done(last)
    assert contents(there(tmp_path)) == contents(plain.out)
    done(replace(last, out=tmp_path / "machine-4"), retry=True)
    assert contents(there(tmp_path)) == contents(plain.out)


RUN = """
import sys
from pathlib import Path
import scrub.batch.shard
from scrub.batch import run
from test_batch_store import stored
if __name__ == "__main__":
    scrub.batch.shard._SECONDS = 0.0
    for _ in run(stored(Path(sys.argv[1]), sys.argv[2], *map(Path, sys.argv[3:]))):
        pass
"""


def test_a_job_that_is_killed_again_and_again_leaves_the_same(tmp_path: Path) -> None:
    names = inputs(tmp_path)
    plain = replace(stored(tmp_path, "plain", *names), store=None)
    done(plain)
    script = tmp_path / "run.py"
    script.write_text(f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n{RUN}")
    for k in range(6):
        machine = f"machine-{k % 2}"  # each goes on with what it has, and with what is in the store
        with subprocess.Popen([sys.executable, script, tmp_path, machine, *names]) as process:
            marks = len(list((there(tmp_path) / ".job").glob("*.done")))
            deadline = time.monotonic() + 300
            while process.poll() is None and time.monotonic() < deadline:
                if len(list((there(tmp_path) / ".job").glob("*.done"))) > marks:
                    break
                time.sleep(0.01)
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
    done(stored(tmp_path, "machine-2", *names))
    assert contents(there(tmp_path)) == contents(plain.out)


def test_what_no_job_wrote_is_not_mixed_with_it(tmp_path: Path) -> None:
    there(tmp_path).mkdir(parents=True)
    (there(tmp_path) / "mine.txt").write_text("mine")
    with pytest.raises(OptionError, match="files that no job wrote"):
        done(stored(tmp_path, "here", *inputs(tmp_path)))
    assert [path.name for path in there(tmp_path).iterdir()] == ["mine.txt"]


def test_a_store_that_fails_is_one_line_and_the_job_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stores import Bucket

    def full(*_: object, **__: object) -> None:
        raise OSError("the bucket is full")

    job = stored(tmp_path, "here", *inputs(tmp_path))
    with monkeypatch.context() as broken:
        broken.setattr(Bucket, "put_file", full)
        with pytest.raises(ScrubError, match="the bucket is full; the same command goes on"):
            done(job)
    done(job)
    plain = replace(job, out=tmp_path / "plain", store=None)
    done(plain)
    assert contents(there(tmp_path)) == contents(plain.out)


def test_the_command_writes_into_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    url = f"file://{tmp_path}/bucket/out"
    ended = scrub("clean", FARM, "-o", url, "--format", "jsonl")
    assert ended.returncode == 0, ended.stderr.decode()
    assert ended.stderr.decode().rstrip().endswith(f"see {url}/summary.json")
    assert scratch(url).is_relative_to(tmp_path / "cache")
    assert scrub("verify", there(tmp_path)).returncode == 0
    assert b"no-such" in scrub("clean", FARM, "-o", "no-such://x/y").stderr
    assert scrub("clean", FARM, "-o", url, "--diff").returncode == 2
