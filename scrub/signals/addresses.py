"""Addresses and telephone numbers written in the text itself."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats
from scrub.signals.texts import signs
from scrub.signals.whole import blocks_at, counted, places
from scrub.signals.words import word_codes, words
from scrub.text.characters import (
    DIGIT,
    EMOJI,
    LOWER,
    OTHER,
    STYLED,
    SYLLABLE,
    UPPER,
    code_points,
    tables,
)

_ENDING = re.compile(
    r"(?:com|net|org|info|biz|[a-z]{2}|xyz|top|club|shop|site|online|store|live|vip|pro|app|icu|cyou)(?![\w(-]|\.\w)",
    re.I,
)
_MARKUP = re.compile(r"<a\s+href|\[(?:url|link)[=\]]|</a>|\]\(https?:", re.I)
_PHONE = re.compile(r"(?<![\w.,/-])[+(]?\d[\d\s().-]{7,17}\d(?![\w/-])")
_PART = re.compile(r"[+(\d\s).-]")
_RUN = re.compile(r"[+(\d\s).-]+")
_LAST = np.uint32(0xFFFF)
_PHONE_DIGITS = 9  # a date has eight
_PHONE_LENGTH = 19  # characters of the longest number, from its first digit


class Signs(NamedTuple):
    """Where signs stand, in text order: of markup and programs, of the start of markup, of written addresses, of hosts.

    address: where a scheme ends in "://", and where a "www." stands without one.
    dot: between letters of a host, or a digit and a letter.
    """

    code: NDArray[np.int64]
    markup: NDArray[np.int64]
    address: NDArray[np.int64]
    dot: NDArray[np.int64]


def signs_by_use(columns: Columns) -> Signs:
    """The signs by what they may be part of."""
    offset = columns.once(signs)
    if compiled is not None:
        place = np.empty((len(Signs._fields), len(offset)), dtype=np.int64)
        found = compiled.sign_places(columns.folded, columns.points, columns.kind, offset, place)
        return Signs._make(row[:count] for row, count in zip(place, found))
    folded, point, kind = columns.folded, columns.points[offset], columns.kind
    sign = folded[offset]
    scheme = (sign == ord(":")) & _goes_on(folded, offset + 1, "//")
    bare = (sign == ord(".")) & _goes_on(folded, offset - 3, "www") & (folded[offset - 4] != ord("/"))
    before = kind[offset - 1]
    inside = (kind[np.minimum(offset + 1, len(kind) - 1)] == LOWER) & ((before == LOWER) | (before == DIGIT))
    return Signs(
        offset[np.isin(point, [ord(c) for c in "<>={};"])],
        offset[(point == ord("<")) | (point == ord("["))],
        (offset - 3 * bare)[scheme | bare],
        offset[(point == ord(".")) & inside],
    )


def _goes_on(folded: NDArray[np.uint32], offset: NDArray[np.int64], phrase: str) -> NDArray[np.bool_]:
    """(offsets,): True where the phrase stands; there is white space around any text."""
    found = np.ones(len(offset), dtype=np.bool_)
    for k, character in enumerate(phrase):
        found &= folded.take(offset + k, mode="clip") == ord(character)
    return found


def code_signs(columns: Columns) -> NDArray[np.int64]:
    """Where the signs stand that markup and programs are made of."""
    return columns.once(signs_by_use).code


def markup_signs(columns: Columns) -> NDArray[np.int64]:
    """Where markup may start."""
    return columns.once(signs_by_use).markup


def _text_of(columns: Columns, i: int) -> str:
    page = int(columns.page[i])
    first = int(columns.first_character[page])
    return columns.documents[page].text[int(columns.start[i]) - first : int(columns.end[i]) - first]


def written_addresses(columns: Columns) -> Floats:
    """Web addresses written out in the text (log scale).

    Why: where links are not allowed, or lost, spam names its address. Positives: "http://shop.example
    cheap boots". Innocents: references, imprints.
    """
    return np.log1p(counted(columns, places(columns, address_places)))


def address_places(columns: Columns) -> NDArray[np.int64]:
    """Where a scheme ends in "://", and where a "www." stands without one."""
    return columns.once(signs_by_use).address


def named_hosts(columns: Columns) -> Floats:
    """Bare host names in the text (log scale).

    Why: "type shop7.example into your browser". Positives: a message that ends in brand2.com.
    Innocents: "Amazon.com", photo credits.
    """
    return np.log1p(counted(columns, places(columns, host_dots)))


def host_dots(columns: Columns) -> NDArray[np.int64]:
    """Where the last dot of such a name stands."""
    dot = columns.once(signs_by_use).dot
    if not len(dot):
        return dot
    page = np.searchsorted(columns.first_character, dot, side="right") - 1
    place = dot + 1 - columns.first_character[page]
    named = [
        bool(_ENDING.match(columns.documents[p].text, at)) for p, at in zip(page.tolist(), place.tolist())
    ]
    found: NDArray[np.int64] = dot[np.array(named, dtype=np.bool_)]
    return found


def written_markup(columns: Columns) -> Floats:
    """Link markup that shows as text (log scale).

    Why: robots try HTML, BBCode and Markdown at once. Positives: "[url=http://…]". Innocents:
    tutorials about markup.
    """
    count = np.zeros(len(columns), dtype=np.float32)
    marks = places(columns, markup_signs)
    for i in set(blocks_at(columns, marks).tolist()) if len(columns) and len(marks) else ():
        count[i] = len(_MARKUP.findall(_text_of(columns, i)))
    return np.log1p(count)


def phone_numbers(columns: Columns) -> Floats:
    """Telephone numbers (log scale).

    Why: escorts, fortune tellers and fake support are called, not clicked. Positives: "call girl
    9900000000". Innocents: imprints, contact pages, references numbers.
    """
    count = np.zeros(len(columns), dtype=np.float32)
    near = digits_near(columns.kind)  # some of it across the ends of blocks, where no number will be found
    if not len(near):
        return count
    block = blocks_at(columns, near)
    able = columns.kind_count[block, DIGIT] >= _PHONE_DIGITS
    block, near = block[able], near[able] - columns.start[block[able]]
    first = np.flatnonzero(np.diff(block, prepend=-1))
    for i, *edges in zip(block[first].tolist(), first.tolist(), [*first[1:].tolist(), len(block)]):
        count[i] = _numbers_at(_text_of(columns, i), near[slice(*edges)].tolist())
    return np.log1p(count)


def _numbers_at(text: str, near: list[int]) -> int:
    """How many telephone numbers a text has; near: where their first digits may stand, in rising order.

    What a number is made of stands in one run: nothing else is searched.
    """
    count = end = 0
    for place in near:
        if place < end:
            continue
        start = place
        while start > end and _PART.match(text, start - 1):
            start -= 1
        run = _RUN.match(text, start)
        end = run.end() if run else place + 1
        for number in _PHONE.findall(text, start, end + 1) if end - start >= _PHONE_DIGITS else ():
            count += sum(map(str.isdigit, number)) >= _PHONE_DIGITS
    return count


def digits_near(kind: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where what may be a digit is followed by as many as a telephone number has, no letter and not too far away."""
    if compiled is not None:
        found = np.empty(len(kind), dtype=np.int64)
        return found[: compiled.near_digits(kind, _IN_NUMBERS, found)]
    part = np.frombuffer(kind.tobytes().translate(_IN_NUMBERS), dtype=np.uint8)
    digit = np.flatnonzero(part == _A_DIGIT)
    first, last = digit[: 1 - _PHONE_DIGITS], digit[_PHONE_DIGITS - 1 :]
    letters = np.cumsum(part == _A_LETTER)
    near: NDArray[np.int64] = first[(last - first < _PHONE_LENGTH) & (letters[last] == letters[first])]
    return near


