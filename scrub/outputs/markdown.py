"""Markdown: headings, lists, tables, quotes, code, images and links kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrub.outputs.form import Form, ended
from scrub.outputs.quoting import quoted
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


def render(page: Page, article: Article) -> str:  # noqa: ARG001 - every format is asked alike
    """The article in Markdown, and below a rule the comments that came with it, as quotes."""
    return ended(article.markdown) + "".join(map(quoted, article.comments))


FORM = Form("markdown", ".md", "\n---\n\n", render)
