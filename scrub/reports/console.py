"""The audit for a person at a terminal: coloured there, plain in a pipe or a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from scrub.findings import Campaign, Finding, Located, SiteReport
from scrub.reports.defanged import defanged_text
from scrub.reports.pages import by_page
from scrub.reports.palette import FAINT, REASON, SEVERITY_STYLES, STATUS_STYLES
from scrub.text.terminal import safe_line
from scrub.urls import defang

if TYPE_CHECKING:
    from rich.text import Text

_EXCERPT = 160  # characters of a finding's text that are shown
_PARTLY = 3  # pages that were looked at in part that are shown
_TYPED = 6  # commands of a campaign that are shown
_COMMANDS = 3  # of a finding that are shown; the other reports have them all
_LINKS = 3  # links of a finding, domains of a campaign that are shown
_ROWS = 20  # campaigns, skipped inputs that are shown


def write(report: SiteReport, stream: TextIO) -> None:
    """Write the findings page by page, the campaigns, and at the end, where one looks, the verdict."""
    from rich.console import Console

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for part in (_findings(report), _campaigns(report), _gone(report), _unchecked(report), _summary(report)):
        for line in part:
            console.print(line)


def _findings(report: SiteReport) -> Iterator[Text]:
    from rich.text import Text

    for url, findings in by_page(report.findings).items():
        yield Text(safe_line(url or "page"), "bold")
        for located in findings:
            yield from _finding(located)


def _finding(located: Located) -> Iterator[Text]:
    from rich.text import Text

    finding = located.finding
    style = SEVERITY_STYLES.get(finding.severity, "")
    yield Text.assemble("  ", (safe_line(finding.severity), style), f"  {_title(located)}")
    if located.known or located.suppressed:  # told before: what is new is to be seen
        return
    yield Text(f"    “{safe_line(defanged_text(finding.text), _EXCERPT)}”")
    if finding.reasons:
        yield Text(f"    because: {safe_line('; '.join(finding.reasons))}", REASON)
    if finding.rule:
        yield Text(f"    hidden by: {safe_line(finding.rule, _EXCERPT)}", REASON)
    if finding.links:
        yield Text(f"    links: {_links(finding.links)}", FAINT)
    if where := _place(located):
        yield Text(f"    at: {where}", FAINT)
    if located.places:
        yield Text(f"    look in: {safe_line(', '.join(located.places))}")
    if finding.advice:
        yield Text(f"    {safe_line(finding.advice)}")
    for command in located.commands[:_COMMANDS]:
        yield Text(f"    $ {safe_line(command)}", FAINT)


def _title(located: Located) -> str:
    finding = located.finding
    words = [finding.family] if finding.family != "other" else []
    words += finding.kind.split("_")
    parts = [" ".join(words), f"p={finding.score:.3f}", *_remarks(finding)]
    parts += [f"campaign {located.campaign}"] if located.campaign else []
    parts += [f"known since {located.first}" if located.first else "known"] if located.known else []
    parts += [f"suppressed: {located.suppressed}"] if located.suppressed else []
    return safe_line(", ".join(parts))


def _remarks(finding: Finding) -> Iterator[str]:
    if finding.hidden:
        yield f"hidden ({', '.join(finding.hidden)})"
    if finding.seen_by:
        yield f"seen by {', '.join(finding.seen_by)}"
    if finding.language:
        yield f"in {finding.language}"


def _links(links: Sequence[str]) -> str:
    shown = "  ".join(safe_line(defang(link), 80) for link in links[:_LINKS])
    rest = len(links) - _LINKS
    return f"{shown}  and {rest} more" if rest > 0 else shown


def _place(located: Located) -> str:
    finding = located.finding
    parts = [located.source] if located.source not in ("", located.url) else []
    parts += [f"line {finding.line}"] if finding.line is not None else []
    parts += [f"column {finding.column}"] if finding.column is not None else []
    parts += [finding.css_path] if finding.css_path else []
    return safe_line(", ".join(parts))


def _campaigns(report: SiteReport) -> Iterator[Text]:
    from rich.text import Text

    if report.campaigns:
        yield Text("Campaigns", "bold")
    for campaign in sorted(report.campaigns, key=lambda campaign: -campaign.size)[:_ROWS]:
        sold = campaign.family if campaign.family != "other" else "spam"
        head = f"{campaign.id}: {sold} on {_counted(campaign.size, 'page')}"
        yield Text(f"  {safe_line(head)}", "bold red")
        yield from (Text(f"    {safe_line(line)}", FAINT) for line in _campaign(campaign))
    rest = len(report.campaigns) - _ROWS
    if rest > 0:
        yield Text(f"  and {rest} more", FAINT)


def _campaign(campaign: Campaign) -> Iterator[str]:
    domains = [defang(target.domain) for target in campaign.targets]
    if domains:
        yield f"leads to: {_list(domains)}"
    if campaign.carrier:
        yield f"in the {campaign.carrier}"
    if campaign.places:
        yield f"look in: {_list(campaign.places)}"
    yield from (f"$ {command}" for command in campaign.commands[:_TYPED])
    if (rest := len(campaign.commands) - _TYPED) > 0:
        yield f"  and {_counted(rest, 'more command')}: the other reports have them all"


def _list(words: Sequence[str]) -> str:
    rest = len(words) - _LINKS
    return ", ".join(words[:_LINKS]) + (f" and {rest} more" if rest > 0 else "")


def _gone(report: SiteReport) -> Iterator[Text]:
    from rich.text import Text

    if report.gone:
        yield Text("Gone since the baseline", "bold")
    for _, text in report.gone[:_ROWS]:
        yield Text(f"  “{safe_line(defanged_text(text), _EXCERPT)}”", FAINT)
    if len(report.gone) > _ROWS:
        yield Text(f"  and {len(report.gone) - _ROWS} more", FAINT)


def _unchecked(report: SiteReport) -> Iterator[Text]:
    from rich.text import Text

    for source, reason in report.skipped[:_ROWS]:
        yield Text(f"not read: {safe_line(source)} ({safe_line(reason)})", FAINT)
    if len(report.skipped) > _ROWS:
        yield Text(f"not read: {len(report.skipped) - _ROWS} more", FAINT)
    for note in report.notes:
        yield Text(f"note: {safe_line(note)}", REASON)
    if report.unchecked:
        yield Text(f"not checked: {safe_line('; '.join(report.unchecked))}", FAINT)
    for url, what in report.partly[:_PARTLY]:
        yield Text(f"checked in part: {safe_line(url)} (not {safe_line(what)})", FAINT)
    if (rest := len(report.partly) - _PARTLY) > 0:
        yield Text(f"checked in part: {rest} more", FAINT)


def _summary(report: SiteReport) -> Iterator[Text]:
    from rich.text import Text

    remarks = sum(located.finding.severity == "info" for located in report.findings)
    counts = [
        _counted(report.pages, "page"),
        f"{report.alarmed} with findings",
        _counted(len(report.findings) - remarks, "finding"),
    ]
    counts += [f"{remarks} for information"] if remarks else []
    counts += [_counted(len(report.campaigns), "campaign")] if report.campaigns else []
    counts += [_counted(len(report.targets), "target domain")] if report.targets else []
    known = sum(located.known for located in report.findings)
    counts += [f"{known} known"] if known else []
    yield Text.assemble(
        (report.status, STATUS_STYLES.get(report.status, "")),
        f"  {safe_line(report.target)}: {', '.join(counts)}",
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
