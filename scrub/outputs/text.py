"""Plain text: what is left of the page, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrub.outputs.form import Form, ended
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article


def render(page: Page, article: Article) -> str:  # noqa: ARG001 - every format is asked alike
    """The clean text, and behind it the comments that came with it."""
    comments = (comment.text for comment in article.comments)
    return ended("\n\n".join(filter(None, (article.text, *comments))))


# Between pages stands a form feed, the plain-text sign for a new page.
FORM = Form("text", ".txt", "\f", render)
