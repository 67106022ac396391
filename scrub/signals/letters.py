"""The characters of a block: their kinds as shares of the whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.addresses import code_signs
from scrub.signals.columns import Columns, Floats
from scrub.signals.whole import counted, places
from scrub.signals.words import block_words, mixed_places
from scrub.text.characters import (
    COMMA,
    DIGIT,
    EMOJI,
    LOWER,
    MARK,
    SCRIPTS,
    SEPARATOR,
    STOP,
    STYLED,
    SYMBOL,
    UPPER,
)

_LATIN, _CYRILLIC, _GREEK = (SCRIPTS.index(name) for name in ("latin", "cyrillic", "greek"))
(
    _LENGTH, _UPPER_CASE, _DIGITS, _STOPS, _COMMAS, _SEPARATORS, _EMOJI, _STYLED, _SYMBOLS, _WORD_LENGTH,
    _LONGEST_WORD, _SENTENCE_END, _CAPITAL_START,
) = range(13)  # fmt: skip
_SHARES = {
    _DIGITS: DIGIT, _SEPARATORS: SEPARATOR, _EMOJI: EMOJI, _STYLED: STYLED, _SYMBOLS: SYMBOL,
}  # fmt: skip


def measured(columns: Columns) -> NDArray[np.float32]:
    """(13, n): signals that follow from a block's counts, its words, its first and its last character."""
    rows = np.empty((_CAPITAL_START + 1, len(columns)), dtype=np.float32)
    if compiled is None or not len(columns):
        _measure_in_numpy(columns, rows)
        return rows
    of_words = columns.once(block_words)
    compiled.letter_rows(
        columns.kind_count, columns.words, of_words.total, of_words.longest, columns.kind,
        columns.start, columns.end, rows,
    )  # fmt: skip
    return rows


def _measure_in_numpy(columns: Columns, rows: Floats) -> None:
    count, of_words = columns.kind_count.T, columns.once(block_words)
    words, visible = np.maximum(columns.words, 1.0), np.maximum(columns.characters, 1.0)
    rows[_LENGTH] = np.log1p(columns.characters)
    rows[_UPPER_CASE] = count[UPPER] / np.maximum(count[UPPER] + count[LOWER], 1.0)
    for row, kind in _SHARES.items():
        rows[row] = count[kind] / visible
    rows[_STOPS] = count[STOP] / words
    rows[_COMMAS] = count[COMMA] / words
    rows[_WORD_LENGTH] = of_words.total / words
    rows[_LONGEST_WORD] = np.log1p(of_words.longest)
    rows[_SENTENCE_END] = columns.kind[columns.end - 1] == STOP
    first = columns.kind[columns.start]
    rows[_CAPITAL_START] = (first == UPPER) | (first == DIGIT)


def length(columns: Columns) -> Floats:
    """Characters of the block (log scale).

    Why: other signals mean more in longer text. Positives and innocents: all.
    """
    return columns.row(measured, _LENGTH)


def upper_case(columns: Columns) -> Floats:
    """Share of capitals among the letters.

    Why: shouted offers and Random CamelCase filler. Positives: "WlvPqd CHANEL FdfFca". Innocents:
    headings, names, code.
    """
    return columns.row(measured, _UPPER_CASE)


def digits(columns: Columns) -> Floats:
    """Share of digits.

    Why: prices, doses, brand numbers. Positives: "SLOT88 bonus 100%". Innocents: dates, tables.
    """
    return columns.row(measured, _DIGITS)


def stops(columns: Columns) -> Floats:
    """Sentence ends for each word.

    Why: key phrases have none. Positives: forty phrases and no full stop. Innocents: headings,
    menus.
    """
    return columns.row(measured, _STOPS)


def commas(columns: Columns) -> Floats:
    """Commas, colons and the like for each word.

    Why: keyword lists have one a phrase, stuffed prose has none. Positives: "loans, fast loans, easy
    loans". Innocents: enumerations.
    """
    return columns.row(measured, _COMMAS)


def separators(columns: Columns) -> Floats:
    """Share of bars, dashes, arrows and stars.

    Why: link sellers' rows are "a | b | c", offers are dressed in stars. Positives: "☆ 24h ☆ call
    ☆". Innocents: menus, code, ratings.
    """
    return columns.row(measured, _SEPARATORS)


