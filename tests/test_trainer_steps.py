"""Models that are fitted in few steps do not complain of it; whatever else goes wrong is still told."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from scrub.trainer.steps import few_steps


def unfinished() -> None:
    """A fit that one step cannot finish."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 5)) * np.array([1.0, 10.0, 100.0, 0.1, 1.0])
    LogisticRegression(max_iter=1).fit(x, x[:, 0] + x[:, 3] > 0)


def test_a_fit_that_is_stopped_early_is_quiet() -> None:
    with pytest.warns(ConvergenceWarning):
        unfinished()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with few_steps():
            unfinished()


def test_other_warnings_pass() -> None:
    with pytest.warns(UserWarning, match="something else"), few_steps():
        warnings.warn("something else", UserWarning, stacklevel=1)
