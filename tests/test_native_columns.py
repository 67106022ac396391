"""Columns over several documents: compiled as in numpy, and documents of other kinds than the parser makes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, SAMPLES, both, needs_native
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.parser import parse_markup, parse_text
from scrub.signals.columns import Columns
from scrub.signals.joined import Joined, join, join_in_numpy
from scrub.values import BY_RULE, HIDING_BIT, Document

pytestmark = needs_native

PARTS = st.sampled_from(
    [
        "<p>Яark <b>1</b>", "<div hidden>x", "</div>", "<a href=http://a.example/>y</a>", "<a href=//B.a.example>z</a>",
        "<style>.r{display:none}</style>", "<p class=r>q", "<a href=/ hidden>w</a>", "</body>", "<li>漢字 t", "<td>",
        "<a href='http://é.example/'>v</a>", "<a href=HTTP://a.example/b>u</a>", "<a href=http://a.example>t</a>",
    ]
)  # fmt: skip
ASKED = (
    "kind_count", "script_count", "scripts", "character_block", "word_span", "anchor_host", "anchor_domain_code",
    "characters", "words",
)  # fmt: skip


def array(kind: str, *values: int) -> Any:
    return np.array(values, dtype=kind)


def same_columns(native: Joined, expected: Joined) -> None:
    for name in Joined._fields:
        one, other = getattr(native, name), getattr(expected, name)
        assert one.dtype == other.dtype, name
        assert np.array_equal(one, other), name


def check(documents: list[Document]) -> None:
    same_columns(join(documents), join_in_numpy(documents))

    def asked() -> list[Any]:
        columns = Columns(documents)
        return [getattr(columns, name) for name in ASKED]

    for name, one, other in zip(ASKED, *both(asked)):
        np.testing.assert_array_equal(one, other, err_msg=name, strict=not isinstance(one, tuple))


def test_samples_are_joined_alike() -> None:
    pages = [
        parse_markup(path.read_bytes(), "https://a.example/") for path in SAMPLES if path.suffix == ".html"
    ]
    check(pages)
    for page in pages:
        check([page])
    check([])


@settings(max_examples=100)
@given(
    st.lists(st.one_of(st.lists(PARTS, max_size=12).map("".join), st.text(max_size=20)), max_size=4),
    st.booleans(),
)
def test_any_pages_are_joined_alike(pages: list[str], plain: bool) -> None:
    check([parse_text(page) if plain else parse_markup(page, "http://a.example/x") for page in pages])


def test_what_rules_hide_is_concealed() -> None:
    page = parse_markup("<style>.r{display:none}</style><p class=r>x<p hidden>y<p>z", None)
    columns = Columns([page])
    assert columns.hidden.tolist() == [0, HIDING_BIT["attribute"], 0]
    assert columns.concealed.tolist() == [
        HIDING_BIT["display"] | HIDING_BIT["rule"],
        HIDING_BIT["attribute"],
        0,
    ]
    assert page.hidden[0] == HIDING_BIT["display"] << BY_RULE


def test_columns_of_other_kinds_are_joined_in_numpy() -> None:
    page = parse_markup("<p>one <a href=/>two</a><p>three", None)
    wide = replace(page, start=page.start.astype(np.int64), hidden=np.repeat(page.hidden, 2)[::2])
    same_columns(join([page]), join([wide]))
    columns = [field.name for field in fields(page) if isinstance(getattr(page, field.name), np.ndarray)]
    for name in columns:
        if name not in ("anchor_rel", "element_hidden"):
            with pytest.raises(ValueError, match=r"belong|room|broadcast|shape"):
                join([replace(page, **{name: getattr(page, name)[:-1]})])


def test_what_does_not_belong_together_is_refused() -> None:
    code, edges, place = array("u1", 0, 1, 0), array("i8", 0, 3), array("i4", 0)
    counts, every = np.zeros((2, 1, 2), "f4"), np.zeros((2, 2), "i4")
    fine = [code, code, edges, place, place + 3, *counts, *every]
    NATIVE.block_counts(*fine)
    for k, wrong in (
        (0, code + 1), (1, code + 9), (2, edges + 1), (2, edges - 1), (2, edges[::-1].copy()), (5, counts[0, :, :1].copy()),
        (7, every[0, :1].copy()), (8, np.zeros(0, "i4")), (8, np.zeros(65, "i4")),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"\w"):
            NATIVE.block_counts(*fine[:k], wrong, *fine[k + 1 :])
    hosts, counted, codes = ("a", "", "b"), array("i4", 2, 1), np.zeros(3, "i4")
    for told in ((hosts, ("",), str, counted, codes), (hosts, ("", ""), str, counted + 1, codes),
                 (hosts, ("", ""), str, counted - 3, codes), (hosts, ("", ""), str, counted - 1, codes),
                 (hosts, ("", ""), str, counted, codes[1:])):  # fmt: skip
        with pytest.raises(ValueError, match=r"\w"):
            NATIVE.domain_codes(*told)
    with pytest.raises(TypeError, match="string"):
        NATIVE.domain_codes(hosts, ("", ""), len, counted, codes)
    with pytest.raises(TypeError, match="unhashable"):
        NATIVE.domain_codes(([],), ("",), str, array("i4", 1), codes[:1])
    with pytest.raises(ZeroDivisionError):
        NATIVE.domain_codes(hosts, ("", ""), lambda _host: 1 // 0, counted, codes)
    assert NATIVE.join_documents([("a",) * 18], *room(1)) is False
    for documents in ([()], [(1,) * 18], [None]):
        with pytest.raises(TypeError, match="text"):
            NATIVE.join_documents(documents, *room(1))
    with pytest.raises(ValueError, match="row"):
        NATIVE.join_documents([], *room(1))


def room(pages: int) -> list[Any]:
    """For documents without a block."""
    return [
        np.zeros(shape, kind)
        for shape, kind in (((4, 0), "i4"), ((2, 0), "u2"), ((2, 0), "u1"), (0, "?"), ((6, 0), "i4"), (0, "u1"),
                            ((4, 0), "i4"), (0, "u2"), ((4, pages), "i4"))
    ]  # fmt: skip
