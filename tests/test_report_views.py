"""The HTML report on a telephone, and what it tells of a piece that only some saw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import chromium, needs_chromium, opened, saved
from site_reports import LOAN, located, script, site_report

from scrub.findings import Sighting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def test_who_saw_a_long_piece_is_told_too(browser: Browser, tmp_path: Path) -> None:
    """The matrix has the beginning of a piece, in one line."""
    long = f"{LOAN}\n{LOAN}\tand more " * 9
    seen = (("browser", False), ("googlebot", True))
    cloaked = located("https://gazette.example/a", replace(script(), text=long))
    sighting = Sighting("https://gazette.example/a", " ".join(long.split())[:160], seen)
    report = replace(site_report(), findings=(cloaked,), matrix=(sighting,))
    with opened(browser, saved(tmp_path, report)) as there:
        there.page.click(".finding summary")
        assert re.search(r"browser: not seen\s+googlebot", there.page.inner_text(".finding .inside"))


def test_in_a_narrow_window_nothing_is_cut(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, saved(tmp_path, site_report()), viewport={"width": 390, "height": 844}) as there:
        right = "Array.from(document.querySelectorAll('nav a, nav button'), (e) => e.getBoundingClientRect().right)"
        assert max(there.ask(right)) <= 390
        cut = "Array.from(document.querySelectorAll('.bars .label')).filter((e) => e.scrollWidth > e.clientWidth).length"
        assert there.ask(cut) == 0
