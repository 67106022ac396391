"""The findings, page by page: each a line that opens to the block in its context and all that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrub.findings import Finding, Located, Sighting
from scrub.reports.defanged import defanged_text, domains_of
from scrub.reports.html.icons import icon
from scrub.reports.html.markup import Child, Markup, element, join, text
from scrub.reports.html.places import copied, link, shortened, typed
from scrub.reports.html.words import counted
from scrub.reports.kinds import SEVERITIES, kind_of
from scrub.reports.pages import by_page
from scrub.values import HIDING

_EXCERPT = 150  # characters of a finding in its line
_TEXT = 4_000  # characters of a finding's text that are shown
_CONTEXT = 400  # characters of honest text on either side
_LINKS = 40  # addresses of a finding that are shown

# What hides a block, in the order of HIDING, and what an audit finds besides.
_HOW = {
    "fallback": "it stands where browsers show nothing",
    "script": "a script hides it",
} | dict(
    zip(
        HIDING,
        (
            "it is not displayed at all", "it is set to be invisible", "it carries the hidden attribute",
            "it is fully transparent", "it stands in noscript, which browsers skip",
            "it is placed beyond the edge of the screen", "its box has no size", "its letters have no size",
            "it is clipped away", "something covers it", "its letters have the colour of the ground",
            "it stands in a marquee that nobody can read", "it is folded away", "screen readers are told to skip it",
            "only screen readers get it", "a rule of a style sheet says so",
        ),
        strict=True,
    )
)  # fmt: skip


def pages(findings: Sequence[Located], matrix: Sequence[Sighting]) -> Iterator[Markup]:
    """One group a page, in the order of the findings."""
    seen: dict[str, list[Sighting]] = {}
    for sighting in matrix:
        seen.setdefault(sighting.url, []).append(sighting)
    number = 0
    for k, (url, listed) in enumerate(by_page(findings).items()):
        cards = join(
            _card(located, number + i, seen.get(located.url, ())) for i, located in enumerate(listed)
        )
        number += len(listed)
        yield element(
            "section",
            element(
                "h3",
                element("span", shortened(url) or "page", class_="mono"),
                element("span", counted(len(listed), "finding"), class_="chip"),
                id=f"p-{k}",
            ),
            cards,
            class_="page",
            aria_labelledby=f"p-{k}",
        )


def _card(located: Located, number: int, seen: Sequence[Sighting]) -> Markup:
    finding = located.finding
    return element(
        "details",
        _summary(located),
        element(
            "div",
            element("p", kind_of(finding.kind).meaning, class_="meaning"),
            _block(located),
            element("dl", *_facts(located, _sighted(finding, seen)), class_="facts"),
            element("p", element("strong", "What to do"), " ", finding.advice, class_="advice")
            if finding.advice
            else None,
            *typed(located.commands),
            class_="inside",
        ),
        id=f"f-{number}",
        class_="finding",
        data_severity=finding.severity,
        data_kind=finding.kind,
        data_family=finding.family,
        data_state=_state(located),
        data_campaign=located.campaign or None,
    )


def _sighted(finding: Finding, seen: Sequence[Sighting]) -> Sighting | None:
    """Who saw a piece; the matrix has its beginning, in one line."""
    words = " ".join(finding.text[: 10 * _TEXT].split()) if seen else ""
    return next((one for one in seen if one.text and words.startswith(one.text)), None)


def _state(located: Located) -> str:
    return "suppressed" if located.suppressed else "known" if located.known else "new"


def _summary(located: Located) -> Markup:
    finding = located.finding
    state = _state(located)
    excerpt = shortened(" ".join(finding.text[: 4 * _EXCERPT].split()), _EXCERPT)
    return element(
        "summary",
        element("span", SEVERITIES.get(finding.severity, finding.severity), class_=_tone("pill", finding)),
        element("span", kind_of(finding.kind).title, class_="kind"),
        element("span", finding.family, class_="chip") if finding.family != "other" else None,
        element("span", icon("hidden"), "hidden", class_="chip") if finding.hidden else None,
        element("span", state, class_="chip is-state") if state != "new" else None,
        element("span", f"{100 * finding.score:.1f} %", class_="score", title="calibrated probability"),
        element("span", defanged_text(excerpt), class_="excerpt"),
    )


def _tone(name: str, finding: Finding) -> str:
    return f"{name} is-{finding.severity}" if finding.severity in SEVERITIES else name


def _block(located: Located) -> Markup:
    """The piece between the honest text around it, marked; hidden pieces are hatched and say how."""
    finding = located.finding
    before, behind = located.context
    rest = len(finding.text) - _TEXT
    marked = element(
        "mark", defanged_text(finding.text[:_TEXT]), class_="spam is-hidden" if finding.hidden else "spam"
    )
    more = f" … and {rest:,} more characters; the JSON report has them all" if rest > 0 else None
    words = element(
        "blockquote",
        element("span", f"… {before[-_CONTEXT:].strip()}", class_="around") if before.strip() else None,
        marked,
        element("em", more) if more else None,
        element("span", f"{behind[:_CONTEXT].strip()} …", class_="around") if behind.strip() else None,
    )
    return element("figure", words, _hiding(finding), class_="block")


def _hiding(finding: Finding) -> Markup | None:
    if not finding.hidden:
        return None
    how = "; ".join(_HOW.get(name, name) for name in finding.hidden)
    rule = element("code", finding.rule) if finding.rule else None
    return element(
        "figcaption", icon("hidden"), element("strong", "Readers do not see this:"), f" {how}. ", rule
    )


def _facts(located: Located, sighting: Sighting | None) -> Iterator[Markup]:
    """What is known, by name; what is not known is left out."""
    finding = located.finding
    facts: tuple[tuple[str, Child], ...] = (
        ("Why", _list(finding.reasons)),
        (_leads(finding), _links(finding)),
        ("Where", _place(located)),
        ("Seen by", _seen(finding, sighting)),
        ("Campaign", _campaign(located.campaign)),
        ("Language", finding.language),
        ("Captured", located.captured),
        ("First seen", located.first),
        ("Suppressed", located.suppressed),
        ("Left without it", _patched(located.patched)),
        ("Fingerprint", element("code", located.fingerprint, class_="faint")),
    )
    return (_fact(name, value) for name, value in facts if value)


def _list(words: Sequence[str]) -> Markup | None:
    return element("ul", *(element("li", each) for each in words)) if words else None


def _campaign(name: str) -> Markup | None:
    return element("button", name, type="button", class_="plain", data_show_campaign=name) if name else None


def _patched(words: str) -> Markup | None:
    return element("p", shortened(words, _TEXT), class_="patched") if words else None


def _fact(name: str, *values: Child) -> Markup:
    return element("div", element("dt", name), element("dd", *values))


def _leads(finding: Finding) -> str:
    return f"Leads to {counted(len(domains_of(finding.links)), 'domain')}"


def _links(finding: Finding) -> Markup | None:
    if not finding.links:
        return None
    shown = [element("li", link(address)) for address in finding.links[:_LINKS]]
    rest = len(finding.links) - _LINKS
    if rest > 0:
        shown.append(element("li", f"and {rest:,} more"))
    return element("ul", *shown, class_="list")


def _place(located: Located) -> Markup:
    finding = located.finding
    lines = [element("p", ", ".join(located.places))] if located.places else []
    source = located.source if located.source != located.url else ""
    words = [element("code", source)] if source else []
    words += [text(f"line {finding.line}")] if finding.line is not None else []
    words += [text(f"column {finding.column}")] if finding.line and finding.column else []
    if words:
        lines.append(element("p", Markup(", ".join(words))))
    inner = [("offset", located.offset), ("record", located.record_id), ("row", located.row)]
    inside = ", ".join(f"{name} {value}" for name, value in inner if value is not None)
    if inside:
        lines.append(element("p", inside))
    if finding.css_path:
        lines.append(copied(finding.css_path))
    return join(lines)


def _seen(finding: Finding, sighting: Sighting | None) -> Markup | None:
    if not (sighting or finding.seen_by):
        return None
    seen = sighting.seen if sighting else tuple((profile, True) for profile in finding.seen_by)
    return element(
        "ul",
        *(
            element(
                "li",
                element("span", class_=f"sign is-{'yes' if saw else 'no'}", aria_hidden="true"),
                f" {profile}{'' if saw else ': not seen'}",
            )
            for profile, saw in seen
        ),
        class_="signs",
    )
