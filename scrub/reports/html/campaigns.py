"""Campaigns: the same spam on several pages, whom it serves, and where to look for it."""

from __future__ import annotations

from scrub.findings import Campaign, SiteReport, Target
from scrub.reports.html.charts import Bar, bars
from scrub.reports.html.markup import Markup, element
from scrub.reports.html.places import shortened, typed
from scrub.reports.html.words import counted, topic
from scrub.urls import defang

_SAMPLE = 600  # characters of a campaign's text
_TARGETS = 12  # domains of a campaign that are shown
_CARRIERS = {
    "template": "The same bytes stand in the same place of nearly every page: look in the theme, a widget or a "
    "plugin, not in single posts.",
    "content": "It stands in the content of single pages: look in posts, comments and their rows in the database.",
}


def section(report: SiteReport) -> Markup:
    """All campaigns, the largest first; empty where there is none."""
    if not report.campaigns:
        return Markup("")
    ordered = sorted(report.campaigns, key=lambda campaign: -campaign.size)
    return element(
        "section",
        element("h2", "Campaigns", id="campaigns-title"),
        element("p", "The same spam on several pages. Clean these first: one place often cures many pages."),
        *(_campaign(campaign, number, report.audited[:10]) for number, campaign in enumerate(ordered)),
        id="campaigns",
        aria_labelledby="campaigns-title",
    )


def _campaign(campaign: Campaign, number: int, today: str) -> Markup:
    sold = topic(campaign.family) if campaign.family != "other" else "spam"
    title = f"{sold} on {counted(campaign.size, 'page')}"
    return element(
        "article",
        element(
            "header",
            element("h3", element("span", campaign.id, class_="id"), " ", title, id=f"c-{number}"),
            element("p", *_marks(campaign, today), class_="marks"),
        ),
        element("blockquote", shortened(campaign.sample, _SAMPLE), class_="sample"),
        element("div", _targets(campaign, today), _where(campaign), class_="halves"),
        element(
            "div",
            _pages(campaign),
            element(
                "button",
                "Show its findings",
                type="button",
                class_="button",
                data_show_campaign=campaign.id,
            ),
            class_="below",
        ),
        class_="card campaign",
        aria_labelledby=f"c-{number}",
    )


def _marks(campaign: Campaign, today: str) -> list[Markup]:
    marks = [f"in the {campaign.carrier}"] if campaign.carrier else []
    marks += [counted(campaign.hosts, "host")]
    if campaign.first and campaign.first[:10] != today:
        until = (
            f" to {campaign.last[:10]}" if campaign.last and campaign.last[:10] != campaign.first[:10] else ""
        )
        marks.append(f"seen {campaign.first[:10]}{until}")
    return [element("span", mark, class_="chip") for mark in marks]


def _targets(campaign: Campaign, today: str) -> Markup:
    rows = [Bar(defang(t.domain), t.links, "error", _since(t, today)) for t in campaign.targets]
    return bars("Leads to", rows, _TARGETS)


def _since(target: Target, today: str) -> str:
    """Since when it gains; an audit that found it first has nothing to say of that."""
    return f"since {target.first[:10]}" if target.first and target.first[:10] != today else ""


def _where(campaign: Campaign) -> Markup:
    return element(
        "div",
        element("h4", "Where to look"),
        element("p", _CARRIERS[campaign.carrier]) if campaign.carrier in _CARRIERS else None,
        element("ul", *(element("li", place) for place in campaign.places)) if campaign.places else None,
        *typed(campaign.commands),
        class_="where",
    )


def _pages(campaign: Campaign) -> Markup:
    rest = campaign.size - len(campaign.pages)
    return element(
        "details",
        element("summary", f"{counted(campaign.size, 'page')} with it"),
        element(
            "ul",
            *(element("li", element("code", shortened(page))) for page in campaign.pages),
            element("li", f"and {rest:,} more") if rest > 0 else None,
            class_="list",
        ),
    )
