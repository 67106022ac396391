"""Code of the server that stands in a page because it did not run there.

Innocents: code that an article shows (it stands escaped, or in a comment without a word that decodes
or asks who reads); templates, whose code prints and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding
from scrub.places import point_of
from scrub.survey.subject import Subject

_CODE = re.compile(r"<\?(?:php\b|=)(?s:.){0,20000}?(?:\?>|\Z)", re.IGNORECASE)
_BEGINS = re.compile(rb"<\?(?:=|[pP][hH][pP]\b)")  # without flags, which cost a search its speed
_DECODES = re.compile(
    r"\b(?:eval|assert|create_function|preg_replace)\s*\(\s*(?:@\s*)?(?:gzinflate|gzuncompress|str_rot13|base64_decode"
    r"|strrev|pack|\$\w+\s*\()|base64_decode\s*\(\s*['\"][A-Za-z0-9+/=]{60,}",
    re.IGNORECASE,
)
_ASKS = re.compile(r"HTTP_USER_AGENT|HTTP_REFERER|HTTP_ACCEPT_LANGUAGE", re.IGNORECASE)
_CRAWLER = re.compile(r"google(?:bot)?|bingbot|yandex|baidu|slurp|crawl|spider", re.IGNORECASE)
_FETCHES = re.compile(r"file_get_contents\s*\(\s*['\"]https?:|curl_init|fsockopen", re.IGNORECASE)
_MOST = 20


def server_code(subject: Subject) -> Iterator[Finding]:
    """PHP in a page that decodes itself, asks for search engines' robots, or fetches from elsewhere."""
    if not subject.document.markup or not _BEGINS.search(subject.page.body):
        return
    for k, match in enumerate(_CODE.finditer(subject.source)):
        if k >= _MOST:
            return
        code = match[0]
        reasons = [
            *(("it decodes code and runs it",) if _DECODES.search(code) else ()),
            *(
                ("it asks whether a search engine reads",)
                if _ASKS.search(code) and _CRAWLER.search(code)
                else ()
            ),
            *(("it fetches what it prints from another server",) if _FETCHES.search(code) else ()),
        ]
        if not reasons:
            continue
        line, column = point_of(subject.source, code[:60]) or (None, None)
        yield Finding(
            kind="server_code",
            severity="error" if len(reasons) > 1 else "warning",
            text=code[:2_000],
            score=1.0 if len(reasons) > 1 else 0.7,
            family="other",
            reasons=("code of the server stands in the page", *reasons),
            css_path="",
            line=line,
            links=(),
            advice=ADVICE["server_code"],
            column=column,
        )
