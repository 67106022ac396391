"""Inputs in stores: read, listed and entered like files, and every failure told."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import COMMAND
from inline import inline
from jobs import contents, done, warc

from scrub.batch import SAME, Job, Limits, manifests, plan, run, undo
from scrub.errors import OptionError
from scrub.inputs import Failure, Reading, address, read, remote, resume
from scrub.values import Page

fsspec = pytest.importorskip("fsspec")
__all__ = ["inline"]  # a fixture


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    """Two archives and a page in a store in memory."""
    memory = fsspec.filesystem("memory")
    for name in ("1", "2"):
        memory.pipe(f"/bucket/{name}.warc.gz", warc(tmp_path / f"{name}.warc.gz", 40).read_bytes())
    memory.pipe("/bucket/page.html", b"<p>The bridge opened on Monday.</p>")
    yield "memory://bucket"
    memory.rm("/bucket", recursive=True)


@pytest.mark.parametrize(
    ("name", "is_remote"),
    [
        ("s3://bucket/a.warc.gz", True),
        ("GS://bucket/a", True),
        ("hdfs://host/a", True),
        ("https://a.example/s3://x", False),
        ("file:///etc/passwd", False),
        ("ftp://a.example/", False),
        ("a/b.html", False),
        ("s3:/bucket/a", False),
    ],
)
def test_stores_are_told_from_addresses_and_files(name: str, is_remote: bool) -> None:
    assert remote.matches(name) is is_remote
    assert address.matches(name) is ("://" in name and not is_remote)


def test_a_file_of_a_store_is_read_as_one_of_the_disk(tmp_path: Path, store: str) -> None:
    there = [one.body for one in read([f"{store}/1.warc.gz"]) if isinstance(one, Page)]
    here = [one.body for one in read([str(tmp_path / "1.warc.gz")]) if isinstance(one, Page)]
    assert there == here
    assert len(here) == 40
    (page,) = read([f"{store}/page.html"])
    assert isinstance(page, Page)
    assert page.source == f"{store}/page.html"


def test_an_archive_is_entered_where_it_was_left(store: str) -> None:
    whole = list(read([f"{store}/1.warc.gz"]))
    page = whole[19]
    assert isinstance(page, Page)
    assert page.offset is not None
    assert list(resume(f"{store}/1.warc.gz", Reading(), 20, (page.offset, 19))) == whole[20:]


def test_globs_give_files_in_the_order_of_their_names(store: str) -> None:
    shards = plan([f"{store}/*.warc.gz", f"{store}/page.html"], None)
    names = [[one.name for one in shard.inputs] for shard in shards]
    assert names == [[f"{store}/page.html"], [f"{store}/1.warc.gz"], [f"{store}/2.warc.gz"]]
    assert [shard.archive for shard in shards] == [False, True, True]
    assert all(one.size for shard in shards for one in shard.inputs)


def test_what_cannot_be_read_is_a_failure(store: str) -> None:
    (missing,) = read([f"{store}/none.html"])
    assert missing == Failure(f"{store}/none.html", "no such file or folder")
    (unknown,) = read(["hdfs://nowhere.invalid/x"])
    assert isinstance(unknown, Failure)
    assert unknown.reason
    assert "\n" not in unknown.reason


@pytest.mark.usefixtures("inline")
def test_a_job_on_a_store_is_stopped_and_goes_on(
    tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrub.batch.shard._SECONDS", 0.0)
    names = [f"{store}/*.warc.gz", f"{store}/page.html", f"{store}/none.html"]

    def job(out: str, form: str = "jsonl") -> Job:
        shards = plan(names, None)
        return Job(tmp_path / out, shards, form, cleaner="doubles:clean_batch", limits=Limits(seconds=2.0))

    outcomes = run(job("stopped"))
    for _ in range(30):
        next(outcomes)
    outcomes.close()
    done(job("stopped"))
    assert len(done(job("whole"))) == 82
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")
    with pytest.raises(OptionError, match="no warc is written as same"):
        done(job("same", "same"))


@pytest.mark.usefixtures("inline")
def test_what_is_in_a_store_is_written_back_and_restored(tmp_path: Path, store: str) -> None:
    lines = b'{"text": "one spam"}\n{"text": "the bridge"}\n' * 20
    files = {"t.jsonl": lines, "p.jsonl.gz": gzip.compress(lines, mtime=0), "a.txt": b"The spam bridge.\n"}
    memory = fsspec.filesystem("memory")
    for name, body in files.items():
        memory.pipe(f"/bucket/in/{name}", body)
    shards = plan([f"{store}/in/{name}" for name in files], None)
    job = Job(tmp_path / "out", shards, SAME, cleaner="doubles:cut_batch", limits=Limits(seconds=2.0))
    done(job)
    left = {path.name: path.read_bytes() for path in job.out.iterdir() if path.is_file()}
    assert not any(b"spam" in body for name, body in left.items() if name != "summary.json")
    told = [one for manifest in manifests(job.out) for one in undo(manifest, tmp_path / "undone")]
    assert [one.reason for one in told] == [""] * 3
    restored = sorted(path.read_bytes() for path in (tmp_path / "undone").iterdir())
    assert restored == sorted(files.values())
    table = tmp_path / "t.parquet"
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(pyarrow.table({"text": ["a spam"]}), table)
    memory.pipe("/bucket/in/t.parquet", table.read_bytes())
    with pytest.raises(OptionError, match="Parquet in a store is not written back"):
        done(replace(job, out=tmp_path / "no", shards=plan([f"{store}/in/t.parquet"], None)))


def test_an_archive_in_s3_is_cleaned_by_the_command(tmp_path: Path) -> None:
    """A server on loopback that speaks S3; the command reads a glob of it, and writes into it what a folder would have."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    pytest.importorskip("s3fs")
    server.start()
    try:
        host, port = server.get_host_and_port()
        account = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        environment = os.environ | account | {"FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}"}
        put = "import fsspec, sys; s3 = fsspec.filesystem('s3'); s3.mkdir('bucket'); s3.put(sys.argv[1], 'bucket/a.warc.gz')"
        archive = warc(tmp_path / "a.warc.gz", 20)
        subprocess.run([sys.executable, "-c", put, str(archive)], env=environment, check=True)
        words = [*COMMAND, "clean", "s3://bucket/*.warc.gz", "-o", str(tmp_path / "out"), "--format", "jsonl"]
        done = subprocess.run(words, env=environment, check=False, capture_output=True)
        environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        words[words.index("-o") + 1] = "s3://bucket/clean"
        there = subprocess.run(words, env=environment, check=False, capture_output=True)
        get = "import fsspec, sys; fsspec.filesystem('s3').get('bucket/clean/', sys.argv[1], recursive=True)"
        subprocess.run([sys.executable, "-c", get, f"{tmp_path}/got/"], env=environment, check=True)
    finally:
        server.stop()
    assert (done.returncode, done.stderr.decode().splitlines()[-1][:16]) == (0, "20 pages cleaned")
    (line, *_) = (tmp_path / "out" / "00000.jsonl").read_text().splitlines()
    assert '"file":"s3://bucket/a.warc.gz"' in line
    assert (there.returncode, there.stderr.decode().splitlines()[-1][-27:]) == (
        0,
        "s3://bucket/clean/summary.json"[-27:],
    )
    assert contents(tmp_path / "got") == contents(tmp_path / "out")
    assert (tmp_path / "got" / ".job" / "00000.done").exists()
