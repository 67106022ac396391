"""Fingerprints: copies are found whatever they are dressed in, and nothing else is called a copy."""

from __future__ import annotations

import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.fingerprints import (
    COLUMNS,
    digest,
    groups,
    leaders,
    shingles,
    signature,
    signatures,
    similarity,
)

WORDS = [f"{a}{b}{c}" for a in "bdfgklmn" for b in "aeiou" for c in "lnrst"]


def text_of(seed: int, count: int = 200) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(count))


def changed(text: str, seed: int, every: int) -> str:
    words = text.split()
    for k in range(seed % every, len(words), every):
        words[k] = f"other{seed}"
    return " ".join(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cheap replica watches, best price 2021!", "CHEAP replica watches: best price 2021"),
        ("в нашем казино бонус", "В НАШЕМ КАЗИНО, БОНУС"),
        ("スロット オンライン 無料", "スロット・オンライン・無料"),
        ("best cαsino online", "best  cαsino\nonline"),
    ],
)
def test_case_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert digest(one) == digest(other)
    assert similarity(signature(one), signature(other)) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("best online casino", "casino online best"),
        ("a long honest word", "a long honest words"),
        ("abcdXefg", "abcdYefg"),
        ("賭博場", "博賭場"),
        ("one", "two"),
        ("won 3 to 1 at home", "won 2 to 4 at home"),
    ],
)
def test_other_words_or_another_order_are_another_text(one: str, other: str) -> None:
    assert digest(one) != digest(other)
    assert similarity(signature(one), signature(other)) < 0.5


@pytest.mark.parametrize("nothing", ["", "  \n", "--- !? …", "★★★"])
def test_a_text_without_words_is_a_copy_of_nothing(nothing: str) -> None:
    assert digest(nothing) == ""
    assert similarity(signature(nothing), signature(nothing)) == 0.0
    assert groups(signatures([nothing, nothing])).tolist() == [0, 1]
    assert leaders(signatures([nothing, "a word", nothing])).tolist() == [0, 1, 2]


@pytest.mark.parametrize("every", [4, 10, 25, 100])
def test_signatures_estimate_the_similarity_of_the_sets(every: int) -> None:
    """Over 40 pairs the mean error vanishes, and no single one is far off (five standard errors)."""
    errors = []
    for seed in range(40):
        one, other = text_of(seed), changed(text_of(seed), seed, every)
        a, b = set(shingles(one).tolist()), set(shingles(other).tolist())
        errors.append(float(similarity(signature(one), signature(other))) - len(a & b) / len(a | b))
    assert abs(np.mean(errors)) < 0.025
    assert np.abs(errors).max() < 5 * 0.5 / np.sqrt(COLUMNS)


def test_copies_are_grouped_and_strangers_are_not() -> None:
    texts = [changed(text_of(family), k, 100) for family in range(30) for k in range(10)]
    found = groups(signatures(texts))
    assert found.tolist() == [family * 10 for family in range(30) for _ in range(10)]
    assert groups(signatures([text_of(k) for k in range(300)])).tolist() == list(range(300))


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(24)))
def test_groups_do_not_depend_on_the_order(order: list[int]) -> None:
    texts = [changed(text_of(family), k, 12 + 10 * k) for family in range(4) for k in range(6)]
    rows = signatures(texts)
    found = groups(rows)[order]
    again = groups(rows[order])
    for k in range(24):
        assert {order[j] for j in np.flatnonzero(again == again[k])} == {
            order[j] for j in np.flatnonzero(found == found[k])
        }


def test_a_chain_of_likenesses_takes_nothing_away_that_is_unlike_what_stays() -> None:
    """Each text is near the one before; those far from the first stand for themselves."""
    words = text_of(1, 300).split()
    chain = [" ".join([*(f"new{k}" for k in range(n)), *words[n:]]) for n in range(0, 300, 10)]
    rows = signatures(chain)
    assert len(set(groups(rows).tolist())) < len(set(leaders(rows).tolist()))
    for k, leader in enumerate(leaders(rows).tolist()):
        assert leader <= k
        assert leader == k or similarity(rows[k], rows[leader]) >= 0.8


def test_a_very_long_text_has_a_signature() -> None:
    text = text_of(3, 50_000)
    assert similarity(signature(text), signature(text + " and some more words")) > 0.9


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_has_fingerprints(text: str) -> None:
    assert signature(text).shape == (COLUMNS,)
    assert (digest(text) == "") == (len(shingles(text)) == 0)


def test_fingerprints_are_the_same_in_every_process() -> None:
    code = (
        "from scrub.fingerprints import digest, signature as s; print(digest('a b c d'), s('a b c d').sum())"
    )
    command = [sys.executable, "-c", code]
    printed = {subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(2)}
    assert printed == {f"{digest('a b c d')} {signature('a b c d').sum()}\n"}
