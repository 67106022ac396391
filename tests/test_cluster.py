"""A job on a Dask cluster of two worker processes, one of which is killed: the same files, byte for byte."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import scrub
from jobs import contents, done, job_of, warc

from scrub.batch import Filters

pytest.importorskip("distributed")

CLUSTER = """
import json, os, sys, time
from distributed import Client, LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        with Client(cluster) as client:
            workers = sorted(client.run(os.getpid).values())
        print(json.dumps([cluster.scheduler_address, workers]), flush=True)
        sys.stdin.read()
"""
RUN = """
import sys
from dataclasses import replace
from pathlib import Path
import scrub.batch.shard
from scrub.batch import Filters, run_on_cluster
from jobs import job_of
if __name__ == "__main__":
    cluster, out, cleaner, *names = sys.argv[1:]
    job = job_of(Path(out), *map(Path, names), cleaner=cleaner)
    for done in run_on_cluster(replace(job, filters=Filters(duplicates="exact")), cluster):
        print(done.rank, flush=True)
"""
PATHS = os.pathsep.join([str(Path(__file__).parent), *sys.path])
ENVIRONMENT = os.environ | {"PYTHONPATH": PATHS}


@contextmanager
def running_cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a cluster and the pids of its two workers; it ends with the block."""
    script = folder / "cluster.py"
    script.write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, str(script)],
        env=ENVIRONMENT,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        address, workers = json.loads(process.stdout.readline())
        yield address.replace("tcp://", "dask://"), workers
        process.communicate(timeout=300)


def holder_of_a_shard(state: Path, workers: list[int]) -> int | None:
    """The worker that is in the middle of a shard: it holds a lock, and its journal has begun."""
    for lock in state.glob("*.lock"):
        with contextlib.suppress(FileNotFoundError):
            inode = str(lock.stat().st_ino)
            held = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
            owners = {int(words[4]) for words in held if words[5].endswith(":" + inode)} & set(workers)
            if owners and lock.with_suffix(".journal").exists():
                return owners.pop()
    return None


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="needs /proc")
def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    archives = [warc(tmp_path / f"{k}.warc", 400 + k, b"REFUSE") for k in range(4)]
    whole = job_of(tmp_path / "whole", *archives)
    done(replace(whole, filters=Filters(duplicates="exact")), jobs=2)
    script = tmp_path / "go.py"
    script.write_text(RUN)
    out = tmp_path / "out"
    with running_cluster(tmp_path) as (address, workers):
        words = [sys.executable, str(script), address, str(out), "doubles:slow_batch", *map(str, archives)]
        with subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE) as process:
            until = time.monotonic() + 600
            while (worker := holder_of_a_shard(out / ".job", workers)) is None and time.monotonic() < until:
                time.sleep(0.01)
            assert worker is not None
            os.kill(worker, signal.SIGKILL)
            printed, _ = process.communicate(timeout=900)
        assert process.returncode == 0
    assert sorted({int(rank) for rank in printed.split()}) == list(range(4))
    assert contents(out) == contents(tmp_path / "whole")


def test_the_command_does_a_job_on_a_cluster(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 5, b"")
    with running_cluster(tmp_path) as (address, _):
        words = ("clean", archive, "-o", tmp_path / "out", "--format", "jsonl", "--cluster", address)
        there = scrub(*words)
    here = scrub("clean", archive, "-o", tmp_path / "here", "--format", "jsonl")
    assert there.returncode == here.returncode
    assert contents(tmp_path / "out") == contents(tmp_path / "here")
    assert there.stderr.decode().replace("/out", "/here") == here.stderr.decode()


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 1)
    for address, words in (
        ("http://x:1", "dask://HOST:PORT"),
        ("dask://127.0.0.1:9", "no Dask scheduler answers"),
    ):
        refused = scrub("clean", archive, "-o", tmp_path / "out", "--cluster", address)
        assert refused.returncode == 2
        assert words in refused.stderr.decode()
    assert scrub("clean", archive, "--cluster", "dask://x:1").returncode == 2
