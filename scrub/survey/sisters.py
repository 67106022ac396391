"""Addresses on other domains that a page gives for itself, and that are of its own house all the same.

A firm has a domain for every country, a magazine prints what its sister wrote, a machine of the
host still has the name it was set up under. Hackers lead elsewhere: to a name that has nothing of
the site's, and to a path of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from scrub.parser.inventory import Named
from scrub.survey.hosts import domain_of, label
from scrub.urls import host_of

_INSIDE = 4  # letters of a name that is not inside another name by chance
_BEGIN = 5  # letters that two names share where they begin, or the name of one in a long host of the other
_SLUG = 8  # characters of the last part of a path that two pages do not share by chance
# Codes of countries whose domains end otherwise.
_ENDINGS = {"gb": "uk"}


def is_place(domain: str) -> bool:
    """Whether anybody can be sent to a domain: a single word is somebody's slip of the pen."""
    return "." in domain or ":" in domain


def is_sister(address: str, home: str) -> bool:
    """Whether the names of two sites are related: thomann and thomannmusic, a copy at thomann.hosting.example."""
    own, other = _letters(label(home)), _letters(label(domain_of(address)))
    if min(len(own), len(other)) >= _INSIDE and (own in other or other in own):
        return True
    if min(len(own), len(other)) >= _BEGIN and own[:_BEGIN] == other[:_BEGIN]:
        return True
    return len(own) >= _BEGIN and own in _letters(host_of(address))


def is_edition(one: Named, every: Iterable[Named], url: str) -> bool:
    """Whether a translation is an edition of the site: at the country's own domain, one of several of the
    same name, or with the page's own path.
    """
    domain = domain_of(one.text)
    country = one.name.removeprefix("hreflang ").lower().partition("-")[2]
    if country and domain.endswith("." + _ENDINGS.get(country, country)):
        return True
    named = {domain_of(other.text) for other in every if other.name.startswith("hreflang")}
    if len({other for other in named if label(other) == label(domain)}) > 1:
        return True
    return same_slug(one.text, url)


def same_slug(address: str, url: str) -> bool:
    """Whether two addresses end in the same words: the same page at another place."""
    slug = _slug(url)
    return len(slug) >= _SLUG and slug == _slug(address)


def _slug(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2].lower()


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
