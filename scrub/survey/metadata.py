"""What a page says of itself to search engines, against the page: titles, descriptions, addresses, refreshes.

Hackers change these because readers never look at them. A text is altered where the classifier
calls it spam *and* the page knows nothing of it; an address where it names another site that the
page itself never links to. Innocents: a shop's own wares, syndicated articles that link to their
source, sites in several countries, pages that say they have moved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding
from scrub.parser.inventory import Named
from scrub.places import point_of
from scrub.survey.hosts import domain_of, is_copy, is_foreign, is_service, label
from scrub.survey.sisters import is_edition, is_place, is_sister, same_slug
from scrub.survey.subject import Subject
from scrub.survey.worded import Judged, Topic, judge_texts, script_of, without_repeats
from scrub.urls import host_of, registrable_domain

_TEXTS = (
    "description",
    "keywords",
    "og:title",
    "og:description",
    "og:site_name",
    "twitter:title",
    "twitter:description",
)
_MOST_ALTS = 40
_SHORTEST_ALT = 12  # characters
_CAPTION = 0.95  # probability under which a caption is no finding: people write all sorts of them
_FEW = 15  # letters of an alphabet that are a name, and too few to be judged alone
_WEAK = 0.3  # probability of injection that suffices beside foreign letters
_LINKED_KEYS = frozenset(
    {"headline", "alternativeheadline", "name", "description", "keywords", "articlebody"}
)
# Texts that need not speak of the page: captions, and names of authors, places and languages.
_OF_ANYTHING = frozenset({"alt", "JSON-LD name"})
_REFRESH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)
_NAME = 5  # letters of a name that are not there by chance
_AT_ONCE = 5.0  # seconds
_ARTICLE = 400  # characters of a page that somebody wrote to be read


class Text(NamedTuple):
    """A text of the metadata: what it is called, and where the element stands."""

    name: str
    text: str
    tag: str = "meta"
    nth: int = -1


def altered_metadata(subject: Subject) -> Iterator[Finding]:
    """Titles, descriptions, alternative texts and addresses that are somebody else's."""
    if not subject.document.markup:
        return
    topic, strange = subject.once(_strange)
    altered = False
    judged = judge_texts([t.text for t in strange], subject.options) if strange else []
    for text, verdict in zip(strange, judged, strict=True):
        finding = _worded(text, verdict, topic, subject)
        if finding:
            altered |= finding.severity == "error"
            yield finding
    yield from _addresses(subject, altered)
    yield from _refreshes(subject)


def strange_texts(subject: Subject) -> list[str]:
    """The texts that the classifier is asked about."""
    return [one.text for one in subject.once(_strange)[1]] if subject.document.markup else []


def _strange(subject: Subject) -> tuple[Topic, list[Text]]:
    """What the page is about, and the texts of its metadata that it knows nothing of."""
    topic = Topic(subject.document)
    texts = _texts(subject)
    strange = [t for t in texts if topic.is_foreign(t.text) or topic.is_other_script(t.text)]
    return topic, [t for t in strange if not _is_name(t.text)]


def _is_name(text: str) -> bool:
    """Whether a text is too little to be judged alone."""
    return sum(map(str.isalpha, text)) < _FEW and script_of(text) == "LATIN"


def _texts(subject: Subject) -> Iterator[Text]:
    """Each text once: the first place that has it counts."""
    inventory = subject.inventory
    every = [Text("title", title, "title", k) for k, title in enumerate(inventory.titles)]
    every += [Text(name, content) for name in _TEXTS for content in inventory.metas.get(name, ())[:3]]
    every += [
        Text(name, text, "script", one.nth) for one in inventory.linked[:5] for name, text in _linked(one)
    ]
    alts = [Text("alt", one.text, "img", one.nth) for one in inventory.alts if len(one.text) >= _SHORTEST_ALT]
    every += alts[:_MOST_ALTS]
    first = {" ".join(one.text.split()): one for one in reversed(every)}
    kept = set(without_repeats(first))
    yield from (one for text, one in reversed(first.items()) if text in kept)


