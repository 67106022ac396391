"""Workers inside this process: for tests of what jobs decide, where no page crashes or hangs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from scrub.batch import Job, Outcome
from scrub.batch.worker import cleaner_of, outcomes
from scrub.values import Page


class InlineWorkers:
    """What `Workers` does, one list of pages after the other."""

    def __init__(self, job: Job, _: int) -> None:
        self._job = job
        self._cleaner = cleaner_of(job)
        self.model = "double 1"

    def __enter__(self) -> InlineWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def start(self) -> str:
        return self.model

    def results(self, lists: Iterable[list[Page]]) -> Iterator[list[Outcome]]:
        for pages in lists:
            yield outcomes(pages, self._cleaner, self._job)


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of this test need no processes."""
    monkeypatch.setattr("scrub.batch.running.Workers", InlineWorkers)
