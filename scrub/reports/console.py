"""The audit for a person at a terminal: coloured there, plain in a pipe or a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from scrub.findings import Finding
from scrub.reports.audited import STATUSES, Audited
from scrub.reports.palette import FAINT, REASON, SEVERITY_STYLES, STATUS_STYLES
from scrub.text.terminal import safe_line

if TYPE_CHECKING:
    from rich.text import Text

_EXCERPT = 160  # characters of a finding's text that are shown
_LINKS = 3  # links of a finding that are shown


def write(audited: Sequence[Audited], stream: TextIO) -> None:
    """Write one paragraph a page, and a line that counts them where there are several."""
    from rich.console import Console

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for one in audited:
        for line in _page(one):
            console.print(line)
    if len(audited) > 1:
        console.print(_summary(audited))


def _page(one: Audited) -> Iterator[Text]:
    from rich.text import Text

    head = Text.assemble((one.status, STATUS_STYLES[one.status]), "  ", safe_line(one.where))
    if one.error:
        head.append(f"  ({safe_line(one.error)})")
    yield head
    if one.report is None:
        return
    for finding in one.report.findings:
        yield from _finding(finding)
    for reason in one.report.unchecked:
        yield Text(f"  not checked: {safe_line(reason)}", FAINT)


def _finding(finding: Finding) -> Iterator[Text]:
    from rich.text import Text

    style = SEVERITY_STYLES.get(finding.severity, "")
    yield Text.assemble("  ", (finding.severity, style), f"  {_title(finding)}")
    yield Text(f"    “{safe_line(finding.text, _EXCERPT)}”")
    if finding.reasons:
        yield Text(f"    because: {safe_line('; '.join(finding.reasons))}", REASON)
    if finding.links:
        yield Text(f"    links: {_links(finding.links)}", FAINT)
    if where := _place(finding):
        yield Text(f"    at: {where}", FAINT)
    if finding.advice:
        yield Text(f"    {safe_line(finding.advice)}")


def _title(finding: Finding) -> str:
    words = [finding.family] if finding.family != "other" else []
    words += finding.kind.split("_")
    title = f"{' '.join(words)}, p={finding.score:.3f}"
    if finding.hidden:
        title += f", hidden ({', '.join(finding.hidden)})"
    if finding.seen_by:
        title += f", seen by {', '.join(finding.seen_by)}"
    return safe_line(title)


def _links(links: Sequence[str]) -> str:
    shown = "  ".join(safe_line(link, 80) for link in links[:_LINKS])
    rest = len(links) - _LINKS
    return f"{shown}  and {rest} more" if rest > 0 else shown


def _place(finding: Finding) -> str:
    parts = [f"line {finding.line}" if finding.line is not None else "", finding.css_path]
    return safe_line(", ".join(part for part in parts if part))


def _summary(audited: Sequence[Audited]) -> Text:
    from rich.text import Text

    counts = Counter(one.status for one in audited)
    parts = [(f"{counts[s]} {s}", STATUS_STYLES[s]) for s in reversed(STATUSES) if counts[s]]
    summary = Text(f"{len(audited)} pages: ")
    for k, part in enumerate(parts):
        summary.append(", " if k else "").append(*part)
    return summary
