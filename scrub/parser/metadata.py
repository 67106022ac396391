"""What a page says of itself: title, author, dates, site, language and the rest.

Sources in order of trust: JSON-LD, Open Graph and article:*, the vocabularies of libraries and
publishers (citation_*, Dublin Core, Parse.ly, Sailthru), plain meta names, then microdata and the
visible page. Elements of the body are only asked for what the head leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain

from selectolax.lexbor import LexborHTMLParser

from scrub.parser.authors import is_account, join_authors
from scrub.parser.bylines import (
    Times,
    class_date,
    class_names,
    date_below_heading,
    microdata,
    read_times,
    related_names,
)
from scrub.parser.dates import date_in_url, parse_date
from scrub.parser.gathered import Gathered, gather
from scrub.parser.head import read_head, read_links, read_titles
from scrub.parser.jsonld import Linked, read_linked
from scrub.parser.metas import Metas
from scrub.parser.nodes import deep_text, element_of
from scrub.parser.tidy import sameness, tidy
from scrub.parser.titles import choose_title, site_of, without_site
from scrub.urls import host_of, resolve
from scrub.values import Metadata

_SHORT_TITLE = 20  # characters; a shorter title may be part of a site's name by chance
_MOST_TAGS = 50
_TAG_LENGTH = 100  # characters of one

# Names of meta elements per field, in order of trust; property, name and itemprop count alike.
_AUTHOR = (
    "citation_author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "author",
    "dc.creator", "dcterms.creator", "dc.contributor.author", "byl", "byline", "twitter:data1:author", "cxenseparse:author",
)  # fmt: skip
_DATE = (
    "article:published_time", "og:published_time", "article:published", "citation_publication_date",
    "citation_online_date", "citation_date", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "datepublished",
    "date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "date.release",
    "article.published", "cxenseparse:recs:publishtime", "rnews:datepublished", "article_date_original",
    "og:pubdate", "timestamp", "last_published",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:modified", "dcterms.modified",
    "dc.date.modified", "datemodified", "lastmod", "last-modified", "article.updated", "revised",
)  # fmt: skip
_SITE_NAME = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "dcterms.publisher",
)
_DESCRIPTION = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.description",
)
_IMAGE = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "thumbnail",
)
_TAGS = (
    "article:tag",
    "news_keywords",
    "keywords",
    "parsely-tags",
    "sailthru.tags",
    "citation_keywords",
    "dc.subject",
)
_LICENCE = ("dcterms.license", "dc.rights.license", "dcterms.rights", "dc.rights", "license")
_LANGUAGE = ("content-language", "og:locale", "dc.language", "dcterms.language", "language")

_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z])", re.I)
_LANGUAGE_LENGTH = 16  # characters; a tag and what follows it are shorter
_BETWEEN_TAGS = re.compile(r"\s*[,;|]\s*")
_MONTH_FIRST = re.compile(r"en(?:-(?:us|ph))?\Z", re.I)


def read_metadata(tree: LexborHTMLParser, url: str | None, gathered: Gathered | None = None) -> Metadata:
    """Read the metadata of a parsed page. Never raises: what makes no sense is left out.

    `gathered` are the tree's elements, where they are at hand.
    """
    gathered = gathered or gather(tree)
    metas = gathered.metas
    head = read_head(tree)
    links = read_links(head)
    titles = read_titles(head, metas)
    scripts = (deep_text(element_of(one)) for one in gathered.linked)
    linked = read_linked(scripts, url or links.get("canonical"), " ".join(titles))
    language = _language(tree, metas, linked)
    page = _Body(tree, gathered, bool(_MONTH_FIRST.match(language or "")))
    title, site_name = _title_and_site(titles, metas, linked, page, url or links.get("canonical") or "")
    published, modified = _dates(metas, linked, page, url or links.get("canonical"))
    return Metadata(
        title=title,
        author=_author(metas, linked, page, site_name),
        date=published,
        modified=modified,
        language=language,
        site_name=site_name,
        description=_first(metas, _DESCRIPTION, 2_000) or linked.description or None,
        canonical=_address(links.get("canonical") or _first(metas, ("og:url",), 2_000), url),
        image=_address(_first(metas, _IMAGE, 2_000) or linked.image or links.get("image_src"), url),
        tags=_tags(metas, linked),
        licence=_licence(metas, links, linked, url),
        kind=(_first(metas, ("og:type",), 50) or linked.kind or "").lower() or None,
        headline=linked.headline or _first(metas, ("og:title",), 500) or None,
        article_body=linked.body or None,
        comments=linked.comments,
    )


class _Body:
    """The visible page, asked only when the head is silent, and each question once."""

    def __init__(self, tree: LexborHTMLParser, gathered: Gathered, month_first: bool) -> None:
        self.tree = tree
        self.gathered = gathered
        self.month_first = month_first

    @cached_property
    def microdata(self) -> dict[str, list[str]]:
        return microdata(self.gathered.properties)

    @cached_property
    def times(self) -> Times:
        return read_times(self.gathered.times, self.month_first)

    @cached_property
    def headings(self) -> list[str]:
        return [t for one in self.gathered.headings[:5] if (t := tidy(deep_text(element_of(one), " "), 500))]


def _first(metas: Metas, names: Iterable[str], longest: int) -> str:
    """The first value that is not blank, by name in order of trust; "" where there is none."""
    for name in names:
        for content in metas.get(name, ()):
            if value := tidy(content, longest):
                return value
    return ""


def _title_and_site(
    titles: list[str], metas: Metas, linked: Linked, page: _Body, url: str
) -> tuple[str | None, str | None]:
    named = [name for key in _SITE_NAME if (values := metas.get(key)) and (name := _site_name(values[0]))]
    if linked.publisher:
        named.append(_site_name(linked.publisher))
    written = [linked.headline, *titles] if linked.headline else titles
    named = [name for name in named if not _holds_title(name, written)]
    site = site_of(named, host_of(url))
    title = choose_title(written, page.headings, site)
    if not any(named) and titles:
        named = [without_site(titles[-1], set(), site)[1]]
    return title, next(filter(None, named), None)


def _holds_title(name: str, titles: list[str]) -> bool:
    """Whether a site's name is in truth a page's title with the site's name behind it."""
    key = sameness(name)
    return any(_SHORT_TITLE < len(t) < len(name) and sameness(t) in key for t in titles)