def emoji(columns: Columns) -> Floats:
    """Share of emoji and dingbats.

    Why: social spam decorates its brand. Positives: "💞 BRAND77 💞". Innocents: ordinary comments.
    """
    return columns.row(measured, _EMOJI)


def styled(columns: Columns) -> Floats:
    """Share of letters dressed as other characters (bold mathematical, circled, full-width).

    Why: they slip past word lists. Positives: "𝐁𝐑𝐀𝐍𝐃𝟕𝟕". Innocents: Japanese full-width digits, ™.
    """
    return columns.row(measured, _STYLED)


def symbols(columns: Columns) -> Floats:
    """Share of other symbols.

    Why: currency, percent, broken encodings. Positives: "€50 + 100% £££". Innocents: code, formulas.
    """
    return columns.row(measured, _SYMBOLS)


def code(columns: Columns) -> Floats:
    """Share of the signs that markup and programs are made of: `<>={};`.

    Why: it tells what is no language at all. Positives (0): most spam. Innocents: tracking pixels in
    noscript, settings in JSON, tutorials.
    """
    count = counted(columns, places(columns, code_signs))
    return (count / np.maximum(columns.characters, 1.0)).astype(np.float32)


_USUAL = 0.004  # share of combining marks on the rest of a page from which its language needs them


def marks(columns: Columns) -> Floats:
    """Share of combining marks in text of a script that needs none.

    Why: underlined or crossed-out letters hide a brand from filters. Positives: "P͟U͟L͟A͟U͟7". Innocents:
    decomposed accents; Indic scripts do not count, nor does a page whose language is written so.
    """
    count = columns.kind_count[:, MARK]
    if not count.any():
        return np.zeros(len(columns), dtype=np.float32)
    plain = columns.script_count[:, _LATIN] + columns.script_count[:, _CYRILLIC]
    own = plain > 0.5 * np.maximum(columns.characters - count, 1.0)
    rest = np.maximum(columns.page_characters[columns.page] - columns.characters, 1.0)
    usual = (columns.page_total(count)[columns.page] - count) / rest
    return np.where(own & (usual < _USUAL), count / np.maximum(columns.characters, 1.0), 0.0).astype(
        np.float32
    )


def dressed(columns: Columns) -> Floats:
    """Letters dressed as other characters or crossed out (log scale of their number).

    Why: one brand in a long comment is a small share of it. Positives: "𝐁𝐑𝐀𝐍𝐃 emang gacor".
    Innocents: headings in full width, ™.
    """
    count = columns.kind_count[:, STYLED] + columns.once(marks) * columns.characters
    return np.log1p(count).astype(np.float32)


def mixed_words(columns: Columns) -> Floats:
    """Share of words that mix Latin with Cyrillic or Greek letters.

    Why: look-alike letters (а for a) defeat filters. Positives: "ρυℓαυ". Innocents: units (kΩ), "β-Test".
    """
    total = counted(columns, places_of_mixed_words(columns))
    return (total / np.maximum(columns.words, 1.0)).astype(np.float32)


def places_of_mixed_words(columns: Columns) -> NDArray[np.int64]:
    """Where they start; most texts have but one of the alphabets, and are not searched."""
    if not (columns.scripts[_CYRILLIC] or columns.scripts[_GREEK]):
        return np.zeros(0, dtype=np.int64)
    return places(columns, mixed_places)


def word_length(columns: Columns) -> Floats:
    """Mean length of a word.

    Why: addresses and random strings are long, and each language has its own. Positives:
    "hxWjUytrbmniroacpf". Innocents: German compounds; syllabic scripts are 1.
    """
    return columns.row(measured, _WORD_LENGTH)


def longest_word(columns: Columns) -> Floats:
    """Length of the longest word (log scale).

    Why: encoded bytes are no text, and neither are keys. Positives: random strings of robots.
    Innocents: base64, hashes, German compounds.
    """
    return columns.row(measured, _LONGEST_WORD)


def sentence_end(columns: Columns) -> Floats:
    """1 where the block ends as a sentence does.

    Why: prose ends with a stop. Positives (0): a row of phrases. Innocents (0): headings, list items.
    """
    return columns.row(measured, _SENTENCE_END)


def capital_start(columns: Columns) -> Floats:
    """1 where the block starts with a capital or a digit.

    Why: sentences do, key phrases do not. Positives (0): "ankara escort". Innocents (0): fragments
    behind a line break; scripts without capitals.
    """
    return columns.row(measured, _CAPITAL_START)
