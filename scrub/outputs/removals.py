"""The file of `--removed`: everything that was taken out, one removal a line, enough to undo it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from scrub.outputs.jsonl import dump_line
from scrub.outputs.record import source_record
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


def render(page: Page, article: Article) -> str:
    """One line for each removal of the page: its address, its source, and all fields of Removal."""
    where = {"url": article.url, "source": source_record(page)}
    return "".join(dump_line(where | asdict(removal)) for removal in article.removed)
