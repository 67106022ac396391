"""Hosts that are read by compiled loops: what the patterns of `scrub.urls` read, and nothing odd."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, needs_native
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub import urls
from scrub.signals import linking

pytestmark = needs_native


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.text(alphabet="htTpPs:/\\.-_aZ0?#@[] \t\nſK\u3002", max_size=16),
            st.text(alphabet="a.-:09/?#\u0660é", max_size=12).map("https://".__add__),
            st.integers(250, 256).map(lambda length: "//" + "a" * length),
        ),
        max_size=8,
    )
)
def test_hosts_are_read_alike(hrefs: list[str]) -> None:
    """What is read plainly is what the patterns read; what is odd is left to them."""
    hosts = [urls.host_by_patterns(href) for href in hrefs]
    assert urls.hosts_of(hrefs) == hosts == [urls.host_of(href) for href in hrefs]


def test_what_is_no_address_has_no_host() -> None:
    no_tuples: list[Any] = [([],), ((1,),), ()]
    for wrong in no_tuples:
        with pytest.raises(TypeError):
            NATIVE.plain_hosts(*wrong)


def marked(text: str, href: str, host: str) -> list[int]:
    """What the compiled loop says of one link, whose text stands behind a few other characters."""
    marks = np.zeros((3, 1), np.uint8)
    zero, first = np.zeros(1, np.int32), np.array([5], np.int32)
    end = np.array([7 + len(text)], np.int32)
    odd = NATIVE.link_marks((f"ab{text}cd",), (href,), (host,), zero, zero, first + 2, end, first, marks)
    assert odd == (marks == 2).sum()
    return [int(mark) for mark in marks[:, 0]]


@settings(max_examples=400)
@given(
    st.one_of(st.text(alphabet="abAB1_ éİ²", max_size=90), st.text(alphabet="htTpPswW:/. ſx\t", max_size=9)),
    st.one_of(
        st.text(alphabet="htTpPs:/?#.inxdeINX_1 \n\tſ", max_size=24),
        st.text(alphabet="/?#.inxde1_ \n", max_size=12).map("//h".__add__),
    ),
    st.text(alphabet="ab.1éi", max_size=40),
)
def test_links_are_marked_alike(text: str, href: str, host: str) -> None:
    expected = linking.marks_of(text, href, host)
    for answer, other in zip(marked(text, href, host), expected, strict=True):
        assert answer in (2, other)
    if (text + href + host).isascii():
        assert 2 not in marked(text, href, host)


@pytest.mark.parametrize(
    ("href", "home"),
    [
        ("//a", True),
        ("http://a/", True),
        ("HTTPS://a/INDEX.php?q#f", True),
        (" //a/index.html \n", True),
        ("//a/index.", False),
        ("//a//", False),
        ("//a/b", False),
        ("//a?b\n c", False),
        ("//", True),
        ("http//a", False),
        ("a/", False),
    ],
)
def test_home_pages_are_told(href: str, home: bool) -> None:
    assert marked("x", href, "a")[linking.HOME] == home == linking.marks_of("x", href, "a")[linking.HOME]


def test_links_that_do_not_belong_together_are_refused() -> None:
    zero, one, marks = np.zeros(1, np.int32), np.ones(1, np.int32), np.zeros((3, 1), np.uint8)
    texts, strings = ("abc",), ("a",)
    place = zero, zero, zero, one, zero
    NATIVE.link_marks(texts, strings, strings, *place, marks)
    wrong: list[Any] = [
        (["abc"], strings, strings, *place, marks),
        (texts, strings, (1,), *place, marks),
        (texts, strings),
        (),
    ]
    for arguments in wrong:
        with pytest.raises(TypeError):
            NATIVE.link_marks(*arguments)
    unlike: list[Any] = [
        ((), strings, strings, *place, marks),
        (texts, (), strings, *place, marks),
        (texts, strings, strings, zero, zero, zero, one * 4, zero, marks),
        (texts, strings, strings, zero, zero, one, zero, zero, marks),
        (texts, strings, strings, zero, zero, zero, one, one, marks),
    ]
    for arguments in unlike:
        with pytest.raises(ValueError, match=r"\w"):
            NATIVE.link_marks(*arguments)
