"""The top of the page: the verdict in a sentence, the figures and the charts."""

from __future__ import annotations

from collections import Counter

from scrub.findings import SiteReport
from scrub.reports.html.charts import Bar, Slice, bars, ring
from scrub.reports.html.icons import icon
from scrub.reports.html.markup import Markup, element, join
from scrub.reports.html.words import counted, topic
from scrub.reports.kinds import SEVERITIES, kind_of
from scrub.urls import defang

_VERDICTS = {
    "compromised": "Injected content was found.",
    "suspect": "Something looks injected, and a person should look at it.",
    "clean": "Nothing injected was found in what was looked at.",
    "unchecked": "Not enough could be looked at to say anything.",
}


def head(report: SiteReport) -> Markup:
    """The verdict."""
    status = report.status if report.status in _VERDICTS else "unchecked"
    return element(
        "header",
        element("p", icon("brush"), "scrub audit", class_="brand"),
        element("p", f"Audited on {report.audited}" if report.audited else "Audit of", class_="over"),
        element("h1", report.target or "these pages"),
        element(
            "div",
            element("p", icon(status), element("span", report.status), class_="status"),
            element(
                "div",
                element("p", _VERDICTS[status], class_="lead"),
                element("p", _sentence(report)),
                *(element("p", note, class_="remark") for note in report.notes),
            ),
            class_=f"verdict is-{status}",
        ),
        class_="top",
    )


def _sentence(report: SiteReport) -> str:
    words = [f"{counted(report.pages, 'page')} looked at, {_alarmed(report)}."]
    if report.campaigns:
        words.append(f"{counted(len(report.campaigns), 'campaign')}: the same spam on several pages.")
    if remarks := _remarks(report):
        words.append(
            f"{counted(remarks, 'remark')}, which alarm nobody."
            if remarks > 1
            else "1 remark, which alarms nobody."
        )
    known = sum(located.known for located in report.findings)
    if known or report.gone:
        new = len(report.findings) - known
        words.append(f"Since the report before: {new:,} new, {known:,} known, {len(report.gone):,} gone.")
    if report.unchecked or report.skipped:
        words.append("What was not looked at is listed below.")
    return " ".join(words)


def _alarmed(report: SiteReport) -> str:
    return f"{report.alarmed:,} with findings" if report.alarmed else "none with findings"


def _remarks(report: SiteReport) -> int:
    return sum(one.finding.severity == "info" for one in report.findings)


def figures(report: SiteReport) -> Markup:
    """The numbers that matter, large."""
    alarms = [located.finding for located in report.findings if located.finding.severity != "info"]
    hidden = sum(bool(finding.hidden) for finding in alarms)
    remarks = _remarks(report)
    parts = (
        f"{hidden:,} of them hidden from readers" if hidden else "",
        f"and {counted(remarks, 'remark')}" if remarks else "",
    )
    numbers = [
        (report.pages, "Pages", "looked at"),
        (report.alarmed, "Pages", "with findings"),
        (len(alarms), "Findings", ", ".join(filter(None, parts))),
    ]
    if report.campaigns:
        numbers.append((len(report.campaigns), "Campaigns", "the same spam on several pages"))
    if report.targets:
        numbers.append((len(report.targets), "Target domains", "that gain from it"))
    return element(
        "dl",
        *(
            element(
                "div",
                element("dt", title),
                element("dd", element("strong", f"{count:,}"), element("span", note)),
            )
            for count, title, note in numbers
        ),
        class_="figures",
    )


def charts(report: SiteReport) -> Markup:
    """How the findings are spread; of a site that alarms nobody, how its pages are."""
    findings = [located.finding for located in report.findings]
    kinds = Counter(finding.kind for finding in findings)
    families = Counter(finding.family for finding in findings)
    if not report.alarmed:
        return element("div", _pages(report), class_="charts")
    return element(
        "div",
        _pages(report),
        _severities(report),
        bars("What was found", [Bar(kind_of(kind).title, count) for kind, count in kinds.items()]),
        bars("What it advertises", [Bar(topic(family), count) for family, count in families.items()]),
        bars(
            "Who gains",
            [
                Bar(defang(t.domain), t.links, "error", f"on {counted(t.pages, 'page')}")
                for t in report.targets
            ],
            remark="Links to each domain.",
        ),
        bars(
            "Campaigns",
            [Bar(c.id, c.size, "error") for c in report.campaigns],
            remark="Pages that each campaign stands on.",
        ),
        class_="charts",
    )


def _pages(report: SiteReport) -> Markup:
    slices = (
        Slice("With findings", report.alarmed, "error"),
        Slice("Without findings", max(report.pages - report.alarmed, 0), "fine"),
        Slice("Could not be read", len(report.skipped), "mute"),
    )
    return ring("Pages", slices, f"{report.alarmed:,}", f"of {report.pages:,}")


def _severities(report: SiteReport) -> Markup:
    count = Counter(located.finding.severity for located in report.findings)
    tones = {"error": "error", "warning": "warning", "info": "hint"}
    slices = [Slice(title, count[name], tones[name]) for name, title in SEVERITIES.items()]
    return (
        ring(
            "Severity",
            slices,
            f"{len(report.findings):,}",
            "finding" if len(report.findings) == 1 else "findings",
        )
        if count
        else Markup("")
    )


def gone(report: SiteReport) -> Markup:
    """Findings of the baseline that are there no more."""
    if not report.gone:
        return Markup("")
    return element(
        "section",
        element("h2", "Gone since the baseline", id="gone-title"),
        element("ul", join(element("li", words[:300]) for _, words in report.gone), class_="gone"),
        id="gone",
        class_="card aside",
        aria_labelledby="gone-title",
    )


def foot(report: SiteReport) -> Markup:
    """What the audit was made with."""
    return element(
        "footer",
        element(
            "p",
            f"scrub {report.version}".strip(),
            f", model {report.model}" if report.model else None,
            ". This file is complete in itself: it loads nothing and sends nothing. Addresses of spam are "
            "written so that they cannot be followed by accident.",
        ),
    )
