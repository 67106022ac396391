"""Who gains: the registrable domains that findings link to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from scrub.campaigns.grouping import page_of
from scrub.findings import Located, Target
from scrub.urls import host_of, registrable_domain


def domains_of(one: Located) -> list[str]:
    """The registrable domains of a finding's links, one a link; those of its own page's site left out."""
    home = registrable_domain(host_of(one.url))
    domains = (registrable_domain(host_of(link)) for link in one.finding.links)
    return [domain for domain in domains if domain and domain != home]


def targets_of(found: Iterable[Located], today: str | None = None) -> tuple[Target, ...]:
    """Every domain that gains, those linked from the most pages first."""
    links = Counter[str]()
    pages: dict[str, set[str]] = defaultdict(set)
    members: dict[str, list[Located]] = defaultdict(list)
    for one in found:
        for domain, count in Counter(domains_of(one)).items():
            links[domain] += count
            pages[domain].add(page_of(one))
            members[domain].append(one)
    order = sorted(links, key=lambda domain: (-len(pages[domain]), -links[domain], domain))
    return tuple(Target(d, links[d], len(pages[d]), *span_of(members[d], today)) for d in order)


def span_of(members: Iterable[Located], today: str | None = None) -> tuple[str | None, str | None]:
    """When they were first and last seen, as far as it is known; today is when live ones were."""
    spans = [(one.first or one.captured, one.captured or today) for one in members]
    dates = [date for span in spans for date in span if date]
    return (min(dates), max(dates)) if dates else (None, None)
