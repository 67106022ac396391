"""Does the block speak as its page does: script, and n-grams that occur elsewhere on the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats
from scrub.signals.whole import per_character

_SLOTS = 1 << 14  # of hashed 4-grams for each page
GRAM = 4  # characters of an n-gram
_STEP = np.uint32(0x01000193)


def foreign_script(columns: Columns) -> Floats:
    """How unlike the rest of the page its script is: 1 minus the share the rest has of it.

    Why: injected text is in the language of its customers. Positives: Thai on an English page.
    Innocents: the name of a language in a language menu.
    """
    if np.count_nonzero(columns.scripts[1:]) < 2:
        return np.zeros(len(columns), dtype=np.float32)
    if compiled is not None:
        foreign = np.empty(len(columns), dtype=np.float32)
        compiled.foreign_scripts(columns.script_count, columns.page, foreign)
        return foreign
    count = columns.script_count[:, 1:]
    width, pages = count.shape[1], len(columns.documents)
    cell = columns.page[:, None] * width + np.arange(width)
    page = np.bincount(cell.ravel(), count.ravel(), pages * width).reshape(pages, width).astype(np.float32)
    rest = page[columns.page] - count
    letters = np.maximum(count.sum(axis=1), 1.0)
    share = rest / np.maximum(rest.sum(axis=1, keepdims=True), 1.0)
    alike = (share * count).sum(axis=1) / letters
    known = (rest.sum(axis=1) > 40) & (count.sum(axis=1) > 3)
    return np.where(known, 1.0 - alike, 0.0).astype(np.float32)


def familiarity(columns: Columns) -> Floats:
    """Share of the block's 4-grams that also occur in other blocks of the page, -1 if it has none.

    A 4-gram occurs elsewhere where the first or the last block that has it is another block.
    Why: `unfamiliar` compares it with what is usual on the page. Positives (low): spam in another
    language. Innocents (low): names, quotations, short blocks.
    """
    if not len(columns):
        return np.zeros(0, dtype=np.float32)
    if compiled is not None:
        share = np.empty(len(columns), dtype=np.float32)
        code = per_character(columns, every_gram)
        compiled.familiar(code, columns.start, columns.end, columns.page, share)
        return share
    slot = _slots(columns)
    # Every second n-gram, chosen by its hash: the same ones wherever they stand.
    inside = (slot & 1).nonzero()[0]
    begin, end = inside.searchsorted(columns.start), inside.searchsorted(columns.end)
    length = end - begin
    block = np.arange(len(columns), dtype=np.int32).repeat(length)
    slot = (slot[inside] >> 1).astype(np.intp)
    if len(columns.documents) > 1:
        slot += (columns.page * np.intp(_SLOTS)).repeat(length)
    last = np.zeros(len(columns.documents) * _SLOTS, dtype=np.int32)
    first = np.zeros_like(last)
    last[slot] = block  # the last assignment stays
    first[slot[::-1]] = block[::-1]
    # Blocks stand in order: where the first and the last are the same, there are no others.
    elsewhere = (first != last)[slot]
    summed = np.zeros(len(inside) + 1, dtype=np.int32)
    np.cumsum(elsewhere, out=summed[1:])
    total = summed[end] - summed[begin]
    return np.where(length > 0, total / np.maximum(length, 1), -1.0).astype(np.float32)


def _slots(columns: Columns) -> NDArray[np.uint16]:
    """A hash of the 4-gram that starts at each character; 0 where it is not inside a block."""
    code = per_character(columns, every_gram).copy()
    n = len(code)
    for back in range(1, GRAM):
        code[columns.end - back] = 0
    code[_between(columns, n)] = 0
    return code


def every_gram(columns: Columns) -> NDArray[np.uint16]:
    """A hash of 15 bits of the 4-gram that starts at each character, wherever that is."""
    folded = columns.folded
    if compiled is not None:
        found = np.empty(len(folded), dtype=np.uint16)
        compiled.every_gram(folded, found)
        return found
    n = max(len(folded) - GRAM + 1, 0)
    code = folded[:n] * _STEP
    for k in range(1, GRAM - 1):
        code += folded[k : n + k]
        code *= _STEP
    code += folded[GRAM - 1 : n + GRAM - 1]
    code *= np.uint32(0x9E3779B1)
    code >>= np.uint32(32 - 15)
    return np.append(code, np.zeros(len(folded) - n, dtype=np.uint32)).astype(np.uint16)


def _between(columns: Columns, n: int) -> NDArray[np.integer]:
    """The first n characters that stand outside of blocks."""
    start, end = columns.start, columns.end
    gap = start[1:] - end[:-1]
    wide = (gap > 1).nonzero()[0].tolist()
    found = [np.arange(end[k], start[k + 1]) for k in wide]
    return np.concatenate((end[:-1][gap == 1], np.arange(start[0]), np.arange(end[-1], n), *found))


def unfamiliar(columns: Columns) -> Floats:
    """How much less of its n-grams the page knows than it knows of its other blocks.

    Why: another language or topic is a break, whatever it sells. Positives: Turkish text under an
    English article. Innocents: quotations, names, code samples.
    """
    fit = columns.once(familiarity)
    if compiled is not None:
        strange = np.empty(len(columns), dtype=np.float32)
        compiled.unfamiliar(fit, columns.characters, columns.page, strange)
        return strange
    weight = columns.characters
    known = np.maximum(fit, 0.0) * weight
    page_weight = columns.page_characters[columns.page] - weight
    page_fit = columns.page_total(known)[columns.page] - known
    usual = page_fit / np.maximum(page_weight, 1.0)
    return np.where(page_weight > 200, usual - fit, 0.0).astype(np.float32)
