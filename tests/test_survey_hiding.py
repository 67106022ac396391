"""A finding says which rule hides it and where that rule stands, in the page or in a sheet beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hacked_site.injected import CASES, FARM, hacked
from hacked_site.template import STYLE, Built
from harbour import article, page

from scrub.findings import Finding
from scrub.inputs import read
from scrub.survey import survey


def only(found: list[Finding]) -> Finding:
    (one,) = (f for f in found if f.kind in ("link_farm", "hidden_text"))
    return one


def finding_on(markup: str) -> Finding:
    return only([one.finding for one in survey([page(markup)]).findings])


RULES = {
    "class": (f"<style>\n.xq1 {{ position:absolute; left:-9999px }}</style><div class=xq1>{FARM}</div>",
              "`.xq1 { position: absolute; left: -9999px }` in <style>, line"),
    "id": (f"<style>#q{{display:none}}</style><div id=q>{FARM}</div>", "`#q { display: none }` in <style>, line"),
    "style": (f'<div style="left:-9000px;position:absolute">{FARM}</div>', "`left: -9000px; position: absolute` in its style attribute"),
    "attribute": (f"<div hidden>{FARM}</div>", "hidden attribute"),
    "wrapper by a script": (
        "<script>document.write('<div style=\"position:absolute;left:-8000px\">')</script>" + FARM + "</div>",
        "`position: absolute; left: -8000px` in its style attribute, written by a script of the page"),
    "hidden by a script": (
        f"<div id=qq><p>{FARM}</p></div><script>document.getElementById('qq').style.display='none'</script>",
        "written by a script of the page"),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_the_rule_is_told(name: str) -> None:
    markup, rule = RULES[name]
    found = finding_on(article(markup))
    assert rule in found.rule
    assert found.hidden


def test_the_line_of_the_rule_is_right() -> None:
    markup = article(RULES["class"][0])
    rule = finding_on(markup).rule
    line = int(rule.rpartition(" ")[2])
    assert ".xq1" in markup.splitlines()[line - 1]


@pytest.mark.parametrize(
    "shown", [f"<div>{FARM}</div>", f"<style>.x{{left:-9999px}}</style><div class=y>{FARM}</div>"]
)
def test_what_is_shown_has_no_rule(shown: str) -> None:
    found = finding_on(article(shown))
    assert (found.rule, found.hidden) == ("", ())


@pytest.mark.parametrize("path", ["index.html", "hacked/farm/index.html"])
def test_a_sheet_beside_the_file_is_read(tmp_path: Path, path: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(hacked("/hacked/farm-sheet/").html("", "/"), "utf-8")
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "style.css").write_text(STYLE, "utf-8")
    report = survey(read([str(file)]))
    found = only([one.finding for one in report.findings])
    assert (
        found.rule
        == "`.wp-block-spacer-q7 { position: absolute; left: -9876px }` in /theme/style.css, line 4"
    )
    assert "offscreen" in found.hidden
    assert "external style sheets" not in report.unchecked


def test_sheets_that_are_not_at_hand_are_unchecked(tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text(hacked("/hacked/farm-sheet/").html("", "/"), "utf-8")
    report = survey(read([str(file)]))
    assert "external style sheets" in report.unchecked


@pytest.mark.parametrize(
    "href", ["/../../secret.css", "../../../../../../../etc/passwd", "https://other.example/a.css", "%00.css"]
)
def test_no_file_elsewhere_is_read(tmp_path: Path, href: str) -> None:
    file = tmp_path / "a" / "index.html"
    file.parent.mkdir()
    (tmp_path / "secret.txt").write_text(".x{display:none}")
    sheet = f'<link rel=stylesheet href="{href}">'
    file.write_text(Built("x", f"<div class=x>{FARM}</div>", head=sheet).html("", "/"), "utf-8")
    found = only([one.finding for one in survey(read([str(file)])).findings])
    assert found.rule == ""


def test_the_case_is_one_of_the_town() -> None:
    assert "/hacked/farm-sheet/" in CASES
