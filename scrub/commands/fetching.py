"""What `scrub fetch` does once its flags are understood."""

from __future__ import annotations

import asyncio
import shlex
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrub.commands.fetch_progress import watched_visits
from scrub.commands.messages import tell_failure, tell_note
from scrub.commands.status import Status, status_of
from scrub.errors import InputError
from scrub.fetcher import FetchOptions, Run
from scrub.fetcher.inputs import addresses
from scrub.fetcher.outcome import STATE, Outcome, State
from scrub.fetcher.scribe import journal_of, remembered
from scrub.fetcher.visitor import Visit


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a run is to do besides fetching its inputs."""

    out: Path
    retry_failed: bool
    again: bool
    quiet: bool


def fetch_inputs(inputs: Sequence[str], wishes: Wishes, said: Mapping[str, Any]) -> Status:
    """Fetch everything that waits, tell what failed or was skipped, and sum up.

    said: the options that were named. Without inputs the others are those of the run that is gone on with.
    """
    if not inputs and not journal_of(wishes.out).exists():
        raise InputError(f"{wishes.out}: nothing to go on with; name an address or a list")
    options = FetchOptions(**{**({} if inputs else remembered(wishes.out)), **said})
    try:
        return asyncio.run(_fetch(inputs, wishes, options))
    except asyncio.CancelledError:  # a second Ctrl-C
        raise KeyboardInterrupt from None


async def _fetch(inputs: Sequence[str], wishes: Wishes, options: FetchOptions) -> Status:
    async with Run(wishes.out, options) as run:
        refused = 0
        for gone in run.add(addresses(inputs)):
            refused += 1
            tell_failure(gone.url, gone.reason)
        if wishes.retry_failed:
            run.ask_again(State.FAILED)
        if wishes.again:
            run.ask_again(State.DONE)
        with _stopping(run) as stopped:
            async with aclosing(watched_visits(run, wanted=not wishes.quiet)) as visits:
                async for visit in visits:
                    _tell(visit, quiet=wishes.quiet)
        if not wishes.quiet:
            _sum_up(run, wishes.out, options)
        if stopped:
            return Status.INTERRUPTED
        return _status(run, refused)


def _status(run: Run, refused: int) -> Status:
    counts = run.tally.outcomes
    failed = sum(count for outcome, count in counts.items() if STATE[outcome] is State.FAILED)
    return status_of(run.tally.done - failed, failed + refused)


def _tell(visit: Visit, *, quiet: bool) -> None:
    state = STATE[visit.outcome]
    if state is State.FAILED:
        tell_failure(visit.task.url, visit.reason)
    elif state is State.SKIPPED and not quiet:
        tell_note(f"skipped {visit.task.url}: {visit.reason}")


@contextmanager
def _stopping(run: Run) -> Iterator[list[int]]:
    """Ctrl-C ends the run cleanly: the list is no longer empty then. A second one ends it at once."""
    stopped: list[int] = []
    loop, main = asyncio.get_running_loop(), asyncio.current_task()

    def stop(number: int) -> None:
        if stopped and main:
            main.cancel()
        elif number == signal.SIGINT:
            tell_note("stopping: requests under way may end; Ctrl-C again stops at once")
        stopped.append(number)
        run.stop()

    numbers = (signal.SIGINT, signal.SIGTERM)
    try:
        for number in numbers:
            loop.add_signal_handler(number, stop, number)
    except NotImplementedError:  # Windows: Ctrl-C ends the run at once, and nothing is lost
        yield stopped
        return
    try:
        yield stopped
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _sum_up(run: Run, out: Path, options: FetchOptions) -> None:
    """Outcomes of this run, then what is left to do and how."""
    tally = run.tally
    outcomes = ", ".join(f"{outcome.value} {count:,}" for outcome, count in tally.outcomes.most_common())
    tell_note(f"{outcomes or 'nothing to do'}; {tally.wire / 1e6:,.1f} MB, {tally.rate:,.1f} a second")
    failed = sum(count for outcome, count in run.outcomes().items() if STATE[outcome] is State.FAILED)
    command = f"scrub fetch -o {shlex.quote(str(out))}"
    if failed:
        tell_note(f"{failed:,} failed: {command} --retry-failed asks for them again")
    if waiting := run.waiting():
        if options.max_pages and _pages(run) >= options.max_pages:
            command = f"--max-pages is {options.max_pages}, and {command} --max-pages MORE"
        tell_note(f"{waiting:,} not asked for yet: {command} goes on")


def _pages(run: Run) -> int:
    counts = run.outcomes()
    return sum(counts.get(one, 0) for one in (Outcome.KEPT, Outcome.DUPLICATE, Outcome.UNCHANGED))
