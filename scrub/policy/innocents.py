"""What is never taken for injected text by its words: lone addresses, rows of tables, scores, notices about scripts.

They are hardly language, and an n-gram model says odd things of them. Only few blocks come this far, so
that their text may be read one by one.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns, Floats

_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S*\s*\Z", re.I)
_ANY_ADDRESS = re.compile(r"://|www\.", re.I)
_DECIMAL = re.compile(r"(?<![\d.])\d{1,3}[.,]\d{1,2}(?![\d.])")
_NOTICE = re.compile(r"java ?script|ジャバスクリプト|جافا ?سكريبت|جاوا ?اسکریپت|자바스크립트", re.I)
_BYTES = np.log1p(40)  # of the longest word, from which it is none
_CODE = 0.05  # share of signs of markup from which text is code
_DECIMALS = 5  # in one line: a table of scores or prices
_CELLS = 2  # tabs that make a line a row
_NOTICE_LENGTH = 500
_NOTICE_LINKS = 1


def is_innocent(text: str, outlinks: int = 0) -> bool:
    """True for a text that words alone do not make injected; outlinks: external links in it."""
    if _NOTICE.search(text) and len(text) <= _NOTICE_LENGTH and outlinks <= _NOTICE_LINKS:
        return True
    if outlinks:
        return False
    if _ADDRESS.match(text):
        return True
    rows = text.count("\t") >= _CELLS or len(_DECIMAL.findall(text)) >= _DECIMALS
    return rows and not _ANY_ADDRESS.search(text)


def innocents(columns: Columns, chosen: NDArray[np.bool_], outlinks: Floats) -> NDArray[np.bool_]:
    """(n,): True for those of the chosen blocks that are innocent."""
    found = np.zeros(len(columns), dtype=np.bool_)
    for i in np.flatnonzero(chosen).tolist():
        page = int(columns.page[i])
        first = int(columns.first_character[page])
        text = columns.documents[page].text[int(columns.start[i]) - first : int(columns.end[i]) - first]
        found[i] = is_innocent(text, int(outlinks[i]))
    return found


def is_code(
    signs: Floats, longest_word: Floats, anchors: Floats, written_markup: Floats
) -> NDArray[np.bool_]:
    """(n,): True for markup, programs and encoded bytes without a link; the arguments are signals."""
    odd = (signs > _CODE) | (longest_word > _BYTES)
    found: NDArray[np.bool_] = odd & (anchors == 0) & (written_markup == 0)
    return found
