"""Redirects by scripts: who is sent away, and where to.

Whoever tests a redirect comes by typing the address; so injected ones ask first whether the reader
came from a search engine, has a telephone, or is here for the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding
from scrub.scripts import HOLE, Redirect
from scrub.survey.folded import Folded
from scrub.survey.hosts import STORES, domain_of, is_foreign, is_service
from scrub.survey.subject import Subject

_SEARCHING = re.compile(
    r"google|bing|yahoo|yandex|baidu|duckduck|\bask\b|aol|search|seznam|naver|rambler|ecosia|facebook|\bfb\b|t\.co",
    re.IGNORECASE,
)
_CRAWLING = re.compile(r"bot|crawl|spider|slurp|mediapartners|archiver", re.IGNORECASE)
_CONDITIONS = (
    ("document.referrer", "only by where readers come from"),
    ("navigator.", "only those with some browsers or languages"),
    ("document.cookie", "only once, by a cookie"),
)
_EMPTY = 200  # characters of a page that is nothing but its redirect


def redirects(one: Folded, subject: Subject) -> Iterator[Finding]:
    """Redirects of a script to other sites, as far as they are somebody's business."""
    told = set()
    for redirect in one.script.redirects:
        target = redirect.target.replace(HOLE, "")
        if not is_foreign(target, subject.home) or domain_of(target) in told:
            continue
        decoding = () if one.spells(target) else one.decoding
        severity, reasons = _judged(redirect, decoding, subject)
        if severity:
            told.add(domain_of(target))
            yield Finding(
                kind="redirect",
                severity=severity,
                text=target,
                score={"error": 1.0, "warning": 0.7}.get(severity, 0.5),
                family="other",
                reasons=(f"a script sends readers to {domain_of(target)}", *reasons),
                css_path="",
                line=None,
                links=(target,),
                advice=ADVICE["redirect"],
            )


def _judged(redirect: Redirect, decoding: tuple[str, ...], subject: Subject) -> tuple[str, tuple[str, ...]]:
    """The severity, "" for nothing, and the reasons: an error needs two that are independent."""
    words = " ".join(sorted(redirect.when))
    by_referrer, by_agent = _asks(redirect, "document.referrer"), _asks(redirect, "navigator.")
    domain = domain_of(redirect.target)
    if not decoding and (is_service(domain) or (by_agent and domain in STORES)):
        return "", ()
    hidden = (f"its address is hidden by {', '.join(decoding)}",) if decoding else ()
    asked = tuple(reason for source, reason in _CONDITIONS if _asks(redirect, source))
    if by_referrer and _SEARCHING.search(words):
        return "error", (*hidden, "only those who come from a search engine")
    if by_agent and _CRAWLING.search(words):
        return "error", (*hidden, "but not search engines' robots")
    if len(hidden) + len(asked) > 1:
        return "error", (*hidden, *asked)
    if hidden or by_referrer or by_agent:
        return "warning", (*hidden, *asked)
    if not redirect.when and len(subject.document.text) < _EMPTY:
        return "info", ("the page is nothing but a redirect",)
    return "", ()


def _asks(redirect: Redirect, name: str) -> bool:
    return any(source.startswith(name) for source in redirect.when)
