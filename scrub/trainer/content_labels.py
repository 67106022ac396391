"""Gold main text -> labels of blocks: which words of a page stand in the gold, by aligning the two.

A gold text is a selection of the page's words in (almost) the page's order, with other white space
and sometimes other line breaks. Short texts such as the title or a teaser stand on a page several
times, so words are matched along one chain that goes forward in both texts; what is left of the
gold is then chained again, for parts that the gold holds in another order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrub.trainer.labels import LabelledPage
from scrub.values import Document

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")

_SEED = 3  # words that two texts must share in a row before they count as the same place
_RUNS = 4000  # longest runs kept: bounds the chain on pages that repeat themselves
_GAP = 400  # words of gold between two runs that are still matched word by word
_REST = 5  # words of gold left over that are worth another chain


@dataclass(frozen=True, slots=True)
class BlockLabels:
    """Per block: share of its words in the gold, its words, and whether anything is known of it."""

    share: Floats
    words: Floats
    known: NDArray[np.bool_]


def label_blocks(document: Document, page: LabelledPage) -> BlockLabels:
    """Labels of a page's blocks, from its gold text or, where there is none, from its segments."""
    owner, words = _page_words(document)
    count = np.bincount(owner, minlength=len(document.start)).astype(np.float32)
    if page.text is None:
        return _from_segments(document, page, count)
    matched = align(words, WORD.findall(page.text.lower()))
    found = np.bincount(owner[matched], minlength=len(count)).astype(np.float32)
    share = (found / np.maximum(count, 1)).astype(np.float32)
    return BlockLabels(share, count, count > 0)


def _page_words(document: Document) -> tuple[Ints, list[str]]:
    """Words of the page in lower case and the block of each."""
    owner: list[int] = []
    words: list[str] = []
    for i, (a, b) in enumerate(zip(document.start.tolist(), document.end.tolist())):
        found = WORD.findall(document.text[a:b].lower())
        words += found
        owner += [i] * len(found)
    return np.array(owner, dtype=np.int64), words


def _from_segments(document: Document, page: LabelledPage, count: Floats) -> BlockLabels:
    """Blocks that hold a segment that must (not) be in the text; nothing is known of the others."""
    texts = [document.text[a:b] for a, b in zip(document.start.tolist(), document.end.tolist())]
    pieces = [" ".join(text.split()) for text in texts]
    ends = np.cumsum([len(piece) + 1 for piece in pieces])
    whole = " ".join(pieces)
    share = np.zeros(len(count), dtype=np.float32)
    known = np.zeros(len(count), dtype=np.bool_)
    for value, segments in ((0.0, page.must_not), (1.0, page.must)):
        for segment in segments:
            wanted = " ".join(segment.split())
            at = whole.find(wanted) if wanted else -1
            if at >= 0:
                first, last = np.searchsorted(ends, (at, at + len(wanted) - 1), side="right")
                share[first : last + 1] = value
                known[first : last + 1] = True
    return BlockLabels(share, count, known)


def align(page: list[str], gold: list[str]) -> NDArray[np.bool_]:
    """True for the words of the page that stand for words of the gold text."""
    p, g = _numbered(page, gold)
    matched = np.zeros(len(p), dtype=np.bool_)
    used = np.zeros(len(g), dtype=np.bool_)
    for _ in range(3):
        chain = _chain(_runs(p, g, matched, used))
        for a, b, length in chain:
            matched[a : a + length] = True
            used[b : b + length] = True
        _fill_gaps(p, g, chain, matched, used)
        if not chain or int((~used).sum()) < _REST:
            break
    return matched


def _numbered(page: list[str], gold: list[str]) -> tuple[Ints, Ints]:
    """The same number for the same word; words that only one side has never match."""
    number: defaultdict[str, int] = defaultdict(lambda: len(number))
    return (
        np.array([number[w] for w in page], dtype=np.int64),
        np.array([number[w] for w in gold], dtype=np.int64),
    )


