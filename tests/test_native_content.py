"""The compiled loops of the extractor, and those over bytes, answer as numpy and Python do."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, SAMPLES, both, needs_native
from hypothesis import example, given, settings
from hypothesis import strategies as st

import scrub
from scrub.encoding import is_utf8
from scrub.extractor import content_model, extract
from scrub.parser import parse_markup
from scrub.parser.nesting import check_nesting
from scrub.signals.columns import Columns
from scrub.signals.content import content_columns
from scrub.signals.content import names as names_module
from scrub.signals.content.context import context_columns
from scrub.signals.content.names import SLOTS, tokens
from scrub.signals.content.telling import telling
from scrub.signals.content.wording import SLOTS as WORD_SLOTS
from scrub.signals.content.wording import TABLES

pytestmark = needs_native

SENTENCE = "The council decided on Monday, and the mayor agreed: the old bridge closes in spring."
PAGES = {
    "no block": "<div></div>",
    "one block": "<p>Bridge</p>",
    "odd labels": '<div class="é\U0001f600ABcD x" id="\ufffd--a1b2"><p class="readMore">more:</p></div>' * 3,
    "deep": "<div class=a>" * 300 + f"<p>{SENTENCE}</p>" * 3 + "</div>" * 300,
    "article": "<title>Old bridge closes</title><meta name=description content='the old bridge closes'><nav><ul>"
    + "<li><a href=/x>Menu</a>" * 20
    + f"</ul></nav><article><h1>Old bridge closes</h1>{f'<p>{SENTENCE}</p>' * 9}</article><h2>Read next</h2>"
    + "<div class=card style=display:none><a href=//b.example>Teaser</a></div>" * 7,
    "mixed scripts": f"<p>市议会星期一决定关闭旧桥 และวางแผน abc</p><table><tr><td>{SENTENCE}<td>1.5</table>",
    "two articles": f"<article><h1>One thing</h1><p>{SENTENCE}</article><article><h1>Another</h1><p>{SENTENCE}</article>"
    * 2,
}
_TEXTS = st.sampled_from([SENTENCE, "More:", "市议会星期一", "", "a b", "x" * 50, "Mood 1, 2!", " é​ "])
_TAGS = st.sampled_from(
    ["div", "p", "li", "ul", "article", "h1", "h3", "td", "table", "section", "aside", "a href=/"]
)
_LABELS = st.sampled_from(
    ["", "class=card", "class='wpCaption-text é'", "id=main hidden", "style=display:none"]
)
_MARKUP = st.recursive(
    _TEXTS,
    lambda inside: st.tuples(_TAGS, _LABELS, st.lists(inside, max_size=4)).map(
        lambda made: f"<{made[0]} {made[1]}>{''.join(made[2])}</{made[0].partition(' ')[0]}>"
    ),
    max_leaves=40,
)


def seen(pages: list[str]) -> list[Any]:
    """All that the extractor sees of a batch, and what it makes of that."""
    columns, model = Columns([parse_markup(page, "https://a.example/b") for page in pages]), content_model()
    if not len(columns):
        return []
    found = content_columns(columns, model.names, model.phrases)
    opinion = np.random.default_rng(0).random(len(columns)).astype(np.float32)
    context = context_columns(columns, found.chains, found.kinds, opinion, found.address)
    chains = [
        getattr(found.chains, name)
        for name in ("first", "last", "parent", "page", "top", "of_block", "number")
    ]
    places = [found.chains.siblings, found.chains.nth, found.kinds.nth]
    return [found.block, context, found.page, found.page_names, found.address, *chains, *places]


def assert_alike(pages: list[str]) -> None:
    for one, other in zip(*both(lambda: seen(pages)), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_seen_alike(name: str) -> None:
    assert_alike([PAGES[name]])


def test_a_batch_is_seen_alike() -> None:
    assert_alike([*PAGES.values(), *reversed(PAGES.values())])


@given(st.lists(_MARKUP, min_size=1, max_size=4))
@settings(max_examples=40)
def test_any_pages_are_seen_alike(pages: list[str]) -> None:
    assert_alike(pages)


@pytest.mark.parametrize("page", SAMPLES, ids=lambda page: page.parent.name)
def test_a_sample_is_cleaned_alike(page: Path) -> None:
    def cleaned() -> Any:
        if page.suffix == ".txt":
            article = scrub.clean_text(page.read_text("utf-8", "surrogateescape"))
        else:
            article = scrub.clean(page.read_bytes())
        return article.text, article.markdown, [(r.text, r.reasons) for r in article.removed]

    one, other = both(cleaned)
    assert one == other


@given(
    st.lists(st.tuples(st.text(max_size=60), st.text(max_size=30)), min_size=1, max_size=3),
    st.sampled_from(["headline", "author", "article_body"]),
)
@example([("a漢b漢漢 ไทย x", "a漢b漢漢 ไทย x"), ("", "")], "article_body")
@example([("end", "the end"), ("end", "end")], "article_body")
@example([("one two\U0010ffff one two", "one two one"), ("two", "One, two")], "headline")
def test_words_tell_the_same(pages: list[tuple[str, str]], statement: str) -> None:
    documents = [parse_markup(f"<p>{escape(text)}</p><p>{escape(text[9:])}</p>", None) for text, _ in pages]
    said: list[dict[str, Any]] = [{statement: s} for _, s in pages]
    columns = Columns(
        [replace(d, metadata=replace(d.metadata, **s)) for d, s in zip(documents, said, strict=True)]
    )
    for one, other in zip(*both(lambda: telling(columns, content_model().phrases)), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@given(
    st.lists(st.text(st.characters(exclude_characters="\0"), max_size=30), min_size=1, max_size=8),
    st.integers(0, 3),
)
@example(["wpCaptionText", "ABcDEf", "", "é-ß_ab1cd", "\ud800ab"], 1)
def test_names_are_worth_the_same(labels: list[str], addresses: int) -> None:
    pages = labels[: min(addresses, len(labels))] or [""]
    table = np.random.default_rng(0).random((SLOTS, 6), dtype=np.float32)
    total, mean = (
        np.zeros((len(labels) + len(pages), 6), dtype=np.float32),
        np.empty((len(pages), 2), dtype=np.float32),
    )
    which, bare = np.empty(len(labels), dtype=np.int64), np.arange(len(labels)) % 3 == 0
    said = (tuple(labels), *[()] * (len(pages) - 1))
    inside = names_module
    size = NATIVE.name_scores(said, tuple(pages), inside._CLASS, inside._MIX, table, bare, which, total, mean)
    assert [list(dict.fromkeys(labels))[k] for k in which] == labels
    wanted = np.zeros_like(total)
    found = tokens((*dict.fromkeys(labels), *pages), len(pages))
    np.add.at(wanted, found.label, table[found.slot])
    np.testing.assert_allclose(total, wanted, rtol=1e-6)
    assert size == len(set(labels))
    counted = wanted[which][~bare, 4:] if not bare.all() else np.zeros((1, 2))
    np.testing.assert_allclose(mean[0], counted.mean(axis=0), rtol=1e-6)
    assert not mean[1:].any()


@pytest.mark.parametrize("labels", [[("a",)], ("a",), ((1,),), (("a",), ("b",)), ((), "b")])
def test_names_that_are_none_are_refused(labels: Any) -> None:
    with pytest.raises(TypeError, match="labels"):
        NATIVE.name_scores(labels, ("",), *[np.zeros(1)] * 7)
    with pytest.raises(TypeError, match="labels"):
        NATIVE.name_scores()


@given(st.binary(max_size=40))
@example(b"")
@example("aé漢😀".encode() * 9)
@example(b"abcdefgh\xed\xa0\x80")
@example(b"\xf4\x90\x80\x80")
@example(b"\xe6\xbc")
@example(b"\xc0\xaf")
def test_bytes_are_utf_8_or_not(body: bytes) -> None:
    one, other = both(lambda: is_utf8(body))
    assert one == other
    assert NATIVE.count_tags(body * 20) == 20 * body.count(b"<")


def test_many_tags_are_counted() -> None:
    body = b"<" * 1_000_001

    def refused() -> str:
        with pytest.raises(scrub.InputError) as error:
            check_nesting(body)
        return str(error.value)

    one, other = both(refused)
    assert one == other
    assert "1,000,001" in one


def test_an_answer_is_the_same() -> None:
    columns = Columns([parse_markup(page, None) for page in PAGES.values()])
    one, other = both(lambda: extract(columns, content_model()))
    np.testing.assert_array_equal(one.main, other.main)
    assert one.page_type == other.page_type


def told(words: float, start: int = 0, statements: Any = ("", "", "", "")) -> None:
    """The compiled loop at work on two blocks of five characters in a text of ten, the first with so many words."""
    points, kind = np.full(10, 97, dtype=np.uint32), np.ones(10, dtype=np.uint8)
    table = np.zeros((WORD_SLOTS, TABLES), dtype=np.float32)
    edges, page = np.array([0, start, 5, 10], dtype=np.int32), np.zeros(2, dtype=np.int32)
    NATIVE.tell(
        statements, points, kind, np.ones(128, np.uint8), np.ones(256, np.uint8), np.ones(128, np.uint64), edges[:2],
        edges[2:], np.array([words, 0], dtype=np.float32), page, table, np.zeros((2, 6), np.float32),
        np.zeros((2, 10), np.float32),
    )  # fmt: skip


def test_words_that_are_not_there_are_refused() -> None:
    told(1, 5)
    with pytest.raises(ValueError, match="more words than codes"):
        told(2, 5)
    with pytest.raises(ValueError, match="overlap"):
        told(1, 4)
    statements: Any
    for statements in ((), ("", "", "")):
        with pytest.raises(ValueError, match="nowhere"):
            told(1, 5, statements)
    for statements in (["", "", "", ""], ("", "", "", 1), None):
        with pytest.raises(TypeError, match="statements"):
            told(1, 5, statements)


def test_nothing_tells_nothing() -> None:
    for worded, said in both(lambda: telling(Columns([parse_markup("", None)]), content_model().phrases)):
        assert len(worded) == len(said) == 0