# Styled digits may be digits, and those of scripts that the tables do not tell apart. A letter ends any number.
_A_DIGIT, _A_LETTER = 1, 2
_IN_NUMBERS = bytes(
    _A_DIGIT if kind in (DIGIT, STYLED, EMOJI, OTHER) else _A_LETTER * (kind in (LOWER, UPPER, SYLLABLE))
    for kind in range(256)
)


def messengers(columns: Columns) -> Floats:
    """Names of messengers (log scale).

    Why: escorts, lenders and sellers of papers want to be written to, in every language by the same
    names. Positives: "Telegram @vip24", "WhatsApp +91 …". Innocents: share buttons, news about them.
    """
    found = columns.once(words)
    named = _named(found.code)
    if not len(named):
        return np.zeros(len(columns), dtype=np.float32)
    return np.log1p(np.bincount(found.block[named], minlength=len(columns))).astype(np.float32)


def _named(code: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The numbers of the words that are names of messengers."""
    known, likely = _messenger_codes()
    if compiled is not None:
        found = np.empty(len(code), dtype=np.int64)
        count: int = compiled.find_codes(code, known, found)
        return found[:count]
    maybe = likely[code & _LAST].nonzero()[0]
    named: NDArray[np.int64] = maybe[np.isin(code[maybe], known)]
    return named


@cache
def _messenger_codes() -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Their codes, and True for the last bits that one of them has."""
    folded = tables().folded[code_points("  ".join(("", *_MESSENGERS, "")))]
    start = np.flatnonzero((folded[1:] != ord(" ")) & (folded[:-1] == ord(" "))) + 1
    codes = word_codes(folded, start, np.array([len(name) for name in _MESSENGERS]))
    likely = np.zeros(int(_LAST) + 1, dtype=np.bool_)
    likely[codes & _LAST] = True
    return codes, likely


_MESSENGERS = (
    "whatsapp", "telegram", "wechat", "viber", "skype", "snapchat", "wickr", "zalo", "kakaotalk", "watsap",
    "телеграм", "вайбер", "ватсап", "вотсап", "واتساب", "واتس", "تلگرام", "تيليجرام", "व्हाट्सएप", "카톡", "텔레그램",
)  # fmt: skip


def written_hosts(columns: Columns) -> tuple[NDArray[np.int64], list[str]]:
    """Where addresses are written out in the text, in text order, and their hosts."""
    offset = columns.once(address_places)
    if not len(offset):
        return offset, []
    offset = offset + 3 * (columns.folded[offset] == ord(":"))
    page = np.searchsorted(columns.first_character, offset, side="right") - 1
    place = offset - columns.first_character[page]
    texts = [columns.documents[p].text for p in page.tolist()]
    found = [_HOST.match(text, at) for text, at in zip(texts, place.tolist(), strict=True)]
    written = np.array([match is not None for match in found], dtype=np.bool_)
    return offset[written], [match[0].lower() for match in found if match]


_HOST = re.compile(r"(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}", re.I)
