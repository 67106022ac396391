"""A finding on its page: the fingerprint by which it is known again, and the words around it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from scrub.findings import Finding, Located
from scrub.survey.subject import Place
from scrub.urls import host_of, registrable_domain
from scrub.values import Document

_CONTEXT = 120  # characters before and behind a finding
_FINGERPRINT = 20  # hexadecimal digits: 80 bits, no two of a billion findings alike by chance


def located(place: Place, finding: Finding, repeated: dict[str, int]) -> Located:
    """The finding on its page. repeated counts the fingerprints of the page, so that each is its own."""
    fingerprint = _fingerprint(place, finding, 0)
    again = repeated.get(fingerprint, 0)
    repeated[fingerprint] = again + 1
    return Located(
        url=place.url,
        finding=finding,
        fingerprint=_fingerprint(place, finding, again) if again else fingerprint,
        source=place.source,
        offset=place.offset,
        record_id=place.record_id,
        row=place.row,
        captured=place.captured,
    )


def _fingerprint(place: Place, finding: Finding, again: int) -> str:
    """Of the page's address and of what was found: neither lines nor scores nor white space count."""
    domains = sorted({registrable_domain(host_of(link)) for link in finding.links})
    parts = (place.url, _record(place), finding.kind, " ".join(finding.text.split()), *domains, str(again))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:_FINGERPRINT]


def _record(place: Place) -> str:
    """Which of the pages with this address it is: a post and its comments share one.

    Records of web archives do not count: a finding would be new with every capture.
    """
    if place.url == place.source:
        return place.record_id or str(place.row or "")
    return place.record_id if place.record_id and " " in place.record_id else ""


def in_context(one: Located, document: Document, start: int, end: int) -> Located:
    """With the words that stand right before and behind `text[start:end]` of the document."""
    before = document.text[max(start - _CONTEXT, 0) : start]
    behind = document.text[end : end + _CONTEXT]
    return replace(one, context=(before, behind))
