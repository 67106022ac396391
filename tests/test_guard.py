"""The guard: nothing is removed on the strength of one kind of reason."""

from __future__ import annotations

import numpy as np
import pytest

from scrub.reasons import GROUP_BITS, GROUPS, MEASURED, REASONS, guarded, speaking


def test_the_guard_wants_two_groups_of_reasons() -> None:
    first, second = (next(k for k in range(64) if int(bits) >> k & 1) for bits in GROUP_BITS[:2])
    same = [k for k in range(64) if int(GROUP_BITS[0]) >> k & 1]
    assert len(same) > 1
    why = np.array([0, 1 << first, 1 << same[0] | 1 << same[1], 1 << first | 1 << second], dtype=np.uint64)
    assert guarded(why, np.zeros(4, np.bool_), np.full(4, 0.9)).tolist() == [False, False, False, True]


@pytest.mark.parametrize(
    ("told", "likely", "markup", "enough"),
    [
        (("window_score", "word_score"), 0.985, False, True),
        (("text_score", "word_score"), 0.985, False, True),
        (("text_score", "window_score"), 0.999, False, False),
        (("word_score",), 0.999, False, False),
        (("window_score", "word_score"), 0.97, False, False),
        (("window_score", "word_score"), 0.999, True, False),
    ],
)
def test_letters_and_words_are_two_reasons_in_plain_text_that_is_certain(
    told: tuple[str, ...], likely: float, markup: bool, enough: bool
) -> None:
    names = [name for name, _, _ in REASONS]
    why = np.array([sum(1 << names.index(name) for name in told)], dtype=np.uint64)
    assert guarded(why, np.array([markup]), np.array([likely], np.float32)).tolist() == [enough]


def test_in_markup_one_reason_must_be_a_carrier() -> None:
    """Text that only reads like spam may be an article about it."""
    by_group = dict(zip(GROUPS, GROUP_BITS, strict=True))
    words_only = by_group["text"] | by_group["keywords"]
    with_link = by_group["text"] | by_group["links"]
    why = np.array([words_only, words_only, with_link], dtype=np.uint64)
    assert guarded(why, np.array([False, True, True]), np.full(3, 0.9)).tolist() == [True, False, True]


def test_only_signals_with_words_can_speak() -> None:
    values = np.full((1, MEASURED), 9.0, np.float32)
    bits = int(speaking(values, np.zeros(MEASURED, np.float32))[0])
    assert all(bool(bits >> k & 1) == bool(told) for k, (_, _, told) in enumerate(REASONS))
