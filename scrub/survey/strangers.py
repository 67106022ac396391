"""Pages that do not belong to the site: another language, none of its navigation, and words of spam.

The commonest form is the Japanese keyword hack: thousands of generated pages in the sitemap, which
nobody who reads the site would ever meet.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding, Located
from scrub.survey.hosts import domain_of
from scrub.survey.subject import Place, Subject
from scrub.text.language import guess_language
from scrub.urls import resolve

_SAMPLE = 4_000  # characters that tell the language
_LINKS = 24  # internal links of a page that are kept: the first ones are its navigation
_LEAST = 3  # pages that make a cluster
_SITE = 5  # and as many other pages have to say what the site is like
_COMMON = 0.5  # share of the site's pages that a link stands on, when it is navigation
_DECLARED = 0.2  # share of the site's pages that name a language as a translation
_WEAK = 0.3  # probability of injection of the page's worst block that counts beside other signals
_MOST_TOLD = 500
# Addresses whose path is the one that they lead to.
_RESOLVED = re.compile(r"https?://|/(?![/\\])(?:[^\s\\/]|/(?![./\\]))*+\Z")


class Belonging(NamedTuple):
    """What tells whether a page belongs. links: checksums of the paths it links to inside the site, of
    four bytes each, since all pages of a site are kept.

    path: the checksum of its own, -1 where it has no address. mould: checksum of its elements; generated pages have the same ones in the same order.
    """

    language: str
    score: float
    alarmed: bool
    links: bytes
    path: int
    declared: tuple[str, ...]
    title: str
    mould: int


class Strangers:
    """Clusters of pages in a language the site does not use, without its navigation or with words of spam.

    Innocents: translations (navigation or hreflang lead there), a post or two in another language, a
    site in several languages under one template.
    """

    probe = "languages and templates, on all pages"

    def __init__(self) -> None:
        self._pages: list[tuple[Place, Belonging]] = []

    @staticmethod
    def facts(subject: Subject) -> Belonging | None:
        """Language, worst score and navigation of a page."""
        document, verdicts = subject.document, subject.verdicts
        language = guess_language(document.text[:_SAMPLE])
        if not document.markup or not language:
            return None
        declared = tuple(
            one.name.removeprefix("hreflang ").partition("-")[0].lower()
            for one in subject.inventory.addresses[:40]
            if one.name.startswith("hreflang")
        )
        return Belonging(
            language=language.partition("-")[0],
            score=float(verdicts.score.max(initial=0.0)),
            alarmed=bool(verdicts.span_removed.any() or verdicts.span_warned.any()),
            links=_internal(subject),
            path=_checksum(subject.page.url) if subject.page.url else -1,
            declared=tuple(dict.fromkeys(declared)),
            title=(subject.document.metadata.title or "")[:200],
            mould=zlib.crc32(document.element_tag.tobytes()),
        )

    def add(self, place: Place, facts: Belonging) -> None:
        """Takes one page."""
        self._pages.append((place, facts))

    def findings(self, found: Sequence[Located]) -> Iterator[tuple[Place, Finding]]:  # noqa: ARG002 - others need it
        """One finding for every page of a cluster that does not belong."""
        by_language: dict[str, list[tuple[Place, Belonging]]] = defaultdict(list)
        for place, page in self._pages:
            by_language[page.language].append((place, page))
        home = _home_language(by_language)
        site = by_language.get(home, [])
        if len(site) < _SITE:
            return
        common = _navigation([page for _, page in site])
        declared = Counter(language for _, page in site for language in page.declared)
        for language, pages in by_language.items():
            expected = language == home or declared[language] >= _DECLARED * len(site)
            outside = [one for one in pages if one[1].path not in common and _lacks(one[1], common)]
            others = outside if expected else [one for one in pages if one[1].path not in common]
            yield from _strange(others, len(outside), "" if language == home else language, home)


def _lacks(page: Belonging, common: frozenset[int]) -> bool:
    """Whether a page has none of the site's navigation."""
    return bool(common) and common.isdisjoint(_linked(page))


def _home_language(by_language: dict[str, list[tuple[Place, Belonging]]]) -> str:
    """The language of the home page, where it is known, else of most pages that alarm nobody."""
    for language, pages in by_language.items():
        if any(urlsplit(place.url).path in ("", "/") for place, _ in pages):
            return language
    return max(
        by_language, key=lambda name: sum(not page.alarmed for _, page in by_language[name]), default=""
    )


def _navigation(pages: Sequence[Belonging]) -> frozenset[int]:
    """The links that stand on many of the pages."""
    counts = Counter(link for page in pages for link in set(_linked(page)))
    return frozenset(link for link, count in counts.items() if count >= max(2, _COMMON * len(pages)))


def _strange(
    pages: list[tuple[Place, Belonging]], outside: int, language: str, home: str
) -> Iterator[tuple[Place, Finding]]:
    """Findings on pages that may not belong; language is "" where the site uses it.

    An error needs words of spam besides what makes the pages strange.
    """
    spam = [one for one in pages if one[1].alarmed or one[1].score >= _WEAK]
    untemplated, spammy = outside >= 0.5 * len(pages), len(spam) >= 0.5 * len(pages)
    moulded = _moulded([page for _, page in pages])
    if len(pages) < _LEAST or not (spammy or (untemplated and moulded and language)):
        return
    reasons = (
        *((f"one of {len(pages)} pages in {language} on a site in {home}",) if language else ()),
        *((f"{outside} pages have none of the site's navigation",) if untemplated else ()),
        *(("they are made in one mould",) if moulded else ()),
        *((f"{len(spam)} of them read like spam",) if spammy else ()),
    )
    chosen = pages if untemplated else spam
    for place, page in chosen[:_MOST_TOLD]:
        yield (
            place,
            Finding(
                kind="foreign_pages" if language else "doorway",
                severity="error" if spammy else "warning",
                text=page.title or place.url,
                score=max(page.score, 0.6),
                family="other",
                reasons=reasons,
                css_path="html",
                line=None,
                links=(),
                advice=ADVICE["foreign_pages" if language else "doorway"],
                language=language or page.language,
            ),
        )


def _moulded(pages: Sequence[Belonging]) -> bool:
    """Whether most of the pages have the very same elements."""
    counts = Counter(page.mould for page in pages)
    return bool(counts) and max(counts.values()) >= max(_LEAST, 0.6 * len(pages))


def _linked(page: Belonging) -> memoryview:
    return memoryview(page.links).cast("I")


def _internal(subject: Subject) -> bytes:
    """Checksums of the first paths that a page links to on its own site."""
    url = subject.page.url
    own = None if url is None else _checksum(url)
    found: dict[int, None] = {}
    for href in dict.fromkeys(subject.document.anchor_href[:200]):
        if href.startswith(("#", "mailto:", "javascript:")):
            continue
        target = href if _RESOLVED.match(href) else resolve(url, href)
        if url and domain_of(target) not in ("", subject.home):
            continue
        checksum = _checksum(target)
        if checksum != own:
            found[checksum] = None
        if len(found) >= _LINKS:
            break
    return array("I", found).tobytes()


@lru_cache(maxsize=10_000)
def _checksum(url: str) -> int:
    """32 bits of the path of an address."""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url
    return zlib.crc32(path.rstrip("/").encode("utf-8", "replace"))
