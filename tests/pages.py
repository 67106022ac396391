"""Articles of small pages in which every block is main content and the named texts are injected."""

from __future__ import annotations

from collections.abc import Iterable

from verdicts import spans_of, verdicts_for

from scrub.cleaner import Article, clean_document
from scrub.parser import parse_markup


def cleaned(
    html: str,
    *spam: str,
    url: str | None = None,
    main: Iterable[int] | None = None,
    unit: int = 0,
    doorway: bool = False,
) -> Article:
    """The article of a page."""
    document = parse_markup(html, url)
    spans = spans_of(document, *spam)
    verdicts = verdicts_for(document, spans=spans, main=main, unit=unit, doorway=doorway)
    return clean_document(document, verdicts, html)
