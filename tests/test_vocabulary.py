"""Words and pairs of words: what a block's vocabulary speaks for, wherever it stands and however it is dressed."""

from __future__ import annotations

import numpy as np
import pytest

from scrub.classifier.vocabulary import BITS, term_count, terms, word_range, word_scores
from scrub.parser import parse_text
from scrub.signals import Columns

LINES = "The harbour office opened a pier.\ncheap replica watches online\nA third line, with words."


def weights(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=1 << BITS).astype(np.float32)


def scores(text: str) -> np.ndarray:
    return word_scores(Columns([parse_text(text)]), weights())


def test_a_line_scores_the_same_wherever_it_stands() -> None:
    """No pair reaches into the next line, and nothing before a line counts."""
    np.testing.assert_allclose(scores(LINES)[1], scores("cheap replica watches online")[0], rtol=1e-5)


@pytest.mark.parametrize(
    ("dressed", "plain"),
    [
        ("𝗰𝗵𝗲𝗮𝗽 𝗿𝗲𝗽𝗹𝗶𝗰𝗮 watches", "cheap replica watches"),
        ("CHEAP Replica Watches", "cheap replica watches"),
        ("ｃｈｅａｐ replica watches", "cheap replica watches"),
        ("cheap, replica: watches!", "cheap replica watches"),
    ],
)
def test_dressed_words_are_the_words_they_stand_for(dressed: str, plain: str) -> None:
    np.testing.assert_allclose(scores(dressed), scores(plain), rtol=1e-5)


@pytest.mark.parametrize(
    "other", ["replica cheap watches online", "cheap replica watches", "dear replica watches online"]
)
def test_other_words_and_another_order_are_told_apart(other: str) -> None:
    assert scores(other)[0] != pytest.approx(scores("cheap replica watches online")[0], rel=1e-4)


def test_a_score_is_the_mean_weight_of_words_and_pairs_times_the_root_of_their_number() -> None:
    columns = Columns([parse_text("one two three")])
    found = columns.once(terms)
    weight = weights()
    whole = weight[found.word].sum() + weight[found.pair[:2]].sum()
    assert word_scores(columns, weight)[0] == pytest.approx(whole / np.sqrt(5), rel=1e-5)


def test_words_are_counted_by_where_they_start() -> None:
    columns = Columns([parse_text("one two three")])
    first, last = word_range(columns, columns.start + 4, columns.end)
    assert (int(first[0]), int(last[0])) == (1, 3)
    assert term_count(first, last).tolist() == [3]


def test_a_block_without_words_says_nothing() -> None:
    assert scores("one two\n— · —\nthree four")[1] == 0.0


def test_characters_of_scripts_without_spaces_are_words() -> None:
    """A Chinese line is compared by its characters and their pairs, so that part of it is known elsewhere."""
    columns = Columns([parse_text("澳门皇冠赌场")])
    first, last = word_range(columns, columns.start, columns.end)
    assert int((last - first)[0]) == 6
