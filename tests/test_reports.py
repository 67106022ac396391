"""The console and JSON reports: safe to show, safe to parse, and the same every time."""

from __future__ import annotations

import io
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from site_reports import FARM, HOSTILE, finding, hostile_report, located, page, site_report

from scrub.findings import Finding, Located, SiteReport
from scrub.reports import REPORTS
from scrub.reports.kinds import KINDS, kind_of

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "report.schema.json"
ACTING = set("\x1b\x07\u202e\r\x00")
EMPTY = SiteReport("site", "clean", 3, 0, ())


def written(form: str, report: SiteReport) -> str:
    stream = io.StringIO()
    REPORTS[form](report, stream)
    return stream.getvalue()


def one(found: Finding, **about: Any) -> SiteReport:
    return SiteReport("site", "compromised", 1, 1, (located(page(0), found, **about),))


@pytest.mark.parametrize("form", REPORTS)
def test_the_same_report_is_written_the_same(form: str) -> None:
    assert written(form, site_report()) == written(form, site_report())
    assert written(form, site_report()) != written(form, site_report(4))


@pytest.mark.parametrize("form", REPORTS)
@pytest.mark.parametrize("report", [EMPTY, replace(EMPTY, status="unchecked", pages=0, target="")])
def test_a_report_without_findings_can_be_written(form: str, report: SiteReport) -> None:
    assert written(form, report)


def test_the_console_says_all_a_person_needs() -> None:
    shown = written("console", site_report())
    for words in (
        f"{page(0)}\n",
        "error  escort link farm, p=0.997, hidden (offscreen, rule), in tr, campaign c1",
        "“ankara escort çankaya escort",
        "because: 8 links to 6 unrelated domains; anchor texts",
        "hidden by: .ftr-w7 {",
        "links: hxxps://ankara-0[.]example-0[.]top/eskort?id=0  ",
        "and 5 more",
        "story-0/index.html, line 214, column 17, html > body",
        "campaign c2, known",
        "seen by googlebot, referrer",
        "suppressed: agreed with the author",
        "c1: escort on 9 pages",
        "leads to: example-0[.]top, example-1[.]top, example-2[.]top",
        "look in: footer of every page, theme file footer.php",
        "grep -rn 'example-0.top' wp-content/",
        "Gone since the baseline",
        "note: The suppression of 12ab ended",
        "not read: site/broken.html (empty)",
        "not checked: external style sheets; rendered page",
    ):
        assert words in shown
    last = shown.splitlines()[-1]
    assert last.startswith(
        "compromised  https://gazette.example/: 64 pages, 9 with findings, 14 findings, 1 for information"
    )
    assert "\x1b" not in shown


def test_the_console_tells_what_is_known_in_one_line() -> None:
    report = site_report()
    known = tuple(replace(one, known=True, first="2019-05-05") for one in report.findings)
    shown = written("console", replace(report, findings=known, campaigns=()))
    assert shown.count(", known since 2019-05-05") == len(known)
    assert "because:" not in shown


def test_a_clean_site_is_told_in_one_line() -> None:
    assert written("console", EMPTY) == "clean  site: 3 pages, 0 with findings, 0 findings\n"


def test_nothing_of_a_page_acts_on_the_terminal() -> None:
    shown = written("console", hostile_report())
    assert not ACTING & set(shown)
    assert "\\x1b]0;owned" in shown


@pytest.mark.parametrize("words", HOSTILE)
def test_no_field_of_a_finding_acts_on_the_terminal(words: str) -> None:
    hostile = [
        finding(**{name: words}) for name in ("kind", "text", "css_path", "advice", "rule", "language")
    ]
    lists = ("reasons", "links", "hidden", "seen_by")
    hostile += [finding(FARM, **dict.fromkeys([name], (words,))) for name in lists]
    for found in hostile:
        assert not ACTING & set(written("console", one(found)))


@pytest.mark.parametrize("form", ["console", "html", "csv", "sarif", "markdown"])
def test_addresses_of_spam_are_defanged(form: str) -> None:
    shown = written(form, site_report())
    assert "example-0[.]top" in shown.replace("\\\\[.\\\\]", "[.]")
    assert "https://ankara-" not in shown


def schema() -> Draft202012Validator:
    known = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(known)
    return Draft202012Validator(known)


@pytest.mark.parametrize("report", [EMPTY, site_report(), hostile_report()])
def test_json_follows_its_schema(report: SiteReport) -> None:
    if report.findings and report.findings[0].finding.severity == "error":
        severe = [
            replace(one, finding=replace(one.finding, severity="error", line=1, column=1))
            for one in report.findings
        ]
        report = replace(report, findings=tuple(severe))
    assert list(schema().iter_errors(json.loads(written("json", report)))) == []


def test_the_schema_refuses_what_is_no_report() -> None:
    right = json.loads(written("json", site_report()))
    wrong: list[dict[str, Any]] = [
        {},
        right | {"status": "fine"},
        right | {"more": 1},
        right | {"findings": [right["findings"][0] | {"score": 2}]},
        right | {"findings": [{k: v for k, v in right["findings"][0].items() if k != "fingerprint"}]},
        right | {"gone": ["cheap watches"]},
        right | {"matrix": [{"url": "x", "text": "y", "seen": {"browser": "yes"}}]},
    ]
    assert all(not schema().is_valid(report) for report in wrong)


def test_json_has_every_field_of_a_finding_and_where_it_stands() -> None:
    report = json.loads(written("json", site_report()))
    assert {"status", "findings", "probes", "unchecked"} <= set(report)
    first = report["findings"][0]
    names = {field.name for field in fields(Finding)} | {field.name for field in fields(Located)}
    assert set(first) == names - {"finding"}
    assert next(iter(first)) == "url"
    assert first["text"] == FARM
    assert first["links"][0] == "https://ankara-0.example-0.top/eskort?id=0"  # for programs: as written
    assert report["matrix"][0]["seen"]["googlebot"] is True


def test_json_keeps_hostile_text_as_it_is() -> None:
    texts = [found["text"] for found in json.loads(written("json", hostile_report()))["findings"]]
    assert texts == list(HOSTILE)


def test_every_kind_has_words_of_its_own() -> None:
    from scrub.auditor.advice import ADVICE

    assert set(ADVICE) <= set(KINDS)
    assert len({kind.title for kind in KINDS.values()}) == len(KINDS)
    assert kind_of("odd_thing").title == "Odd thing"


def test_the_documentation_names_every_format_status_and_severity() -> None:
    told = (SCHEMA.parent / "reports.md").read_text("utf-8")
    known = json.loads(SCHEMA.read_text("utf-8"))
    statuses = known["properties"]["status"]["enum"]
    severities = known["$defs"]["finding"]["properties"]["severity"]["enum"]
    for name in (*REPORTS, *statuses):
        assert f"\n| `{name}` |" in told
    assert all(f"`{name}` is" in told for name in severities)
