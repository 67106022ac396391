"""CSV, SARIF and Markdown: spreadsheets, code scanning and issue trackers are not to be tricked."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from site_reports import HOSTILE, finding, hostile_report, located, page, site_report

from scrub.findings import SiteReport
from scrub.reports import REPORTS
from scrub.reports.csv import COLUMNS
from scrub.reports.markdown import code, fenced, plain

SARIF = Path(__file__).resolve().parent / "schemas" / "sarif-2.1.0-rtm.5.json"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def written(form: str, report: SiteReport) -> str:
    stream = io.StringIO(newline="")
    REPORTS[form](report, stream)
    return stream.getvalue()


def rows(report: SiteReport) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written("csv", report), newline=""), strict=True))


def test_csv_has_a_row_a_finding() -> None:
    head, *body = rows(site_report())
    assert tuple(head) == COLUMNS
    assert len(body) == 15
    first = dict(zip(head, body[0], strict=True))
    assert first["url"] == page(0)
    assert (first["line"], first["column"], first["score"]) == ("214", "17", "0.9973")
    assert first["domains"] == "example-0[.]top example-1[.]top example-2[.]top"
    assert written("csv", site_report()).count("\r\n") == 16


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "-"]
)
def test_csv_holds_no_formula(words: str) -> None:
    found = finding(words, reasons=(words,), css_path=words, advice=words, family=words, rule=words)
    report = SiteReport(words, "suspect", 1, 1, (located(words, found, source=words, campaign=words),))
    body = rows(report)[1]
    assert not [cell for cell in body if cell.lstrip(" ").startswith(tuple("=+-@\t\r\n＝"))]
    assert f"'{words}" in body


@pytest.mark.parametrize("words", ["bridge = stone", "a+b", "1-2", "me@home"])
def test_csv_leaves_honest_text_alone(words: str) -> None:
    assert words in rows(SiteReport("s", "suspect", 1, 1, (located(page(0), finding(words)),)))[1]


@given(TEXTS, TEXTS)
def test_csv_can_be_read_back(text: str, advice: str) -> None:
    report = SiteReport("s", "suspect", 1, 1, (located(page(0), finding(text, advice=advice)),))
    table = rows(report)
    assert len(table) == 2
    assert len(table[1]) == len(COLUMNS)


def sarif(report: SiteReport) -> dict[str, Any]:
    log = json.loads(written("sarif", report))
    schema = Draft4Validator(json.loads(SARIF.read_text("utf-8")))
    assert [error.message for error in schema.iter_errors(log)] == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_is_valid_and_complete() -> None:
    run = sarif(site_report())
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["comment_spam", "inserted_link", "link_farm", "script"]
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    results = [result for result in run["results"] if result["baselineState"] != "absent"]
    assert len(results) == 15
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert {result["level"] for result in results} == {"error", "warning", "note"}
    assert all(list(result["partialFingerprints"].values()) for result in run["results"])


def test_sarif_tells_what_is_new_known_gone_and_suppressed() -> None:
    results = sarif(site_report())["results"]
    states = [result["baselineState"] for result in results]
    assert (states.count("new"), states.count("unchanged"), states.count("absent")) == (14, 1, 1)
    (suppressed,) = (result for result in results if "suppressions" in result)
    assert suppressed["suppressions"][0]["justification"].startswith("agreed")
    never = replace(site_report(), gone=(), findings=site_report().findings[:1])
    assert all("baselineState" not in result for result in sarif(never)["results"])


@pytest.mark.parametrize(
    ("source", "target", "uri", "base"),
    [
        ("site/a b/index.html", "site", "a%20b/index.html", True),
        ("site/index.html", "site/", "index.html", True),
        ("/srv/www/x.html", "/srv/www", "x.html", True),
        ("x.html", "x.html", "x.html", True),
        ("other/y.html", "site", "other/y.html", True),
        ("https://gazette.example/", "https://gazette.example/", page(0), False),
        ("", "site", page(0), False),
    ],
)
def test_sarif_points_into_the_audited_folder(source: str, target: str, uri: str, base: bool) -> None:
    found = located(page(0), finding(), source=source)
    (result,) = sarif(SiteReport(target, "compromised", 1, 1, (found,)))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri
    assert ("uriBaseId" in place["artifactLocation"]) is base
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (214, 17)


def test_sarif_takes_hostile_text() -> None:
    run = sarif(hostile_report())
    messages = [result["message"]["text"] for result in run["results"]]
    assert not [m for m in messages if re.search(r"(?<!\\)(?:\\\\)*[\[\]]", m)]
    assert not [m for m in messages if re.search(r"(?<!\{)\{(?:\{\{)*(?!\{)", m)]
    assert not {"\x1b", "\u202e"} & set("".join(messages))


def blocks_and_prose(markdown: str) -> tuple[list[str], str]:
    """Code blocks as CommonMark reads them, and everything else."""
    blocks: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        ticks = re.match(r"(`{3,})", line)
        if not fence and ticks:
            fence = ticks[1]
            blocks.append("")
        elif fence and ticks and line.strip() == ticks[1] and len(ticks[1]) >= len(fence):
            fence = ""
        elif fence:
            blocks[-1] += line + "\n"
        else:
            prose.append(line)
    assert not fence
    return blocks, "\n".join(prose)


def without_code(prose: str) -> str:
    return re.sub(r"(?<!`)(`+)(?!`)(?:(?!\1(?!`)).|`(?!\1))*?(?<!`)\1(?!`)", "CODE", prose)


def test_markdown_lets_nothing_of_a_page_be_markup() -> None:
    _, prose = blocks_and_prose(written("markdown", hostile_report()))
    bare = without_code(prose)
    assert "<" not in bare
    assert "@" not in bare
    assert "](" not in bare
    assert "www.evil" not in bare
    assert "://evil.example" not in bare
    assert not [line for line in bare.split("\n") if line.startswith("# loud")]
    assert not {"\x1b", "\u202e", "\r"} & set(prose)


@given(TEXTS)
def test_a_code_span_ends_where_it_should(text: str) -> None:
    assert without_code(f"a {code(text)} b") == "a CODE b"
    assert "\n" not in code(text)


@given(TEXTS)
def test_a_code_block_ends_where_it_should(text: str) -> None:
    blocks, prose = blocks_and_prose(f"{fenced(text)}after")
    assert len(blocks) == 1
    assert prose == "after"


@given(TEXTS)
def test_plain_text_starts_no_markup(text: str) -> None:
    assert not set(re.sub(r"&#\d+;", "", plain(text))) & set("<>[]`*_@#|~\n\\")


def test_markdown_fits_into_an_issue() -> None:
    long = written("markdown", site_report(3000))
    assert len(long) < 65_536
    assert re.search(r"^\d+ more findings do not fit here", long, re.MULTILINE)
    assert "more findings do not fit" not in written("markdown", site_report())


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_keeps_texts_readable(words: str) -> None:
    plainest = words.replace("\r", "").replace("\n", "").isprintable()
    report = SiteReport("s", "suspect", 1, 1, (located(page(0), finding(words)),))
    blocks, _ = blocks_and_prose(written("markdown", report))
    if plainest and "://" not in words and "www." not in words:
        assert words in blocks[0]
    assert len(blocks) == 1
