"""A job on a cluster: shards go out through joblib's Dask backend, and come back as counts.

A shard belongs to whoever holds its lock, and is done when its marker is there. Dask gives the shards of a
worker that died to another one, which goes on where the journal says: nothing is lost or doubled.
Inputs and outputs must have the same names everywhere: a shared file system.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from scrub.batch.job import Job, Shard
from scrub.batch.running import begin, passes
from scrub.batch.shard import run_shard
from scrub.batch.workers import Workers
from scrub.errors import OptionError, ScrubError
from scrub.values import Tally

SCHEME = "dask://"
_RETRIES = 3  # of a shard whose worker died; then the job ends, and goes on with the same command


class Done(NamedTuple):
    """A shard that is done, and its counts."""

    rank: int
    tally: Tally


def run_on_cluster(job: Job, cluster: str, *, retry: bool = False) -> Generator[Done, None, None]:
    """Do what is not done, on the cluster whose scheduler is at `dask://host:port`; shards as they end.

    Addresses among the inputs fail: fetch them into an archive first. Raises as `run`, OptionError
    where there is no such cluster, ScrubError where a shard failed on it as often as it may.
    """
    client = _connected(cluster)
    try:
        yield from passes(
            job, list(job.shards), lambda due_job, due: _spread(due_job, due, client), retry=retry
        )
    finally:
        client.close()


def _spread(job: Job, due: list[Shard], client: Any) -> Iterator[Done]:
    from joblib import Parallel, delayed, parallel_config

    with Workers(job, 1) as workers:
        begin(job, workers.start())
    with parallel_config(backend="dask", client=client, retries=_RETRIES, pure=False):
        work = Parallel(n_jobs=-1, return_as="generator_unordered", batch_size=1, pre_dispatch="all")
        # A task carries its own shard only: all of a large job would be megabytes a task.
        tasks = (delayed(_run_here)(replace(job, shards=()), shard) for shard in due)
        try:
            yield from work(tasks)
        except ScrubError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a cluster raises, the job can go on
            raise ScrubError(
                f"the cluster gave up ({type(error).__name__}); the same command goes on: {error}"
            ) from None


def _run_here(job: Job, shard: Shard) -> Done:
    """One shard in a worker of the cluster."""
    from multiprocessing import current_process

    # Dask starts its workers as daemons, which may have no children; ours end with their parent anyway.
    settings: dict[str, Any] = vars(current_process())["_config"]
    settings["daemon"] = False
    return Done(shard.rank, run_shard(job, shard))


def _connected(cluster: str) -> Any:
    if not cluster.startswith(SCHEME):
        raise OptionError(f"{cluster}: a cluster is named as {SCHEME}HOST:PORT")
    try:
        from distributed import Client
    except ImportError:
        raise OptionError("a cluster is reached through Dask: pip install 'scrub[dask]'") from None
    try:
        connect: Any = Client  # without types
        return connect(f"tcp://{cluster.removeprefix(SCHEME)}", timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise OptionError(f"{cluster}: no Dask scheduler answers ({error})") from None
