"""Hosts that are read by compiled loops: what the patterns of `scrub.urls` read, and nothing odd."""

from __future__ import annotations

from typing import Any

import pytest
from both_ways import NATIVE, needs_native
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub import urls
from scrub.signals import anchors

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
    unlike: list[Any] = [(["a"],), (["a"], []), (["a"], [1]), (("a",), ("b",))]
    for wrong in unlike:
        with pytest.raises(TypeError):
            NATIVE.named_by_hosts(*wrong)


@settings(max_examples=300)
@given(st.text(alphabet="abAB1_ éİ²", max_size=90), st.text(alphabet="ab.1éi", max_size=40))
def test_names_of_hosts_are_read_alike(text: str, host: str) -> None:
    (answer,) = NATIVE.named_by_hosts([text], [host])
    assert answer == 2 if not (text + host).isascii() else answer == anchors._names(text, host)