def _linked(one: Named) -> Iterator[tuple[str, str]]:
    """The texts of a JSON-LD element, whatever its shape."""
    try:
        waiting: list[Any] = [json.loads(one.text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(300):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value[:50]
        elif isinstance(value, dict):
            for key, inner in list(value.items())[:50]:
                if isinstance(inner, str) and key.lower() in _LINKED_KEYS:
                    yield f"JSON-LD {key}", inner
                elif isinstance(inner, (list, dict)):
                    waiting.append(inner)


def _worded(text: Text, verdict: Judged, topic: Topic, subject: Subject) -> Finding | None:
    """A text that does not belong: an error where the classifier is sure of it too."""
    other_script = topic.is_other_script(text.text)
    sold = verdict.family != "other"  # what no product explains is too little where so few words speak
    if text.name == "alt" and (not sold or verdict.score < _CAPTION):
        return None
    if (verdict.sure and sold) or (other_script and verdict.score >= _WEAK):
        severity = "error"
    elif verdict.warned or (other_script and text.name not in _OF_ANYTHING):
        severity = "warning"
    else:
        return None
    whose = "an image's alternative text" if text.name == "alt" else f"the page's {text.name}"
    because = "it is in letters the page does not use" if other_script else "the page knows none of its words"
    reads = ("it reads like injected spam",) if verdict.score >= _WEAK else ()
    line, column = point_of(subject.source, text.text[:60]) or (None, None)
    return Finding(
        kind="metadata",
        severity=severity,
        text=text.text,
        score=max(verdict.score, 0.5),
        family=verdict.family,
        reasons=(f"{whose}: {because}", *reads),
        css_path=subject.inventory.path_to(text.tag, text.nth) if text.nth >= 0 else "html > head > meta",
        line=line,
        links=(),
        advice=ADVICE["metadata"],
        column=column,
    )


def _addresses(subject: Subject, altered: bool) -> Iterator[Finding]:
    """Canonical and translated addresses on other sites that the page never links to."""
    if not subject.page.url or not subject.home or is_copy(subject.page.url, subject.source):
        return
    named = list(subject.inventory.addresses)
    named += [Named("og:url", href, "meta", -1) for href in subject.inventory.metas.get("og:url", ())[:2]]
    at_home = any(one.name.startswith("hreflang") and not is_foreign(one.text, subject.home) for one in named)
    told = set()
    for one in named:
        domain = domain_of(one.text)
        if not is_foreign(one.text, subject.home) or is_service(domain) or domain in told:
            continue
        translated = one.name.startswith("hreflang")
        if domain in subject.once(_linked_domains) or (translated and not at_home) or _names(subject, domain):
            continue
        if not is_place(domain) or is_sister(one.text, subject.home):
            continue
        if translated and is_edition(one, named, subject.page.url):
            continue
        told.add(domain)
        copy = same_slug(one.text, subject.page.url)
        severity = "error" if altered else "info" if copy else "warning"
        reasons = [f"the page's {one.name} is on {domain}", "nothing on the page links there"]
        reasons += ["its title or description is altered too"] if altered else []
        reasons += ["it ends in the same words as the page's own: the text may be shared"] if copy else []
        line, column = point_of(subject.source, one.text) or (None, None)
        yield Finding(
            kind="metadata",
            severity=severity,
            text=one.text,
            score={"error": 0.95, "warning": 0.6, "info": 0.5}[severity],
            family="other",
            reasons=tuple(reasons),
            css_path=subject.inventory.path_to(one.tag, one.nth) if one.nth >= 0 else "html > head > meta",
            line=line,
            links=(one.text,),
            advice=ADVICE["metadata"],
            column=column,
        )


def _names(subject: Subject, domain: str) -> bool:
    """Whether the page itself bears a domain's name: then it is a copy of that site, or a test of it."""
    site = subject.document.metadata.site_name or ""
    said = " ".join((*subject.inventory.titles, site, subject.document.text[:50_000])).casefold()
    own = "".join(filter(str.isalnum, label(domain)))
    return len(own) >= _NAME and own in "".join(filter(str.isalnum, said))


def _linked_domains(subject: Subject) -> frozenset[str]:
    hosts = {host_of(href) for href in subject.document.anchor_href}
    return frozenset(registrable_domain(host) for host in hosts if host)


def _refreshes(subject: Subject) -> Iterator[Finding]:
    """`<meta http-equiv=refresh>` to another site."""
    for content in subject.inventory.metas.get("refresh", ())[:3]:
        match = _REFRESH.match(content)
        target = match[2] if match else ""
        if not match or not is_foreign(target, subject.home):
            continue
        said = domain_of(target) in subject.once(_linked_domains)
        article = len(subject.document.text) >= _ARTICLE
        at_once = float(match[1]) <= _AT_ONCE
        severity = "info" if said else "error" if article and at_once else "warning"
        line, column = point_of(subject.source, content) or (None, None)
        yield Finding(
            kind="redirect",
            severity=severity,
            text=content,
            score={"error": 0.95, "warning": 0.7, "info": 0.5}[severity],
            family="other",
            reasons=(
                f"a refresh sends every reader to {domain_of(target)}",
                *(("nothing on the page links there",) if not said else ()),
                *(("before anybody could read the article it stands on",) if article and at_once else ()),
            ),
            css_path="html > head > meta",
            line=line,
            links=(target,),
            advice=ADVICE["redirect"],
            column=column,
        )
