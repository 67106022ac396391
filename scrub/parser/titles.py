"""The title of a page without the name of its site, and the name of the site where only the title has it.

Three witnesses tell which end of `A - B` is the site: the name it gives itself, its host, and a
heading of the page that says A alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scrub.parser.tidy import sameness

_SEPARATOR = re.compile(r"\s+[|\-–—·•»«›‹~/]+\s+|\s*\|\s*|\s+::?\s+|:\s+")
_MAY_PART = frozenset("|-–—·•»«›‹~/:")  # no separator is without one of them
_ROUNDS = 4  # `Title | Section | Region | Site` and no further
_SECTION_WORDS = 4
_NO_NAME = frozenset(
    {
        "www",
        "com",
        "org",
        "net",
        "news",
        "blog",
        "edu",
        "gov",
        "info",
        "html",
        "index",
        "online",
        "shop",
        "mobile",
    }
)
_ENDS = " \u00a0|-–—·•"
_CUT_LENGTH = 60  # characters; what cuts titles leaves at least that much
_CUT = ("…", "...")
_HEADLINE_WORDS = 5  # different ones; fewer may be a section's name
_WORDS = re.compile(r"\w{2,}")


class Site(NamedTuple):
    """What the names of a site are compared with."""

    names: frozenset[str]  # names it gives itself, folded
    labels: frozenset[str]  # labels of its host: `example` of www.example.com


def site_of(names: Iterable[str], host: str) -> Site:
    """The witnesses for a site."""
    labels = host.split(".")
    joined = {"".join(labels[k:]) for k in range(len(labels) - 1)}
    single = {label for label in labels[:-1] if len(label) > 2 and label not in _NO_NAME}
    return Site(
        frozenset(filter(None, map(sameness, names))), frozenset(sameness(x) for x in single | joined)
    )


def choose_title(written: Sequence[str], headings: Sequence[str], site: Site) -> str | None:
    """The best of the titles a page gives, in order of trust: one that is also a heading, else the first.

    A title that is only the site's name, or cut short, loses against any other.
    """
    heads = {sameness(h) for h in headings} - site.names - {""}
    written = list(dict.fromkeys(filter(None, written)))
    for title in written:
        if sameness(title) in heads:
            return title
    titles = [title for text in written if not _is_site(title := without_site(text, heads, site)[0], site)]
    for title in titles:
        if sameness(title) in heads:
            return title
    heading = [h for h in headings if sameness(h) in heads][:1]
    if len(heads) == 1 and _is_reworded(heading[0], titles):
        return heading[0]
    whole = [title for title in titles if not _is_cut(title, [*titles, *headings])]
    return next(iter([*whole, *heading, *titles, *written]), None)


def _is_reworded(heading: str, titles: Sequence[str]) -> bool:
    """Whether a page's only heading says in other words what a title for searchers and networks says."""
    words = set(_WORDS.findall(heading.casefold()))
    return len(words) >= _HEADLINE_WORDS and any(
        3 * len(words & set(_WORDS.findall(title.casefold()))) >= len(words) for title in titles
    )


def _is_cut(title: str, others: Sequence[str]) -> bool:
    """Whether a title is only the beginning of another: JSON-LD headlines end after 110 characters."""
    if title.endswith(_CUT):
        return True
    key = sameness(title)
    return len(title) > _CUT_LENGTH and any(
        len(other) > len(title) and sameness(other).startswith(key) for other in others
    )


def without_site(title: str, heads: set[str], site: Site) -> tuple[str, str]:
    """The title without the site's name and sections, and the site's name as it stood there or ""."""
    name = ""
    for _ in range(_ROUNDS):
        if _MAY_PART.isdisjoint(title):
            break
        edges = list(_SEPARATOR.finditer(title))
        if not edges or sameness(title) in heads:
            break
        before, after = title[: edges[0].start()], title[edges[0].end() :]
        start, last = title[: edges[-1].start()], title[edges[-1].end() :]
        if _is_site(last, site):
            title, name = start, name or last
        elif _is_site(before, site):
            title, name = after, name or before
        elif sameness(start) in heads or _is_section(start, edges[-1][0], last):
            title = start
        elif sameness(after) in heads:
            title = after
        else:
            break
    return title.strip(_ENDS), name.strip()


def _is_section(start: str, separator: str, last: str) -> bool:
    """Whether `start | last` ends in a section or in a site nobody names: short, behind a bar."""
    words = last.split()
    return "|" in separator and len(words) <= _SECTION_WORDS and len(start.split()) > max(2, len(words))


def _is_site(part: str, site: Site) -> bool:
    key = sameness(part)
    if not key:
        return True
    if key in site.names or key in site.labels:
        return True
    if any(_overlap(key, name) for name in site.names):
        return True
    initials = "".join(word[0] for word in part.split()).casefold()
    return any(len(label) > 3 and _overlap(key, label) for label in site.labels) or (
        len(initials) > 2 and initials in site.labels
    )


def _overlap(key: str, name: str) -> bool:
    """Whether one holds the other and little else: The Guardian, Guardian, guardian.co.uk."""
    short, long = sorted((key, name), key=len)
    return len(short) > 3 and 2 * len(short) > len(long) and short in long
