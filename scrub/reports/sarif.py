"""The audit as SARIF 2.1.0, the format of code scanning: a rule a kind, a result a finding.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/ has the sections that comments name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from scrub.auditor.advice import ADVICE
from scrub.findings import Located, SiteReport
from scrub.reports.defanged import defanged_text, domains_of
from scrub.reports.kinds import kind_of
from scrub.text.terminal import safe_line, safe_text
from scrub.urls import defang

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_FINGERPRINT = "scrubFinding/v1"  # its version changes whenever fingerprints are made otherwise
_ROOT = "%SRCROOT%"  # the folder that was audited; consumers know where they have it
_EXCERPT = 200  # characters of a finding's text in its message


def write(report: SiteReport, stream: TextIO) -> None:
    """Write the log: one run."""
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_run(report)],
    }
    json.dump(log, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def _run(report: SiteReport) -> dict[str, Any]:
    kinds = sorted({located.finding.kind for located in report.findings})
    place = {kind: index for index, kind in enumerate(kinds)}
    compared = bool(report.gone) or any(located.known for located in report.findings)
    results = [_result(located, place, report.target, compared) for located in report.findings]
    return {
        "tool": {"driver": _driver(report, kinds)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that was audited."}}},
        "invocations": [_invocation(report)],
        "results": results + [_gone(*gone) for gone in report.gone],
        "properties": {
            "status": report.status,
            "pages": report.pages,
            "alarmed": report.alarmed,
            "probes": list(report.probes),
            "unchecked": list(report.unchecked),
        },
    }


def _driver(report: SiteReport, kinds: Iterable[str]) -> dict[str, Any]:
    driver: dict[str, Any] = {"name": "scrub", "rules": [_rule(kind) for kind in kinds]}
    if report.version:
        driver["version"] = report.version
    if report.model:
        driver["properties"] = {"model": report.model}
    return driver


def _rule(name: str) -> dict[str, Any]:
    kind = kind_of(name)
    advice = ADVICE.get(name, "Look at the place that is named, and delete what you did not write.")
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in name.split("_")),
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": kind.meaning},
        "help": {"text": f"{kind.meaning} {advice}", "markdown": f"{kind.meaning}\n\n{advice}"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["security", "spam"], "security-severity": "7.0"},
    }


def _result(located: Located, place: dict[str, int], root: str, compared: bool) -> dict[str, Any]:
    finding = located.finding
    result: dict[str, Any] = {
        "ruleId": finding.kind,
        "ruleIndex": place[finding.kind],
        "level": _LEVELS.get(finding.severity, "warning"),
        "message": {"text": _message(located)},
        "rank": round(100 * min(max(finding.score, 0.0), 1.0), 2),
        "locations": [_location(located, root)],
        "partialFingerprints": {_FINGERPRINT: located.fingerprint},
        "properties": {
            "url": located.url,
            "score": finding.score,
            "family": finding.family,
            "language": finding.language,
            "domains": [defang(domain) for domain in domains_of(finding.links)],
            "hidden": list(finding.hidden),
            "rule": finding.rule,
            "seenBy": list(finding.seen_by),
            "reasons": list(finding.reasons),
            "campaign": located.campaign,
            "places": list(located.places),
        },
    }
    if compared:  # 3.27.24: in all results of a run or in none
        result["baselineState"] = "unchanged" if located.known else "new"
    if located.suppressed:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": located.suppressed}
        ]
    return result


def _message(located: Located) -> str:
    finding = located.finding
    words = [f"{kind_of(finding.kind).title}"]
    if finding.family != "other":
        words.append(f" ({finding.family})")
    words.append(f": “{safe_line(defanged_text(finding.text), _EXCERPT)}”.")
    if finding.hidden:
        words.append(f" Hidden by {', '.join(finding.hidden)}.")
    if finding.reasons:
        words.append(f" Because: {'; '.join(finding.reasons)}.")
    if finding.advice:
        words.append(f" {finding.advice}")
    return _literally("".join(words))


def _literally(text: str) -> str:
    """The text so that a message shows it as it is: no links (3.11.6), no placeholders (3.11.5)."""
    for character in "\\[]":
        text = text.replace(character, f"\\{character}")
    return safe_text(text).replace("{", "{{").replace("}", "}}")


def _location(located: Located, root: str) -> dict[str, Any]:
    finding = located.finding
    physical: dict[str, Any] = {"artifactLocation": _artifact(located, root)}
    if finding.line is not None and finding.line > 0:
        region: dict[str, Any] = {"startLine": finding.line, "snippet": {"text": finding.text}}
        if finding.column is not None and finding.column > 0:
            region["startColumn"] = finding.column
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.css_path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.css_path, "kind": "element"}]
    return location


def _artifact(located: Located, root: str) -> dict[str, str]:
    """The file, relative to the audited folder; the address where the page came from the network."""
    source = located.source
    if not source or "://" in source:
        return {"uri": quote(located.url or source, safe=":/?#[]@!$&'()*+,;=%~", errors="surrogatepass")}
    return {"uri": quote(_relative(source, root), safe="/", errors="surrogateescape"), "uriBaseId": _ROOT}


def _relative(source: str, root: str) -> str:
    path = PurePath(source)
    if path.is_relative_to(root):
        inside = path.relative_to(root)
        path = inside if inside.parts else PurePath(path.name)
    return path.as_posix().lstrip("/")


def _gone(fingerprint: str, text: str) -> dict[str, Any]:
    """A finding of the baseline that is there no more."""
    return {
        "message": {"text": _literally(f"Gone: “{safe_line(defanged_text(text), _EXCERPT)}”.")},
        "level": "none",
        "kind": "pass",
        "baselineState": "absent",
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }


def _invocation(report: SiteReport) -> dict[str, Any]:
    """That the audit ran, and what it could not look at."""
    skipped = [(f"{source}: {reason}", "warning") for source, reason in report.skipped]
    notes = [(note, "note") for note in report.notes]
    unchecked = [(f"Not checked: {words}", "note") for words in report.unchecked]
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            {"level": level, "message": {"text": _literally(safe_line(text))}}
            for text, level in skipped + notes + unchecked
        ],
    }
