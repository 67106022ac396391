"""Pages for audits: an honest article in a site's template, with whatever a test puts into it."""

from __future__ import annotations

from scrub.findings import Finding, SiteReport
from scrub.survey import survey
from scrub.values import Page

HOME = "https://www.harbour-news.example"

ARTICLE = """
<p>The harbour master told the council on Tuesday that the old breakwater will be rebuilt before the winter storms. Work
begins in September, and the fish market stays open all the while, as the traders had asked for.</p>
<p>Two engineers explained how the stones are lifted from barges at high water. The harbour has lost eleven metres of its
eastern wall since the flood, and the lifeboat has had to moor on the other side of the bay.</p>
<p>Residents may see the plans in the library until the end of the month. The council will vote on the money in October,
when the offers of three builders from the coast have been compared.</p>
"""


def article(
    body: str = "",
    *,
    head: str = "",
    title: str = "Breakwater to be rebuilt before the storms",
    end: str = "",
    text: str = ARTICLE,
    lang: str = "en",
) -> str:
    """An article; head, body and end stand in the head, behind the text, and behind </html>."""
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} | Harbour News</title>
<meta name="description" content="The council rebuilds the harbour's eastern breakwater; work begins in September.">
{head}</head>
<body><header><a href="/">Harbour News</a><nav><a href="/council/">Council</a> <a href="/sport/">Sport</a></nav></header>
<main><article><h1>Breakwater to be rebuilt before the storms</h1>{text}</article>
{body}
</main><footer><p>Harbour News, 3 Quay Street. <a href="/imprint/">Imprint</a></p></footer></body></html>{end}"""


def page(markup: str, path: str = "/council/breakwater/", home: str = HOME) -> Page:
    """The page at a path of the site."""
    return Page(markup.encode(), home + path, "text/html; charset=utf-8", source=home + path)


def audited(*pages: Page) -> SiteReport:
    """All of them through the survey."""
    return survey(pages)


def findings_on(markup: str, path: str = "/council/breakwater/") -> list[Finding]:
    """What the audit of one page finds."""
    return [one.finding for one in audited(page(markup, path)).findings]


def alarming(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """Findings above a remark, told shortly."""
    return [(f.kind, f.severity, f.text[:80]) for f in findings if f.severity != "info"]
