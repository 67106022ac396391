"""Phrases spliced into Chinese text again and again: what sells comes word for word, wherever a robot threw it in.

A keyword of eight characters inside a line of news is too little for any window. But the same phrase stands in
several unrelated places, and reads like spam where nothing else in the text does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.evidence import Evidence
from scrub.dense import sigmoid
from scrub.signals.columns import Columns
from scrub.text.characters import DIGIT, LOWER, SCRIPTS, SYLLABLE, UPPER

_SEED = 4  # characters of a phrase that are looked for first, all Chinese
_SEED_WEIGHT = 3.0  # their evidence, from which they are
_SHORTEST, _LONGEST = 5, 40  # characters of a phrase; what is longer is a passage that was copied
_TWICE = 6  # the least of one that stands in two places alone: any term of five comes twice
_BESIDE = (
    4  # characters beside a phrase; where they are the same in all places, more than the phrase was copied
)
_MOST = 200  # seeds, and 1,000 places of each, that are looked at in one text
_MOST_PLACES = 1000
_HAN = SCRIPTS.index("han")
_KANA = SCRIPTS.index("kana")  # endings of Japanese words come again in any text
_IN_PHRASES = (SYLLABLE, DIGIT, LOWER, UPPER)
# From contrast to probability. Out of fold the highest contrast of a phrase in 155 honest texts is 2.17; of 12 texts with a
# phrase that was spliced in five go beyond 3.51, where by default phrases are removed.
_SLOPE, _MIDDLE = 3.0, 3.2


class Splice(NamedTuple):
    """A phrase in one document: where it starts there, its length, and its contrast.

    contrast: how much more evidence it carries than as many characters of the rest of the text do on average, over
    the root of its length, as scores of stretches are.
    """

    starts: tuple[int, ...]
    length: int
    contrast: float

    @property
    def likely(self) -> float:
        """The probability that it was spliced in."""
        return float(sigmoid(np.array([_SLOPE * (self.contrast - _MIDDLE)]))[0])


def splices(columns: Columns, evidence: Evidence, page: int) -> list[Splice]:
    """The phrases that come again in a document of plain text in Chinese, the most likely first; none overlap."""
    document = columns.documents[page]
    text, first = document.text, int(columns.first_character[page])
    own = slice(first, first + len(text))
    summed = evidence.summed[first : first + len(text) + 1]
    han = columns.script[own] == _HAN
    inside = np.isin(columns.kind[own], _IN_PHRASES) & (columns.script[own] != _KANA)
    found: list[Splice] = []
    taken = np.zeros(len(text), dtype=np.bool_)
    for places in _seeds(text, han, summed):
        if taken[places[0]]:  # it would grow into what was found
            continue
        starts, length = _grown(text, inside, places)
        if (
            (_SHORTEST if len(starts) > 2 else _TWICE) <= length <= _LONGEST
            and len(starts) > 1
            and not _is_copied(text, starts, length)
            and not any(taken[s : s + length].any() for s in starts)
        ):
            found.append(_splice(starts, length, summed))
            for s in starts:
                taken[s : s + length] = True
    return sorted(found, key=lambda one: -one.contrast)


def _seeds(text: str, han: NDArray[np.bool_], summed: NDArray[np.float64]) -> list[list[int]]:
    """Places of the few characters that come again and carry evidence, the heaviest first."""
    if len(text) < 2 * _SEED:
        return []
    weight = summed[_SEED:] - summed[:-_SEED]
    whole = np.logical_and.reduce([han[k : len(han) - _SEED + 1 + k] for k in range(_SEED)])
    places: dict[str, list[int]] = {}
    for at in np.flatnonzero(whole & (weight >= _SEED_WEIGHT)).tolist():
        places.setdefault(text[at : at + _SEED], []).append(at)
    again = [apart for found in places.values() if len(apart := _apart(found, _SEED)) > 1]
    again.sort(key=lambda found: -float(weight[found].mean()))
    return again[:_MOST]


def _apart(places: list[int], length: int) -> list[int]:
    """Those of the places at which so many characters do not overlap."""
    kept = places[:1]
    for at in places[1:]:
        if at >= kept[-1] + length:
            kept.append(at)
    return kept[:_MOST_PLACES]


def _grown(text: str, inside: NDArray[np.bool_], places: list[int]) -> tuple[list[int], int]:
    """The longest phrase that stands at all of these places: where it starts, and its length."""
    before = behind = 0
    while before <= _LONGEST and (step := _step(text, inside, [at - before for at in places], -1)):
        before += step
    while behind <= _LONGEST and (step := _step(text, inside, [at + _SEED - 1 + behind for at in places], 1)):
        behind += step
    length = before + _SEED + behind
    return _apart([at - before for at in places], length), length


def _is_copied(text: str, starts: list[int], length: int) -> bool:
    """Whether what stands before the phrase, or behind it, is the same in all places, signs between words included."""
    before = {text[max(0, at - _BESIDE) : at] for at in starts}
    behind = {text[at + length : at + length + _BESIDE] for at in starts}
    return len(before) == 1 or len(behind) == 1


def _step(text: str, inside: NDArray[np.bool_], places: list[int], way: int) -> int:
    """How many characters behind (1) or before (-1) all of these places are the same: a letter, or a space and one."""
    for step in (1, 2):
        near = [at + way * step for at in places]
        if min(near) < 0 or max(near) >= len(text) or len({text[at] for at in near}) > 1:
            return 0
        if inside[near[0]]:
            return step
        if text[near[0]] != " ":
            return 0
    return 0


def _splice(starts: list[int], length: int, summed: NDArray[np.float64]) -> Splice:
    at = np.array(starts)
    weight = summed[at + length] - summed[at]
    others = max(len(summed) - 1 - length * len(starts), 1)
    rest = (summed[-1] - summed[0] - weight.sum()) / others
    return Splice(tuple(starts), length, float((weight.mean() - length * rest) / np.sqrt(length)))
