"""The harm curve: which probability loses how much honest text, told by its tail and not by one odd page."""

from __future__ import annotations

import numpy as np
import pytest

from scrub.dense import logit, sigmoid
from scrub.trainer.spam_stages import _FALL, _LOWEST, HARM_LEVELS, _tail


def falling(count: int, rate: float, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and what is lost from each, where the share beyond a logit z is 10 ** (level - rate * z)."""
    lost = np.logspace(-5.5, -3.0, count)
    return sigmoid((level - np.log10(lost)) / rate).astype(np.float32), lost


def test_a_tail_that_falls_evenly_is_followed() -> None:
    likely, lost = falling(60, _FALL, -4.2)
    wanted = sigmoid((-4.2 - np.log10(HARM_LEVELS)) / _FALL)
    np.testing.assert_allclose(_tail(likely, lost, HARM_LEVELS), np.clip(wanted, _LOWEST, 1.0), atol=0.01)


@pytest.mark.parametrize("rate", [0.3, 0.45])
def test_where_it_falls_otherwise_for_once_it_is_met_where_it_was_measured(rate: float) -> None:
    """A dozen lines tell how much is lost, hardly how fast that falls: the level in their midst is kept."""
    likely, lost = falling(60, rate, -4.2)
    levels = np.array([1e-4], dtype=np.float32)
    there = sigmoid((-4.2 - np.log10(levels)) / rate)
    assert abs(float(_tail(likely, lost, levels)[0] - there[0])) < 0.12


def test_more_harm_means_a_lower_threshold() -> None:
    found = _tail(*falling(60, 0.3, -4.0), HARM_LEVELS)
    assert (np.diff(found) <= 0).all()


def test_one_odd_page_does_not_decide() -> None:
    """Read off, the curve would end at the odd page's probability; its tail hardly moves."""
    likely, lost = falling(60, 0.4, -4.2)
    odd = np.concatenate(([np.float32(0.9995)], likely[1:]))
    at = int(np.flatnonzero(np.isclose(HARM_LEVELS, 1e-5))[0])
    assert abs(float(_tail(odd, lost, HARM_LEVELS)[at] - _tail(likely, lost, HARM_LEVELS)[at])) < 0.05


def test_certainty_about_an_honest_block_does_not_break_the_curve() -> None:
    """In single precision a probability may be 1 to the last bit: its logit has no end."""
    likely, lost = falling(60, 0.4, -4.2)
    certain = np.concatenate((np.ones(2, np.float32), likely[2:]))
    found = _tail(certain, lost, HARM_LEVELS)
    assert np.isfinite(found).all()
    assert (np.diff(found) <= 0).all()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_blocks_for_a_tail_are_read_off(count: int) -> None:
    likely = np.linspace(0.9, 0.5, count, dtype=np.float32) if count else np.zeros(0, np.float32)
    lost = np.linspace(2e-6, 2e-5, count)
    found = _tail(likely, lost, HARM_LEVELS)
    assert found[-1] == pytest.approx(_LOWEST, abs=1e-5)
    assert found[0] == pytest.approx(float(likely[0]) if count else _LOWEST, abs=1e-5)


def test_logits_and_probabilities_are_each_others_inverse() -> None:
    z = np.linspace(-8, 8, 33)
    np.testing.assert_allclose(logit(sigmoid(z)), z, rtol=1e-9)


def test_a_share_of_the_harm_asks_for_better_odds() -> None:
    likely, lost = falling(60, 0.3, -4.0)
    careful = _tail(likely, lost, HARM_LEVELS * np.float32(0.35))
    within = careful > _LOWEST
    assert within.any()
    assert (careful[within] > _tail(likely, lost, HARM_LEVELS)[within]).all()
