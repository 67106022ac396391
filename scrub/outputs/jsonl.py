"""JSONL: one object a line, one line an input, failures included."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scrub.outputs.form import Form
from scrub.outputs.record import article_record, failure_record
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


def render(page: Page, article: Article) -> str:
    """The record of the page."""
    return dump_line(article_record(page, article))


def render_failure(page: Page, reason: str) -> str:
    """The record of an input that failed."""
    return dump_line(failure_record(page, reason))


def dump_line(record: dict[str, Any]) -> str:
    """The record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


FORM = Form("jsonl", ".jsonl", "", render, render_failure)
