"""The classifier's compiled loops: the same answers as the numpy beside them, whatever is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, both, needs_native, numpy_way
from hypothesis import given, settings
from hypothesis import strategies as st
from test_trees import grow

from scrub.classifier import evidence, family, languages, ngrams, stage, trees, vocabulary
from scrub.classifier.model import spam_model
from scrub.parser import parse_text
from scrub.policy.spans import see
from scrub.signals import language, letters, words
from scrub.signals.columns import Columns
from scrub.signals.texts import signs
from scrub.text.characters import code_points, tables

pytestmark = needs_native

LONG = "The council met on Monday to discuss the repair of the old bridge. " * 30
TEXTS = (
    ("",),
    ("a",),
    (" ", "", "ab", "abc"),
    ("\U0001d401\U0001d411\U0001d400\U0001d40d\U0001d403 77 \U0001f49e \U0010ffff \U000e0041",),
    ("日本語の文章、カタカナ。", "ภาษาไทย abc ภาษา", "ѕресіаl offer ρυℓαυ"),
    (f"{LONG}\nKaçak bahis siteleri güvenilir bonus veren bahis siteleri listesi\na\nab", LONG[:200]),
    ("a b c d\ne\nf\n\ng", "\ud800 lone \udfff", "\x00\x1f tab\tͺ ͺ ͺab"),
)


def measured(texts: tuple[str, ...], measure: Callable[[Columns], Any]) -> tuple[Any, Any]:
    """What the measure says of texts with the compiled loops and without."""
    documents = [parse_text(text) for text in texts]
    return both(lambda: measure(Columns(documents)))


def of_language(columns: Columns) -> list[Any]:
    return list(languages.language_scores(columns, spam_model().text.language))


def of_ngrams(columns: Columns) -> list[Any]:
    weights = spam_model().text
    each, other = ngrams.weigh_both(columns.folded, columns.end, weights.text, weights.neutral)
    before = each.copy()
    ngrams.weigh_before(before, columns.folded, columns.start, weights.text)
    return [each, before, ngrams.cumulated(each), other, evidence.neutral_scores(columns, other)]


def of_windows(columns: Columns) -> list[Any]:
    rng = np.random.default_rng(len(columns))
    summed = rng.normal(size=len(columns.points) + 1).cumsum()
    return list(evidence.of_blocks(columns, summed))


EXACT: dict[str, Callable[[Columns], list[Any]]] = {
    "points": lambda c: [c.points],
    "kind": lambda c: [c.kind],
    "script": lambda c: [c.script],
    "folded": lambda c: [c.folded],
    "scripts": lambda c: [c.scripts],
    "kind_count": lambda c: [c.kind_count],
    "script_count": lambda c: [c.script_count],
    "signs": lambda c: [signs(c)],
    "word_edges": lambda c: list(c.word_edges),
    "words": lambda c: list(words.words(c)),
    "every_gram": lambda c: [language.every_gram(c)],
    "familiarity": lambda c: [language.familiarity(c)],
    "slots": lambda c: [languages.slots(c)],
    "language_scores": of_language,
    "weigh_both": of_ngrams,
    "windows": of_windows,
    "repetition": lambda c: list(words.repetition(c)),
    "block_words": lambda c: list(words.block_words(c)),
    "word_repeats": lambda c: list(words.repetition(c)),
    "mixed_places": lambda c: [words.mixed_places(c)],
    "mixed_words": lambda c: [letters.mixed_words(c)],
}


CLOSE: dict[str, Callable[[Columns], Any]] = {
    "word_scores": lambda c: vocabulary.word_scores(c, spam_model().text.word),
    "foreign_script": language.foreign_script,
    "features": lambda c: see(c, spam_model()).features,
    "screen": lambda c: stage.screen(see(c, spam_model()).features, spam_model().block),
}


def check(texts: tuple[str, ...]) -> None:
    for name, measure in EXACT.items():
        for one, other in zip(*measured(texts, measure), strict=True):
            assert one.dtype == other.dtype, name
            np.testing.assert_array_equal(one, other, err_msg=name)
    for name, near in CLOSE.items():
        np.testing.assert_allclose(*measured(texts, near), rtol=1e-5, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("texts", TEXTS, ids=range(len(TEXTS)))
def test_every_loop_says_what_numpy_says(texts: tuple[str, ...]) -> None:
    check(texts)


def test_a_batch_of_nothing_is_nothing() -> None:
    check(())


@settings(max_examples=80)
@given(st.text(max_size=200), st.integers(2, 20), st.integers(0, 9))  # numpy sums a single column pairwise
def test_families_are_summed_alike(text: str, width: int, seed: int) -> None:
    weight = np.random.default_rng(seed).normal(size=(1 << family.BITS, width)).astype(np.float32)
    native, expected = both(lambda: family._odds(text, weight))
    np.testing.assert_array_equal(native, expected)


@settings(max_examples=80)
@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_is_read_alike(texts: list[str]) -> None:
    check(tuple(texts))


@settings(max_examples=60)
@given(st.text(max_size=30), st.lists(st.integers(0, 31), max_size=6), st.integers(0, 9))
def test_edges_may_stand_anywhere(text: str, edges: list[int], seed: int) -> None:
    """Near one another, before the first character and behind the last."""
    folded = tables().folded[code_points(text)]
    edge = np.array(sorted(e for e in edges if e < len(folded)), dtype=np.int64)
    weight = np.random.default_rng(seed).normal(size=1 << 10).astype(np.float32)

    def weighed() -> list[Any]:
        each, other = ngrams.weigh_both(folded, edge, weight, weight[::-1])
        again = each.copy()
        if len(folded) >= 4:  # less is never asked for: there is white space around any text
            ngrams.weigh_before(again, folded, edge, weight)
        return [each, other, again]

    native = weighed()
    with numpy_way():
        for one, other in zip(native, weighed(), strict=True):
            np.testing.assert_array_equal(one, other)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 64), min_size=1, max_size=60), st.integers(0, 20))
def test_trees_are_walked_to_the_same_leaves(seed: int, leaves: list[int], rows: int) -> None:
    rng = np.random.default_rng(seed)
    forest = grow(rng, leaves)
    forest.value[:] = rng.normal(size=len(forest.value)) - 1
    x = rng.normal(size=(rows, 4)).astype(np.float32)
    x[:1, 0], x[:1, 1] = np.nan, forest.threshold[0]
    native = trees.descend(np.asfortranarray(x), forest)
    with numpy_way():
        np.testing.assert_allclose(native, trees.descend(x, forest), rtol=1e-5, atol=1e-4)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.booleans()), max_size=60), st.booleans())
def test_codes_are_counted_alike(drawn: list[tuple[int, int, bool]], chosen: bool) -> None:
    """Also codes that somebody has chosen, so that all of them belong into the same cell of a table."""
    drawn.sort(key=lambda row: row[0])
    owner = np.array([row[0] for row in drawn], dtype=np.int64)
    code = np.array([row[1] for row in drawn], dtype=np.uint32)
    telling = np.array([row[2] for row in drawn], dtype=np.bool_)
    if chosen:
        owner, telling = np.append(owner, [4] * 500), np.append(telling, [True] * 500)
        code = np.append(code, np.arange(500, dtype=np.uint32) // 2) * np.uint32(pow(0x9E3779B1, -1, 1 << 32))
    native = np.zeros((2, 6), np.float32)
    length, start = np.where(telling, 3, 2), np.zeros(len(owner), np.int64)
    NATIVE.word_repeats(owner, code, length, start, np.zeros(1, np.uint32), *native)
    np.testing.assert_array_equal(native, words.repeats(owner, code, telling, 6))


def test_trees_that_numpy_refuses_are_refused() -> None:
    x = np.zeros((1, 4), np.float32)
    for compiled_too in (True, False):
        with nullcontext() if compiled_too else numpy_way(), pytest.raises(ValueError, match="65 leaves"):
            trees.descend(x, grow(np.random.default_rng(0), [3, 65]))


def test_a_tree_that_runs_in_a_circle_is_refused() -> None:
    forest = grow(np.random.default_rng(0), [2])
    forest.left[1], forest.right[1] = 0, 0
    with pytest.raises(ValueError, match="share nodes"):
        trees.descend(np.zeros((1, 4), np.float32), forest)


def test_what_does_not_belong_together_is_refused() -> None:
    """Whoever calls a loop, it reads and writes nothing but its arrays."""

    def array(dtype: str, *values: float) -> Any:
        return np.array(values, dtype=dtype)

    folded, code, kind = array("u4", 97, 98, 99), array("u4", 1, 2, 3), array("u1", 1, 2, 3)
    weight, each = array("f4", 0, 1, 2, 3), array("f4", 0, 0, 0)
    odds = np.zeros((2, 16), np.int8), np.zeros((2, 2), np.int8)
    none, one, start = array("i8"), array("f4", 0), array("i4", 0)
    page, gram = (start, array("i4", 3), start, start), code.astype(np.uint16)
    tree = [array("u2", 0), one, array("u4", 1), array("i4", 0, 1), array("i4", 0, 2), array("f4", 1, 2)]
    refused: list[tuple[str, tuple[Any, ...]]] = [
        ("weigh_both", (folded, array("i8", -1), weight, each, each.copy())),
        ("weigh_both", (folded, none, weight[:3], each, each.copy())),
        ("weigh_both", (folded, none, weight, each, each[:2].copy())),
        ("weigh_both", (folded, array("i8", 4), weight, each, each.copy())),
        ("weigh_before", (folded, array("i8", 4), weight, each)),
        ("weigh_before", (folded[:0], array("i8", 0), weight, each[:0])),
        ("cumulate", (each, array("f8", 0, 0, 0))),
        ("stretch_rows", (array("f8", 0, 0), array("i4", 0), array("i4", 2), each)),
        ("block_scores", (each, array("i4", 0), array("i4", 9), each[:1].copy())),
        ("block_scores", (each, array("i4", 0), array("i4", 1), each)),
        ("stretch_rows", (array("f8", 0, 0), array("i4", 1), array("i4", 0), each)),
        ("every_gram", (folded, gram[:2])),
        ("language_slots", (gram, kind[:2], folded, gram.copy())),
        ("familiar", (gram, start, array("i4", 4), start, one)),
        ("familiar", (gram, array("i4", 0, 1), array("i4", 2, 3), array("i4", 0, 0), weight[:2])),
        *(
            ("language_evidence", (array("u2", 0, bucket, 0), *odds, *of, array("i4", end), one, one.copy()))
            for bucket, of, end in (
                (2, page, 3),
                (1, page, 4),
                (1, (*page[:2], start + 1, start), 3),
                (1, (start + 1, array("i4", 2), start, start), 3),
                (1, (start, array("i4", 4), start, start), 3),
            )
        ),
        *(
            ("language_evidence", (array("u2", 0, 1, 0), *other, *page, array("i4", 3), one, one.copy()))
            for other in (
                (odds[0][:, :8].copy(), odds[1]),
                (odds[0], np.zeros((17, 2), np.int8)),
                (odds[0], np.zeros((2, 4), np.int8)),
                (odds[0].ravel(), odds[1]),
            )
        ),
        ("character_columns", ("ab", kind, kind, folded, folded, kind, kind, folded)),
        ("find_signs", (folded, kind, array("i8", 0, 0, 0))),
        ("word_edges", (kind, array("i8", 0, 0, 0), array("i8", 0, 0))),
        ("word_codes", (folded, array("i8", 3), array("i8", 1), code[:1])),
        ("word_codes", (folded, array("i8", 0), array("i8", 0), code[:1])),
        ("word_sums", (code, array("i8", 0), array("i8", 4), weight, one)),
        *(
            ("word_repeats", (block, code[:2], array("i8", 3, 3), array("i8", 0, 1), folded, *repeated))
            for block, repeated in (
                (array("i8", 0, 1), (one, one.copy())),
                (array("i8", 1, 0), (weight[:2], weight[2:])),
                (array("i8", 0, 1), (weight[:2], one)),
            )
        ),
        *(
            ("link_repeats", (*word, code[:1], folded, start, array("i4", 3), one, one.copy()))
            for word in (
                (array("i8", 3), array("i8", 3), array("i8", 0)),
                (array("i8", 0), array("i8", 3), array("i8", 1)),
                (array("i8", 0), array("i8", 3, 3), array("i8", 0)),
            )
        ),
        ("block_words", (array("i8", 1), code[:1], *(array("i8", 0) for _ in range(4)))),
        ("mixed_words", (kind, array("i8", 2), array("i8", 2), array("u1", 0))),
        ("foreign_scripts", (weight, array("i4", 0), one)),
        ("screen", (weight, weight[:2], one, each)),
        ("screen", (weight, weight[:3], one, np.zeros(4, np.float32))),
        ("word_repeats", (array("i8", 0), code[:1], array("i8", 1), array("i8", 3), folded, one, one.copy())),
        *(
            ("tree_leaves", (one, *tree[:k], other, *tree[k + 1 :], one.copy()))
            for k, other in (
                (0, array("u2", 1)),
                (3, array("i4", 0, 2)),
                (3, array("i4", 1, 1)),
                (3, array("i4", 0)),
                (3, array("i4")),
                (4, array("i4", 0, 1)),
                (4, array("i4", 0, 0)),
                (4, array("i4", -(1 << 31), 2)),
            )
        ),
    ]
    for name, arguments in refused:
        with pytest.raises(ValueError, match=r"\w"):
            getattr(NATIVE, name)(*arguments)
    for arguments in (
        (folded, none, weight, each),
        (folded, none, weight, each, each, each),
        (each, none, weight, each, each),
        (),
    ):
        with pytest.raises(TypeError):
            NATIVE.weigh_both(*arguments)
    with pytest.raises(TypeError):
        NATIVE.character_columns(b"ab", kind, kind, folded, folded, kind, kind, folded)
    with pytest.raises((ValueError, BufferError)):
        NATIVE.every_gram(folded, np.broadcast_to(code[:1], 3))
