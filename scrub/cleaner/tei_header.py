"""What a TEI document says of its source: https://tei-c.org/release/doc/tei-p5-doc/en/html/HD.html."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scrub.version import VERSION

if TYPE_CHECKING:
    from scrub.cleaner.article import Article

_APPLICATION = f'<application ident="scrub" version="{VERSION}"><label>scrub</label></application>'


def header(article: Article, xml: Callable[[str], str], attribute: Callable[[str], str]) -> str:
    """The <teiHeader>; xml and attribute escape page text."""
    metadata = article.metadata
    title = f"<title>{xml(article.title or '')}</title>"
    authors = "".join(f"<author>{xml(name)}</author>" for name in (article.author or "").split("; ") if name)
    publisher = f"<publisher>{xml(article.site_name)}</publisher>" if article.site_name else ""
    licence = metadata.licence or ""
    target = f" target={attribute(licence)}" if licence.startswith(("http://", "https://")) else ""
    availability = (
        f"<availability><licence{target}>{xml(licence)}</licence></availability>" if licence else ""
    )
    return "\n".join(
        [
            "<teiHeader>\n<fileDesc>",
            f"<titleStmt>{title}{authors}</titleStmt>",
            f"<publicationStmt>{publisher}{availability}</publicationStmt>"
            if publisher
            else f"<publicationStmt><p>{xml(licence)}</p></publicationStmt>",
            f"<sourceDesc><bibl>{title}{authors}{publisher}{_source(article, xml, attribute)}</bibl></sourceDesc>",
            "</fileDesc>",
            f"<encodingDesc><appInfo>{_APPLICATION}</appInfo></encodingDesc>",
            _profile(article, xml, attribute),
            "</teiHeader>",
        ]
    )


def _source(article: Article, xml: Callable[[str], str], attribute: Callable[[str], str]) -> str:
    """Dates and addresses of the page."""
    metadata = article.metadata
    dates = (("publication", article.date), ("modification", metadata.modified))
    places = dict.fromkeys(filter(None, (metadata.canonical, article.url)))
    return "".join(
        f'<date type="{kind}" when={attribute(date)}>{xml(date)}</date>' for kind, date in dates if date
    ) + "".join(f"<ptr target={attribute(place)}/>" for place in places)


def _profile(article: Article, xml: Callable[[str], str], attribute: Callable[[str], str]) -> str:
    """Description, language and keywords."""
    metadata = article.metadata
    parts = []
    if metadata.description:
        parts.append(f"<abstract><p>{xml(metadata.description)}</p></abstract>")
    if article.language:
        parts.append(f"<langUsage><language ident={attribute(article.language)}/></langUsage>")
    terms = "".join(f"<term>{xml(tag)}</term>" for tag in metadata.tags)
    kind = f'<classCode scheme="https://schema.org">{xml(metadata.kind)}</classCode>' if metadata.kind else ""
    if terms or kind:
        parts.append(f"<textClass>{kind}{f'<keywords>{terms}</keywords>' if terms else ''}</textClass>")
    return f"<profileDesc>{''.join(parts)}</profileDesc>" if parts else ""
