"""An address that waits to be asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the journal, as the visitor needs it.

    depth: links away from the inputs. hops: redirects, or nested lists, on the way here. via: the
    address that led here, None for an input; origin: the input it began with. etag, modified: what the
    server said when the page was kept before. headers: of this request, instead of our own.
    """

    number: int
    url: str
    host: str
    depth: int = 0
    hops: int = 0
    via: str | None = None
    origin: str | None = None
    etag: str | None = None
    modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
