"""Worker processes, and lists of pages through them: in order, each page in its time, none lost.

A list whose worker dies or takes too long is cut into single pages, each with the whole time for
itself. A page that kills its worker alone is quarantined.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from scrub.batch.job import Job
from scrub.batch.outcome import QUARANTINED, Outcome, failed
from scrub.batch.worker import serve
from scrub.errors import ScrubError
from scrub.values import Page

_AHEAD = 3  # lists read ahead for each worker
_PATIENCE = 12  # times the seconds of a page, by the clock on the wall
_START = 120.0  # seconds until a worker has its models; a loaded machine may need ten


def _cpu_seconds(pid: int | None) -> float:
    """CPU time of a process so far; 0.0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0


class _Task:
    """Pages at work, and the place of their outcomes."""

    __slots__ = ("first", "list_number", "pages")

    def __init__(self, list_number: int, first: int, pages: list[Page]) -> None:
        self.list_number = list_number
        self.first = first
        self.pages = pages


class _Worker:
    def __init__(self, job: Job) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, job), daemon=True)
        self._process.start()
        theirs.close()
        self._task: _Task | None = None
        self.deadline = time.monotonic() + _START
        self._given = self._spent = 0.0
        self.ready = False

    @property
    def task(self) -> _Task | None:
        return self._task

    def give(self, task: _Task, seconds: float) -> None:
        self._task = task
        self._given = time.monotonic()
        self._spent = _cpu_seconds(self._process.pid)
        self.deadline = self._given + seconds
        self.pipe.send(task.pages)

    def wait_on(self, seconds: float) -> bool:
        """Whether it may go on: a loaded machine did not give it the seconds of CPU that a page may have.

        Without this, how busy a machine is would decide what comes out of a job.
        """
        if self._task is None or time.monotonic() > self._given + _PATIENCE * seconds:
            return False
        left = seconds - (_cpu_seconds(self._process.pid) - self._spent)
        if left <= 0 or not self._spent:
            return False
        self.deadline = time.monotonic() + left
        return True

    def done(self) -> None:
        self._task = None

    def end(self) -> str:
        """Kill it; why it had died, in words."""
        self.pipe.close()
        self._process.join(0.2)
        code = self._process.exitcode
        self._process.kill()
        self._process.join()
        if code is None:
            return "hung"
        return f"crashed ({signal.Signals(-code).name})" if code < 0 else "died"


class Workers:
    """So many worker processes of one job. A context manager: leaving it ends them."""

    def __init__(self, job: Job, count: int) -> None:
        self._job = job
        self._workers: list[_Worker] = []
        self._count = count
        self.model = ""

    def __enter__(self) -> Workers:
        self._workers = [_Worker(self._job) for _ in range(self._count)]
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def start(self) -> str:
        """The name of the model, once a worker has it. Raises ScrubError where none can work."""
        while not self.model:
            self._step(_Progress())
        return self.model

    def outcomes(self, lists: Iterable[list[Page]]) -> Iterator[list[Outcome]]:
        """The outcomes of every list, in the order of the lists, which are read as they are needed."""
        progress = _Progress()
        remaining = enumerate(lists)
        number = 0
        while True:
            while len(progress.open) < _AHEAD * self._count and (one := next(remaining, None)):
                progress.add(*one)
            if number not in progress.open:
                return
            while progress.missing[number]:
                self._step(progress)
            outcomes = progress.open.pop(number)
            del progress.missing[number]
            yield [outcome for outcome in outcomes if outcome is not None]
            number += 1

    def _step(self, progress: _Progress) -> None:
        """Give work to who has none, and wait for the next answer, death or deadline."""
        for worker in self._workers:
            if worker.ready and worker.task is None and progress.waiting:
                self._give(worker, progress.waiting.popleft(), progress)
        busy = [worker for worker in self._workers if worker.task is not None or not worker.ready]
        until = min(worker.deadline for worker in busy) - time.monotonic()
        answered: list[Any] = wait([worker.pipe for worker in busy], timeout=max(0.0, until))
        for worker in busy:
            if worker.pipe in answered:
                self._hear(worker, progress)
            elif worker.deadline <= time.monotonic() and not worker.wait_on(self._job.limits.seconds):
                self._lose(worker, progress)

    def _give(self, worker: _Worker, task: _Task, progress: _Progress) -> None:
        try:
            worker.give(task, self._job.limits.seconds)
        except OSError:  # it died while it was idle, of nothing that it was given
            progress.waiting.appendleft(task)
            worker.done()
            self._replace(worker)

    def _hear(self, worker: _Worker, progress: _Progress) -> None:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, progress)
            return
        if isinstance(answer, ScrubError):
            raise answer
        if not worker.ready:
            worker.ready, self.model = True, answer
            return
        assert worker.task is not None
        progress.put(worker.task, answer)
        worker.done()

    def _lose(self, worker: _Worker, progress: _Progress) -> None:
        """A worker is gone, or must go: its pages are tried one by one, a single one is given up."""
        task = worker.task
        why = self._replace(worker)
        if task is None:
            raise ScrubError(f"a worker process {why} before it had done anything")
        if len(task.pages) > 1:
            singles = [_Task(task.list_number, task.first + k, [page]) for k, page in enumerate(task.pages)]
            progress.waiting.extendleft(reversed(singles))
            return
        limit = f"took longer than {self._job.limits.seconds:g} s"
        reason = limit if why == "hung" else f"the parser {why}"
        progress.put(task, [failed(task.pages[0], reason, self._job.form, QUARANTINED)])

    def _replace(self, worker: _Worker) -> str:
        why = worker.end()
        self._workers[self._workers.index(worker)] = _Worker(self._job)
        return why


class _Progress:
    """Lists that are not complete: their outcomes so far, how many are missing, what waits for a worker."""

    def __init__(self) -> None:
        self.open: dict[int, list[Outcome | None]] = {}
        self.missing: dict[int, int] = {}
        self.waiting: deque[_Task] = deque()

    def add(self, number: int, pages: list[Page]) -> None:
        self.open[number] = [None] * len(pages)
        self.missing[number] = len(pages)
        if pages:
            self.waiting.append(_Task(number, 0, pages))

    def put(self, task: _Task, outcomes: list[Outcome]) -> None:
        place = self.open[task.list_number]
        place[task.first : task.first + len(outcomes)] = outcomes
        self.missing[task.list_number] -= len(outcomes)
