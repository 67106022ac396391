"""HTML: the article as a page of its own, with nothing on it but what was kept; several pages are several documents."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from scrub.outputs.form import Form, ended
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.cleaner import Article, Comment


def render(page: Page, article: Article) -> str:  # noqa: ARG001 - every format is asked alike
    """The article as a document, and behind it the comments that came with it; "" where there is no text."""
    if not article.text:
        return ""
    language = f' lang="{escape(article.language)}"' if article.language else ""
    head = [f"<title>{escape(article.title or '')}</title>", *_metas(article)]
    body = f"<article>\n{ended(article.html)}</article>\n"
    if article.comments:
        body += "<section>\n" + "".join(map(_comment, article.comments)) + "</section>\n"
    return (
        f'<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n'
        + "".join(f"{line}\n" for line in head)
        + f"</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _metas(article: Article) -> list[str]:
    named = {"author": article.author, "date": article.date, "description": article.metadata.description}
    lines = [f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items() if value]
    if article.url and article.url.startswith(("http://", "https://")):
        lines.append(f'<link rel="canonical" href="{escape(article.url)}">')
    return lines


def _comment(comment: Comment) -> str:
    signed = ", ".join(filter(None, (comment.author, comment.date)))
    parts = [f"<p>{escape(part)}</p>\n" for part in comment.text.split("\n\n") if part]
    footer = f"<footer>{escape(signed)}</footer>\n" if signed else ""
    return f"<blockquote>\n{''.join(parts)}{footer}</blockquote>\n"


FORM = Form("html", ".html", "\f", render)
