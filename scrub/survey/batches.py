"""Pages through the checks, in batches and in order; those that have not changed are passed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from scrub.inputs import Failure
from scrub.options import Options
from scrub.survey.examination import Examined, examine_batch
from scrub.survey.sheets import Fetch, Sheets
from scrub.survey.state import State, digest_of
from scrub.survey.subject import Place
from scrub.values import Page

_BATCH = 16  # pages that share their columns

Found = Page | Failure | Examined


class Extras(NamedTuple):
    """What pages are examined for besides findings: their digests, patches of their files."""

    digests: bool
    patches: bool


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
    cannot be used.
    """
    extras = Extras(state is not None, patches)
    for one in _all_examined(_batches(found, state, extras), options, jobs, extras, fetch):
        if state is not None and one.digest:
            state.put(one)
        yield one


def _all_examined(
    batches: Iterable[list[Found]], options: Options, jobs: int, extras: Extras, fetch: Fetch | None
) -> Iterator[Examined]:
    if jobs == 1:
        sheets = Sheets(fetch)
        for batch in batches:
            yield from _examine(batch, options, extras, sheets)
        return
    from joblib import Parallel, delayed

    work = Parallel(n_jobs=jobs, return_as="generator")
    for examined in work(delayed(_examine)(batch, options, extras) for batch in batches):
        yield from examined


def _examine(
    batch: list[Found], options: Options, extras: Extras, sheets: Sheets | None = None
) -> list[Examined]:
    """The pages of a batch examined; failures, and what is known, in their place."""
    pages = [one for one in batch if isinstance(one, Page)]
    examined = examine_batch(pages, options, sheets, patches=extras.patches)
    if extras.digests:
        pairs = zip(examined, pages, strict=True)
        examined = [one if one.failure else replace(one, digest=digest_of(page)) for one, page in pairs]
    fresh = iter(examined)
    return [
        next(fresh) if isinstance(one, Page) else one if isinstance(one, Examined) else _failure(one)
        for one in batch
    ]


def _failure(failure: Failure) -> Examined:
    place = Place(
        failure.url or failure.source, failure.source, failure.offset, failure.record_id, failure.row
    )
    return Examined(place, failure=failure.reason)


def _batches(found: Iterable[Page | Failure], state: State | None, extras: Extras) -> Iterator[list[Found]]:
    remaining = iter(found)
    while batch := list(islice(remaining, _BATCH)):
        yield [_known(one, state, extras) or one for one in batch]


def _known(one: Page | Failure, state: State | None, extras: Extras) -> Examined | None:
    """What a page came to before, where nothing else is wanted of it."""
    if state is None or isinstance(one, Failure):
        return None
    known = state.get(one)
    return None if known and known.findings and extras.patches else known
