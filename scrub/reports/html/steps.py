"""What to do first, in the order of doing it: whoever opens the report may have an hour and no plan."""

from __future__ import annotations

from scrub.findings import SiteReport
from scrub.reports.html.markup import Markup, element
from scrub.reports.html.words import counted

_EVIDENCE = (
    "Keep evidence. Export the database and copy the files before you change anything, and keep this report."
)
_DOOR = (
    "Close the door. Update everything, remove plugins and themes that nobody uses, change every password (database, hosting and "
    "FTP too), and delete users that nobody knows: spam that is only deleted comes back."
)
_AGAIN = "Look again. Audit the site once more, with the JSON report of this audit as --since. When nothing is left, ask the search engines for a review."
_LOOK = "Look at each finding, and ask who wrote it. What is yours, suppress with a reason; what is nobody's, take out."


def section(report: SiteReport) -> Markup:
    """The steps; empty where there is nothing to do."""
    if report.status == "compromised":
        steps = [_EVIDENCE, _DOOR, _out(report), _AGAIN]
    elif report.status == "suspect":
        steps = [_LOOK, _AGAIN]
    else:
        return Markup("")
    return element(
        "section",
        element("h2", "What to do", id="steps-title"),
        element("ol", *(_step(words) for words in steps)),
        class_="card aside steps",
        aria_labelledby="steps-title",
    )


def _step(words: str) -> Markup:
    head, _, rest = words.partition(". ")
    return element("li", element("strong", f"{head}."), f" {rest}")


def _out(report: SiteReport) -> str:
    """Where to begin: with what cures most pages."""
    gathered = sum(bool(one.campaign) for one in report.findings)
    alone = sum(
        one.finding.severity != "info" and not one.campaign and not one.suppressed for one in report.findings
    )
    words = "Take it out. "
    if report.campaigns:
        largest = max(report.campaigns, key=lambda campaign: campaign.size)
        words += (
            f"Begin with the campaigns, which hold {counted(gathered, 'finding')}; the largest, {largest.id}, stands on "
            f"{counted(largest.size, 'page')}. "
        )
    if alone:
        words += f"{counted(alone, 'finding')} stand alone. " if alone > 1 else "1 finding stands alone. "
    return words + "Each comes with what to type."
