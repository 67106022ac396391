"""Which records a corpus wants: what fails a test is dropped, counted, and told in the manifest.

A filter is one function from a page and its article to the reason for dropping it, and one row in
FILTERS. What is dropped has no output; the archive that it came from is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from scrub.errors import OptionError
from scrub.text.language import guess_language
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article

UNKNOWN = "und"  # BCP 47: no language is declared, and none recognised
EXACT, NEAR = "exact", "near"


class Drop(NamedTuple):
    """A record that is not wanted: the name of the filter, and the reason in words."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a record must be like to be kept; empty fields ask nothing.

    languages: BCP 47 tags; `en` stands for `en-GB` too, `und` for pages that
    neither declare one nor have words by which one is recognised.
    min_length: characters of clean text. url_include, url_exclude: regular expressions, searched
    anywhere in the address. page_types: names in PAGE_TYPES. duplicates: None, `exact` (the same clean
    text was kept before) or `near` (one like it was). Raises OptionError for what makes no sense.
    """

    languages: tuple[str, ...] = ()
    min_length: int = 0
    url_include: tuple[str, ...] = ()
    url_exclude: tuple[str, ...] = ()
    page_types: tuple[str, ...] = ()
    duplicates: str | None = None

    def __post_init__(self) -> None:
        for pattern in (*self.url_include, *self.url_exclude):
            try:
                re.compile(pattern)
            except re.error as error:
                raise OptionError(f"{pattern!r} is no regular expression: {error}") from None

    @property
    def active(self) -> bool:
        """Whether anything is asked at all."""
        return self != Filters()


def dropped_address(page: Page, filters: Filters) -> Drop | None:
    """Why a page is dropped for its address alone: it need not be cleaned; None where it is not."""
    url = page.url or ""
    if filters.url_include and not any(_pattern(one).search(url) for one in filters.url_include):
        return Drop("url", "the address is like none that is asked for")
    found = next((one for one in filters.url_exclude if _pattern(one).search(url)), None)
    return None if found is None else Drop("url", f"the address is like {found}")


def dropped(article: Article, filters: Filters) -> Drop | None:
    """Why a clean page is dropped; None where it is kept. The first filter that objects is named."""
    return next((drop for test in FILTERS if (drop := test(article, filters))), None)


def _language(article: Article, filters: Filters) -> Drop | None:
    if not filters.languages:
        return None
    found = (article.language or guess_language(article.text) or UNKNOWN).lower()
    if any(_covers(one.lower(), found) for one in filters.languages):
        return None
    if found == UNKNOWN:
        return Drop("language", "no language is declared, and none is recognised")
    return Drop("language", f"the language is {found}" + ("" if article.language else ", by its words"))


def _covers(wanted: str, found: str) -> bool:
    return found == wanted or found.startswith(wanted + "-")


def _page_type(article: Article, filters: Filters) -> Drop | None:
    if not filters.page_types or article.page_type in filters.page_types:
        return None
    return Drop("page-type", f"the page is of type {article.page_type}")


def _length(article: Article, filters: Filters) -> Drop | None:
    length = len(article.text)
    return Drop("length", f"{length:,} characters") if length < filters.min_length else None


FILTERS: tuple[Callable[[Article, Filters], Drop | None], ...] = (_language, _page_type, _length)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