def _site_name(text: str) -> str:
    """A site's name; where somebody wrote the address instead, the host."""
    text = tidy(text, 200)
    return (host_of(text) or text.strip("/")).removeprefix("www.") if "." in text else text


def _author(metas: Metas, linked: Linked, page: _Body, site_name: str | None) -> str | None:
    """Authors by the most trusted source that names a person, and not the site itself or an account.

    A meta element that names the same author and others beside is more complete than JSON-LD.
    """
    site = site_name or ""
    in_metas = [join_authors(metas[name], site) for name in _AUTHOR if name in metas]
    visible = (join_authors(source, site) for source in _visible_authors(page))
    weak = None
    for author in chain([join_authors(linked.authors, site)], in_metas, visible):
        if author and (sameness(author) == sameness(site) or all(map(is_account, author.split("; ")))):
            weak = weak or author
        elif author:
            named = [author, *filter(None, in_metas)]
            return max((one for one in named if author in one.split("; ") or one == author), key=len)
    return weak


def _visible_authors(page: _Body) -> Iterator[list[str]]:
    yield page.microdata.get("author") or page.microdata.get("creator") or []
    yield related_names(page.gathered.authors)
    yield class_names(page.tree)


def _dates(metas: Metas, linked: Linked, page: _Body, url: str | None) -> tuple[str | None, str | None]:
    """Dates of publication and of the last change."""
    written = [linked.published, *(metas[name][0] for name in _DATE if name in metas), linked.created]
    published = _first_date(written, page)
    if not published:
        published = _first_date(page.microdata.get("datepublished", ()), page) or page.times.published
    if not published:
        published = date_in_url(url or "") or class_date(page.tree, page.month_first)
    if not published:
        heading = next(iter(page.gathered.headings), None)
        published = date_below_heading(page.tree, heading, page.month_first)
    changed = [linked.modified, *(metas[name][0] for name in _MODIFIED if name in metas)]
    modified = _first_date(changed, page)
    if not modified:
        modified = _first_date(page.microdata.get("datemodified", ()), page) or page.times.modified
    return published or None, modified or None


def _first_date(written: Iterable[str], page: _Body) -> str | None:
    dates = (parse_date(text, month_first=page.month_first) for text in written if text)
    return next(filter(None, dates), None)


def _language(tree: LexborHTMLParser, metas: Metas, linked: Linked) -> str | None:
    """BCP 47 tag of the page: `de`, `pt-BR`, `zh-Hant-TW`."""
    html = tree.root
    attributes = html.attributes if html is not None else {}
    for text in (attributes.get("lang"), attributes.get("xml:lang")):
        if text and (language := _language_tag(text.strip()[:_LANGUAGE_LENGTH])):
            return language
    for text in (_first(metas, _LANGUAGE, 35), linked.language):
        if language := _language_tag(text.strip()[:_LANGUAGE_LENGTH]):
            return language
    return None


@lru_cache(maxsize=256)
def _language_tag(text: str) -> str | None:
    match = _LANGUAGE_TAG.match(text)
    if not match:
        return None
    language, script, region = (part or "" for part in match.groups())
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))


def _tags(metas: Metas, linked: Linked) -> tuple[str, ...]:
    """Keywords by the first source that has some, each once."""
    for source in (linked.tags, *(metas[name] for name in _TAGS if name in metas)):
        parts = [tidy(part, _TAG_LENGTH) for text in source for part in _tag_parts(text)]
        tags = {sameness(part): part for part in parts if part}
        tags.pop("", None)
        if tags:
            return tuple(tags.values())[:_MOST_TAGS]
    return ()


def _tag_parts(text: str) -> list[str]:
    """Keywords with white space around them, where they are short enough for `tidy` to see all of it."""
    if len(text) > _TAG_LENGTH:
        return _BETWEEN_TAGS.split(text)
    return text.replace(";", ",").replace("|", ",").split(",")


def _licence(metas: Metas, links: dict[str, str], linked: Linked, url: str | None) -> str | None:
    """Address or words of the licence."""
    return _address(links.get("license"), url) or linked.licence or _first(metas, _LICENCE, 500) or None


def _address(href: str | None, url: str | None) -> str | None:
    """The absolute http(s) address of an href, or None."""
    if not href:
        return None
    if url and not href.startswith(("https://", "http://")):
        href = resolve(url, href)
    address = tidy(href, 2_000)
    return address if host_of(address) else None
