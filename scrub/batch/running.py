"""A job from where it stands to its summary, by processes of this machine or by a cluster."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from scrub.batch import settling
from scrub.batch.conversion import CAPTURES, WARC
from scrub.batch.files import write_whole
from scrub.batch.foreign import refusal
from scrub.batch.job import Fetch, Job, Shard
from scrub.batch.manifest import manifest_path
from scrub.batch.outcome import Outcome
from scrub.batch.pieces import SAME
from scrub.batch.planner import share
from scrub.batch.reuse import Reuse
from scrub.batch.rewriting import WRITTEN_BACK
from scrub.batch.shard import clean_shard, decided_by, finished
from scrub.batch.store import store_of
from scrub.batch.summary import write_summary
from scrub.batch.tables import PARQUET
from scrub.batch.tables import check as check_parquet
from scrub.batch.workers import Workers
from scrub.errors import OptionError
from scrub.inputs import address, formats, remote, stdin
from scrub.values import Tally
from scrub.version import VERSION

T = TypeVar("T")
# Does shards that are due, and gives something for each step.
Do = Callable[[Job, list[Shard]], Iterator[T]]


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

    def do(job: Job, due: list[Shard]) -> Iterator[Outcome]:
        with Workers(job, jobs) as workers:
            begin(job, workers.start())
            for shard in due:
                second = None if job.known is None else settling.load(job, shard.rank)
                yield from clean_shard(job, shard, workers, fetch, second)

    yield from passes(job, list(share(job.shards, *part)), do, retry=retry)


def passes(job: Job, shards: list[Shard], do: Do[T], *, retry: bool) -> Generator[T, None, None]:
    """Have everything done that is due of some shards, in one pass or two, and sum it up."""
    store = store_of(job)
    store.pull()
    _check_same(job)
    _check_writable(job)
    if retry:
        settling.forget(job)
        store.forget_decision()
        for shard in shards:
            _reopen_failed(job, shard)
    yield from _pass(job, shards, do)
    store.pull()  # others may be through by now
    if job.two_passes and settling.decided(job) is None and not _unfinished(job, job.shards):
        store.pull_manifests()
        settling.decide(job)
        store.push_decision()
        yield from _pass(job, shards, do)
    if (tally := total(job)) is not None:
        store.pull_manifests()
        write_summary(job, tally, _read(_described(job)) or {})
        store.push("summary.json")


def total(job: Job) -> Tally | None:
    """The counts of all shards; None while one is not done."""
    if job.two_passes and settling.decided(job) is None:
        return None
    if _unfinished(job, job.shards):
        return None
    return sum((finished(job, shard.rank) or Tally() for shard in job.shards), Tally())


def _pass(job: Job, shards: Iterable[Shard], do: Do[T]) -> Iterator[T]:
    """Do what is due of some shards: in the first pass, or the second where that is decided."""
    due = _unfinished(job, shards)
    if not due:
        return
    if settling.decided(job) is not None:
        job = replace(job, known=str(settling.known_path(job)))
    for shard in due:
        if finished(job, shard.rank) is not None:
            _reopen(job, shard)
    yield from do(job, due)


def _unfinished(job: Job, shards: Iterable[Shard]) -> list[Shard]:
    """Shards that are not done, or by another decision than there is."""
    now = settling.decided(job) if job.two_passes else None
    return [shard for shard in shards if not _is_done(job, shard.rank, now)]


def _is_done(job: Job, rank: int, now: str | None) -> bool:
    if finished(job, rank) is None:
        return False
    then = decided_by(job, rank)
    return then == now or (then is None and settling.load(job, rank) is None)


def _reopen(job: Job, shard: Shard) -> None:
    """Make a finished shard one that is to be done, but for what went well."""
    store_of(job).reopen(shard.rank)
    (job.state / f"{shard.rank:05}.journal").unlink(missing_ok=True)  # of a run that ended right there
    (job.state / f"{shard.rank:05}.done").unlink()
    Reuse.keep(job, shard.rank, manifest_path(job, shard.rank))


def _reopen_failed(job: Job, shard: Shard) -> None:
    tally = finished(job, shard.rank)
    if tally is not None and tally.failures:
        _reopen(job, shard)


def _check_writable(job: Job) -> None:
    """Raises OptionError where an input is of a format that cannot be written so."""
    if job.form == SAME and job.filters.active:
        raise OptionError("what is written back is written whole: choose another --format, or no filter")
    if job.form == PARQUET or job.parquet_manifest:
        check_parquet()
    fits = {SAME: WRITTEN_BACK, WARC: CAPTURES}.get(job.form)
    for shard in job.shards if fits else ():
        for one in shard.inputs:
            if job.form == SAME and stdin.matches(one.name):
                raise OptionError("standard input cannot be written back: choose another --format, or a file")
            found = "address" if address.matches(one.name) else formats.name_of_format(one.name, job.kind)
            if job.form == SAME and found == "parquet" and remote.matches(one.name):
                raise OptionError(f"{one.name}: Parquet in a store is not written back; copy it here first")
            if fits and found and found not in fits:
                raise OptionError(f"{one.name}: no {found} is written as {job.form}; choose another --format")


def _described(job: Job) -> Path:
    return job.state / "job.json"


def _check_same(job: Job) -> None:
    why_not = refusal(job)  # before it is asked for the job: another machine may begin it meanwhile
    begun = _read(_described(job))
    if begun is None:
        if why_not:
            raise OptionError(why_not)
        return
    now = job.fingerprint()
    other = [name for name, value in now.items() if begun.get(name) != json.loads(json.dumps(value))]
    if other:
        raise OptionError(
            f"{job.out} holds another job (other: {', '.join(other)}); choose another folder, or remove it"
        )


def begin(job: Job, model: str) -> None:
    """Note what job this is, and of which model. Raises OptionError where it was begun with another."""
    begun = _read(_described(job))
    if begun is None:
        described = {"scrub": VERSION, "model": model, **job.fingerprint()}
        store_of(job).push_whole(_described(job), described)
        write_whole(_described(job), described)
    elif begun["model"] != model:
        raise OptionError(
            f"{job.out} was begun with another model ({begun['model']}); choose another folder, or remove it"
        )


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        raise OptionError(f"{path} is damaged; choose another folder, or remove {path.parent}") from None
    return found
