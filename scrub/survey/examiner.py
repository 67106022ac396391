"""Lists of what was found, examined in processes that may die of a page: it costs that page alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol, Self

from scrub.inputs import Failure
from scrub.options import Options
from scrub.survey.examination import Examined, failed
from scrub.survey.sheets import Fetch, Sheets
from scrub.survey.state import digest_of
from scrub.survey.subject import Place
from scrub.values import Page
from scrub.workers import Ask, Do, Limits, Pool, named

# A few pages examined: see `Examiner.pages`.
ExamineFew = Callable[[list[Page]], list[Examined]]
# What stands in a list: a page, why there is none, or what a page came to before.
Found = Page | Failure | Examined

# Examined first, so that models are loaded before the first page is timed.
_WARM = Page(b"<!doctype html><p>The bridge opened on Monday.</p>", content_type="text/html")


class Extras(NamedTuple):
    """What pages are examined for besides findings: their digests, patches of their files."""

    digests: bool = False
    patches: bool = False


NO_EXTRAS = Extras()


class Examine(Protocol):
    """Examines pages whose columns are judged together: `examine_batch`, or its like in tests."""

    def __call__(
        self, pages: list[Page], options: Options, sheets: Sheets | None = None, *, patches: bool = False
    ) -> list[Examined]:
        """Every page, in order."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What is done with a list, here or in another process. examine is a function by name, `module:function`.

    asks: style sheets of pages that came over the network are asked for in the process that started this one.
    """

    options: Options
    extras: Extras = NO_EXTRAS
    asks: bool = False
    limits: Limits = field(default_factory=Limits)
    examine: str = "scrub.survey.examination:examine_batch"

    def begin(self, ask: Ask) -> tuple[str, Do[Found, Examined]]:
        """Load the models by examining a page."""
        sheets = Sheets(ask if self.asks else None)
        model = self.examined([_WARM], sheets)[0].model
        return model, lambda found: self.examined(found, sheets)

    def given_up(self, one: Found, reason: str) -> Examined:
        """A page that could not be looked at."""
        assert isinstance(one, Page)
        return failed(one, reason)

    def examined(self, found: list[Found], sheets: Sheets | None = None) -> list[Examined]:
        """The pages of a list examined; failures, and what is known, in their place."""
        examine: Examine = named(self.examine)
        pages = [one for one in found if isinstance(one, Page)]
        examined = examine(pages, self.options, sheets, patches=self.extras.patches)
        if self.extras.digests:
            pairs = zip(examined, pages, strict=True)
            examined = [one if one.failure else replace(one, digest=digest_of(page)) for one, page in pairs]
        fresh = iter(examined)
        return [
            next(fresh) if isinstance(one, Page) else one if isinstance(one, Examined) else _failure(one)
            for one in found
        ]


def _failure(failure: Failure) -> Examined:
    place = Place(
        failure.url or failure.source, failure.source, failure.offset, failure.record_id, failure.row
    )
    return Examined(place, failure=failure.reason)


class Examiner:
    """So many processes that examine. A context manager: leaving it ends them.

    fetch reads style sheets of pages that came over the network, in this process.
    """

    def __init__(self, work: Examination, jobs: int = 1, fetch: Fetch | None = None) -> None:
        self.work = work
        self._pool = Pool(work, jobs, fetch, quickly=True)

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(self, *details: object) -> None:
        self._pool.__exit__(*details)

    def lists(self, lists: Iterable[list[Found]]) -> Iterator[list[Examined]]:
        """Every list examined, in order. Raises ScrubError where nothing at all can be examined."""
        return self._pool.results(lists)

    def pages(self, pages: list[Page]) -> list[Examined]:
        """A few pages examined, at any time."""
        return next(self.lists([list(pages)]))
