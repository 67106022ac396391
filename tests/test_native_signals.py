"""The compiled loops over blocks, links and signs: the same answers as the numpy beside them, and nothing read outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, SAMPLES, both, needs_native, numpy_way
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.classifier import finer
from scrub.classifier.evidence import text_evidence
from scrub.classifier.model import spam_model
from scrub.extractor import Network
from scrub.extractor.choice import Taste, best_set
from scrub.extractor.types import page_types
from scrub.parser import parse_markup, parse_text
from scrub.policy.spans import see
from scrub.signals import SIGNALS, addresses, anchors, forms, linking, links, measure
from scrub.signals.columns import Columns
from scrub.signals.texts import signs
from scrub.signals.whole import blocks_at
from scrub.signals.words import alike, repetition, times, words
from scrub.values import Document

pytestmark = needs_native

EXACT: dict[str, Callable[[Columns], Any]] = {
    "forms": forms.forms,
    "signs_by_use": lambda c: np.concatenate(addresses.signs_by_use(c)),
    "messengers": lambda c: addresses._named(c.once(words).code),
    "digits_near": lambda c: addresses.digits_near(c.kind),
    "address_places": addresses.address_places,
    "host_dots": addresses.host_dots,
    "outlinks": lambda c: np.stack(c.once(links.outlinks)),
    "counts": links.counts,
    "blocks_at": lambda c: blocks_at(c, c.once(signs)) if len(c) else [],
    "link_marks": linking.link_marks,
    "repeated_anchors": anchors.repeated_anchors,
}
ALPHABET = "aeixyzABIX0178d .:/w<>=[;,АЯа日ก\U0001d400\U0001d7d8é\n"


def check(documents: list[Document]) -> None:
    def measured() -> list[Any]:
        columns = Columns(documents)
        evidence = text_evidence(columns, spam_model().text)
        return [
            *(exact(columns) for exact in EXACT.values()),
            *(columns.once(signal.column) for signal in SIGNALS),
            measure(columns),
            evidence.scores,
            see(columns, spam_model()).features,
        ]

    native = measured()
    with numpy_way():
        expected = measured()
    names = (*EXACT, *(signal.name for signal in SIGNALS), "signals", "scores", "features")
    for name, one, other in zip(names, native, expected, strict=True):
        tolerance = 0 if name in EXACT else 1e-5
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance, err_msg=name)


def test_samples_are_measured_alike() -> None:
    pages = [file.read_text("utf-8") for file in SAMPLES if file.suffix == ".html"]
    for first in range(0, len(pages), 8):
        check([parse_markup(page, "https://site.example/a") for page in pages[first : first + 8]])


@settings(max_examples=60)
@given(st.lists(st.text(ALPHABET, max_size=80), max_size=4))
def test_any_text_is_measured_alike(texts: list[str]) -> None:
    check([parse_text(text) for text in texts])


@settings(max_examples=100)
@given(st.lists(st.text("ab \n", max_size=30), max_size=4), st.lists(st.integers(0, 120), max_size=12))
def test_blocks_are_cut_alike(texts: list[str], places: list[int]) -> None:
    inside = "".join(f"<div>{text}<a href=/a>{text}</a></div>" for text in texts)
    for document in (parse_markup(f"<p>one</p>{inside}", None), parse_text("\n".join(texts) + "\nabc")):
        last = len(document.text) - 1
        edges = np.sort(np.minimum([*places, *document.start[1::2]], last).astype(np.int32))
        if len(edges := edges[edges >= document.start[0]]):
            native, expected = (
                finer._cut_blocks(document, edges),
                finer._cut_in_numpy(document, edges),
            )
            for name in native._fields:
                one, other = getattr(native, name), getattr(expected, name)
                assert one.dtype == other.dtype, name
                np.testing.assert_array_equal(one, other, err_msg=name)


@settings(max_examples=60)
@given(st.lists(st.text("aB1.; \n日ก\u0301", max_size=150), max_size=4))
def test_words_across_runs_of_characters_are_found_alike(texts: list[str]) -> None:
    documents = [parse_text(text) for text in texts]
    for one, other in zip(*both(lambda: Columns(documents).word_edges), strict=True):
        np.testing.assert_array_equal(one, other)


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(["one", "two", "three", "日", "of"]), max_size=30), max_size=4))
def test_repeated_words_are_counted_alike(drawn: list[list[str]]) -> None:
    documents = [parse_text("\n".join((" ".join(words), " ".join(words[:9])))) for words in drawn]
    for one, other in zip(*both(lambda: repetition(Columns(documents))), strict=True):
        np.testing.assert_array_equal(one, other)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.text(ALPHABET, max_size=12)), max_size=12), st.booleans()
)
def test_any_links_are_measured_alike(drawn: list[tuple[str, str]], nested: bool) -> None:
    inside = [f'<a href="//{host}.example/">{text}</a>' for host, text in drawn]
    between = "<div>" if nested else " - "
    check([parse_markup(f"<p>one</p>{between.join(inside)}<p>two</p>", "https://b.example/")])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 50), st.floats(0, 1, width=32)), max_size=40))
def test_the_same_set_is_best(drawn: list[tuple[int, int, float]]) -> None:
    drawn.sort(key=lambda row: row[0])
    page = np.array([row[0] for row in drawn], dtype=np.int32)
    words = np.array([row[1] for row in drawn], dtype=np.float32)
    score = np.array([row[2] for row in drawn], dtype=np.float32)
    native = best_set(page, words, score)
    with numpy_way():
        np.testing.assert_array_equal(native, best_set(page, words, score))


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1, width=32)), max_size=40))
def test_probabilities_are_read_alike(drawn: list[tuple[int, float]]) -> None:
    page = np.array([row[0] for row in drawn], dtype=np.int32)
    score = np.array([row[1] for row in drawn], dtype=np.float32)
    types = np.random.default_rng(0).random((3, 7), dtype=np.float32)
    taste = Taste(0.8, np.linspace(-1, 1, 7, dtype=np.float32))
    one, other = both(lambda: taste.of_pages(score, types, page))
    assert one.dtype == other.dtype
    np.testing.assert_allclose(one, other, rtol=1e-5, atol=2e-6)


@given(st.integers(0, 4), st.integers(1, 30), st.integers(1, 9))
def test_pages_have_the_same_types(pages: int, inputs: int, types: int) -> None:
    random = np.random.default_rng(inputs)
    rows, weights = (
        3 * random.normal(size=size).astype(np.float32) for size in ((pages, inputs), (inputs, types))
    )
    low, bias = -random.random(inputs, dtype=np.float32), random.random(types, dtype=np.float32)
    one, other = both(lambda: page_types(Network(low, -low, ((weights, bias),)), rows))
    assert one.dtype == other.dtype
    np.testing.assert_allclose(one, other, rtol=2e-5, atol=1e-7)


@given(st.lists(st.integers(-3, 3), max_size=30))
def test_equal_numbers_are_counted(keys: list[int]) -> None:
    key = np.array(keys, dtype=np.int64)
    assert times(key).tolist() == [keys.count(one) for one in keys]
    native = alike(key)
    with numpy_way():
        np.testing.assert_allclose(native, alike(key), rtol=1e-6)


def test_numbers_that_somebody_chose_are_counted_too() -> None:
    """All of them want the same cell of a table."""
    key = np.arange(4000, dtype=np.uint64) // 2 * np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
    assert not NATIVE.alike(key.view(np.int64), np.empty(len(key), np.float32))
    np.testing.assert_allclose(alike(key.view(np.int64)), np.log1p(1.0), rtol=1e-6)


def test_blocks_are_found_in_any_order() -> None:
    block = np.empty(4, np.int64)
    NATIVE.blocks_at(np.array([0, 3, 3, 9]), np.array([8, 0, 3, 2]), block)
    assert block.tolist() == [2, 0, 2, 0]


def test_outlinks_out_of_order_are_left_to_numpy() -> None:
    code, block = np.array([0, 0], np.int32), np.array([1, 0], np.int32)
    assert NATIVE.find_outlinks(code, block, block, np.empty((6, 2), np.int32)) == -1
    word, folded, zero = np.array([1, 2]), np.zeros(3, np.uint32), np.array([0, 0], np.int32)
    within, result = (zero, np.array([9, 9], np.int32)), np.empty((2, 2), np.float32)
    assert not NATIVE.link_repeats(word, word, word - 1, word.astype(np.uint32), folded, *within, *result)
    turned = np.array([2, 0], np.int32), np.array([3, 2], np.int32)
    assert not NATIVE.link_repeats(word, word, word - 1, word.astype(np.uint32), folded, *turned, *result)


def test_what_does_not_belong_together_is_refused() -> None:
    def array(dtype: str, *values: float) -> Any:
        return np.array(values, dtype=dtype)

    one, kind, folded = array("f4", 0), array("u1", 1, 2), array("u4", 97, 98)
    zero, flag = array("i4", 0), array("u1", 0)
    word = array("i8", 0), array("i8", 2), array("i8", 0)
    wanted = np.zeros(256, np.uint8)
    context = [
        np.zeros(7, np.float32),
        one,
        one,
        one,
        one,
        zero,
        flag,
        zero,
        zero,
        zero,
        zero + 1,
        flag,
        flag,
    ]
    rows = np.zeros(44, np.float32)
    place = [zero, zero, zero, one, one, flag, zero, zero + 1, np.zeros(512, np.uint8)]
    letter = [np.zeros(14, np.float32), one, array("i8", 0), array("i8", 0), kind, zero, zero + 1]
    refused: list[tuple[str, tuple[Any, ...]]] = [
        ("context_rows", (*context, rows[:43])),
        *(("context_rows", (*context[:k], zero + 2, *context[k + 1 :], rows)) for k in (5, 7, 8, 9, 10)),
        ("context_rows", (*context[:5], zero - 1, *context[6:], rows)),
        ("positions", (*place, rows[:5])),
        *(("positions", (*place[:k], zero + 2, *place[k + 1 :], rows[:6])) for k in (1, 6, 7)),
        ("unfamiliar", (one, one, array("i4", 0, 0), one.copy())),
        ("letter_rows", (*letter, rows[:12])),
        *(("letter_rows", (*letter[:k], zero + 3, *letter[k + 1 :], rows[:13])) for k in (5, 6)),
        ("word_forms", (folded, kind, *word, array("i8", 0, 3), rows[:5])),
        ("word_forms", (folded, kind, word[0] + 1, *word[1:], array("i8", 0, 2), rows[:5])),
        ("word_forms", (folded, kind, *word[:2], word[2] + 1, array("i8", 0, 2), rows[:5])),
        ("word_forms", (folded, kind, *word, array("i8", 0, 2), rows[:4])),
        ("sign_places", (folded, folded, kind, array("i8", 2), array("i8", 0, 0, 0, 0))),
        ("sign_places", (folded, folded, kind, array("i8", 0), array("i8", 0, 0, 0))),
        ("near_digits", (kind, wanted[:9], array("i8", 0, 0))),
        ("near_digits", (kind, wanted, array("i8", 0))),
        ("alike", (array("i8", 1, 1), one)),
        ("blocks_at", (array("i8", 0, 2), array("i8", 2), array("i8", 0))),
        ("blocks_at", (array("i8", 0, 2), array("i8", -1), array("i8", 0))),
        ("blocks_at", (array("i8", 1, 2), array("i8", 1), array("i8", 0))),
        ("blocks_at", (array("i8", 0, 2, 1), array("i8", 0), array("i8", 0))),
        ("find_codes", (folded, folded, array("i8", 0))),
        ("find_outlinks", (zero, array("i4", 0, 0), zero, array("i4", 0, 0, 0, 0, 0, 0))),
        ("outlink_counts", (zero + 1, zero, np.zeros(2, np.float32))),
        ("host_scores", (["a"], folded, one[:0], one, one.copy())),
        ("host_scores", (["a"], np.zeros(33, np.uint32), np.zeros(3, np.float32), one, one.copy())),
        ("stretch_rows", (array("f8", 0, 0), zero, zero + 2, rows[:3])),
        ("page_opinions", (zero + 1, one, one, rows[None, :8])),
        ("page_opinions", (zero, one, one, rows[None, :7])),
        ("page_types", (rows[None, :2], one, one, rows[:2, None], one, one.copy())),
        ("page_types", (one[None], one, one, one[None], rows[:0], one.copy())),
        ("best_set", (zero, one, one, array("u1", 0, 0))),
    ]
    for name, arguments in refused:
        with pytest.raises(ValueError, match=r"\w"):
            getattr(NATIVE, name)(*arguments)
    for name, arguments in (("context_rows", (*context, rows)), ("positions", (*place, rows[:6]))):
        getattr(NATIVE, name)(*arguments)
