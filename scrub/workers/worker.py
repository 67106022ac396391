"""One worker process, seen from the process that started it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from scrub.workers.serving import serve
from scrub.workers.work import Work

_PATIENCE = 12  # times the seconds of a page, by the clock on the wall
_START = 120.0  # seconds until a worker has its models; a loaded machine may need ten


class Task(NamedTuple):
    """What is at work; put takes its results, again has its items tried one by one."""

    items: list[Any]
    put: Callable[[list[Any]], None]
    again: Callable[[], None]


class Worker:
    """A process, and what it is at. how: "spawn" or "fork", as `multiprocessing` calls its ways to start."""

    def __init__(self, work: Work[Any, Any], how: str) -> None:
        context: Any = get_context(how)
        self.pipe, theirs = context.Pipe()
        ours = self.pipe if how == "fork" else None
        self._process = context.Process(target=serve, args=(theirs, work, ours), daemon=True)
        self._process.start()
        theirs.close()
        self.task: Task | None = None
        self.deadline = time.monotonic() + _START
        self._given = self._spent = 0.0
        self.ready = False

    def give(self, task: Task, seconds: float) -> None:
        """Begin a task. Raises OSError where the process is gone."""
        self._begin(seconds)
        self.pipe.send(task.items)
        self.task = task

    def tell(self, answer: Any, seconds: float) -> None:
        """Answer its question; its time begins anew. Raises OSError where the process is gone."""
        self._begin(seconds)
        self.pipe.send(answer)

    def _begin(self, seconds: float) -> None:
        self._given = time.monotonic()
        self._spent = _cpu_seconds(self._process.pid)
        self.deadline = self._given + seconds

    def wait_on(self, seconds: float) -> bool:
        """Whether it may go on: a loaded machine did not give it the seconds of CPU that a page may have.

        Without this, how busy a machine is would decide what comes out of a job.
        """
        if self.task is None or time.monotonic() > self._given + _PATIENCE * seconds:
            return False
        left = seconds - (_cpu_seconds(self._process.pid) - self._spent)
        if left <= 0 or not self._spent:
            return False
        self.deadline = time.monotonic() + left
        return True

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


def _cpu_seconds(pid: int | None) -> float:
    """CPU time of a process so far; 0.0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0
