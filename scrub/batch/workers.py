"""The worker processes of a job: a page that kills one, or takes too long alone, is quarantined."""

from __future__ import annotations

from scrub.batch.job import Job
from scrub.batch.outcome import Outcome
from scrub.batch.worker import Cleaning
from scrub.values import Page
from scrub.workers import Pool


class Workers(Pool[Page, Outcome]):
    """So many processes that clean pages for a job. A context manager: leaving it ends them."""

    def __init__(self, job: Job, count: int) -> None:
        super().__init__(Cleaning(job), count)
