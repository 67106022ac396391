"""The classifier's figures as a table and as pictures."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from scrub.evaluator.plots import bars, harm_curve, reliability
from scrub.evaluator.spam_report import overall, rates_of, spam_plots, spam_table

SVG = "{http://www.w3.org/2000/svg}"
FIGURES: dict[str, Any] = {
    "blocks": {
        "precision": 0.9,
        "recall": 0.8,
        "f1": 0.847,
        "spam": 100,
        "false_alarms": 9,
        "rates": {
            "family:pharma": [0.9, 30],
            "family:loans": [0.5, 10],
            "carrier:doorway": [0.7, 40],
            "medium:html": [0.95, 20],
            "language:tr": [0.6, 5],
            "honest:plain": [0.004, 1000],
        },
    },
    "pages": {"page:html": {"pages": 3, "page_recall": 1.0, "recall": 0.9, "harm": 0.0001}},
    "synthetic": {},
    "clean": {"pages": 500, "alarms_per_1000": 2.0, "shingles_per_million": 40.0},
    "quoted": {"pages": 0, "alarms_per_1000": 0.0, "shingles_per_million": 0.0},
    "quoted_text": {"pages": 250, "alarms_per_1000": 8.0, "shingles_per_million": 900.0},
    "calibration_error": 0.012,
    "reliability": [(0.1, 0.08, 500), (0.9, 0.95, 60)],
    "unseen_family": {"pharma": (0.7, 30), "loans": (0.4, 10)},
    "unseen_language": {"tr": (0.5, 5)},
    "invented_language": {"tr": (0.8, 5)},
    "harm_curve": [(1e-6, 2e-6, 0.7), (1e-5, 3e-5, 0.8)],
}


def test_the_table_has_every_group_of_figures() -> None:
    table = spam_table(FIGURES)
    for words in (
        "precision 0.900  recall 0.800  F1 0.847  (100 injected, 9 false alarms)",
        "pharma             0.900  of 30",
        "recall on a family that was never taught",
        "all                0.625",  # (30 x 0.7 + 10 x 0.4) / 40
        "recall on a language that only the synthesizer taught\n  tr                 0.800  of 5",
        "html               1.000  0.900  0.00010  of 3 pages",
        "clean pages: 2.0 of 1,000 alarmed, 40 of a million shingles called spam (500 pages)",
        "honest paragraphs in plain text of another language: 8.0 of 1,000 lose something (250)",
        "1e-05  3.0e-05  0.800",
    ):
        assert words in table
    assert "in pages of another language" not in table  # there were none


def test_figures_of_a_card_without_the_long_runs_still_make_a_table() -> None:
    short = {k: v for k, v in FIGURES.items() if k not in ("unseen_family", "unseen_language", "harm_curve")}
    assert "never taught" not in spam_table(short)
    assert "--max-harm" not in spam_table(short)
    assert set(spam_plots(short)) == {"reliability.svg", "families.svg", "carriers.svg"}


def test_groups_are_weighted_by_their_blocks() -> None:
    assert rates_of(FIGURES, "family") == {"pharma": (0.9, 30), "loans": (0.5, 10)}
    assert overall({"a": (1.0, 1), "b": (0.0, 3)}) == 0.25
    assert overall({}) == 0.0


@pytest.mark.parametrize("name", sorted(spam_plots(FIGURES)))
def test_every_plot_is_a_picture_with_a_title(name: str) -> None:
    root = ElementTree.fromstring(spam_plots(FIGURES)[name])
    assert root.tag == f"{SVG}svg"
    title = root.find(f"{SVG}title")
    assert title is not None and title.text


def test_names_cannot_leave_their_place_in_a_plot() -> None:
    root = ElementTree.fromstring(bars("a < b", {"</svg><script>x</script>": (0.5, 2)}))
    assert not list(root.iter(f"{SVG}script"))


def test_a_bar_is_as_long_as_its_share() -> None:
    root = ElementTree.fromstring(bars("t", {"whole": (1.0, 3), "half": (0.5, 3), "none": (0.0, 3)}))
    whole, half, none = (float(bar.attrib["width"]) for bar in root.iter(f"{SVG}rect"))
    assert half == pytest.approx(whole / 2) and none == 0.0


def test_nothing_measured_still_makes_a_picture() -> None:
    for plot in (bars("t", {}), reliability([], 0.0), harm_curve([])):
        assert ElementTree.fromstring(plot).tag == f"{SVG}svg"
