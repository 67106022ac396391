"""Addresses, paths and code as the report shows them: never as a link that leads out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrub.reports.html.markup import Markup, element
from scrub.urls import defang

_COMMANDS = 4  # that are shown at once
_LONG = 300  # characters of an address that are shown


def link(address: str) -> Markup:
    """An address that spam leads to, defanged."""
    return element("code", defang(shortened(address)))


def copied(words: str) -> Markup:
    """Something an admin would paste elsewhere, with a button that copies it."""
    button = element("button", "Copy", type="button", class_="copy", data_copy=True)
    return element("span", element("code", words), button, class_="copied")


def typed(commands: Sequence[str]) -> Iterator[Markup]:
    """Commands under a heading, each with a button that copies it; all but the first ones are folded away."""
    if not commands:
        return
    yield element("h4", "What to type")
    yield from map(copied, commands[:_COMMANDS])
    if rest := commands[_COMMANDS:]:
        words = f"{len(rest)} more command{'' if len(rest) == 1 else 's'}"
        yield element("details", element("summary", words), *map(copied, rest))


def shortened(words: str, most: int = _LONG) -> str:
    """The words, cut with an ellipsis where there are too many."""
    return words if len(words) <= most else words[: most - 1] + "…"
