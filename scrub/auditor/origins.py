"""Whose doing a piece of spam is, where that tells it apart from a hack: a visitor's, a theme's, the publisher's own.

None of these is hidden: what is, was put there by somebody who had access, unless it is a theme's credit.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from scrub.urls import host_of, registrable_domain
from scrub.values import REL_BIT, Document

# Names of containers in which visitors write, as classes and ids have them.
_COMMENT = re.compile(
    r"(?:#|\b)(?:(?:user|blog|post|article|facebook|fb)[_-])?(?:comments?|guestbook|shoutbox|replies|reviews?|testimonials)"
    r"(?:[_-]?(?:list|body|content|text|area|wrap(?:per)?|thread|section|item|inner|container|block|box|\d+))?",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\b(?:(?:web)?site(?: was| is)?(?: by|:)|theme|template|design(?:ed)?|built|skin|layout|plugin|extension|module|widget|counter|powered|developed|created|made"
    r"|proudly|templates)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:sponsored|advertis(?:ement|ing|ers?)|partner(?:s|ed)? content|paid (?:content|post|for|partnership)|promoted|affiliate"
    r"|1-800-gambler|begambleaware|gamble responsibly|anzeige|publicidad|publicité|pubblicità|реклама)\b",
    re.IGNORECASE,
)
_AROUND = 400  # characters in which a section says that it is paid for
_CREDIT_LENGTH = 160
_CREDIT_LINKS = 2
# What publishers sell room for on their own pages, and what injected spam sells as well.
_SOLD = frozenset({"gambling", "dating", "adult", "loans", "crypto", "other", "streaming", "fortune"})
# Nobody's theme sells these; what the classifier calls a few words of credit may be any other family.
_BY_NO_THEME = frozenset(
    {"escort", "gambling", "pharma", "replica", "loans", "crypto", "adult", "dating", "iptv"}
)
_FORGED = re.compile(r"passport|diploma|licen[cs]e|certificate|\bids?\b|banknote", re.IGNORECASE)


_SEVERITIES = ("info", "warning", "error")


class Origin(NamedTuple):
    """kind: instead of the finding's, "" where it stays. reason: in words, for the report."""

    kind: str
    reason: str
    lower: int = 1  # severities


def lowered(severity: str, steps: int) -> str:
    """A severity so many steps lower; info is the lowest."""
    return _SEVERITIES[max(0, _SEVERITIES.index(severity) - steps)]


def origin_of(
    document: Document, start: int, end: int, block: int, links: tuple[str, ...], family: str, *, hidden: bool
) -> Origin | None:
    """Who may have put `text[start:end]` there besides somebody who broke in; None for nobody."""
    if not document.markup:
        return None
    text = document.text[start:end]
    if _is_credit(text, links, family):
        return Origin(
            "", "it reads like the credit of a theme or extension, which whoever installed it agreed to"
        )
    if hidden:
        return None
    rels = _rels(document, start, end)
    if _in_comment(document, block) or (len(rels) and (rels & REL_BIT["ugc"]).all()):
        return Origin("comment_spam", "it stands where visitors write: a comment, not a break-in")
    if len(rels) and (rels & REL_BIT["sponsored"]).all():
        return Origin("", "its links are marked as paid for")
    if family in _SOLD and links and _own(links, document.url):
        around = document.text[max(start - _AROUND, 0) : end + _AROUND]
        if _PAID.search(around):
            return Origin("", "it links to the site's own pages, and says that it is paid for", lower=2)
        return Origin("", "it links to the site's own pages")
    return None


def _rels(document: Document, start: int, end: int) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    inside = (document.anchor_start >= start) & (document.anchor_end <= end)
    found: np.ndarray[tuple[int], np.dtype[np.uint16]] = document.anchor_rel[inside]
    return found


def _in_comment(document: Document, block: int) -> bool:
    """Whether an element around a block is named as visitors' own."""
    e = int(document.element[block])
    while e >= 0:
        names = document.element_label[e].split()
        if int(document.element_parent[e]) > 0 and any(_COMMENT.fullmatch(name) for name in names):
            return True
        e = int(document.element_parent[e])
    return False


def _is_credit(text: str, links: tuple[str, ...], family: str) -> bool:
    domains = {registrable_domain(host_of(link)) for link in links} - {""}
    short = len(text) <= _CREDIT_LENGTH and 0 < len(domains) <= _CREDIT_LINKS
    innocent = family not in _BY_NO_THEME and not _FORGED.search(text)
    return short and innocent and bool(_CREDIT.search(text))


def _own(links: tuple[str, ...], url: str | None) -> bool:
    """Whether all links stay on the page's site."""
    home = registrable_domain(host_of(url or ""))
    return all(registrable_domain(host_of(link)) in ("", home) for link in links)
