"""The audit as one HTML file for people: complete in itself, it loads nothing and leads nowhere.

A policy in its head lets the browser run the one script and apply the one style sheet that stand in
it, by their digests, and load nothing else, so that even an escaping mistake could not run a page's
script. No address in it can be followed but those of its own parts.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from scrub.findings import Located, SiteReport
from scrub.reports.html import campaigns, coverage, findings, matrix, overview, pictures, steps
from scrub.reports.html.icons import icon
from scrub.reports.html.markup import Markup, element, join
from scrub.reports.html.words import counted, topic
from scrub.reports.kinds import SEVERITIES, kind_of

_FOLDER = Path(__file__).parent


def write(report: SiteReport, stream: TextIO) -> None:
    """Write the file. The same report gives the same bytes."""
    style = (_FOLDER / "style.css").read_text("utf-8")
    script = (_FOLDER / "script.js").read_text("utf-8")
    stream.write(f"<!doctype html>\n<html lang=en>\n<head>{_head(report, style, script)}</head>\n<body>")
    stream.write(element("a", "Skip to the findings", href="#findings", class_="skip"))
    stream.writelines((overview.head(report), _navigation(report)))
    stream.write("<main>")
    stream.writelines(
        part + "\n"
        for part in (
            _overview(report),
            campaigns.section(report),
            matrix.section(report),
            pictures.section(report),
        )
    )
    _write_findings(report, stream)
    stream.write(f"{overview.gone(report)}</main>\n{overview.foot(report)}")
    stream.write(f"<script>{script}</script>\n</body>\n</html>\n")


def _head(report: SiteReport, style: str, script: str) -> Markup:
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return join(
        [
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="referrer", content="no-referrer"),
            element("meta", name="color-scheme", content="light dark"),
            Markup(f"<title>{_title(report)}</title>"),
            Markup(f"<style>{style}</style>"),
        ]
    )


def _title(report: SiteReport) -> str:
    from html import escape

    from scrub.text.terminal import safe_line

    return escape(safe_line(f"{report.target or 'pages'}: {report.status} (scrub audit)"))


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _navigation(report: SiteReport) -> Markup:
    parts: list[tuple[str, str, object]] = [
        ("overview", "Overview", True),
        ("campaigns", "Campaigns", report.campaigns),
        ("matrix", "Who saw what", report.matrix),
        ("rendered", "Rendered", report.screenshots),
        ("findings", "Findings", True),
        ("gone", "Gone", report.gone),
    ]
    links = (element("a", title, href=f"#{name}") for name, title, there in parts if there)
    switch = element("button", "Dark or light", type="button", id="theme", class_="plain")
    return element("nav", element("div", *links, switch), aria_label="Parts of the report")


def _overview(report: SiteReport) -> Markup:
    return element(
        "section",
        element("h2", "Overview", id="overview-title"),
        overview.figures(report),
        steps.section(report),
        overview.charts(report),
        coverage.section(report),
        id="overview",
        aria_labelledby="overview-title",
    )


def _write_findings(report: SiteReport, stream: TextIO) -> None:
    stream.write("<section id=findings aria-labelledby=findings-title>")
    stream.write(element("h2", "Findings", id="findings-title"))
    if report.findings:
        stream.write(_tools(report.findings))
    else:
        stream.write(element("p", "There are none.", class_="remark"))
    stream.writelines(part + "\n" for part in findings.pages(report.findings, report.matrix))
    stream.write("</section>")


def _tools(located: Sequence[Located]) -> Markup:
    """Search and filters; without scripts they would do nothing, so a script shows them."""
    kinds = sorted({one.finding.kind for one in located})
    families = sorted({one.finding.family for one in located})
    severities = [name for name in SEVERITIES if any(one.finding.severity == name for one in located)]
    search = element(
        "label",
        element("span", "Search the findings", class_="said"),
        icon("search"),
        element("input", id="search", type="search", placeholder="Words or an address"),
        class_="search",
    )
    states = [("new", "new"), ("known", "known"), ("suppressed", "suppressed")]
    return element(
        "form",
        search,
        _choice("severity", "Severity", [(name, SEVERITIES[name]) for name in severities]),
        _choice("kind", "Kind", [(kind, kind_of(kind).title) for kind in kinds]),
        _choice("family", "Topic", [(family, topic(family)) for family in families]),
        _choice("state", "State", states) if any(one.known or one.suppressed for one in located) else None,
        _choice("campaign", "Campaign", [(c, c) for c in sorted({one.campaign for one in located}) if c]),
        element("button", "Clear", type="reset", class_="button"),
        element("button", "Open all", type="button", id="open", class_="button", aria_pressed="false"),
        element("output", counted(len(located), "finding"), id="shown", aria_live="polite"),
        id="tools",
        role="search",
        aria_label="Findings",
        hidden=True,
    )


def _choice(name: str, title: str, choices: Sequence[tuple[str, str]]) -> Markup | None:
    if not choices:
        return None
    options = [element("option", words, value=value) for value, words in choices]
    return element(
        "label",
        element("span", title),
        element("select", element("option", "all", value=""), *options, data_filter=name),
    )
