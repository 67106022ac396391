"""Redirects of honest sites that spam is sent through: `/go?url=https://casino.example/`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding, Located
from scrub.places import Points
from scrub.survey.hosts import SERVICES, domain_of
from scrub.survey.subject import Place, Subject
from scrub.survey.worded import judge_texts

_PARAMETER = re.compile(
    r"(?i)[?&;](?:url|u|uri|link|href|to|go|goto|out|away|redir|redirect|redirect_?(?:to|url|uri)|return|return_?(?:to|url)"
    r"|next|target|dest|destination|continue|forward|jump|location|site|q|r)=((?:https?(?::|%3a)(?:/|%2f){2}|(?:/|%2f){2})[^&;\s]+)"
)
_MOST = 50


class Through(NamedTuple):
    """A link that leads through a redirect. through: the domain whose redirect it is."""

    target: str
    through: str
    href: str
    text: str
    spam: bool
    css_path: str
    point: tuple[int, int] | None


class OpenRedirects:
    """Links through somebody's redirect to a domain of spam.

    An error where other findings accuse the target, a warning where the words of the link are spam.
    Innocents: counters of honest outgoing links, log-ins that lead back, buttons that share a page.
    """

    probe = "links through redirects"

    def __init__(self) -> None:
        self._links: dict[str, list[tuple[Place, Through]]] = defaultdict(list)

    @staticmethod
    def facts(subject: Subject) -> tuple[Through, ...] | None:
        """The links of a page that lead through redirects, and its own address where it is one."""
        kept = subject.once(_kept)
        if not kept:
            return None
        judged = judge_texts(words_of_redirects(subject), subject.options)
        return tuple(one._replace(spam=verdict.sure) for one, verdict in zip(kept, judged, strict=True))

    def add(self, place: Place, facts: tuple[Through, ...]) -> None:
        """Takes the links of one page."""
        for one in facts:
            kept = self._links[domain_of(one.target)]
            if len(kept) < 1_000:
                kept.append((place, one))

    def findings(self, found: Sequence[Located]) -> Iterator[tuple[Place, Finding]]:
        """The links whose words, or whose target, are spam."""
        accused = {
            domain_of(href) for one in found if one.finding.severity == "error" for href in one.finding.links
        }
        told = {
            (one.url, href) for one in found for href in one.finding.links if one.finding.severity != "info"
        }
        for domain, links in self._links.items():
            for place, one in links:
                if (place.url, one.href) not in told and (one.spam or domain in accused):
                    yield place, _finding(one, domain, accused=domain in accused)


def words_of_redirects(subject: Subject) -> list[str]:
    """The words of a page's links through redirects, and of the addresses they lead to."""
    return [f"{one.text} {_words(one.target)}" for one in subject.once(_kept)]


def _kept(subject: Subject) -> list[Through]:
    """The links that lead through redirects; nobody has judged them yet."""
    points = Points(subject.source)
    found = [
        _through(subject, j, href, points)
        for j, href in enumerate(subject.document.anchor_href)
        if "=" in href
    ]
    return [one for one in (*found, _own(subject)) if one is not None][:_MOST]


def _through(subject: Subject, j: int, href: str, points: Points) -> Through | None:
    target = target_of(href)
    if not target or domain_of(target) in SERVICES:
        return None
    through = domain_of(href, subject.page.url) or subject.home
    if domain_of(target) in (through, subject.home) or through in SERVICES:
        return None
    document = subject.document
    text = document.text[int(document.anchor_start[j]) : int(document.anchor_end[j])]
    path = document.css_path(int(document.anchor_block[j]))
    return Through(target, through, href, text, False, path, points.next(href))


def _own(subject: Subject) -> Through | None:
    """The page's own address, where a search engine knows it as a redirect."""
    url = subject.page.url or ""
    target = target_of(url)
    if not target or domain_of(target) in (subject.home, *SERVICES):
        return None
    return Through(target, subject.home, url, subject.document.metadata.title or "", False, "html", None)


def target_of(href: str) -> str:
    """The absolute address that a link hands to a redirect; "" where there is none."""
    if href.find("//", 8) < 0 and "%2f" not in href.lower():
        return ""
    match = _PARAMETER.search(href[:4_000])
    if not match:
        return ""
    target = unquote(match[1])
    return target if domain_of(target) else ""


def _words(target: str) -> str:
    """The words an address is made of."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return " ".join(re.findall(r"[^\W\d_]{3,}", f"{parts.netloc.rpartition('.')[0]} {unquote(parts.path)}"))


def _finding(one: Through, domain: str, *, accused: bool) -> Finding:
    line, column = one.point or (None, None)
    return Finding(
        kind="open_redirect",
        severity="error" if accused else "warning",
        text=one.text or one.href,
        score=0.95 if accused else 0.8,
        family="other",
        reasons=(
            f"a redirect of {one.through} leads to {domain}",
            "injected links lead to the same domain"
            if accused
            else "the words of the link read like injected spam",
        ),
        css_path=one.css_path,
        line=line,
        links=(one.href,),
        advice=ADVICE["open_redirect"],
        column=column,
    )
