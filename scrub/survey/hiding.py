"""Which rule hides a finding, and in which sheet it stands: what an admin searches for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrub.findings import Finding
from scrub.parser.causes import hiding_rule
from scrub.survey.sheets import Sheets
from scrub.survey.subject import Subject

_MOST = 50  # findings of a page that are looked into
_HARMLESS = frozenset({"aria"})


def with_rules(findings: Sequence[Finding], subject: Subject, sheets: Sheets) -> list[Finding]:
    """The findings, those that something hides with its rule; also by sheets the page only links to."""
    external = sheets.of(subject)
    told = []
    for k, finding in enumerate(findings):
        looked_into = (
            k < _MOST
            and not finding.rule
            and finding.css_path
            and (finding.hidden or external or subject.written)
        )
        told.append(_with_rule(finding, subject, external) if looked_into else finding)
    return told


def _with_rule(finding: Finding, subject: Subject, external: dict[str, str]) -> Finding:
    link = finding.links[0] if finding.links else ""
    names, rule = hiding_rule(subject.source, finding.css_path, link, external)
    if not set(names) - _HARMLESS and subject.written and link and link in subject.source:
        names, rule = hiding_rule(subject.written, "", link, external)
        rule += ", written by a script of the page"
    if not set(names) - _HARMLESS:
        return finding
    return replace(finding, rule=rule, hidden=tuple(dict.fromkeys((*finding.hidden, *names))))
