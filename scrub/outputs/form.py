"""What an output format is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


class Form(NamedTuple):
    """One output format.

    render: the article as text that ends with a newline, or "" where there is nothing to say.
    separator: what stands between two pages of one stream.
    render_failure: an input that failed, from a page without body that says which, and the reason;
        None where the format has no place for it.
    """

    name: str
    suffix: str
    separator: str
    render: Callable[[Page, Article], str]
    render_failure: Callable[[Page, str], str] | None = None


def ended(text: str) -> str:
    """The text with a newline at its end; nothing stays nothing."""
    return text if not text or text.endswith("\n") else text + "\n"
