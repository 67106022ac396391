"""What carries a campaign: a template, which writes the same bytes on every page, or content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scrub.campaigns.grouping import page_of
from scrub.findings import Located
from scrub.urls import host_of

_ALIKE = 0.9  # of the findings that must be the same words with the same links
_EVERYWHERE = 0.8  # of the pages of its hosts that must have it
_FEW_PAGES = 3  # fewer prove nothing
OF_TEMPLATES = ("footer", "header", "sidebar", "navigation", "widget", "behind the end of the body")


def carrier_of(members: Sequence[Located], pages: Mapping[str, int]) -> str:
    """Where the same bytes stand in the same place of nearly every page: "template"; else "content"."""
    hosts = {host_of(one.url) for one in members}
    looked_at = sum(pages.get(host, 0) for host in hosts)
    carrying = len({page_of(one) for one in members})
    if carrying < _FEW_PAGES or carrying < _EVERYWHERE * looked_at:
        return "content"
    alike = Counter((one.finding.text, one.finding.links) for one in members).most_common(1)[0][1]
    if alike < _ALIKE * len(members):
        return "content"
    paths = Counter(one.finding.css_path for one in members).most_common(1)[0][1]
    around = sum(bool(one.places) and one.places[0].startswith(OF_TEMPLATES) for one in members)
    return "template" if max(paths, around) >= _ALIKE * len(members) else "content"
