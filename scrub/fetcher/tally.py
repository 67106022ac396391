"""What a run has done so far: for progress, and for the summary at its end."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from scrub.fetcher.outcome import Outcome


@dataclass(slots=True)
class Tally:
    """Counts of one run. waiting counts the addresses of earlier runs too; wire is bytes of bodies."""

    waiting: int = 0
    wire: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """Addresses that ended, one way or another."""
        return self.outcomes.total()

    @property
    def pages(self) -> int:
        """Pages that were kept."""
        return sum(self.outcomes[one] for one in (Outcome.KEPT, Outcome.DUPLICATE, Outcome.UNCHANGED))

    @property
    def rate(self) -> float:
        """Addresses a second."""
        return self.done / max(1e-9, time.monotonic() - self.started)

    @property
    def seconds_left(self) -> float | None:
        """An estimate, from the rate so far; None before there is one."""
        return self.waiting / self.rate if self.done else None
