"""Fetching in tests: on loopback, without waiting, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scrub.fetcher import FetchOptions, fetch
from scrub.fetcher.run import Gone
from scrub.values import Page

QUICK: dict[str, Any] = {"allow_private": True, "delay": 0.0, "retries": 0, "timeout": 10.0}


def quick(**options: Any) -> FetchOptions:
    """Options that admit loopback and wait for nothing."""
    return FetchOptions(**(QUICK | options))


def fetch_all(
    urls: Iterable[str], options: FetchOptions, out: Path | None = None, **seams: Any
) -> tuple[list[Page], list[Gone]]:
    """The pages, and what is gone."""
    gone: list[Gone] = []

    async def collect() -> list[Page]:
        return [page async for page in fetch(urls, options, out=out, gone=gone.append, **seams)]

    return asyncio.run(collect()), gone


def reason(url: str, options: FetchOptions | None = None, **seams: Any) -> str:
    """Why there is no page at the address, as `outcome: reason`."""
    pages, gone = fetch_all([url], options or quick(), **seams)
    assert (pages, len(gone)) == ([], 1)
    assert "\n" not in gone[0].reason
    return f"{gone[0].outcome}: {gone[0].reason}"
