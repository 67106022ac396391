"""Jobs: many inputs into a folder, resumable, page by page in processes that may die.

OUT/00000.jsonl ...            the outputs of each shard, or one file a page
OUT/manifest/00000.jsonl ...   for every record what became of it, with digests
OUT/summary.json               the counts of the whole job
OUT/.job/                      what the job is, journals, and done-markers
"""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

from scrub.batch.conversion import CAPTURES, WARC
from scrub.batch.files import write_whole
from scrub.batch.filters import Filters
from scrub.batch.job import Fetch, Input, Job, Limits, Shard
from scrub.batch.manifest import Row, manifest_path, write_removed
from scrub.batch.outcome import Outcome
from scrub.batch.pieces import SAME
from scrub.batch.planner import plan, share
from scrub.batch.restoring import Checked, manifests, undo, verify
from scrub.batch.reuse import Reuse
from scrub.batch.rewriting import WRITTEN_BACK
from scrub.batch.shard import clean_shard, finished, run_shard
from scrub.batch.workers import Workers
from scrub.errors import OptionError
from scrub.inputs import address, formats
from scrub.values import Tally
from scrub.version import VERSION

__all__ = [
    "SAME",
    "WARC",
    "Checked",
    "Filters",
    "Input",
    "Job",
    "Limits",
    "Outcome",
    "Row",
    "Shard",
    "manifests",
    "plan",
    "run",
    "run_shard",
    "total",
    "undo",
    "verify",
    "write_removed",
]


def run(
    job: Job,
    jobs: int = 1,
    part: tuple[int, int] = (1, 1),
    *,
    retry: bool = False,
    fetch: Fetch | None = None,
) -> Generator[Outcome, None, None]:
    """Do what is not done of a part of the shards; every outcome as soon as it is written.

    jobs: worker processes. retry: do again what failed in shards that are done. fetch: for the
    addresses among the inputs; without it they fail. Closed before the end, it leaves a job that can
    go on. Raises OptionError where the folder holds another job, ModelError where the models cannot
    be used.
    """
    _check_same(job)
    _check_writable(job)
    shards = list(share(job.shards, *part))
    if retry:
        for shard in shards:
            _reopen(job, shard)
    waiting = [shard for shard in shards if finished(job, shard.rank) is None]
    if waiting:
        with Workers(job, jobs) as workers:
            _begin(job, workers.start())
            for shard in waiting:
                yield from clean_shard(job, shard, workers, fetch)
    if (tally := total(job)) is not None:
        _summarize(job, tally)


def total(job: Job) -> Tally | None:
    """The counts of all shards; None while one is not done."""
    whole = Tally()
    for shard in job.shards:
        tally = finished(job, shard.rank)
        if tally is None:
            return None
        whole += tally
    return whole


def _reopen(job: Job, shard: Shard) -> None:
    """Make a finished shard with failures one that is to be done, but for what went well."""
    tally = finished(job, shard.rank)
    if tally is not None and tally.failures:
        (job.state / f"{shard.rank:05}.done").unlink()
        Reuse.keep(job, shard.rank, manifest_path(job, shard.rank))


def _check_writable(job: Job) -> None:
    """Raises OptionError where an input is of a format that cannot be written so."""
    if job.form == SAME and job.filters.active:
        raise OptionError("what is written back is written whole: choose another --format, or no filter")
    fits = {SAME: WRITTEN_BACK, WARC: CAPTURES}.get(job.form)
    for shard in job.shards if fits else ():
        for one in shard.inputs:
            found = "address" if address.matches(one.name) else formats.name_of_format(one.name, job.kind)
            if fits and found and found not in fits:
                raise OptionError(f"{one.name}: no {found} is written as {job.form}; choose another --format")


def _described(job: Job) -> Path:
    return job.state / "job.json"


def _check_same(job: Job) -> None:
    begun = _read(_described(job))
    if begun is None:
        return
    now = job.fingerprint()
    other = [name for name, value in now.items() if begun.get(name) != json.loads(json.dumps(value))]
    if other:
        raise OptionError(
            f"{job.out} holds another job (other: {', '.join(other)}); choose another folder, or remove it"
        )


def _begin(job: Job, model: str) -> None:
    begun = _read(_described(job))
    if begun is None:
        write_whole(_described(job), {"scrub": VERSION, "model": model, **job.fingerprint()})
    elif begun["model"] != model:
        raise OptionError(
            f"{job.out} was begun with another model ({begun['model']}); choose another folder, or remove it"
        )


def _summarize(job: Job, tally: Tally) -> None:
    about = _read(_described(job)) or {}
    write_whole(
        job.out / "summary.json",
        {
            "scrub": about.get("scrub"),
            "model": about.get("model"),
            "inputs": about.get("inputs"),
            "shards": len(job.shards),
            "pages": tally.pages,
            "failed": sum(tally.failures.values()),
            "failures": tally.failures,
            "blocks": tally.blocks,
            "removals": tally.removals,
            "filtered": tally.filtered,
            "characters_kept": tally.characters_kept,
            "characters_removed": tally.characters_removed,
        },
    )


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return found
