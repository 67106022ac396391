"""One shard from its inputs to its done-marker; it may be killed at any moment and run again."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

from scrub.batch.columns import Columns
from scrub.batch.conversion import SUFFIX, WARC, Conversions
from scrub.batch.copies import Copies
from scrub.batch.files import Folder, Lines, Part, Shorter, Sink, write_whole
from scrub.batch.job import Fetch, Job, Shard
from scrub.batch.journal import Journal, Mark
from scrub.batch.lock import alone
from scrub.batch.manifest import dump, manifest_path
from scrub.batch.outcome import Outcome, failed
from scrub.batch.pieces import SAME
from scrub.batch.reuse import Reuse
from scrub.batch.rewriting import Rewriting
from scrub.batch.settling import Second, load
from scrub.batch.store import store_of
from scrub.batch.tables import MANIFEST, PARQUET, Table, write
from scrub.batch.workers import Workers
from scrub.inputs import Failure, Reading, formats, resume
from scrub.values import Page, Tally

CHUNK = 16  # records whose pages are judged together: always the same ones, wherever work began
_CHUNK_BYTES = 2**22  # or fewer, where they are this large together: workers hold several chunks each
_DECIDED = "decided_by"
_SECONDS = 1.0  # between two marks in the journal


# What became of a page before, by its number in the shard; None where it is to be done.
Known = Callable[[Page, int], Outcome | None]


class _Record(NamedTuple):
    """What was found, the stem of its output file, and how far the shard is behind it."""

    found: Page | Failure
    stem: str | None
    behind: Mark


class Chunk(NamedTuple):
    """Records that are done together, their stems, and how far the shard is behind them."""

    found: list[Page | Failure]
    stems: list[str | None]
    behind: Mark


def run_shard(job: Job, shard: int | Shard, fetch: Fetch | None = None) -> Tally:
    """Do one shard, by itself or its rank, unless it is done, in a worker process of its own; its counts."""
    if isinstance(shard, int):
        shard = job.shards[shard]
    if (done := finished(job, shard.rank)) is not None:
        return done
    second = None if job.known is None else load(job, shard.rank)
    with Workers(job, 1) as workers:
        workers.start()
        for _ in clean_shard(job, shard, workers, fetch, second):
            pass
    tally = finished(job, shard.rank)
    assert tally is not None
    return tally


def finished(job: Job, rank: int) -> Tally | None:
    """The counts of a shard that is done; None where it is not."""
    try:
        found = json.loads(_marker(job, rank).read_bytes())
    except FileNotFoundError:
        return None
    return Tally(**{name: count for name, count in found.items() if name != _DECIDED})


def decided_by(job: Job, rank: int) -> str | None:
    """The digest of the decision that a done shard followed; None where that was a first pass."""
    digest: str | None = json.loads(_marker(job, rank).read_bytes()).get(_DECIDED)
    return digest


def clean_shard(
    job: Job, shard: Shard, workers: Workers, fetch: Fetch | None = None, second: Second | None = None
) -> Iterator[Outcome]:
    """Do a shard from where it stands, and give every outcome once it is written; nothing if it is done.

    second: what the whole job decided about it, where this is its second pass.
    """
    state = job.state / f"{shard.rank:05}"
    with alone(state.with_suffix(".lock")):
        if finished(job, shard.rank) is not None:  # by somebody else, since it was found to be due
            return
        header = {"inputs": [list(one) for one in shard.inputs], "model": workers.model}
        header |= {_DECIDED: second.digest} if second else {}
        with closing(Journal(state.with_suffix(".journal"), header)) as journal:
            try:
                chunks = chunks_of(job, shard, journal.mark, fetch)
                yield from _go_on(job, shard, chunks, workers, journal, second)
            except Shorter:  # told before anything is written: of this shard nothing can be trusted
                journal.begin_anew()
                chunks = chunks_of(job, shard, journal.mark, fetch)
                yield from _go_on(job, shard, chunks, workers, journal, second)
        if job.parquet_manifest:
            manifest = manifest_path(job, shard.rank)
            write(manifest, manifest.with_suffix(".parquet"), MANIFEST)
        store = store_of(job)
        store.push_shard(shard.rank)
        done = asdict(journal.mark.tally) | ({_DECIDED: second.digest} if second else {})
        store.push_whole(_marker(job, shard.rank), done)
        write_whole(_marker(job, shard.rank), done)
        state.with_suffix(".journal").unlink()
        Reuse.forget(job, shard.rank)
        store.clear_shard(shard.rank)


def _go_on(
    job: Job,
    shard: Shard,
    chunks: Iterable[Chunk],
    workers: Workers,
    journal: Journal,
    second: Second | None,
) -> Iterator[Outcome]:
    mark = journal.mark
    reuse = Reuse(job, shard.rank, second)
    number = _records_of(mark.tally)
    with (
        closing(_open_sink(job, shard, mark)) as sink,
        closing(Part(manifest_path(job, shard.rank), mark.sizes[1])) as manifest,
    ):
        written = time.monotonic()
        for chunk, outcomes in worked(chunks, workers, reuse.outcome, job.form, number):
            for found, stem in zip(outcomes, chunk.stems, strict=True):
                outcome = second.settled(number, found) if second else found
                number += 1
                _write(outcome, stem, sink, manifest)
                mark = replace(mark, tally=mark.tally + outcome.tally)
                yield outcome
            mark = replace(chunk.behind, sizes=(sink.size, manifest.size), tally=mark.tally)
            if time.monotonic() - written > _SECONDS:
                _put_down(mark, sink, manifest, journal)
                written = time.monotonic()
        _put_down(mark, sink, manifest, journal)
        if (row := sink.closing_row(manifest.growing)) is not None:
            manifest.write(dump(row))
        sink.finish()
        manifest.finish()


def _records_of(tally: Tally) -> int:
    return tally.pages + sum(tally.failures.values()) + sum(tally.filtered.values())


def _open_sink(job: Job, shard: Shard, mark: Mark) -> Sink:
    """Where the outputs of this shard go."""
    if job.form == "jsonl":
        return Lines(job, shard, mark.sizes[0])
    if job.form == PARQUET:
        return Table(job, shard, mark.sizes[0])
    if job.form == WARC:
        return Conversions(job, shard, mark.sizes[0], SUFFIX)
    if job.form == SAME and shard.archive:
        name = shard.inputs[0].name
        by_column = formats.name_of_format(name, job.kind) == "parquet"
        return (Columns if by_column else Rewriting)(job, shard, mark.sizes[0])
    if job.form == SAME:
        return Copies(job, shard)
    return Folder(job, shard)


def _write(outcome: Outcome, stem: str | None, sink: Sink, manifest: Part) -> None:
    manifest.write(dump({**outcome.row, **sink.write_outcome(outcome, stem)}))


def _put_down(mark: Mark, sink: Sink, manifest: Part, journal: Journal) -> None:
    sink.sync()
    manifest.sync()
    journal.write(mark)


def chunks_of(job: Job, shard: Shard, mark: Mark, fetch: Fetch | None) -> Iterator[Chunk]:
    """What is left of the shard behind the mark."""
    group: list[_Record] = []
    size = 0
    for one in _records(shard, job.reading(fetch), mark):
        group.append(one)
        size += len(one.found.body) if isinstance(one.found, Page) else 0
        if len(group) == CHUNK or size >= _CHUNK_BYTES:
            yield _chunk(group)
            group, size = [], 0
    if group:
        yield _chunk(group)


def _chunk(group: list[_Record]) -> Chunk:
    return Chunk([one.found for one in group], [one.stem for one in group], group[-1].behind)


def _records(shard: Shard, reading: Reading, mark: Mark) -> Iterator[_Record]:
    for k in range(mark.input, len(shard.inputs)):
        one = shard.inputs[k]
        number, entry = (mark.records, mark.entry) if k == mark.input else (0, None)
        for found in resume(one.name, reading, number, entry):
            if isinstance(found, Page) and found.offset is not None and not _is_astray(found):
                entry = (found.offset, number)
            number += 1
            yield _Record(found, one.stem if _is_alone(shard, found) else None, Mark(k, number, entry))


def _is_alone(shard: Shard, found: Page | Failure) -> bool:
    """Whether a page is all of its input: standard input may turn out to be an archive of them."""
    return not shard.archive and found.row is None and found.offset is None


def _is_astray(page: Page) -> bool:
    """Whether whoever enters a packed file at this page would not know the places of those behind it."""
    return page.place is not None and page.place.at != page.offset


def worked(
    chunks: Iterable[Chunk], workers: Workers, known_of: Known, form: str, first: int = 0
) -> Iterator[tuple[Chunk, list[Outcome]]]:
    """Every chunk with its outcomes; only pages that were not cleaned before go to the workers.

    first: the number of the first record.
    """
    waiting: deque[tuple[Chunk, list[Outcome | None]]] = deque()

    def pages() -> Iterator[list[Page]]:
        done = 0
        for chunk in chunks:
            known = [
                failed(one, one.reason, form) if isinstance(one, Failure) else known_of(one, number)
                for number, one in enumerate(chunk.found, first + done)
            ]
            done += len(chunk.found)
            waiting.append((chunk, known))
            yield [p for p, o in zip(chunk.found, known, strict=True) if o is None and isinstance(p, Page)]

    for new in workers.results(pages()):
        chunk, known = waiting.popleft()
        remaining = iter(new)
        yield chunk, [next(remaining) if outcome is None else outcome for outcome in known]


def _marker(job: Job, rank: int) -> Path:
    return job.state / f"{rank:05}.done"
