"""What the cleaner has compiled: the same blocks, images and comments as in Python, and nothing read outside."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, SAMPLES, both, needs_native
from hypothesis import given, settings
from hypothesis import strategies as st

import scrub
from scrub.cleaner import Link, Mark
from scrub.cleaner.comments import _STEMS, _named
from scrub.cleaner.kept import keep
from scrub.cleaner.ornaments import ornaments_of
from scrub.cleaner.pictures import pictures
from scrub.parser import parse_markup
from scrub.values import Document

pytestmark = needs_native

TAGS = (
    "div",
    "p",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "blockquote",
    "figure",
    "figcaption",
    "h2",
    "span",
    "pre",
)
PARTS = (
    *[f"<{tag}>" for tag in TAGS],
    *[f"</{tag}>" for tag in TAGS],
    "<br>",
    '<a href="/a">a link</a> ',
    " <b> bold <i>and\xa0\u2003</i></b> ",
    "<b>",
    "</b>",
    '<a href="#x" id="x">\U0001f600 words',
    "words of some length",
    "a word",
    '<img src="/a.jpg">',
    '<img src="/b.jpg" alt="b" hidden>',
    '<noscript><img src="/c.jpg"></noscript>',
    '<div style="display:none">gone',
)


def alike(document: Document, main: np.ndarray[Any, Any], seed: int = 0) -> None:
    one, other = both(lambda: keep(document, main))
    kept = one._replace(
        begin=[2 * start + 7 for start in one.start]
    )  # an article may be longer than its page
    spam = np.random.default_rng(seed).random(len(document.anchor_start)) < 0.3
    verdicts: Any = SimpleNamespace(anchor_spam=spam)
    adorned, expected = both(lambda: ornaments_of(document, verdicts, main, kept))
    assert adorned == expected
    assert all(type(link) is Link for links in adorned.links for link in links)
    assert all(type(mark) is Mark for marks in adorned.marks for mark in marks)
    assert one._replace(nearest=one.nearest.tolist()) == other._replace(nearest=other.nearest.tolist())
    one, other = both(lambda: pictures(document, main))
    assert one == other


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=60), st.integers(0, 2**32 - 1))
def test_blocks_and_images_are_chosen_alike(parts: list[str], seed: int) -> None:
    document = parse_markup("".join(parts), None)
    size = len(document.start)
    main = np.random.default_rng(seed).random(size) < 0.5
    if main.any():
        alike(document, main, seed)
        alike(document, np.ones(size, dtype=np.bool_), seed)


def test_samples_are_cleaned_alike() -> None:
    for path in SAMPLES:
        if path.suffix == ".html":
            document = parse_markup(path.read_bytes(), None)
            alike(document, np.ones(len(document.start), dtype=np.bool_))
            one, other = both(partial(scrub.clean, path.read_bytes()))
            assert (one.text, one.structure, one.comments) == (other.text, other.structure, other.comments)


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ("comment-12", "Comments", "no-comments", "kommentare", "x disqus_thread", "COMMENTARY")
            ),
            st.text(alphabet="cCoOmMentTaArRiI -#ıİſK\u0130\0", max_size=24),
        ),
        max_size=8,
    )
)
def test_names_are_read_alike(labels: list[str]) -> None:
    one, other = both(lambda: _named(tuple(labels), frozenset((0,))))
    assert one == other


def test_what_tells_of_comments_is_found_among_other_letters() -> None:
    labels = ("", "omment", "a-COMMENT", "ommen", "o", "коммент comment", "коммент", "éomment", "yYoRuM")
    assert NATIVE.labels_with(labels, _STEMS) == [1, 2, 5, 6, 7, 8]


def test_what_is_no_label_is_refused() -> None:
    wrong: list[Any] = [([], _STEMS), ((1,), _STEMS), (("a",), ["omment"]), (("a",),)]
    for arguments in wrong:
        with pytest.raises(TypeError):
            NATIVE.labels_with(*arguments)
    stems: list[Any] = [("é1",), ("a",), (1,), ("ab",) * 17]
    for found in stems:
        with pytest.raises(ValueError, match="stems"):
            NATIVE.labels_with(("a",), found)


def test_images_that_stand_nowhere_are_refused() -> None:
    document = parse_markup("<p>words <img src=a.jpg> and more</p>", None)
    assert document.shape is not None
    picture: Any = document.shape.pictures[0]
    table, unseen = np.zeros(256, dtype=np.uint8), np.zeros(1, dtype=np.uint32)
    columns = (
        unseen, np.ones(len(document.start), np.bool_), document.start, document.end, document.element_first,
        document.element_last, document.element_parent, document.element_tag, table,
    )  # fmt: skip
    assert NATIVE.belonging((picture,), *columns) == [picture]
    for changed in ({"block": -1}, {"element": -2}, {"element": len(document.element_tag)}):
        with pytest.raises(ValueError, match="nowhere"):
            NATIVE.belonging((picture._replace(**changed),), *columns)
    others: list[Any] = [(), (1, 2), 3, picture._replace(block="1")]
    for other in others:
        with pytest.raises(TypeError):
            NATIVE.belonging((other,), *columns)
    with pytest.raises(OverflowError):
        NATIVE.belonging((picture._replace(hidden=1 << 80),), *columns)


def test_links_and_marks_that_stand_nowhere_are_refused() -> None:
    document = parse_markup("<p>Words <a href=/a>and a link</a> <b>and more</b></p>", None)
    assert document.shape is not None
    text, size = document.text, len(document.text)
    link = (document.anchor_block, document.anchor_start, document.anchor_end, np.zeros(1, np.bool_))
    mark = np.ascontiguousarray(document.shape.marks)
    lists: list[list[Any]] = [[0], [0], [size], [5]]

    def adorned(*changed: list[Any], marks: Any = mark, kinds: Any = (Link, Mark)) -> Any:
        numbers = changed or lists
        return NATIVE.adorned(*kinds, document.anchor_href, ("em", "strong"), text, *numbers, *link, marks)

    assert adorned() == ([(Link(11, 21, "/a"),)], [(Mark(22, 30, "strong"),)])
    unlike: list[list[list[Any]]] = [
        [[0], [0], [size + 1], [5]], [[0], [-1], [size], [5]], [[0], [3], [2], [5]], [[0], [0], [size], [-1]],
        [[1, 0], [0, 2], [2, 4], [5, 9]], [[0, 1], [0, 1], [2, 4], [5, 9]], [[0], [0], [size], [5, 6]],
    ]  # fmt: skip
    for changed in unlike:
        with pytest.raises(ValueError, match=r"\w"):
            adorned(*changed)
    wrong: list[list[Any]] = [[["0"], [0], [size], [5]], [(0,), [0], [size], [5]]]
    for changed in wrong:
        with pytest.raises(TypeError):
            adorned(*changed)
    for kinds in ((list, Mark), (Link, "Mark"), (int, int)):
        with pytest.raises(TypeError):
            adorned(kinds=kinds)
    for code in (-1, 2):
        with pytest.raises(ValueError, match="name"):
            adorned(marks=np.array([[0, 2, code]], dtype=np.int32))
