"""Runs of main content that stand apart: what is known of them, what is pruned, and how that is learned."""

from __future__ import annotations

import numpy as np
import pytest
from both_ways import NATIVE, both, needs_native
from hypothesis import given
from hypothesis import strategies as st

from scrub.extractor.choice import Taste
from scrub.extractor.runs import COLUMNS, GAP, Pruning, prune, runs_of
from scrub.parser import parse_markup
from scrub.signals.columns import Columns
from scrub.signals.content.pages import PAGE_TYPES
from scrub.trainer.content_choice import Judged
from scrub.trainer.content_runs import fit_pruning

LINE = "The council met on Monday and spoke of the bridge for two hours."
TYPES = len(PAGE_TYPES)
NAMES = ("mean", "mean of main", "likeliest", "characters", "of main", "apart", "beside", "after")


def page(kept: str) -> tuple[Columns, np.ndarray, np.ndarray]:
    """A page of lines, one for each digit (its score in tenths, kept) or dot (dropped)."""
    document = parse_markup("".join(f"<p>{LINE}" for _ in kept), None)
    score = np.array([0.0 if c == "." else int(c) / 10 for c in kept], np.float32)
    return Columns([document]), np.array([c != "." for c in kept], np.bool_), score


def described(kept: str) -> list[dict[str, float]]:
    columns, main, score = page(kept)
    runs = runs_of(columns, main, score, np.zeros((1, TYPES), np.float32))
    return [] if runs is None else [dict(zip(NAMES, row.tolist(), strict=False)) for row in runs.x]


@pytest.mark.parametrize("kept", ["", "9", "...", "999", "9.99", "..9999.9.."])
def test_one_run_is_no_matter(kept: str) -> None:
    """A dropped line between two kept ones is shorter than a gap."""
    assert len(LINE) < GAP < 2 * len(LINE)
    assert described(kept) == []


def test_a_run_is_told_by_itself_by_the_main_run_and_by_what_lies_between() -> None:
    (after,) = described("9999...55")
    (before,) = described("55...9999")
    assert after["after"] == 1 and before["after"] == 0
    for name in set(NAMES) - {"after"}:
        assert after[name] == pytest.approx(before[name]), name
    assert after["mean"] == pytest.approx(0.0, abs=1e-6) and after["mean of main"] == pytest.approx(
        np.log(9), rel=1e-4
    )
    assert after["characters"] == pytest.approx(np.log1p(2 * len(LINE)))
    assert after["of main"] == pytest.approx(np.log1p(4 * len(LINE)))
    assert after["apart"] == after["beside"] == pytest.approx(np.log1p(3 * len(LINE)))
    near, far = described("9999..5..4")
    assert near["apart"] == near["beside"] == far["beside"] < far["apart"]


def test_the_main_run_is_the_one_with_most_likely_text() -> None:
    assert [one["after"] for one in described("33333..9999..1")] == [0, 1]
    assert described("99..99..99")[0]["apart"] > 0


def test_a_batch_is_told_as_its_pages_are() -> None:
    pages = ["99..55", "...", "9", "7..9..8", "55..99"]
    alone = [
        runs_of(*page(kept), np.zeros((1, TYPES), np.float32))
        for kept in pages
        if ".." in kept and kept != "..."
    ]
    columns = Columns([page(kept)[0].documents[0] for kept in pages])
    main, score = (np.concatenate([page(kept)[k] for kept in pages]) for k in (1, 2))
    runs = runs_of(columns, main, score, np.zeros((len(pages), TYPES), np.float32))
    assert runs is not None
    np.testing.assert_allclose(runs.x, np.concatenate([one.x for one in alone if one]), rtol=1e-5)
    assert len(runs.block) == main.sum() and (np.diff(runs.run) >= 0).all()


def test_what_is_surely_none_of_the_page_goes_and_nothing_else() -> None:
    columns, main, score = page("55...9999..88..44")
    types = np.zeros((1, TYPES), np.float32)
    weight = np.zeros(COLUMNS + TYPES, np.float32)
    weight[NAMES.index("mean")] = -1.0
    prune(columns, main, score, types, Pruning(weight, 0.1))
    assert main.tolist() == [c not in ".45" for c in "55...9999..88..44"]
    prune(columns, main, score, types, Pruning(weight * 0, -1.0))
    assert main.sum() == 6


