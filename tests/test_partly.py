"""A page whose scripts were not read to their end is told as looked at in part, and no other is."""

from __future__ import annotations

import json
from io import StringIO

import pytest

from scrub.findings import SiteReport
from scrub.reports import REPORTS
from scrub.survey import survey
from scrub.values import Page

TEXT = (
    "<p>The council met on Monday to talk about the old bridge, which has been closed since spring.</p>" * 3
)
WHAT = "the rest of scripts that are too long or too busy"
LONG = "document.write(unescape('%41'));" + "var state = {a: 1};\n" * 4_000


def audited(*scripts: str) -> SiteReport:
    """One page with each script."""
    return survey(
        Page(
            f"<title>A</title>{TEXT}<script>{script}</script>".encode(),
            f"https://town.example/{k}",
            "text/html",
        )
        for k, script in enumerate(scripts)
    )


def test_pages_are_named_and_counted() -> None:
    report = audited("var a = 1;", LONG, "var b = 2;", LONG + "//")
    assert report.partly == (("https://town.example/1", WHAT), ("https://town.example/3", WHAT))
    assert f"{WHAT} (2 pages)" in report.unchecked
    assert report.status == "clean"


def test_a_page_that_was_read_to_its_end_is_not_named() -> None:
    report = audited("document.write('<b>hello</b>');", "var library = function () { return 1; };")
    assert report.partly == ()
    assert not any(WHAT in what for what in report.unchecked)


@pytest.mark.parametrize("form", ["console", "html", "json"])
def test_reports_name_them(form: str) -> None:
    written = StringIO()
    REPORTS[form](audited(LONG), written)
    assert "https://town.example/0" in written.getvalue()
    assert WHAT in " ".join(written.getvalue().split())
    if form == "json":
        assert json.loads(written.getvalue())["partly"] == [{"url": "https://town.example/0", "what": WHAT}]
