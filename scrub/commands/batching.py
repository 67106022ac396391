"""What `scrub clean` does where its output is a folder: a job, which can be stopped and goes on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scrub import batch
from scrub.batch import Filters, Job, Limits, Outcome
from scrub.commands.cleaning import Destination
from scrub.commands.flags import Network
from scrub.commands.messages import filtered_words, tell_failure, tell_note
from scrub.commands.progress import watched
from scrub.commands.reading import Addresses
from scrub.commands.status import Status, status_of
from scrub.options import Options
from scrub.text.terminal import safe_line
from scrub.values import Tally

_REASONS = 2  # of failures that are shown while the job runs


class JobFlags(NamedTuple):
    """The flags that only jobs have.

    Processes, the layout of folders, seconds a page, part I of N, whether to try failures again, what
    is kept.
    """

    jobs: int
    layout: str
    page_timeout: float
    part: tuple[int, int]
    retry: bool
    filters: Filters


def clean_job(
    names: Iterable[str],
    destination: Destination,
    options: Options,
    reading: tuple[str | None, str | None],
    network: Network,
    flags: JobFlags,
) -> Status:
    """Do the job, tell every failure, and say at the end what was done. reading: kind and field."""
    assert destination.out is not None
    kind, field = reading
    shards = batch.plan(names, kind)
    limits = Limits(seconds=flags.page_timeout)
    form = destination.format
    cleaner = "scrub.api:cut_batch" if form == batch.SAME else "scrub.api:clean_batch"
    job = Job(
        destination.out, shards, form, options, kind, field, limits, cleaner, flags.layout, flags.filters
    )
    with Addresses(network) as addresses:
        outcomes = batch.run(job, flags.jobs, flags.part, retry=flags.retry, fetch=addresses.fetch)
        counted = _watch(outcomes, destination)
    whole = batch.total(job)
    if destination.removed_path:
        batch.write_removed(job, destination.removed_path)
    if not destination.quiet:
        tell_note(_summary(whole or counted, job.out, whole is not None))
    return status_of((whole or counted).pages, sum((whole or counted).failures.values()))


def _watch(outcomes: Iterable[Outcome], destination: Destination) -> Tally:
    """Tell every failure as it comes; the counts."""
    counted = Tally()

    def so_far() -> str:
        return _so_far(counted)

    try:
        for outcome in watched(outcomes, "pages", wanted=destination.busy, tell=so_far):
            counted += outcome.tally
            if outcome.error is not None:
                tell_failure(outcome.row["source"]["file"] or "page", _placed(outcome.row, outcome.error))
    except KeyboardInterrupt:
        tell_note("stopped; the same command goes on from here")
        raise
    return counted


def _so_far(tally: Tally) -> str:
    """What was removed and what failed, the commonest reasons first."""
    reasons = sorted(tally.failures.items(), key=lambda one: -one[1])[:_REASONS]
    failures = "".join(f", {count:,} failed: {safe_line(reason)}" for reason, count in reasons)
    return f"{tally.removals:,} removed{failures}"


def _placed(row: batch.Row, reason: str) -> str:
    """The reason, with the place in the archive or table where there is one."""
    source = row["source"]
    places = [f"{name} {source[name]:,}" for name in ("row", "offset") if source[name] is not None]
    return f"{places[0]}: {reason}" if places else reason


def _summary(tally: Tally, out: Path, whole: bool) -> str:
    failed = sum(tally.failures.values())
    pages = f"{tally.pages:,} page{'' if tally.pages == 1 else 's'} cleaned"
    removed = f"{tally.removals:,} removal{'' if tally.removals == 1 else 's'}"
    characters = f"{tally.characters_removed:,} characters"
    failures = f", {failed:,} failed" if failed else ""
    failures += f", {filtered_words(tally.filtered)}" if tally.filtered else ""
    where = f"{out}/summary.json" if whole else f"{out}, of which other parts are not done"
    return f"{pages}, {removed} ({characters}){failures}; see {where}"
