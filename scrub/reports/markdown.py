"""The audit for an issue tracker: short, and nothing a page says becomes markup, a link or a mention."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from scrub.findings import Campaign, Finding, Located, SiteReport
from scrub.reports.defanged import defanged_text
from scrub.reports.kinds import kind_of
from scrub.reports.pages import by_page
from scrub.text.terminal import safe_line, safe_text
from scrub.urls import defang

# GitHub takes 65,536 characters in an issue.
_ROOM = 60_000
_TEXT = 1_500  # characters of a finding's text that are shown
_LINKS = 5  # addresses of a finding that are shown
_PAGES = 10  # addresses of a campaign that are shown


def write(report: SiteReport, stream: TextIO) -> None:
    """Write the summary, the campaigns, and as many findings as an issue has room for."""
    room = _ROOM
    parts = [*_summary(report), *_campaigns(report.campaigns), *_unchecked(report)]
    for part in parts:
        room -= len(part)
        stream.write(part)
    left = sum(1 for _ in report.findings)
    if left:
        stream.write("\n## Findings\n")
    for url, findings in by_page(report.findings).items():
        heading = f"\n### {code(url or 'page')}\n"
        for located in findings:
            part = heading + _finding(located)
            if len(part) > room:
                stream.write(f"\n{left} more findings do not fit here; the other reports have them.\n")
                return
            stream.write(part)
            room, heading, left = room - len(part), "", left - 1


def _summary(report: SiteReport) -> Iterator[str]:
    yield f"# Audit of {code(report.target)}: {report.status}\n\n"
    yield (
        f"{report.pages} {'page was' if report.pages == 1 else 'pages were'} looked at, "
        f"{report.alarmed} {'carries' if report.alarmed == 1 else 'carry'} findings, "
        f"{len(report.skipped)} could not be read.\n"
    )
    kinds = Counter(located.finding.kind for located in report.findings)
    if kinds:
        yield "\n| kind | findings |\n|---|---:|\n"
        yield from (f"| {plain(kind_of(kind).title)} | {count} |\n" for kind, count in kinds.most_common())
    yield from (f"\n{plain(note)}\n" for note in report.notes)
    if report.gone:
        yield f"\n{len(report.gone)} findings of the baseline are gone.\n"


def _campaigns(campaigns: Iterable[Campaign]) -> Iterator[str]:
    for number, campaign in enumerate(campaigns):
        if not number:
            yield "\n## Campaigns\n"
        yield f"\n### {code(campaign.id)}: {plain(campaign.family)} on {campaign.size} pages\n\n"
        yield fenced(defanged_text(campaign.sample[:_TEXT]))
        targets = ", ".join(code(defang(target.domain)) for target in campaign.targets[:_LINKS])
        yield from _line("links to", targets)
        yield from _line("written by", f"the {plain(campaign.carrier)}" if campaign.carrier else "")
        yield from _line("look in", ", ".join(map(code, campaign.places)))
        yield from _line("pages", ", ".join(map(code, campaign.pages[:_PAGES])))
        if campaign.commands:
            yield "\n" + fenced("\n".join(campaign.commands), "sh")


def _unchecked(report: SiteReport) -> Iterator[str]:
    if report.unchecked or report.skipped:
        yield "\n## Not looked at\n\n"
    yield from (f"- {plain(words)}\n" for words in report.unchecked)
    yield from (f"- {code(source)}: {plain(reason)}\n" for source, reason in report.skipped[:_PAGES])
    rest = len(report.skipped) - _PAGES
    if rest > 0:
        yield f"- and {rest} more inputs\n"


def _finding(located: Located) -> str:
    finding = located.finding
    return "".join(
        [
            f"\n**{plain(kind_of(finding.kind).title)}**{_marks(located)}\n\n",
            fenced(defanged_text(finding.text[:_TEXT])),
            *_line("because", plain("; ".join(finding.reasons))),
            *_line("hidden by", plain(", ".join(finding.hidden))),
            *_line("rule", code(finding.rule) if finding.rule else ""),
            *_line("seen by", plain(", ".join(finding.seen_by))),
            *_line("links to", _links(finding)),
            *_line("at", _place(located)),
            *_line("look in", plain(", ".join(located.places))),
            *_line("do", plain(finding.advice)),
            *(("\n" + fenced("\n".join(located.commands), "sh"),) if located.commands else ()),
        ]
    )


def _marks(located: Located) -> str:
    finding = located.finding
    marks = [finding.severity, finding.family, f"p={finding.score:.3f}"]
    marks += ["known"] if located.known else []
    marks += [f"suppressed: {located.suppressed}"] if located.suppressed else []
    return f" ({plain(', '.join(mark for mark in marks if mark != 'other'))})"


def _links(finding: Finding) -> str:
    shown = ", ".join(code(defang(link)) for link in finding.links[:_LINKS])
    rest = len(finding.links) - _LINKS
    return f"{shown} and {rest} more" if rest > 0 else shown


def _place(located: Located) -> str:
    finding = located.finding
    source = located.source if located.source != located.url else ""
    parts = [
        code(source) if source else "",
        f"line {finding.line}" if finding.line is not None else "",
        f"column {finding.column}" if finding.column is not None else "",
        code(finding.css_path) if finding.css_path else "",
    ]
    return ", ".join(part for part in parts if part)


def _line(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"- {name}: {value}\n"


def plain(text: str) -> str:
    """One line of text in which nothing is markup: what could be is a character reference.

    Backslashes would do for markup, but not for mentions (`@name`), issues (`#1`) and emoji (`:name:`).
    """
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", safe_line(defanged_text(text)))


_MARKUP = re.compile(r"[#$&*<>@\[\\\]_`{|}~]|:(?=\S)|!(?=\[)")


def code(text: str) -> str:
    """The text as a code span: with more backticks around it than stand in it in a row, on one line."""
    line = safe_line(text).replace("|", "\\u007c")
    ticks = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line or ' '}{pad}{ticks}"


def fenced(text: str, language: str = "text") -> str:
    """The text as a code block, whose fence is longer than any run of backticks in it."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{ticks}{language}\n{safe_text(text)}\n{ticks}\n"
