"""The characters of a block: their kinds as shares of the whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns, Floats
from scrub.signals.whole import counted, places
from scrub.signals.words import digits_at, is_digit, letters_among, rising, words
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
    SYLLABLE,
    SYMBOL,
    UPPER,
)

_GLUED = 9  # letters from which a word with a capital inside is two
_LATIN, _CYRILLIC, _GREEK = (SCRIPTS.index(name) for name in ("latin", "cyrillic", "greek"))


def shares(columns: Columns) -> Floats:
    """(len(KINDS), n): share of each kind of characters in each block."""
    result: Floats = columns.kind_count.T / np.maximum(columns.characters, 1.0)
    return result


def _row(columns: Columns, number: int) -> Floats:
    row: Floats = columns.once(shares)[number]
    return row


def length(columns: Columns) -> Floats:
    """Characters of the block (log scale).

    Why: other signals mean more in longer text. Positives and innocents: all.
    """
    return np.log1p(columns.characters)


def upper_case(columns: Columns) -> Floats:
    """Share of capitals among the letters.

    Why: shouted offers and Random CamelCase filler. Positives: "WlvPqd CHANEL FdfFca". Innocents:
    headings, names, code.
    """
    letters = columns.kind_count[:, UPPER] + columns.kind_count[:, LOWER]
    return columns.kind_count[:, UPPER] / np.maximum(letters, 1.0)


def digits(columns: Columns) -> Floats:
    """Share of digits.

    Why: prices, doses, brand numbers. Positives: "SLOT88 bonus 100%". Innocents: dates, tables.
    """
    return _row(columns, DIGIT)


def stops(columns: Columns) -> Floats:
    """Sentence ends for each word.

    Why: key phrases have none. Positives: forty phrases and no full stop. Innocents: headings,
    menus.
    """
    return columns.kind_count[:, STOP] / np.maximum(columns.words, 1.0)


def commas(columns: Columns) -> Floats:
    """Commas, colons and the like for each word.

    Why: keyword lists have one a phrase, stuffed prose has none. Positives: "loans, fast loans, easy
    loans". Innocents: enumerations.
    """
    return columns.kind_count[:, COMMA] / np.maximum(columns.words, 1.0)


def separators(columns: Columns) -> Floats:
    """Share of bars, dashes, arrows and stars.

    Why: link sellers' rows are "a | b | c", offers are dressed in stars. Positives: "☆ 24h ☆ call
    ☆". Innocents: menus, code, ratings.
    """
    return _row(columns, SEPARATOR)


def emoji(columns: Columns) -> Floats:
    """Share of emoji and dingbats.

    Why: social spam decorates its brand. Positives: "💞 BRAND77 💞". Innocents: ordinary comments.
    """
    return _row(columns, EMOJI)


def styled(columns: Columns) -> Floats:
    """Share of letters dressed as other characters (bold mathematical, circled, full-width).

    Why: they slip past word lists. Positives: "𝐁𝐑𝐀𝐍𝐃𝟕𝟕". Innocents: Japanese full-width digits, ™.
    """
    return _row(columns, STYLED)


def symbols(columns: Columns) -> Floats:
    """Share of other symbols.

    Why: currency, percent, broken encodings. Positives: "€50 + 100% £££". Innocents: code, formulas.
    """
    return _row(columns, SYMBOL)


def code(columns: Columns) -> Floats:
    """Share of the signs that markup and programs are made of: `<>={};`.

    Why: it tells what is no language at all. Positives (0): most spam. Innocents: tracking pixels in
    noscript, settings in JSON, tutorials.
    """
    count = counted(columns, places(columns, code_signs))
    return (count / np.maximum(columns.characters, 1.0)).astype(np.float32)


def code_signs(columns: Columns) -> NDArray[np.int64]:
    """Where they stand."""
    return np.flatnonzero(_CODE.take(columns.points, mode="clip"))


_USUAL = 0.004  # share of combining marks on the rest of a page from which its language needs them
_CODE = np.zeros(128, dtype=np.bool_)
_CODE[[ord(c) for c in "<>={};"]] = True


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
    return np.where(own & (usual < _USUAL), columns.once(shares)[MARK], 0.0).astype(np.float32)


def numbered_words(columns: Columns) -> Floats:
    """Words of letters that end in a number of two digits or more, or in "4D" (log scale).

    Why: gambling sites are brands with a number, and comments name them without a link. Positives:
    "ALEXIS17", "𝐁𝐎𝐖𝐎𝟖𝟖", "KYT4D". Innocents: "liat2" (one digit), model numbers, "covid19".
    """
    found, folded = columns.once(words), columns.folded
    end = found.start + found.length
    chosen = np.flatnonzero(is_digit(folded[end - 2]) & (found.length > 3) & (found.length <= 20))
    last = folded[end[chosen] - 1]
    chosen = chosen[is_digit(last) | (last == ord("d"))]
    letter = found.length[chosen] - letters_among(
        columns.once(digits_at), found.start[chosen], found.length[chosen]
    )
    named = found.block[chosen[letter >= 3]]
    return np.log1p(np.bincount(named, minlength=len(columns))).astype(np.float32)


def leet_words(columns: Columns) -> Floats:
    """Words with a digit between letters (log scale).

    Why: "B0SSWD" slips past a list that has BOSSWD. Positives: brands in comments. Innocents: "H2O",
    "b2b", keys, model numbers.
    """
    return np.log1p(counted(columns, places(columns, leet_places)))


def leet_places(columns: Columns) -> NDArray[np.int64]:
    """Where such a digit stands."""
    folded, letter, numeric = columns.folded, columns.word_inside, columns.once(digits_at)
    digit = np.flatnonzero(numeric[1:-1]) + 1
    digit = digit[letter[digit - 1] & letter[digit + 1]]
    between = digit[~numeric[digit - 1] & ~numeric[digit + 1]]
    return between[(folded[between - 1] < 0x2E80) & (folded[between + 1] < 0x2E80)]


def lone_letters(columns: Columns) -> Floats:
    """Letters that stand apart one by one, in runs of four and more (log scale).

    Why: "A L E X I S" and "M.I.A.W" are names that no list finds. Positives: brands in comments.
    Innocents: an index of initials, which runs through the alphabet; initials of names are shorter.
    """
    found = columns.once(words)
    single = (found.length == 1).nonzero()[0]
    start = found.start[single]
    single = single[(columns.kind[start] != SYLLABLE) & ~columns.once(digits_at)[start]]
    start = found.start[single]
    letter = columns.folded[start].astype(np.int64)
    next_one = (single[1:] - single[:-1] == 1) & (start[1:] - start[:-1] == 2)
    next_one &= letter[1:] - letter[:-1] != 1
    run = (next_one[:-2] & next_one[1:-1] & next_one[2:]).nonzero()[0]
    if not len(run):
        return np.zeros(len(columns), dtype=np.float32)
    return np.log1p(counted(columns, start[run]))


def glued_words(columns: Columns) -> Floats:
    """Share of words that are several glued together: "WOW GoldBuy", "pokerDominoPoker".

    Why: robots join what they copy. Positives: spun doorway text. Innocents: names of functions,
    lists whose line breaks an extractor lost.
    """
    found = columns.once(words)
    owner = columns.once(rising)
    owner = owner[found.length[owner] >= _GLUED]
    last = np.ones(len(owner), dtype=np.bool_)
    np.not_equal(owner[1:], owner[:-1], out=last[:-1])
    owner = owner[last]
    total = np.bincount(found.block[owner], minlength=len(columns))
    return (total / np.maximum(columns.words, 1.0)).astype(np.float32)


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
    if not (columns.scripts[_CYRILLIC] or columns.scripts[_GREEK]):
        return np.zeros(len(columns), dtype=np.float32)
    found = columns.once(words)
    script = columns.script
    foreign = np.flatnonzero((script == _CYRILLIC) | (script == _GREEK))
    suspect = np.unique(np.searchsorted(found.start, foreign, side="right") - 1)
    suspect = suspect[suspect >= 0]
    latin = letters_among(script == _LATIN, found.start[suspect], found.length[suspect])
    total = np.bincount(found.block[suspect[latin > 0]], minlength=len(columns))
    return (total / np.maximum(columns.words, 1.0)).astype(np.float32)


def word_length(columns: Columns) -> Floats:
    """Mean length of a word.

    Why: addresses and random strings are long, and each language has its own. Positives:
    "hxWjUytrbmniroacpf". Innocents: German compounds; syllabic scripts are 1.
    """
    found = columns.once(words)
    total = np.bincount(found.block, weights=found.length, minlength=len(columns))
    return (total / np.maximum(columns.words, 1.0)).astype(np.float32)


def longest_word(columns: Columns) -> Floats:
    """Length of the longest word (log scale).

    Why: encoded bytes are no text, and neither are keys. Positives: random strings of robots.
    Innocents: base64, hashes, German compounds.
    """
    found = columns.once(words)
    longest = np.zeros(len(columns), dtype=np.float32)
    if len(found.block):
        first = np.concatenate(([0], np.flatnonzero(found.block[1:] != found.block[:-1]) + 1))
        longest[found.block[first]] = np.maximum.reduceat(found.length, first)
    result: Floats = np.log1p(longest)
    return result


def sentence_end(columns: Columns) -> Floats:
    """1 where the block ends as a sentence does.

    Why: prose ends with a stop. Positives (0): a row of phrases. Innocents (0): headings, list items.
    """
    kind = columns.kind[np.maximum(columns.end - 1, 0)]
    result: Floats = (kind == STOP).astype(np.float32)
    return result


def capital_start(columns: Columns) -> Floats:
    """1 where the block starts with a capital or a digit.

    Why: sentences do, key phrases do not. Positives (0): "ankara escort". Innocents (0): fragments
    behind a line break; scripts without capitals.
    """
    kind = columns.kind[np.minimum(columns.start, len(columns.kind) - 1)]
    result: Floats = ((kind == UPPER) | (kind == DIGIT)).astype(np.float32)
    return result