def _runs(
    p: Ints, g: Ints, matched: NDArray[np.bool_], used: NDArray[np.bool_]
) -> list[tuple[int, int, int]]:
    """Maximal runs (page offset, gold offset, length) of equal, still unmatched words."""
    seeds: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    size = min(_SEED, len(g))
    if not size:
        return []
    left, right = np.where(matched, -1, p).tolist(), np.where(used, -2, g).tolist()
    for b in range(len(g) - size + 1):
        seeds[tuple(right[b : b + size])].append(b)
    runs = []
    reach: dict[int, int] = {}  # diagonal -> page offset up to which it is covered
    for a in range(len(p) - size + 1):
        for b in seeds.get(tuple(left[a : a + size]), ())[:50]:
            if reach.get(a - b, -1) >= a:
                continue
            length = size
            while (
                a + length < len(left) and b + length < len(right) and left[a + length] == right[b + length]
            ):
                length += 1
            reach[a - b] = a + length - 1
            runs.append((a, b, length))
    runs.sort(key=lambda run: -run[2])
    return sorted(runs[:_RUNS])


def _chain(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The heaviest sequence of runs that goes forward in both texts; overlaps are trimmed."""
    if not runs:
        return []
    a, b, length = np.array(runs, dtype=np.int64).T
    best = length.astype(np.float64)
    before = np.full(len(runs), -1)
    for k in range(1, len(runs)):
        overlap = np.maximum(np.maximum(a[:k] + length[:k] - a[k], b[:k] + length[:k] - b[k]), 0)
        # A far jump costs a little: of two equal texts the one nearby is meant.
        jump = np.minimum(np.abs((a[k] - a[:k]) - (b[k] - b[:k])), 2000) * 5e-4
        gain = best[:k] + (length[k] - overlap) - jump
        gain[(overlap >= length[k]) | (a[:k] >= a[k]) | (b[:k] >= b[k])] = -1.0
        at = int(gain.argmax())
        if gain[at] > best[k]:
            best[k], before[k] = gain[at], at
    k = int(best.argmax())
    path = []
    while k >= 0:
        path.append(k)
        k = int(before[k])
    return _trimmed([runs[k] for k in reversed(path)])


def _trimmed(path: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    chain: list[tuple[int, int, int]] = []
    for a, b, length in path:
        if chain:
            x, y, z = chain[-1]
            skip = max(x + z - a, y + z - b, 0)
            a, b, length = a + skip, b + skip, length - skip
        if length > 0:
            chain.append((a, b, length))
    return chain


def _fill_gaps(
    p: Ints, g: Ints, chain: list[tuple[int, int, int]], matched: NDArray[np.bool_], used: NDArray[np.bool_]
) -> None:
    """Match single words between neighbouring runs, in order."""
    if not chain:
        return
    ends = [(0, 0), *[(a + n, b + n) for a, b, n in chain]]
    begins = [*[(a, b) for a, b, _ in chain], (len(p), len(g))]
    for (a, b), (c, d) in zip(ends, begins):
        if 0 < d - b <= _GAP and a < c:
            _fill(
                p,
                g,
                (max(a, c - 4 * _GAP) if a == 0 else a, min(c, a + 4 * _GAP) if a else c),
                (b, d),
                matched,
                used,
            )


def _fill(
    p: Ints,
    g: Ints,
    here: tuple[int, int],
    there: tuple[int, int],
    matched: NDArray[np.bool_],
    used: NDArray[np.bool_],
) -> None:
    """The longest common subsequence of two short stretches."""
    x, y = p[here[0] : here[1]], g[there[0] : there[1]]
    equal = x[:, None] == y[None, :]
    if not equal.any():
        return
    length = np.zeros((len(x) + 1, len(y) + 1), dtype=np.int32)
    for i in range(len(x) - 1, -1, -1):
        row = np.where(equal[i], length[i + 1, 1:] + 1, length[i + 1, :-1])
        length[i, :-1] = np.maximum.accumulate(row[::-1])[::-1]
    i = j = 0
    while i < len(x) and j < len(y):
        if equal[i, j] and length[i, j] == length[i + 1, j + 1] + 1:
            matched[here[0] + i] = used[there[0] + j] = True
            i, j = i + 1, j + 1
        elif length[i + 1, j] >= length[i, j + 1]:
            i += 1
        else:
            j += 1
