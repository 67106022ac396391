"""Inputs as the commands read them: addresses over the network, everything else from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrub.inputs import Failure, Reading, read
from scrub.values import Page


def read_inputs(
    names: Iterable[str], kind: str | None, encoding: str | None, field: str | None
) -> Iterator[Page | Failure]:
    """The pages of the inputs, with a Failure where there is none."""
    return read(names, Reading(kind, encoding, _fetch, field))


def _fetch(url: str) -> Page:
    from scrub.fetcher import fetch

    return fetch(url)
