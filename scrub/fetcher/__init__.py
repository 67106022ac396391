"""Addresses into pages: politely, safely, and without losing any. The only package that imports httpx.

    async for page in fetch(urls, options): ...                  # any number, at once
    with Session(options) as session: page = session.fetch(url)  # one by one
    async with Run(out, options) as run: ...                     # what the command watches and stops

    inputs ─> journal ─> frontier ─> crawl ─> visitor ─> robots, hosts, client ─> guard ─> the network
                 ^                               │
                 └───────── scribe <─────────────┘ ─> archive (WARC)

Each is loaded when first used: options cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrub.fetcher.options import FetchOptions

if TYPE_CHECKING:
    from scrub.fetcher.run import Run
    from scrub.fetcher.session import Session
    from scrub.fetcher.stream import fetch
    from scrub.fetcher.walk import Walk

__all__ = ["FetchOptions", "Run", "Session", "Walk", "fetch"]

_HOME = {
    "Run": "scrub.fetcher.run",
    "Session": "scrub.fetcher.session",
    "Walk": "scrub.fetcher.walk",
    "fetch": "scrub.fetcher.stream",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'scrub.fetcher' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
