"""Findings of many pages into campaigns: the same spam again, whom it serves, and where it comes from.

findings ─> groups (same words, or same domains) ─> Campaign: targets, carrier, places, commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from scrub.campaigns.carrier import carrier_of
from scrub.campaigns.grouping import groups_of, page_of
from scrub.campaigns.lone import lone_remedies
from scrub.campaigns.remedies import remedies
from scrub.campaigns.targets import span_of, targets_of
from scrub.findings import Campaign, Located, Target
from scrub.urls import host_of

__all__ = ["Gathered", "gather"]

_PAGES = 100  # addresses that a campaign names
_PLACES = 12
_SAMPLE = 300  # characters
_TARGETS = 100  # of one campaign
_ALL_TARGETS = 1_000
_ALARMING = ("warning", "error")


class Gathered(NamedTuple):
    """The findings, each with the id of its campaign; the campaigns, largest first; all their targets."""

    findings: tuple[Located, ...]
    campaigns: tuple[Campaign, ...]
    targets: tuple[Target, ...]


def gather(found: Sequence[Located], pages: Mapping[str, int], today: str | None = None) -> Gathered:
    """What the findings have in common.

    pages: how many pages of each host were looked at ("": no host). today: when what has no date of
    its own was last seen.

    A campaign is the same spam on at least two pages. Remarks (info) and what somebody suppressed
    belong to none, and their links are no targets. What alarms and belongs to none has commands of its own.
    """
    alarming = [k for k, one in enumerate(found) if _alarms(one)]
    located = list(found)
    made: list[tuple[Campaign, list[int]]] = []
    for members in groups_of([found[k] for k in alarming]):
        numbers = [alarming[m] for m in members]
        if len({page_of(found[k]) for k in numbers}) > 1:
            made.append((_campaign([found[k] for k in numbers], pages, today), numbers))
    made.sort(key=lambda one: (-one[0].size, one[0].id, one[1]))
    campaigns: list[Campaign] = []
    taken = Counter[str]()
    for campaign, numbers in made:
        taken[campaign.id] += 1
        if taken[campaign.id] > 1:
            campaign = replace(campaign, id=f"{campaign.id}-{taken[campaign.id]}")
        campaigns.append(campaign)
        for k in numbers:
            located[k] = replace(located[k], campaign=campaign.id)
    for k in alarming:
        if not located[k].campaign:
            located[k] = replace(located[k], commands=lone_remedies(located[k]))
    targets = targets_of([found[k] for k in alarming], today)[:_ALL_TARGETS]
    return Gathered(tuple(located), tuple(campaigns), targets)


def _alarms(one: Located) -> bool:
    return one.finding.severity in _ALARMING and not one.suppressed


def _campaign(members: Sequence[Located], pages: Mapping[str, int], today: str | None) -> Campaign:
    family = _commonest(one.finding.family for one in members)
    targets = targets_of(members, today)[:_TARGETS]
    sample = _commonest(one.finding.text for one in members)
    carrier = carrier_of(members, pages)
    places = _places(members)
    first, last = span_of(members, today)
    return Campaign(
        id=_name(family, targets, sample),
        family=family,
        size=len({page_of(one) for one in members}),
        hosts=len({host_of(one.url) for one in members} - {""}),
        sample=sample[:_SAMPLE],
        carrier=carrier,
        targets=targets,
        pages=tuple(dict.fromkeys(one.url for one in members))[:_PAGES],
        places=places,
        commands=remedies(sample, targets, places, carrier),
        first=first,
        last=last,
    )


def _name(family: str, targets: Sequence[Target], sample: str) -> str:
    """Known again in the next audit: the family, and the domain that gains most, else the words."""
    from hashlib import sha256

    gains = targets[0].domain if targets else " ".join(sample.lower().split())
    return f"{family}-{sha256(gains.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _places(members: Iterable[Located]) -> tuple[str, ...]:
    """The commonest first."""
    counts = Counter(place for one in members for place in one.places)
    return tuple(sorted(counts, key=lambda place: (-counts[place], place))[:_PLACES])


def _commonest(words: Iterable[str]) -> str:
    """The commonest; of equals the first in the alphabet."""
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], word))
