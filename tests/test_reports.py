"""Reports: what an audit and an explanation say, safe to show and to parse."""

from __future__ import annotations

import io
import json

import pytest

from scrub.findings import Finding, Report
from scrub.reports import REPORTS, Audited, worst

HOSTILE = "\x1b]0;owned\x07[bold]casino[/bold] \u202e\r\n bonus"


def finding(text: str = "casino bonus", **fields: object) -> Finding:
    known: dict[str, object] = {
        "kind": "link_farm",
        "severity": "error",
        "text": text,
        "score": 0.9876,
        "family": "gambling",
        "reasons": ("many foreign hosts", "hidden"),
        "css_path": "html > body > div:nth-child(3)",
        "line": 12,
        "links": ("http://a.example/", "http://b.example/", "http://c.example/", "http://d.example/"),
        "hidden": ("offscreen",),
        "advice": "Remove it and look for how it came in.",
    }
    return Finding(**known | fields)  # type: ignore[arg-type]


def audited(status: str, *findings: Finding, source: str = "page.html") -> Audited:
    return Audited(source, Report("http://news.example/", status, findings, ("text",), ("cloaking",)))


FAILED = Audited("none.html", None, "no such file or folder")


def console(*pages: Audited) -> str:
    stream = io.StringIO()
    REPORTS["console"](pages, stream)
    return stream.getvalue()


def test_the_console_says_all_a_person_needs() -> None:
    shown = console(audited("compromised", finding()))
    for words in (
        "compromised  http://news.example/",
        "error  gambling link farm, p=0.988, hidden (offscreen)",
        "“casino bonus”",
        "because: many foreign hosts; hidden",
        "http://a.example/  http://b.example/  http://c.example/  and 1 more",
        "line 12, html > body > div:nth-child(3)",
        "Remove it and look for how it came in.",
        "not checked: cloaking",
    ):
        assert words in shown
    assert "\x1b" not in shown


def test_the_console_counts_several_pages() -> None:
    shown = console(audited("clean"), audited("compromised", finding()), FAILED)
    assert shown.endswith("3 pages: 1 compromised, 1 unchecked, 1 clean\n")
    assert "unchecked  none.html  (no such file or folder)" in shown


@pytest.mark.parametrize("field", ["text", "css_path", "advice", "kind"])
def test_nothing_of_a_page_acts_on_the_terminal(field: str) -> None:
    shown = console(audited("compromised", finding(**{field: HOSTILE})))
    assert not set("\x1b\x07\u202e\r") & set(shown)
    assert "[bold]casino[/bold]" in shown


def test_nothing_in_a_list_acts_on_the_terminal() -> None:
    hostile = finding(reasons=(HOSTILE,), links=(HOSTILE,), hidden=(HOSTILE,), seen_by=(HOSTILE,))
    assert not set("\x1b\x07\u202e\r") & set(console(audited("compromised", hostile)))
    named = Audited(HOSTILE, None, HOSTILE)
    assert not set("\x1b\x07\u202e\r") & set(console(named))


def test_json_is_one_object_with_the_pinned_keys() -> None:
    stream = io.StringIO()
    REPORTS["json"]((audited("clean"), audited("compromised", finding(HOSTILE)), FAILED), stream)
    report = json.loads(stream.getvalue())
    assert set(report) == {"status", "pages", "findings", "probes", "unchecked"}
    assert report["status"] == "compromised"
    (found,) = report["findings"]
    assert found["url"] == "http://news.example/"
    assert found["text"] == HOSTILE
    assert set(found) == {
        "url", "kind", "severity", "text", "score", "family", "reasons", "css_path", "line",
        "links", "hidden", "seen_by", "advice", "column", "language", "rule",
    }  # fmt: skip
    assert report["probes"] == ["text"]
    assert "none.html: no such file or folder" in report["unchecked"]
    assert [page["status"] for page in report["pages"]] == ["clean", "compromised", "unchecked"]


def test_the_worst_page_decides_and_what_was_not_read_is_not_clean() -> None:
    clean, suspect, compromised = map(audited, ("clean", "suspect", "compromised"))
    assert worst([clean]) == "clean"
    assert worst([clean, FAILED]) == "unchecked"
    assert worst([FAILED, suspect, clean]) == "suspect"
    assert worst([suspect, compromised]) == "compromised"
    assert worst([]) == "unchecked"
