"""Inputs through the stages: one bad page is a Failure in its place and touches no other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from scrub.errors import InputError
from scrub.inputs import Failure
from scrub.options import Options
from scrub.values import Document, Page, Verdicts

if TYPE_CHECKING:
    from scrub.cleaner import Article

T = TypeVar("T")


class Cleaned(NamedTuple):
    """A page and its article."""

    page: Page
    article: Article


class Explained(NamedTuple):
    """A page as it was parsed, what was decided about it, and why.

    signals: the name of bit k of `Verdicts.why`, by k. reasons: the reasons of each span, in words.
    """

    document: Document
    verdicts: Verdicts
    signals: tuple[str, ...]
    reasons: tuple[tuple[str, ...], ...]


def clean(found: Iterable[Page | Failure], options: Options, jobs: int = 1) -> Iterator[Cleaned | Failure]:
    """Every page with its article, every failure in its place; `jobs` processes share the work.

    Pages go through `clean_many` in batches, and articles come back in their order; a failure
    waits for the pages before it. Raises ModelError where the shipped models cannot be used.
    """
    from scrub.api import clean_many

    waiting: deque[Page | Failure] = deque()
    articles = clean_many(_pages(found, waiting), jobs=jobs, **asdict(options))
    for article in articles:
        while isinstance(one := waiting.popleft(), Failure):
            yield one
        # Only a page that was never judged has an article without a model.
        yield Cleaned(one, article) if article.model else _failure(one, article.why)
    yield from (one for one in waiting if isinstance(one, Failure))


def explain(page: Page, options: Options) -> Explained | Failure:
    """One page with its blocks and verdicts. Raises as `clean`."""
    return _attempt(page, lambda p: _explained(p, options))


def _pages(found: Iterable[Page | Failure], waiting: deque[Page | Failure]) -> Iterator[Page]:
    """The pages alone; all that was found queues up in `waiting`."""
    for one in found:
        waiting.append(one)
        if isinstance(one, Page):
            yield one


def _attempt(page: Page, work: Callable[[Page], T]) -> T | Failure:
    try:
        return work(page)
    except InputError as error:
        return _failure(page, str(error))


def _failure(page: Page, reason: str) -> Failure:
    return Failure(page.source or page.url or "page", reason)


def _explained(page: Page, options: Options) -> Explained:
    from scrub.reasons import REASONS, reasons

    document, verdicts = _judged(page, options)
    spans = range(len(verdicts.span_start))
    names = tuple(name for name, _, _ in REASONS)
    return Explained(document, verdicts, names, tuple(reasons(document, verdicts, k) for k in spans))


def _judged(page: Page, options: Options) -> tuple[Document, Verdicts]:
    from scrub.api import look

    return look(page, options)
