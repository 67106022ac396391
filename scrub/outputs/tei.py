"""TEI-XML: structure and metadata for those who read texts by machine; several pages are several documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrub.outputs.form import Form
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


def render(page: Page, article: Article) -> str:  # noqa: ARG001 - every format is asked alike
    """The article as a document of its own."""
    return article.tei


FORM = Form("tei", ".xml", "\f", render)
