"""Addresses, paths and code as the report shows them: never as a link that leads out."""

from __future__ import annotations

from scrub.reports.html.markup import Markup, element
from scrub.urls import defang

_LONG = 300  # characters of an address that are shown


def link(address: str) -> Markup:
    """An address that spam leads to, defanged."""
    return element("code", defang(shortened(address)))


def copied(words: str) -> Markup:
    """Something an admin would paste elsewhere, with a button that copies it."""
    button = element("button", "Copy", type="button", class_="copy", data_copy=True)
    return element("span", element("code", words), button, class_="copied")


def shortened(words: str, most: int = _LONG) -> str:
    """The words, cut with an ellipsis where there are too many."""
    return words if len(words) <= most else words[: most - 1] + "…"
