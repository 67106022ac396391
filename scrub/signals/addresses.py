"""Addresses and telephone numbers written in the text itself."""

from __future__ import annotations

import re
from bisect import bisect_right

import numpy as np

from scrub.signals.columns import Columns, Floats

_URL = re.compile(r"https?:\s?/?/|\bwww\.\w", re.I)
_HOST = re.compile(r"(?<![\w@/.-])(?:[a-z0-9-]{2,63}\.)+(?:com|net|org|info|biz|[a-z]{2}|xyz|top|club|shop|site|online|store|live|vip|pro|app|me|io)\b(?!\.\w|\()", re.I)
_MARKUP = re.compile(r"<a\s+href|\[(?:url|link)[=\]]|</a>|\]\(https?:", re.I)
_PHONE = re.compile(r"(?<![\w.,/-])[+(]?\d[\d\s().-]{7,17}\d(?![\w/-])")
_RANDOM = re.compile(r"(?<![^\W\d_])(?=[A-Za-z]*[a-z][A-Z])(?![A-Z][a-z]+(?:[A-Z][a-z]+)+\b)[A-Za-z]{6,14}\b")


def _found(columns: Columns, pattern: re.Pattern[str]) -> Floats:
    """Matches of a pattern in each block."""
    count = np.zeros(len(columns), dtype=np.float32)
    for p, document in enumerate(columns.documents):
        start = None
        for match in pattern.finditer(document.text):
            if start is None:
                start = document.start.tolist()
            i = bisect_right(start, match.start()) - 1
            if i >= 0:
                count[columns.first_block[p] + i] += 1.0
    return count


def written_addresses(columns: Columns) -> Floats:
    """Web addresses written out in the text (log scale).

    Why: where links are not allowed, or lost, spam names its address. Positives: "http://shop.example
    cheap boots". Innocents: references, imprints.
    """
    return np.log1p(_found(columns, _URL))


def named_hosts(columns: Columns) -> Floats:
    """Bare host names in the text (log scale).

    Why: "type shop7.example into your browser". Positives: a message that ends in brand2.com.
    Innocents: "Amazon.com", photo credits.
    """
    return np.log1p(_found(columns, _HOST))


def written_markup(columns: Columns) -> Floats:
    """Link markup that shows as text (log scale).

    Why: robots try HTML, BBCode and Markdown at once. Positives: "[url=http://…]". Innocents:
    tutorials about markup.
    """
    return np.log1p(_found(columns, _MARKUP))


def phone_numbers(columns: Columns) -> Floats:
    """Telephone numbers (log scale).

    Why: escorts, fortune tellers and fake support are called, not clicked. Positives: "call girl
    9900000000". Innocents: imprints, contact pages, references numbers.
    """
    return np.log1p(_found(columns, _PHONE))


def random_words(columns: Columns) -> Floats:
    """Words with capitals in the middle that are no compound names (log scale).

    Why: robots make every copy unlike the last. Positives: "EcLaGbB RzRmYk". Innocents: "iPhone",
    code.
    """
    return np.log1p(_found(columns, _RANDOM))
