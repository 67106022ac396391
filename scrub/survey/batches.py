"""Pages through the checks, in batches and in order; those that have not changed are passed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrub.inputs import Failure
from scrub.options import Options
from scrub.survey.examination import Examined
from scrub.survey.examiner import Examination, Examiner, Extras, Found
from scrub.survey.sheets import Fetch, Sheets
from scrub.survey.state import State
from scrub.values import Page

_BATCH = 16  # pages that share their columns
_BATCH_BYTES = 2**23  # or fewer, where they are this large together: several batches wait for a worker


def examine(
    found: Iterable[Page | Failure],
    options: Options,
    jobs: int = 1,
    state: State | None = None,
    *,
    patches: bool = False,
    fetch: Fetch | None = None,
) -> Iterator[Examined]:
    """Every page examined and every failure in its place, in order.

    jobs: processes. state: what was found on pages before; those that are the same are not examined
    again, unless a patch is wanted and there is something to cut. fetch reads style sheets of pages
    that came over the network, in this process only. Raises ModelError where the models
    cannot be used. A page that crashes the parser takes the process along: see `examine_by`.
    """
    work = Examination(options, Extras(state is not None, patches))
    batches = _batches(found, state, work.extras)
    return _remembered(_examined(batches, work, jobs, fetch), state)


def examine_by(
    examiner: Examiner, found: Iterable[Page | Failure], state: State | None = None
) -> Iterator[Examined]:
    """The same in processes that may die of a page: it is a page that could not be looked at."""
    lists = examiner.lists(_batches(found, state, examiner.work.extras))
    return _remembered((one for examined in lists for one in examined), state)


def _remembered(examined: Iterable[Examined], state: State | None) -> Iterator[Examined]:
    for one in examined:
        if state is not None and one.digest:
            state.put(one)
        yield one


def _examined(
    batches: Iterable[list[Found]], work: Examination, jobs: int, fetch: Fetch | None
) -> Iterator[Examined]:
    if jobs == 1:
        sheets = Sheets(fetch)
        for batch in batches:
            yield from work.examined(batch, sheets)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=jobs, return_as="generator")
    for examined in parallel(delayed(work.examined)(batch) for batch in batches):
        yield from examined


def _batches(found: Iterable[Page | Failure], state: State | None, extras: Extras) -> Iterator[list[Found]]:
    batch: list[Found] = []
    size = 0
    for one in found:
        batch.append(_known(one, state, extras) or one)
        size += len(one.body) if isinstance(one, Page) else 0
        if len(batch) == _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _known(one: Page | Failure, state: State | None, extras: Extras) -> Examined | None:
    """What a page came to before, where nothing else is wanted of it."""
    if state is None or isinstance(one, Failure):
        return None
    known = state.get(one)
    return None if known and known.findings and extras.patches else known
