"""The process of a worker: it may die, and that costs the page it died of."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from scrub.errors import ScrubError
from scrub.workers.work import Work, words


class Question(NamedTuple):
    """What a worker asks in the middle of its work."""

    asked: Any


class Raised(NamedTuple):
    """What a list came to that raised; why, in words."""

    why: str


def serve(pipe: Connection, work: Work[Any, Any], copied: Connection | None = None) -> None:
    """Answer every list with its results, until the other end is closed. copied: our copy of that end.

    The first answer, unasked, is the name of the model, or the ScrubError that makes work impossible.
    """
    if copied is not None:
        copied.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        _serve(pipe, work)
    except ScrubError as error:
        pipe.send(error)
    except (EOFError, OSError):
        return  # nobody is at the other end any longer


def _serve(pipe: Connection, work: Work[Any, Any]) -> None:
    def ask(question: Any) -> Any:
        pipe.send(Question(question))
        return pipe.recv()

    model, do = work.begin(ask)
    pipe.send(model)
    _limit_memory(work.limits.memory)
    while True:
        items = pipe.recv()
        try:
            results: Any = do(items)
        except ScrubError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a page does to us, the others go on
            results = Raised(words(error))
        pipe.send(results)


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
