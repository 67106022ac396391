"""What `scrub clean` does where its output is a folder: a job, which can be stopped and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scrub import batch
from scrub.batch import Job
from scrub.commands.cleaning import Destination
from scrub.commands.jobwatch import placed, progress, watched_outcomes
from scrub.commands.messages import filtered_words, tell_event, tell_failure, tell_note
from scrub.commands.pace import Pace
from scrub.commands.progress import watched
from scrub.commands.reading import Addresses
from scrub.commands.status import Status, status_of
from scrub.commands.work import Work
from scrub.errors import OptionError, ScrubError
from scrub.inputs import reason_of
from scrub.values import Tally


def clean_job(work: Work, destination: Destination) -> Status:
    """Do the job, tell every failure, and say at the end what was done."""
    assert destination.out is not None
    job = replace(work.job(destination.out, destination.format), store=destination.store)
    where = job.store or str(job.out)
    flags = work.flags
    pace = Pace(job.shards)
    counted = Tally()
    tell_event("start", {"inputs": len(work.names), "shards": len(job.shards), "out": where})
    try:
        for tally in (_on_cluster if flags.cluster else _here)(job, work, pace, destination):
            counted += tally
    except KeyboardInterrupt:
        tell_note("stopped; the same command goes on from here")
        raise
    except OSError as error:
        if error.filename is not None or isinstance(error, BrokenPipeError):
            raise
        raise ScrubError(f"{where}: {reason_of(error)}; the same command goes on from here") from None
    whole = batch.total(job)
    if destination.removed_path:
        batch.write_removed(job, destination.removed_path)
    told = whole or counted
    if not destination.quiet:
        fields = {"out": where, "whole": whole is not None, **progress(told, pace)}
        tell_note(_summary(told, where, whole is not None), "summary", fields)
    return status_of(told.pages + sum(told.filtered.values()), sum(told.failures.values()))


def _here(job: Job, work: Work, pace: Pace, destination: Destination) -> Iterator[Tally]:
    flags = work.flags
    with Addresses(work.network) as addresses:
        outcomes = batch.run(job, work.jobs, flags.part or (1, 1), retry=flags.retry, fetch=addresses.fetch)
        for outcome in watched_outcomes(outcomes, pace, wanted=destination.busy):
            yield outcome.tally


def _on_cluster(job: Job, work: Work, _: Pace, destination: Destination) -> Iterator[Tally]:
    """Shards as they end; their failures are told from their manifests."""
    flags = work.flags
    if flags.part:
        raise OptionError("--cluster does all shards; --shard is for machines that do not know of each other")
    if job.store:
        raise OptionError("--cluster needs a folder that all machines share; for a store there is --shard")
    done = batch.run_on_cluster(job, flags.cluster or "", retry=flags.retry)
    for rank, tally in watched(done, f"of {len(job.shards):,} shards", wanted=destination.busy):
        if tally.failures:
            for row in batch.rows(batch.manifest_path(job, rank)):
                if row["error"] is not None:
                    tell_failure(row["source"]["file"] or "page", placed(row, row["error"]), row=row)
        yield tally


def _summary(tally: Tally, out: str, whole: bool) -> str:
    failed = sum(tally.failures.values())
    pages = f"{tally.pages:,} page{'' if tally.pages == 1 else 's'} cleaned"
    removed = f"{tally.removals:,} removal{'' if tally.removals == 1 else 's'}"
    characters = f"{tally.characters_removed:,} characters"
    failures = f", {failed:,} failed" if failed else ""
    failures += f", {filtered_words(tally.filtered)}" if tally.filtered else ""
    where = f"{out}/summary.json" if whole else f"{out}, of which other parts are not done"
    return f"{pages}, {removed} ({characters}){failures}; see {where}"
