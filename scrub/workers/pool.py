"""Worker processes, and lists of pages through them: in order, each page in its time, none lost.

A list whose worker dies or takes too long is cut into single pages, each with the whole time for
itself. A page that kills its worker alone is given up.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from typing import Any, Generic, Self, TypeVar

from scrub.errors import ScrubError
from scrub.workers.serving import Question, Raised
from scrub.workers.work import Ask, Work
from scrub.workers.worker import Task, Worker

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 3  # lists read ahead for each worker


class Pool(Generic[T, R]):
    """So many worker processes. A context manager: leaving it ends them.

    answer: replies to what workers ask. quickly: start them as copies of this process, where that is safe:
    on Linux, as long as it has one thread; anywhere else they begin from nothing, which takes a second.
    """

    def __init__(
        self, work: Work[T, R], count: int, answer: Ask | None = None, *, quickly: bool = False
    ) -> None:
        self._work = work
        self._count = count
        self._answer = answer
        self._quickly = quickly
        self._workers: list[Worker] = []
        self.model = ""

    def __enter__(self) -> Self:
        self._workers = [self._new() for _ in range(self._count)]
        return self

    def __exit__(self, *_: object) -> None:
        for worker in reversed(self._workers):  # copies hold what those before them wait for the end of
            worker.end()

    def start(self) -> str:
        """The name of the model, once a worker has it. Raises ScrubError where none can work."""
        while not self.model:
            self._step(deque())
        return self.model

    def results(self, lists: Iterable[list[T]]) -> Iterator[list[R]]:
        """The results of every list, in the order of the lists, which are read as they are needed."""
        progress = _Progress[R]()
        remaining = enumerate(lists)
        number = 0
        while True:
            while self._wants(progress, number) and (one := next(remaining, None)):
                progress.add(*one)
                self._step(progress.waiting, patient=False)
            if number not in progress.open:
                return
            while progress.missing[number]:
                self._step(progress.waiting)
            del progress.missing[number]
            yield [one for one in progress.open.pop(number) if one is not None]
            number += 1

    def _wants(self, progress: _Progress[R], number: int) -> bool:
        """Whether a further list is to be read: what is done does not wait for it, unless a worker does."""
        if len(progress.open) >= _AHEAD * self._count:
            return False
        idle = not progress.waiting and any(worker.task is None for worker in self._workers)
        return idle or progress.missing.get(number, 1) > 0

    def _step(self, waiting: deque[Task], *, patient: bool = True) -> None:
        """Give work to who has none, and hear the next answer, death or deadline; impatient: without waiting."""
        for worker in self._workers:
            if worker.ready and worker.task is None and waiting:
                self._give(worker, waiting)
        busy = [worker for worker in self._workers if worker.task is not None or not worker.ready]
        until = min((worker.deadline for worker in busy), default=0.0) - time.monotonic()
        answered: list[Any] = wait([w.pipe for w in busy], timeout=max(0.0, until) if patient else 0.0)
        for worker in busy:
            if worker.pipe in answered:
                self._hear(worker)
            elif worker.deadline <= time.monotonic() and not worker.wait_on(self._work.limits.seconds):
                self._lose(worker)

    def _give(self, worker: Worker, waiting: deque[Task]) -> None:
        task = waiting.popleft()
        try:
            worker.give(task, self._work.limits.seconds)
        except OSError:  # it died while it was idle, of nothing that it was given
            waiting.appendleft(task)
            self._replace(worker)

    def _hear(self, worker: Worker) -> None:
        try:
            heard = worker.pipe.recv()
            if isinstance(heard, Question):
                reply = self._answer(heard.asked) if self._answer else None
                worker.tell(reply, self._work.limits.seconds)
                return
        except (EOFError, OSError):
            self._lose(worker)
            return
        if isinstance(heard, ScrubError):
            raise heard
        if not worker.ready:
            worker.ready, self.model = True, heard
            return
        task, worker.task = worker.task, None
        assert task is not None
        if isinstance(heard, Raised):
            self._try_again(task, heard.why)
        else:
            task.put(heard)

    def _lose(self, worker: Worker) -> None:
        """A worker is gone, or must go: its pages are tried one by one, a single one is given up."""
        task = worker.task
        why = self._replace(worker)
        if task is None:
            raise ScrubError(f"a worker process {why} before it had done anything")
        limit = f"took longer than {self._work.limits.seconds:g} s"
        self._try_again(task, limit if why == "hung" else f"the parser {why}")

    def _try_again(self, task: Task, why: str) -> None:
        if len(task.items) > 1:
            task.again()
        else:
            task.put([self._work.given_up(task.items[0], why)])

    def _replace(self, worker: Worker) -> str:
        why = worker.end()
        self._workers[self._workers.index(worker)] = self._new()
        return why

    def _new(self) -> Worker:
        # A copy of a process with threads may wait for ever for a lock that one of them held.
        copied = self._quickly and sys.platform == "linux" and threading.active_count() == 1
        return Worker(self._work, "fork" if copied else "spawn")


class _Progress(Generic[R]):
    """Lists that are not complete: their results so far, how many are missing, what waits for a worker."""

    def __init__(self) -> None:
        self.open: dict[int, list[R | None]] = {}
        self.missing: dict[int, int] = {}
        self.waiting: deque[Task] = deque()

    def add(self, number: int, items: list[Any]) -> None:
        """Takes a list."""
        self.open[number] = [None] * len(items)
        self.missing[number] = len(items)
        if items:
            self.waiting.append(self._task(number, 0, items))

    def _task(self, number: int, first: int, items: list[Any]) -> Task:
        def put(results: list[R]) -> None:
            self.open[number][first : first + len(results)] = results
            self.missing[number] -= len(results)

        def again() -> None:
            singles = [self._task(number, first + k, [item]) for k, item in enumerate(items)]
            self.waiting.extendleft(reversed(singles))

        return Task(items, put, again)
