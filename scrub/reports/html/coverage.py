"""What was looked at, and what was not: a report is worth as much as it says of this."""

from __future__ import annotations

from scrub.findings import SiteReport
from scrub.reports.html.icons import icon
from scrub.reports.html.markup import Markup, element
from scrub.reports.html.words import counted

_SKIPPED = 200  # inputs that could not be read and are named
# How the next audit looks at it, by what the words under `unchecked` begin with.
_REMEDIES = (
    ("cloaking", "what only search engines, telephones or visitors from a search get: --cloaking PAGES"),
    ("rendered page", "what stands there once scripts have run: --render"),
    (
        "external style sheets",
        "rules in linked sheets that hide text: audit the live site, or the folder with its sheets",
    ),
    ("the rest of scripts", "scripts are read up to a limit, never run: --render shows what they do"),
)


def section(report: SiteReport) -> Markup:
    """Both, side by side."""
    return element("div", _looked_at(report), _unchecked(report), class_="charts")


def _looked_at(report: SiteReport) -> Markup | None:
    if not report.probes:
        return None
    return element(
        "section",
        element("h2", "Looked at", id="probes-title"),
        element("p", f"On {counted(report.pages, 'page')}, as far as nothing else is said.", class_="remark"),
        element(
            "ul",
            *(element("li", icon("clean"), element("span", probe)) for probe in report.probes),
            class_="ticks",
        ),
        class_="card aside",
        aria_labelledby="probes-title",
    )


def _unchecked(report: SiteReport) -> Markup | None:
    """What nobody looked at: never to be taken for clean."""
    if not (report.unchecked or report.skipped):
        return None
    return element(
        "section",
        element("h2", "Not looked at", id="unchecked-title"),
        element(
            "p", "This audit says nothing about the following: it may be clean, or not.", class_="remark"
        ),
        element("ul", *(_left(words) for words in report.unchecked), class_="chips"),
        _skipped(report) if report.skipped else None,
        _partly(report) if report.partly else None,
        id="unchecked",
        class_="card aside",
        aria_labelledby="unchecked-title",
    )


def _partly(report: SiteReport) -> Markup:
    rest = len(report.partly) - _SKIPPED
    return element(
        "details",
        element("summary", "Pages that were looked at in part"),
        element(
            "ul",
            *(element("li", element("code", url), f" not {what}") for url, what in report.partly[:_SKIPPED]),
            element("li", f"and {rest:,} more") if rest > 0 else None,
        ),
    )


def _left(words: str) -> Markup:
    how = next((how for name, how in _REMEDIES if words.startswith(name)), "")
    return element("li", element("strong", words), f" {how}" if how else None)


def _skipped(report: SiteReport) -> Markup:
    rest = len(report.skipped) - _SKIPPED
    return element(
        "details",
        element("summary", f"{counted(len(report.skipped), 'input')} could not be read"),
        element(
            "ul",
            *(
                element("li", element("code", source), f" {reason}")
                for source, reason in report.skipped[:_SKIPPED]
            ),
            element("li", f"and {rest:,} more") if rest > 0 else None,
        ),
    )
