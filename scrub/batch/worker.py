"""What the workers of a job do with a list of pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scrub.batch.conversion import WARC, conversion
from scrub.batch.filters import dropped, dropped_address
from scrub.batch.job import DIFF, NOTHING, SAME_DIFF, Job
from scrub.batch.outcome import LINES, QUARANTINED, Outcome, cleaned, failed, filtered
from scrub.batch.settling import marks
from scrub.options import Options
from scrub.outputs import FORMS, diff, encoded
from scrub.values import Page
from scrub.workers import Ask, Do, Limits, named, words

if TYPE_CHECKING:
    from scrub.cleaner import Article

    Cleaner = Callable[[list[Page], Options], list[Article]]

# Cleaned first, so that models are loaded before the first page is timed.
_WARM = Page(b"<!doctype html><p>The bridge opened on Monday.</p>", content_type="text/html")


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The pages of a job, cleaned: what its workers do."""

    job: Job

    @property
    def limits(self) -> Limits:
        """What one page may cost."""
        return self.job.limits

    def begin(self, ask: Ask) -> tuple[str, Do[Page, Outcome]]:  # noqa: ARG002 - nothing is asked
        """Load the models by cleaning a page."""
        cleaner = cleaner_of(self.job)
        model = cleaner([_WARM], self.job.options)[0].model
        return model, lambda pages: outcomes(pages, cleaner, self.job)

    def given_up(self, one: Page, reason: str) -> Outcome:
        """The page is quarantined."""
        return failed(one, reason, self.job.form, QUARANTINED)


def cleaner_of(job: Job) -> Cleaner:
    """The cleaner of a job, which knows of copies in a second pass."""
    cleaner: Cleaner = named(job.cleaner)
    known = json.loads(Path(job.known).read_bytes()) if job.known else None
    return partial(named(job.cleaner), known=known) if known else cleaner


def outcomes(pages: list[Page], cleaner: Cleaner, job: Job) -> list[Outcome]:
    """The outcome of every page; one that is dropped for its address is not cleaned."""
    drops = [dropped_address(page, job.filters) for page in pages]
    kept = iter(_cleaned([page for page, drop in zip(pages, drops) if drop is None], cleaner, job))
    return [next(kept) if drop is None else filtered(page, drop, None) for page, drop in zip(pages, drops)]


def _cleaned(pages: list[Page], cleaner: Cleaner, job: Job) -> list[Outcome]:
    """The outcome of pages; what raises for all together is tried page by page."""
    if not pages:
        return []
    try:
        return [_outcome(page, article, job) for page, article in zip(pages, cleaner(pages, job.options))]
    except Exception as error:  # noqa: BLE001 - whatever a page does to us, the others go on
        if len(pages) > 1:
            return [outcome for page in pages for outcome in _cleaned([page], cleaner, job)]
        return [failed(pages[0], words(error), job.form)]


def _outcome(page: Page, article: Article, job: Job) -> Outcome:
    # Only a page that was never judged has an article without a model.
    if not article.model:
        return failed(page, article.why, job.form)
    if (drop := dropped(article, job.filters)) is not None:
        return filtered(page, drop, article.model)
    outcome = cleaned(page, article, job.form, _render(job.form, job.options.encoding))
    return outcome._replace(row={**outcome.row, **marks(article, job)}) if job.two_passes else outcome


def _render(form: str, encoding: str | None) -> Callable[[Page, Article], bytes | None]:
    if form == WARC:
        return conversion
    form = LINES.get(form, form)
    if form == NOTHING:
        return lambda *_: None
    if form == DIFF:
        return lambda page, article: encoded(diff.text_diff(page, article))
    if form == SAME_DIFF:
        return lambda page, article: encoded(diff.source_diff(page, article, encoding))
    return lambda page, article: encoded(FORMS[form].render(page, article))
