"""Document and Verdicts -> Article: main content without what was injected, and how to undo that."""

from __future__ import annotations

from scrub.cleaner.article import Article, Comment, Image, Link, Mark, SourceCuts, Step, Unit, restore
from scrub.cleaner.comments import find_comments
from scrub.cleaner.composition import compose
from scrub.cleaner.removals import describe
from scrub.cleaner.source_cuts import source_cuts
from scrub.values import Document, Verdicts

__all__ = [
    "Article",
    "Comment",
    "Image",
    "Link",
    "Mark",
    "SourceCuts",
    "Step",
    "Unit",
    "clean_document",
    "restore",
    "source_cuts",
]


def clean_document(
    document: Document, verdicts: Verdicts, source: str | None = None, *, comments: bool = True
) -> Article:
    """The article of a document.

    source is the page as text, where it is at hand: removals then know the line they stood on. Readers'
    comments are no part of the text, but of a forum; without `comments` they are left out altogether.
    """
    discussion = find_comments(document, verdicts)
    main = verdicts.main if discussion.blocks is None else verdicts.main & ~discussion.blocks
    composition = compose(document, verdicts, main)
    metadata, text = document.metadata, composition.text
    removed = describe(document, verdicts, composition.cut_of_span, source)
    return Article(
        url=document.url,
        text=text,
        title=metadata.title,
        author=metadata.author,
        date=metadata.date,
        language=metadata.language,
        site_name=metadata.site_name,
        page_type=verdicts.page_type,
        page_type_score=verdicts.page_type_score,
        removed=removed,
        flagged=int((~verdicts.span_removed).sum()) if len(verdicts.span_removed) else 0,
        suspected=_suspected(document, verdicts),
        why=_why_empty(document, verdicts) if not text or text.isspace() else "",
        structure=composition.units,
        comments=discussion.comments if comments else (),
        metadata=metadata,
        model=verdicts.model,
    )


def _suspected(document: Document, verdicts: Verdicts) -> tuple[str, ...]:
    if not len(verdicts.span_start):
        return ()
    spans = zip(verdicts.span_start.tolist(), verdicts.span_end.tolist(), verdicts.span_removed.tolist())
    return tuple(document.text[start:end] for start, end, removed in spans if not removed)


def _why_empty(document: Document, verdicts: Verdicts) -> str:
    if not len(document.start):
        return "the page has no text"
    if verdicts.doorway:
        return "doorway page: all of its text is injected spam"
    if not verdicts.main.any():
        return "no main content found"
    return "all of the main content is injected spam"
