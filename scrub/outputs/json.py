"""JSON: one indented object a page, with its structure; a stream of several is a stream of objects, as jq reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scrub.outputs.form import Form
from scrub.outputs.record import article_record, failure_record
from scrub.outputs.structure import structure_record
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


def render(page: Page, article: Article) -> str:
    """The record of the page."""
    return _dump(article_record(page, article) | {"structure": structure_record(article)})


def render_failure(page: Page, reason: str) -> str:
    """The record of an input that failed."""
    return _dump(failure_record(page, reason))


def _dump(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


FORM = Form("json", ".json", "", render, render_failure)
