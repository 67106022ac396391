"""The texts of several documents one behind another, as characters and words.

Everything here is computed once, when first asked for, and does not depend on how the texts are cut into blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.whole import GAP, Whole, per_character
from scrub.text.characters import KINDS, SCRIPTS, SYLLABLE, code_points, tables
from scrub.values import Document

Offsets = NDArray[np.int64]
T = TypeVar("T")

_OF_WORDS = [KINDS.index(name) for name in ("lower", "upper", "digit", "styled", "mark")]
_IS_WORD = bytes([kind in _OF_WORDS for kind in range(256)])


_SIGNS = np.zeros(128, dtype=np.bool_)
_SIGNS[[ord(c) for c in "<>={};[.:"]] = True


class Texts:
    """What a batch of documents says. `whole`: see `Whole`."""

    def __init__(self, documents: Sequence[Document], whole: Whole | None = None) -> None:
        self.documents = tuple(documents)
        self.whole = whole
        self._measured: dict[Any, Any] = {}

    def once(self, measure: Callable[[Any], T]) -> T:
        """What the function measures here, computed when first asked for."""
        if measure in self._measured:
            known: T = self._measured[measure]
            return known
        found = self._measured[measure] = measure(self)
        return found

    def forget(self, measures: Collection[Callable[[Any], Any]]) -> None:
        """Measure some things anew when they are asked for; whoever shares the others with this keeps all."""
        self._measured = {
            measure: found for measure, found in self._measured.items() if measure not in measures
        }

    def row(self, measure: Callable[[Any], NDArray[Any]], number: int) -> NDArray[Any]:
        """One row of what the function measures, where it measures several columns at once."""
        found: NDArray[Any] = self.once(measure)[number]
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
    def scripts(self) -> NDArray[np.int32]:
        """(len(SCRIPTS),): letters of each script in all texts: most need but one, which settles much."""
        everywhere = np.array((0, len(self.script)), dtype=np.int64)
        found: NDArray[np.int32] = tally(self.script, everywhere, len(SCRIPTS))[0]
        return found

    @cached_property
    def word_inside(self) -> NDArray[np.bool_]:
        """True for characters that belong to a word."""
        return np.frombuffer(self.kind.tobytes().translate(_IS_WORD), dtype=np.bool_)

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
        if compiled is not None:
            edges = np.empty((2, len(self.kind)), dtype=np.int64)
            found = compiled.word_edges(self.kind, *edges)
            return edges[0, :found].copy(), edges[1, :found].copy()
        inside = self.word_inside
        edge = (inside[1:] != inside[:-1]).nonzero()[0] + 1
        start, end = edge[::2], edge[1::2]
        single = (self.kind == SYLLABLE).nonzero()[0]
        if not len(single):
            return start.copy(), end.copy()
        start, end = np.concatenate((start, single)), np.concatenate((end, single + 1))
        order = start.argsort(kind="stable")
        return start[order], end[order]


def signs(texts: Texts) -> Offsets:
    """Where the signs of addresses, of markup and of programs stand, folded, in text order."""
    if compiled is None:
        return _SIGNS.take(texts.folded, mode="clip").nonzero()[0]
    offset = np.empty(len(texts.folded), dtype=np.int64)
    found = compiled.find_signs(texts.folded, _SIGNS, offset)
    return offset[:found].copy()


class Characters(NamedTuple):
    """What is known of each character of all texts."""

    points: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    script: NDArray[np.uint8]
    folded: NDArray[np.uint32]


def _characters(texts: Texts) -> Characters:
    gap = "\n" * GAP
    text = gap + "".join([d.text + gap for d in texts.documents])
    known = tables()
    if compiled is None:
        points = code_points(text)
        return Characters(points, known.kind[points], known.script[points], known.folded[points])
    wide, narrow = np.empty((2, len(text)), np.uint32), np.empty((2, len(text)), np.uint8)
    found = Characters(wide[0], narrow[0], narrow[1], wide[1])
    compiled.character_columns(text, known.kind, known.script, known.folded, *found)
    return found


def _points(texts: Texts) -> NDArray[np.uint32]:
    return texts.once(_characters).points


def _kind(texts: Texts) -> NDArray[np.uint8]:
    return texts.once(_characters).kind


def _folded(texts: Texts) -> NDArray[np.uint32]:
    return texts.once(_characters).folded


def _script(texts: Texts) -> NDArray[np.uint8]:
    return texts.once(_characters).script


def tally(code: NDArray[np.uint8], edge: Offsets, size: int) -> NDArray[np.int32]:
    """(stretches, size): how often each code stands between one edge and the next; edges from 0 to the end."""
    stretches = len(edge) - 1
    cell = np.arange(0, stretches * size, size).repeat(edge[1:] - edge[:-1])
    cell += code
    return np.bincount(cell, minlength=stretches * size).reshape(-1, size).astype(np.int32)