LINES = st.lists(st.sampled_from([*"0123456789", "..", "...", "99", "88"]), max_size=14).map("".join)


@needs_native
@given(st.lists(LINES, min_size=1, max_size=4), st.integers(0, 1000))
def test_compiled_runs_are_pruned_alike(pages: list[str], seed: int) -> None:
    columns = Columns(
        [parse_markup("".join(f"<p>{LINE[k % 7 :]}" for k in range(len(kept))), None) for kept in pages]
    )
    main, score = (np.concatenate([page(kept)[k] for kept in pages]) for k in (1, 2))
    rng = np.random.default_rng(seed)
    types = rng.random((len(pages), TYPES), dtype=np.float32)
    pruning = Pruning(rng.normal(size=COLUMNS + TYPES).astype(np.float32), float(rng.normal()))

    def left() -> np.ndarray:
        kept = main.copy()
        prune(columns, kept, score, types, pruning)
        return kept

    assert len(main) == len(columns)
    np.testing.assert_array_equal(*both(left))


@needs_native
def test_runs_that_do_not_belong_together_are_refused() -> None:
    assert NATIVE is not None
    ints, floats, kept = np.zeros(2, np.int32), np.zeros(2, np.float32), np.ones(2, np.bool_)
    types, weight, bias = (
        np.zeros((1, TYPES), np.float32),
        np.zeros(COLUMNS + TYPES, np.float32),
        np.zeros(1, np.float32),
    )
    given = [ints, ints, ints, floats, floats, types, weight, bias, kept]
    NATIVE.prune_runs(*given)
    for k, wrong in (
        (0, ints[:1]), (2, ints + 1), (2, ints - 1), (3, floats[:1]), (4, np.zeros(3, np.float32)), (5, types[:, :-1]),
        (5, types[0]), (6, weight[:COLUMNS]), (6, weight[:-1]), (7, floats), (8, kept[:1]),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"belong|weight|nowhere"):
            NATIVE.prune_runs(*[wrong.copy() if j == k else one for j, one in enumerate(given)])


def judged(pages: list[str], right: list[str]) -> tuple[Judged, list[Columns]]:
    """Pages, of which the lines marked with a 1 are in the gold."""
    batches = [
        Columns([page(kept)[0].documents[0] for kept in pages[k : k + 3]]) for k in range(0, len(pages), 3)
    ]
    score = np.concatenate([page(kept)[2] for kept in pages])
    words = np.concatenate([columns.words for columns in batches])
    share = np.array([float(c) for marks in right for c in marks], np.float32)
    of_page = np.repeat(np.arange(len(pages)), [len(kept) for kept in pages])
    weight = np.ones(len(pages), np.float32)
    return Judged(
        of_page, words, words, share, weight, score, np.zeros((len(score), TYPES), np.float32)
    ), batches


def test_it_is_learned_that_unlikely_text_behind_the_article_goes_and_that_before_it_stays() -> None:
    rng = np.random.default_rng(0)
    pages, right = [], []
    for _ in range(40):
        a, b = rng.integers(5, 8, 2)
        pages += [f"999999..{a}{a}", f"{b}{b}..999999", f"999999..{a}", "9999"]
        right += ["1111110000", "1100111111", "111111000", "1111"]
    taste = Taste(1.0, np.zeros(TYPES, np.float32))
    pruning = fit_pruning(*judged(pages, right), taste)
    for kept, wanted in (
        ("999999..66", "111111...."),
        ("66..999999", "11..111111"),
        ("99999..6", "11111..."),
    ):
        columns, main, score = page(kept)
        prune(columns, main, score, np.zeros((1, TYPES), np.float32), pruning)
        assert main.tolist() == [c == "1" for c in wanted]


@pytest.mark.parametrize("pages", [["9999"] * 50, ["9999..55"] * 10, ["9999..55"] * 50])
def test_little_teaches_nothing(pages: list[str]) -> None:
    """Too few runs, none at all, or none of one kind."""
    right = [kept.replace(".", "0").replace("9", "1").replace("5", "0") for kept in pages]
    pruning = fit_pruning(*judged(pages, right), Taste(1.0, np.zeros(TYPES, np.float32)))
    columns, main, score = page("9999..55")
    prune(columns, main, score, np.zeros((1, TYPES), np.float32), pruning)
    assert main.sum() == 6
