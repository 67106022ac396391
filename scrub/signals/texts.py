"""The texts of several documents one behind another, as characters and words.

Everything here is computed once, when first asked for, and does not depend on how the texts are cut into blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrub.signals.whole import GAP, Whole, per_character
from scrub.text.characters import KINDS, SCRIPTS, SYLLABLE, code_points, tables
from scrub.values import Document

Offsets = NDArray[np.int64]
T = TypeVar("T")

_IS_WORD = np.zeros(len(KINDS), dtype=np.bool_)
_IS_WORD[[KINDS.index(name) for name in ("lower", "upper", "digit", "styled", "mark")]] = True


class Texts:
    """What a batch of documents says. `whole`: see `Whole`."""

    def __init__(self, documents: Sequence[Document], whole: Whole | None = None) -> None:
        self.documents = tuple(documents)
        self.whole = whole
        self._measured: dict[Any, Any] = {}

    def once(self, measure: Callable[[Any], T]) -> T:
        """What the function measures here, computed when first asked for."""
        if measure not in self._measured:
            self._measured[measure] = measure(self)
        found: T = self._measured[measure]
        return found

    @cached_property
    def points(self) -> NDArray[np.uint32]:
        """Code points of all texts, white space before and behind each, wherever it stands in the batch."""
        return per_character(self, _points)

    @cached_property
    def kind(self) -> NDArray[np.uint8]:
        """Kind of every character (characters.KINDS)."""
        return per_character(self, _kind)

    @cached_property
    def folded(self) -> NDArray[np.uint32]:
        """Folded code points: lower case, look-alikes resolved, digits 0, white space one kind."""
        return per_character(self, _folded)

    @cached_property
    def script(self) -> NDArray[np.uint8]:
        """Script of every letter (characters.SCRIPTS), 0 for anything else."""
        return per_character(self, _script)

    @cached_property
    def scripts(self) -> NDArray[np.intp]:
        """(len(SCRIPTS),): letters of each script in all texts: most need but one, which settles much."""
        return np.bincount(self.script, minlength=len(SCRIPTS))

    @cached_property
    def word_inside(self) -> NDArray[np.bool_]:
        """True for characters that belong to a word."""
        return _IS_WORD[self.kind]

    @cached_property
    def word_starts(self) -> NDArray[np.bool_]:
        """True where a word starts; every character of a script without word spaces is a word."""
        inside = self.word_inside
        starts = inside.copy()
        starts[1:] &= ~inside[:-1]
        result: NDArray[np.bool_] = starts | (self.kind == SYLLABLE)
        return result

    @cached_property
    def word_edges(self) -> tuple[Offsets, Offsets]:
        """Where each word starts, and where it ends; every text lies between white space."""
        if self.whole is not None:
            start, end = self.whole.columns.word_edges
            index, here = self.whole.offsets(start)
            return here, here + (end - start)[index]
        inside = self.word_inside
        edge = (inside[1:] != inside[:-1]).nonzero()[0] + 1
        start, end = edge[::2], edge[1::2]
        single = (self.kind == SYLLABLE).nonzero()[0]
        if not len(single):
            return start.copy(), end.copy()
        start, end = np.concatenate((start, single)), np.concatenate((end, single + 1))
        order = start.argsort(kind="stable")
        return start[order], end[order]


def _points(texts: Texts) -> NDArray[np.uint32]:
    gap = "\n" * GAP
    return code_points(gap + "".join([d.text + gap for d in texts.documents]))


def _kind(texts: Texts) -> NDArray[np.uint8]:
    return tables().kind[texts.points]


def _folded(texts: Texts) -> NDArray[np.uint32]:
    return tables().folded[texts.points]


def _script(texts: Texts) -> NDArray[np.uint8]:
    return tables().script[texts.points]
