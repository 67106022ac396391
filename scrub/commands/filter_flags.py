"""The flags that say which records are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

# Written out, since its table costs help twice its time; a test compares.
PAGE_TYPES = ("article", "forum", "product", "collection", "listing", "documentation", "service")

_FLAGS = (
    click.option(
        "--drop-duplicates",
        "duplicates",
        type=click.Choice(("exact", "near")),
        help="Keep the first of records with the same clean text, or with nearly the same.",
    ),
    click.option(
        "--page-type",
        "page_types",
        multiple=True,
        type=click.Choice(PAGE_TYPES),
        help="Keep pages of this type; may be repeated.",
    ),
    click.option(
        "--url-exclude",
        multiple=True,
        metavar="PATTERN",
        help="Drop pages whose address matches; may be repeated.",
    ),
    click.option(
        "--url-include",
        multiple=True,
        metavar="PATTERN",
        help="Keep pages whose address matches this regular expression; may be repeated.",
    ),
    click.option(
        "--min-length",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Keep pages of at least N characters of clean text.",
    ),
    click.option(
        "--language",
        "languages",
        multiple=True,
        metavar="TAG",
        help="Keep pages in this language (en, pt-BR; und: unknown); may be repeated.",
    ),
)


def filtering(command: Callable[..., Any]) -> Any:
    """Adds the flags of Filters; the command gets them as one argument, `filters`."""

    @wraps(command)
    def with_filters(
        *arguments: Any,
        languages: tuple[str, ...],
        min_length: int,
        url_include: tuple[str, ...],
        url_exclude: tuple[str, ...],
        page_types: tuple[str, ...],
        duplicates: str | None,
        **named: Any,
    ) -> Any:
        from scrub.batch import Filters

        filters = Filters(languages, min_length, url_include, url_exclude, page_types, duplicates)
        return command(*arguments, filters=filters, **named)

    decorated: Any = with_filters
    for add in _FLAGS:
        decorated = add(decorated)
    return decorated
