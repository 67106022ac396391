"""What workers are given to do, and what a page may cost them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Ask = Callable[[Any], Any]  # puts a question to the process that started this one, and gives its answer
Do = Callable[[list[T]], list[R]]


MEMORY = 2 * 2**30  # bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost: seconds, and bytes of memory above what a worker needs anyway."""

    seconds: float = 10.0
    memory: int = MEMORY


class Work(Protocol, Generic[T, R]):
    """Picklable. `begin` is called once in every worker, `given_up` in the process that started them."""

    @property
    def limits(self) -> Limits:
        """What one page may cost."""

    def begin(self, ask: Ask) -> tuple[str, Do[T, R]]:
        """The name of the model, and what makes results of a list. Raises ScrubError where nothing can be done."""

    def given_up(self, one: T, reason: str) -> R:
        """The result of what killed its worker, or took too long."""


def named(name: str) -> Any:
    """The function of the name `module:function`, imported when it is needed."""
    from importlib import import_module

    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def words(error: Exception) -> str:
    """Why a page failed, for a person."""
    if isinstance(error, MemoryError):
        return f"out of memory: a page may have {MEMORY // 2**30} GiB"
    return f"scrub failed on it ({type(error).__name__}): {error}"
