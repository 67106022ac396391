"""Optimisers that are stopped on purpose need not complain of it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def few_steps() -> Iterator[None]:
    """While models are fitted in as many steps as are enough: nobody is warned that more would move the last digits."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield
