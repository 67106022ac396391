"""The record of one input: what JSON and JSONL say of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article

# What a page says of itself beside what the record has at its top.
_METADATA = ("modified", "description", "tags", "licence", "canonical", "image")


def article_record(page: Page, article: Article) -> dict[str, Any]:
    """The record of a cleaned page."""
    carried = {} if page.carried is None else {"carried": dict(page.carried)}
    return {
        "url": article.url,
        "source": source_record(page),
        "title": article.title,
        "author": article.author,
        "date": article.date,
        "language": article.language,
        "site_name": article.site_name,
        "page_type": article.page_type,
        "metadata": {name: getattr(article.metadata, name) for name in _METADATA},
        "text": article.text,
        "comments": [comment._asdict() for comment in article.comments],
        "why": article.why or None,
        "removed": [asdict(removal) for removal in article.removed],
        "model": article.model,
        "error": None,
        **carried,
    }


def failure_record(page: Page, reason: str) -> dict[str, Any]:
    """The record of an input that gave no page: the same keys, with `error` saying why."""
    empty = dict.fromkeys(("title", "author", "date", "language", "site_name", "page_type"))
    return {
        "url": page.url,
        "source": source_record(page),
        **empty,
        "metadata": None,
        "text": "",
        "comments": [],
        "why": None,
        "removed": [],
        "model": None,
        "error": reason,
    }


def source_record(page: Page) -> dict[str, str | int | None]:
    """Where a page came from: enough to find it again in a folder, an archive or a table."""
    return {"file": page.source, "offset": page.offset, "record_id": page.record_id, "row": page.row}
