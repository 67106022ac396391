"""Findings by the page they stand on."""

from __future__ import annotations

from collections.abc import Iterable

from scrub.findings import Located


def by_page(findings: Iterable[Located]) -> dict[str, list[Located]]:
    """The findings of every address, in the order in which each comes first."""
    pages: dict[str, list[Located]] = {}
    for located in findings:
        pages.setdefault(located.url, []).append(located)
    return pages
