"""Cloaking: spam that only some readers are shown, told apart from everything else that changes.

A page is asked for as each profile, and as browser again at the end. A difference alone is nothing:
adverts rotate, dates and tokens change, telephones and search engines get editions of their own. It
is a finding where what differs is spam by the classifier and its two signals, or where some readers
are sent to another site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scrub.auditor.advice import ADVICE
from scrub.errors import FetchError
from scrub.findings import Finding, Sighting
from scrub.survey.examination import Examined
from scrub.survey.examiner import ExamineFew
from scrub.survey.hosts import STORES, domain_of, label
from scrub.survey.locating import located
from scrub.survey.probed import CLOAKING, Probed
from scrub.survey.profiles import AGAIN, BROWSER, RETURNING, WHO, Asks, View, is_home, views
from scrub.survey.subject import Place

_MOST_URLS = 100_000
_SIGHTED = 160  # characters of a text in the matrix


class Cloaking:
    """Takes the pages of an audit, and asks for some of them again as other readers."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: dict[str, bool] = {}

    def add(self, one: Examined) -> None:
        """Takes an examined page that came from an address; pages that alarm are asked for first."""
        url = one.place.url
        if (
            one.place.source.startswith(("http://", "https://"))
            and len(self._pages) < _MOST_URLS
            and not one.failure
        ):
            alarmed = any(found.finding.severity != "info" for found in one.findings)
            self._pages[url] = self._pages.get(url, False) or alarmed

    def run(self, session: Asks, examine: ExamineFew, told: Callable[[str], None] | None = None) -> Probed:
        """Asks for the pages as every profile. told hears every address."""
        probed = Probed()
        chosen = self._chosen()
        refused: dict[str, int] = defaultdict(int)
        for url in chosen:
            if told:
                told(url)
            _probe(url, session, examine, probed, refused)
        if chosen:
            probed.instead_of.append(CLOAKING)
            probed.probes.append(
                f"{CLOAKING} ({len(chosen)} of {len(self._pages)} pages, as six readers each)"
            )
        if len(chosen) < len(self._pages):
            probed.unchecked.append(f"cloaking of {len(self._pages) - len(chosen)} pages (--cloaking)")
        probed.unchecked += [f"as {name}: {count} pages refused" for name, count in sorted(refused.items())]
        return probed

    def _chosen(self) -> list[str]:
        """The first page, pages that alarm, and others from all over the site."""
        first = sorted(self._pages, key=lambda url: (not is_home(url), not self._pages[url], url))
        urgent = [url for url in first if is_home(url) or self._pages[url]][: self._most]
        rest = [url for url in first if url not in set(urgent)]
        left = self._most - len(urgent)
        step = max(1, len(rest) // left) if left > 0 else 1
        return urgent + rest[::step][: max(0, left)]


def _probe(url: str, session: Asks, examine: ExamineFew, probed: Probed, refused: dict[str, int]) -> None:
    seen = list(views(url, session))
    paged = [(view.profile, view.page) for view in seen if view.page is not None]
    examined = dict(zip([name for name, _ in paged], examine([page for _, page in paged]), strict=True))
    unread = {name for name, one in examined.items() if one.failure}
    for view in seen:
        if view.failure or view.profile in unread:
            refused[view.profile] += 1
    seen = [view for view in seen if view.profile not in unread]
    if seen and not any(view.failure for view in seen):
        probed.looked.append((CLOAKING, url))
    place, repeated = Place(url, url), dict[str, int]()
    for finding, sighting in (*_differing(url, seen, examined), *_sent_away(url, seen, session, examine)):
        probed.findings.append(located(place, finding, repeated))
        probed.matrix.append(sighting)


def _differing(
    url: str, seen: Sequence[View], examined: Mapping[str, Examined]
) -> Iterator[tuple[Finding, Sighting]]:
    """Spam that some profiles get and others do not."""
    spam: dict[str, tuple[Finding, list[str]]] = {}
    for view in seen:
        for found in examined[view.profile].findings if view.page is not None else ():
            if found.finding.severity != "info":
                key = f"{found.finding.kind} {' '.join(found.finding.text.split())}"
                spam.setdefault(key, (found.finding, []))[1].append(view.profile)
    answered = [view.profile for view in seen if not view.failure]
    for finding, profiles in spam.values():
        if 0 < len(set(profiles)) < len(answered):
            yield _cloaked(url, finding, profiles, answered)


def _cloaked(
    url: str, finding: Finding, profiles: list[str], answered: list[str]
) -> tuple[Finding, Sighting]:
    by_chance = (BROWSER in profiles) != (AGAIN in profiles)
    how = "now and then, whoever asks" if by_chance else "by some readers only"
    others = [name for name in answered if name not in profiles]
    cloaked = replace(
        finding,
        kind="cloaked",
        reasons=(f"seen {how}: {_who(profiles)}; not by {_who(others)}", *finding.reasons),
        seen_by=tuple(dict.fromkeys(profiles)),
        advice=ADVICE["cloaked"],
    )
    return cloaked, _sighting(url, finding.text, profiles, answered)


def _who(profiles: Iterable[str]) -> str:
    return ", ".join(WHO.get(name, name) for name in dict.fromkeys(profiles))


def _sighting(url: str, text: str, profiles: Iterable[str], answered: Sequence[str]) -> Sighting:
    short = " ".join(text.split())[:_SIGHTED]
    return Sighting(url, short, tuple((name, name in set(profiles)) for name in answered))


def _sent_away(
    url: str, seen: Sequence[View], session: Asks, examine: ExamineFew
) -> Iterator[tuple[Finding, Sighting]]:
    """Profiles that are sent to another site, while others are shown the page."""
    away: dict[str, list[View]] = defaultdict(list)
    for view in seen:
        if view.away and label(domain_of(view.away)) != label(domain_of(url)):
            away[domain_of(view.away)].append(view)
    answered = [view.profile for view in seen if not view.failure]
    for domain, sent in away.items():
        profiles = [view.profile for view in sent]
        if len(profiles) == len(answered) or (profiles == ["mobile"] and domain in STORES):
            continue
        target = sent[0].away
        spam = _is_spam(target, session, examine)
        severity, why = _severity(profiles, spam=spam)
        finding = Finding(
            kind="cloaked",
            severity=severity,
            text=f"-> {target}",
            score={"error": 0.95, "warning": 0.7, "info": 0.5}[severity],
            family="other",
            reasons=(f"only {_who(profiles)} {'is' if len(profiles) == 1 else 'are'} sent to {domain}", *why),
            css_path="",
            line=None,
            links=(target,),
            seen_by=tuple(profiles),
            advice=ADVICE["cloaked"],
        )
        yield finding, _sighting(url, finding.text, profiles, answered)


def _severity(profiles: Sequence[str], *, spam: bool) -> tuple[str, tuple[str, ...]]:
    """An error where the target is spam, or only visitors from a search are sent away."""
    if spam:
        return "error", ("what stands there is spam",)
    if profiles == ["search"]:
        return "error", ("only those who come from a search engine", "to another site")
    if BROWSER in profiles and RETURNING not in profiles:
        return "info", ("every new visitor is: perhaps to ask for consent",)
    return "warning", ()


def _is_spam(target: str, session: Asks, examine: ExamineFew) -> bool:
    """Whether the page at an address is spam from beginning to end."""
    try:
        page = session.ask(target).page
    except FetchError:
        return False
    if page is None:
        return False
    found = examine([page])[0].findings
    return any(one.finding.severity == "error" for one in found)
