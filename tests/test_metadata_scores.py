"""Author, date and title of real news pages, against labels that were read off them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shared_data import DATA, needs_data

import scrub
from scrub.evaluator.metadata_scores import (
    MetadataLabel,
    names_f1,
    read_labels,
    same_day,
    score_metadata,
    words_f1,
)
from scrub.trainer.labels import read_pages

LABELS = read_labels(
    json.loads((Path(__file__).parent / "data" / "newspages_metadata.json").read_text("utf-8"))
)
# Shares of pages that are right; lowering one takes a reason. Peers on the same pages (benchmarks/metadata.py):
# trafilatura 2.3 has .76, .96, .70; newspaper4k 0.9.6 has .52, .94, .87.
FLOORS = {"author": 0.88, "date": 0.94, "title": 0.96}


def test_the_labels_are_many_and_differ() -> None:
    assert len(LABELS) >= 100
    assert len({label.id for label in LABELS}) == len(LABELS)
    assert sum(label.author is not None for label in LABELS) >= 100


@needs_data
def test_metadata_of_news_pages() -> None:
    wanted = {label.id for label in LABELS}
    found = {}
    for page in read_pages(DATA / "extraction" / "newspages"):
        if page.id in wanted:
            metadata = scrub.parse(page.page).metadata
            names = metadata.author.split("; ") if metadata.author else []
            found[page.id] = (metadata.title, names, metadata.date)
    scores = score_metadata(LABELS, found)
    shares = {name: score.right / score.pages for name, score in scores.items()}
    assert all(shares[name] >= floor for name, floor in FLOORS.items()), shares


@pytest.mark.parametrize(
    ("gold", "found", "score"),
    [(("A B",), ["a b"], 1.0), (("A B", "C D"), ["A B"], 2 / 3), (("A B",), ["X"], 0.0), (("A B",), [], 0.0)],
)
def test_names_score_by_f1(gold: tuple[str, ...], found: list[str], score: float) -> None:
    assert names_f1(gold, found) == pytest.approx(score)


def test_dates_may_be_a_day_apart() -> None:
    assert same_day("2023-12-19", "2023-12-20T01:00:00+00:00")
    assert not same_day("2023-12-19", "2023-12-21")
    assert not same_day("2023-12-19", None)
    assert not same_day("2023-12-19", "soon")


def test_counts_tell_absent_from_wrong() -> None:
    labels = [MetadataLabel(str(k), "One two", ("A",), None) for k in range(3)]
    scores = score_metadata(labels, {"0": ("one Two", ["A"], None), "1": ("One three", ["B"], None)})
    assert (scores["author"].right, scores["author"].absent, scores["author"].wrong) == (1, 1, 1)
    assert (scores["title"].right, scores["title"].absent, scores["title"].wrong) == (1, 1, 1)
    assert scores["date"].pages == 0
    assert words_f1("One two", "One three") == pytest.approx(0.5)
