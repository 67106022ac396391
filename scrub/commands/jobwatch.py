"""A job while it runs: progress for a person or for a program, and every failure as it comes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scrub.batch import Outcome
from scrub.commands.messages import as_json, tell_event, tell_failure
from scrub.commands.pace import Pace
from scrub.commands.progress import watched
from scrub.commands.spans import span
from scrub.text.terminal import safe_line
from scrub.values import Tally

_REASONS = 2  # of failures that are shown while the job runs
_EVERY = 10.0  # seconds between two events of progress


def watched_outcomes(outcomes: Iterable[Outcome], pace: Pace, *, wanted: bool) -> Iterator[Outcome]:
    """The outcomes as they are; progress where it is wanted, failures in any case."""
    counted = Tally()

    def so_far() -> str:
        return _so_far(counted, pace)

    told = time.monotonic()
    for outcome in watched(outcomes, "pages", wanted=wanted and not as_json(), tell=so_far):
        counted += outcome.tally
        pace.step(outcome.row)
        if outcome.error is not None:
            row = outcome.row
            tell_failure(row["source"]["file"] or "page", placed(row, outcome.error), row=row)
        if wanted and as_json() and time.monotonic() - told > _EVERY:
            told = time.monotonic()
            tell_event("progress", progress(counted, pace))
        yield outcome


def progress(tally: Tally, pace: Pace) -> dict[str, Any]:
    """The fields of an event of progress."""
    return {
        "pages": tally.pages,
        "removals": tally.removals,
        "characters_removed": tally.characters_removed,
        "filtered": tally.filtered,
        "failures": tally.failures,
        "per_second": round(pace.per_second, 1),
        "share": None if pace.share is None else round(pace.share, 4),
        "seconds_left": None if pace.seconds_left is None else round(pace.seconds_left),
    }


def placed(row: Mapping[str, Any], said: str) -> str:
    """What is said of a record, with its place in the archive or table where there is one."""
    source = row["source"]
    places = [f"{name} {source[name]:,}" for name in ("row", "offset") if source[name] is not None]
    return f"{places[0]}: {said}" if places else said


def _so_far(tally: Tally, pace: Pace) -> str:
    """What was removed and what failed, the commonest reasons first, and how long it still takes."""
    reasons = sorted(tally.failures.items(), key=lambda one: -one[1])[:_REASONS]
    failures = "".join(f", {count:,} failed: {safe_line(reason)}" for reason, count in reasons)
    dropped = f", {sum(tally.filtered.values()):,} filtered" if tally.filtered else ""
    share, left = pace.share, pace.seconds_left
    done = "" if share is None else f", {share:.0%} of the input"
    still = "" if left is None else f", about {span(left)} left"
    return f"{done}, {tally.removals:,} removed{dropped}{failures}{still}".removeprefix(", ")
