"""A finding on its page: the fingerprint by which it is known again, and what stands around it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrub.auditor import stretches
from scrub.findings import Finding, Located
from scrub.survey.subject import Place, Subject
from scrub.survey.whereabouts import places_of
from scrub.text.language import guess_language
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
        first=place.captured,
    )


def located_on(subject: Subject, findings: Sequence[Finding]) -> Iterator[Located]:
    """The findings of a page; the first ones are those of the stretches of its verdicts, in order."""
    document, repeated = subject.document, dict[str, int]()
    judged = stretches(document, subject.verdicts)
    for k, finding in enumerate(findings):
        if not finding.language:
            finding = replace(finding, language=guess_language(finding.text))
        one = located(subject.place, finding, repeated)
        if k >= len(judged):
            yield replace(one, places=places_of(subject, None))
            continue
        start, end, first, _ = judged[k]
        block = int(subject.verdicts.span_block[first])
        yield replace(
            one,
            context=(document.text[max(start - _CONTEXT, 0) : start], document.text[end : end + _CONTEXT]),
            patched=_patched(document, start, end, block),
            places=places_of(subject, block),
        )


def _patched(document: Document, start: int, end: int, block: int) -> str:
    """What is left of the block that the finding stands in; "" where it takes whole blocks."""
    first, last = int(document.start[block]), int(document.end[block])
    if end > last:
        return ""
    return " ".join((document.text[first:start] + " " + document.text[end:last]).split())


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
