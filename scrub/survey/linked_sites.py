"""Links of the site to domains that serve spam by now: clubs that closed, and whose names were bought.

Innocents: a link whose words say that it leads to a casino; a site that is hacked itself, which is a
warning; a link that is a finding already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from scrub.auditor.advice import ADVICE
from scrub.errors import FetchError
from scrub.findings import Finding, Located
from scrub.options import Options
from scrub.survey.examiner import ExamineFew
from scrub.survey.locating import located
from scrub.survey.outlinks import Outlink, Outlinks
from scrub.survey.probed import ALL, LINKED, Probed
from scrub.survey.profiles import PROFILES, Asks
from scrub.survey.worded import judge_texts
from scrub.values import Page

_MOST_HOPS = 4
_SPOKEN = 0.5  # probability from which a link says itself that it leads to such things


def check_links(
    outlinks: Outlinks,
    session: Asks,
    options: Options,
    known: Sequence[Located],
    most: int,
    examine: ExamineFew,
    told: Callable[[str], None] | None = None,
) -> Probed:
    """Fetches the first page of every linked site, at most so many. known: findings of the audit."""
    probed = Probed()
    told_of = {
        (one.url, link) for one in known for link in one.finding.links if one.finding.severity != "info"
    }
    domains = sorted(
        domain for domain, (place, link) in outlinks.links.items() if (place.url, link.href) not in told_of
    )
    silent = 0
    for domain in domains[:most]:
        place, link = outlinks.links[domain]
        if told:
            told(link.href)
        page = _first_page(link.href, session)
        silent += page is None
        finding = _hijacked(link, page, options, examine) if page else None
        if finding:
            probed.findings.append(located(place, finding, {}))
    if domains:
        probed.probes.append(f"{LINKED} ({min(most, len(domains))} of {len(domains)})")
    if len(domains) > most:
        probed.unchecked.append(f"{len(domains) - most} linked sites (--check-links)")
    elif not silent:
        probed.looked.append((LINKED, ALL))
    if silent:
        probed.unchecked.append(f"{silent} linked sites that did not answer with a page")
    return probed


def _first_page(href: str, session: Asks) -> Page | None:
    """The home page of the site a link leads to, as a browser gets it."""
    parts = urlsplit(href if "://" in href else f"https:{href}")
    target = f"{parts.scheme}://{parts.netloc}/"
    for _ in range(_MOST_HOPS):
        try:
            visit = session.ask(target, PROFILES["browser"])
        except FetchError:
            return None
        if visit.page is not None or visit.location is None:
            return visit.page
        target = visit.location
    return None


def _hijacked(link: Outlink, page: Page, options: Options, examine: ExamineFew) -> Finding | None:
    """An error where all of the linked page is spam, a warning where some of it was injected."""
    sure = [one.finding for one in examine([page])[0].findings if one.finding.severity == "error"]
    if not sure or judge_texts([link.text], options)[0].score >= _SPOKEN:
        return None
    doorway = next((one for one in sure if one.kind == "doorway"), None)
    line, column = link.point or (None, None)
    state = "is spam from beginning to end" if doorway else "carries injected spam itself"
    return Finding(
        kind="hijacked_link",
        severity="error" if doorway else "warning",
        text=link.text or link.href,
        score=(doorway or sure[0]).score,
        family=(doorway or sure[0]).family,
        reasons=(f"the first page of {link.domain} {state}", "nothing in the link says so"),
        css_path=link.css_path,
        line=line,
        links=(link.href,),
        advice=ADVICE["hijacked_link"],
        column=column,
    )
