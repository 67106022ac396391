"""A process that cleans pages for a job; it may die, and that costs the page it died of."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrub.batch.conversion import WARC, conversion
from scrub.batch.filters import dropped, dropped_address
from scrub.batch.job import DIFF, NOTHING, SAME_DIFF, Job, named
from scrub.batch.outcome import LINES, Outcome, cleaned, failed, filtered
from scrub.batch.settling import marks
from scrub.errors import ScrubError
from scrub.options import Options
from scrub.outputs import FORMS, diff, encoded
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article

    Cleaner = Callable[[list[Page], Options], list[Article]]

# Cleaned first, so that models are loaded before the first page is timed.
_WARM = Page(b"<!doctype html><p>The bridge opened on Monday.</p>", content_type="text/html")


def serve(pipe: Connection, job: Job) -> None:
    """Answer every list of pages with their outcomes, until the other end is closed.

    The first answer, unasked, is the name of the model, or the ScrubError that makes work impossible.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        _serve(pipe, job)
    except ScrubError as error:
        pipe.send(error)
    except (EOFError, OSError):
        return  # nobody is at the other end any longer


def _serve(pipe: Connection, job: Job) -> None:
    cleaner = cleaner_of(job)
    pipe.send(cleaner([_WARM], job.options)[0].model)
    _limit_memory(job.limits.memory)
    while True:
        pipe.send(outcomes(pipe.recv(), cleaner, job))


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
        return [failed(pages[0], _words(error), job.form)]


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


def _words(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "out of memory"
    return f"scrub failed on it ({type(error).__name__}): {error}"


def _limit_memory(more: int) -> None:
    """Let this process grow by so many bytes; a page that wants more fails instead of the machine."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - no Path needed
            now = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + more if hard == resource.RLIM_INFINITY else min(now + more, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _die_with_parent() -> None:
    """A page that hangs must not outlive a parent that was killed."""
    parent: Any = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
