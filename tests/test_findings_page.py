"""The page on findings names every kind there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from scrub.auditor.advice import ADVICE
from scrub.reports.kinds import KINDS
from scrub.scripts import LONGEST

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "findings.md").read_text("utf-8")


def test_every_kind_is_described() -> None:
    table = PAGE.partition("## Kinds")[2].partition("\n## ")[0]
    described = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert described == set(ADVICE)
    assert described <= set(KINDS)


def test_the_longest_script_is_as_the_page_says() -> None:
    assert f"over {LONGEST:,} characters" in PAGE
