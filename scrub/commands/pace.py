"""How far a job is, and how long it still takes: by the bytes of its inputs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from scrub.batch import Shard


class Pace:
    """Pages so far, pages a second, and the seconds left; fed with the rows of the records in order."""

    def __init__(self, shards: Iterable[Shard]) -> None:
        inputs = [one for shard in shards for one in shard.inputs]
        self._sizes = {one.name: one.size or 0 for one in inputs}
        self._whole = sum(self._sizes.values())
        self._behind = 0  # bytes of the inputs before the one that is read
        self._inside = 0  # bytes of that one, as far as it is read
        self._source: str | None = None
        self._began = time.monotonic()
        self._first: float | None = None  # share that was done when this run began
        self.records = 0

    def step(self, row: Mapping[str, Any]) -> None:
        """Take note of one record."""
        source = row["source"]
        if source["file"] != self._source:
            self._behind += self._sizes.get(self._source or "", 0)
            self._source, self._inside = source["file"], 0
        self._inside = max(self._inside, source["offset"] or 0)
        self.records += 1
        if self._first is None:
            self._first = self.share or 0.0

    @property
    def share(self) -> float | None:
        """How much is read, from 0 to 1; None where sizes are not known."""
        return min((self._behind + self._inside) / self._whole, 1.0) if self._whole else None

    @property
    def per_second(self) -> float:
        """Records a second since this run began."""
        return self.records / max(time.monotonic() - self._began, 0.001)

    @property
    def seconds_left(self) -> float | None:
        """What is left at the pace so far; None until something can be said."""
        share = self.share
        if share is None or self._first is None or share - self._first < 0.01:
            return None
        return (time.monotonic() - self._began) * (1 - share) / (share - self._first)
