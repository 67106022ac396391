"""What is compiled and what is not: work done both ways, and the compiled part watched at its work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scrub.native import compiled

NATIVE: Any = compiled
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*/page.*"))

needs_native = pytest.mark.skipif(compiled is None, reason="scrub was installed without its compiled part")


@contextmanager
def in_place_of_compiled(other: Any) -> Iterator[None]:
    """Every module of scrub has something else for its compiled part."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("scrub.") and getattr(module, "compiled", None) is compiled:
                patch.setattr(module, "compiled", other)
        yield


def numpy_way() -> Any:
    """Everything as where there is no compiled part: a context."""
    return in_place_of_compiled(None)


def both(work: Callable[[], Any]) -> tuple[Any, Any]:
    """What some work comes to compiled and in numpy."""
    first = work()
    with numpy_way():
        return first, work()


class Recorder:
    """Stands for the compiled part and keeps copies of what each of its functions was handed first."""

    def __init__(self) -> None:
        self.calls: dict[str, tuple[Any, ...]] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            if name not in self.calls and all(len(a) for a in arguments if isinstance(a, np.ndarray)):
                self.calls[name] = tuple(a.copy("K") if isinstance(a, np.ndarray) else a for a in arguments)
            return getattr(NATIVE, name)(*arguments)

        return call
