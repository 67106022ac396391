"""A job without a folder: what would become of every record, and nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from scrub.batch.job import Fetch, Job
from scrub.batch.journal import Mark
from scrub.batch.outcome import Outcome
from scrub.batch.shard import chunks_of, worked
from scrub.batch.workers import Workers


def preview(job: Job, jobs: int = 1, fetch: Fetch | None = None) -> Iterator[Outcome]:
    """The outcome of every record, in order, as `run` would have it. Raises ModelError."""
    with Workers(job, jobs) as workers:
        workers.start()
        for shard in job.shards:
            chunks = chunks_of(job, shard, Mark(), fetch)
            for _, outcomes in worked(chunks, workers, lambda *_: None, job.form):
                yield from outcomes
