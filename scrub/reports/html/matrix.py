"""Cloaking: who saw which piece of a page."""

from __future__ import annotations

from collections.abc import Sequence

from scrub.findings import Sighting, SiteReport
from scrub.reports.html.markup import Markup, element, join
from scrub.reports.html.places import shortened

_ROWS = 500  # rows that are shown
_EXCERPT = 140  # characters of a piece


def section(report: SiteReport) -> Markup:
    """The matrix; empty where nobody looked as several visitors."""
    if not report.matrix:
        return Markup("")
    profiles = list(dict.fromkeys(profile for sighting in report.matrix for profile, _ in sighting.seen))
    rows = join(_row(sighting, profiles) for sighting in report.matrix[:_ROWS])
    rest = len(report.matrix) - _ROWS
    head = element(
        "tr",
        element("th", "Piece of a page", scope="col"),
        *(element("th", profile, scope="col", class_="who") for profile in profiles),
    )
    table = element(
        "table",
        element("caption", "A full dot: the visitor got it. A ring: it did not. A dash: it did not ask."),
        element("thead", head),
        element("tbody", rows),
    )
    return element(
        "section",
        element("h2", "Who saw what", id="matrix-title"),
        element("p", "Pages were fetched as several visitors. What only some of them got is cloaked."),
        element("div", table, class_="scroll card", tabindex=0, role="group", aria_label="Table"),
        element("p", f"and {rest:,} more; the JSON report has them", class_="remark") if rest > 0 else None,
        id="matrix",
        aria_labelledby="matrix-title",
    )


def _row(sighting: Sighting, profiles: Sequence[str]) -> Markup:
    seen = dict(sighting.seen)
    piece = element(
        "th",
        element("span", shortened(" ".join(sighting.text.split()), _EXCERPT)),
        element("code", shortened(sighting.url)),
        scope="row",
    )
    return element("tr", piece, *(_cell(seen.get(profile)) for profile in profiles))


def _cell(seen: bool | None) -> Markup:
    words, tone = {True: ("seen", "yes"), False: ("not seen", "no"), None: ("not asked", "none")}[seen]
    dot = element("span", class_=f"sign is-{tone}", aria_hidden="true")
    return element("td", dot, element("span", words, class_="said"), class_="who")
