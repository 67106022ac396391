"""What is hardly language is kept whatever its n-grams say; spam that looks a little like it is not."""

from __future__ import annotations

import numpy as np
import pytest

from scrub.parser import parse_markup, parse_text
from scrub.policy.innocents import innocents, is_innocent
from scrub.signals import Columns


@pytest.mark.parametrize(
    "text",
    [
        "http://",
        "http://members.example.net/messman/Links%20to%20Jigs.htm",
        " www.example.org/about/ ",
        "#19 Desk M5 4.9 9.3 7.2 6.5 8.0 7.0 5.4 6.9/10",
        "Chestnut mushrooms\t155g\t310g\t620g",
        "Please enable JavaScript to see the comments.",
        "お使いのブラウザではJavaScriptが無効になっています。",
    ],
)
def test_what_is_hardly_language_is_innocent(text: str) -> None:
    assert is_innocent(text)


@pytest.mark.parametrize(
    "text",
    [
        "cheap boots http://boots-sale.example.com/",
        "buy viagra\tcialis\tlevitra http://pills.example.com",
        "istanbul escort ankara escort izmir escort",
        "slot gacor 88 rtp 98.5 daftar",
        "Learn JavaScript and buy backlinks " + "cheap seo " * 60,
    ],
)
def test_spam_is_not(text: str) -> None:
    assert not is_innocent(text)


def test_a_linked_address_is_judged_as_a_link() -> None:
    assert not is_innocent("http://shop.example.com/", outlinks=1)
    assert not is_innocent("enable JavaScript and visit our shops", outlinks=5)


def test_only_the_chosen_are_looked_at() -> None:
    page = parse_markup("<p>Some words.</p><p>http://example.org/a</p>", None)
    columns = Columns([page, parse_text("http://example.org/b")])
    every = np.ones(3, dtype=np.bool_)
    none = np.zeros(3, dtype=np.float32)
    assert innocents(columns, every, none).tolist() == [False, True, True]
    assert innocents(columns, ~every, none).tolist() == [False] * 3
