"""Addresses and telephone numbers written in the text itself."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats
from scrub.signals.texts import signs
from scrub.signals.whole import counted, places
from scrub.signals.words import word_codes, words
from scrub.text.characters import DIGIT, EMOJI, LOWER, OTHER, STYLED, code_points, tables

_ENDING = re.compile(
    r"(?:com|net|org|info|biz|[a-z]{2}|xyz|top|club|shop|site|online|store|live|vip|pro|app|icu|cyou)(?![\w(-]|\.\w)",
    re.I,
)
_MARKUP = re.compile(r"<a\s+href|\[(?:url|link)[=\]]|</a>|\]\(https?:", re.I)
_PHONE = re.compile(r"(?<![\w.,/-])[+(]?\d[\d\s().-]{7,17}\d(?![\w/-])")
_LAST = np.uint32(0xFFFF)
_PHONE_DIGITS = 9  # a date has eight
_PHONE_LENGTH = 19  # characters of the longest number, from its first digit


# What a sign may be, in bits: the end of a scheme or of "www", the dot of a host, part of code, the start of markup.
_ADDRESS, _DOT, _CODE, _OPENS = 1, 2, 4, 8


def uses(columns: Columns) -> NDArray[np.uint8]:
    """(signs,): what each of the signs may be part of."""
    offset = columns.once(signs)
    use = np.zeros(len(offset), dtype=np.uint8)
    if compiled is not None:
        compiled.sign_uses(columns.folded, columns.points, columns.kind, offset, use)
        return use
    folded, point, kind = columns.folded, columns.points[offset], columns.kind
    sign = folded[offset]
    scheme = (sign == ord(":")) & _goes_on(folded, offset + 1, "//")
    bare = (sign == ord(".")) & _goes_on(folded, offset - 3, "www") & (folded[offset - 4] != ord("/"))
    use[scheme | bare] = _ADDRESS
    before = kind[offset - 1]
    inside = (kind[np.minimum(offset + 1, len(kind) - 1)] == LOWER) & ((before == LOWER) | (before == DIGIT))
    use[(point == ord(".")) & inside] |= _DOT
    use[np.isin(point, [ord(c) for c in "<>={};"])] |= _CODE
    use[(point == ord("<")) | (point == ord("["))] |= _OPENS
    return use


def _goes_on(folded: NDArray[np.uint32], offset: NDArray[np.int64], phrase: str) -> NDArray[np.bool_]:
    """(offsets,): True where the phrase stands; there is white space around any text."""
    found = np.ones(len(offset), dtype=np.bool_)
    for k, character in enumerate(phrase):
        found &= folded.take(offset + k, mode="clip") == ord(character)
    return found


def _signs_of(columns: Columns, use: int) -> NDArray[np.int64]:
    offset: NDArray[np.int64] = columns.once(signs)[columns.once(uses) & np.uint8(use) != 0]
    return offset


def code_signs(columns: Columns) -> NDArray[np.int64]:
    """Where the signs stand that markup and programs are made of."""
    return _signs_of(columns, _CODE)


def markup_signs(columns: Columns) -> NDArray[np.int64]:
    """Where markup may start."""
    return _signs_of(columns, _OPENS)


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
    sign = _signs_of(columns, _ADDRESS)
    place: NDArray[np.int64] = sign - 3 * (columns.folded[sign] == ord("."))
    return place


def named_hosts(columns: Columns) -> Floats:
    """Bare host names in the text (log scale).

    Why: "type shop7.example into your browser". Positives: a message that ends in brand2.com.
    Innocents: "Amazon.com", photo credits.
    """
    return np.log1p(counted(columns, places(columns, host_dots)))


def host_dots(columns: Columns) -> NDArray[np.int64]:
    """Where the last dot of such a name stands."""
    dot = _signs_of(columns, _DOT)
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
    for i in set(columns.character_block[marks].tolist()) if len(columns) and len(marks) else ():
        count[i] = len(_MARKUP.findall(_text_of(columns, i)))
    return np.log1p(count)


def phone_numbers(columns: Columns) -> Floats:
    """Telephone numbers (log scale).

    Why: escorts, fortune tellers and fake support are called, not clicked. Positives: "call girl
    9900000000". Innocents: imprints, contact pages, references numbers.
    """
    count = np.zeros(len(columns), dtype=np.float32)
    place = places(columns, digits_near)
    if not len(place):
        return count
    near = columns.character_block[place]
    enough = columns.kind_count[near, DIGIT] >= _PHONE_DIGITS
    for i in sorted(set(near[enough].tolist())):
        found = _PHONE.findall(_text_of(columns, i))
        count[i] = sum(sum(map(str.isdigit, number)) >= _PHONE_DIGITS for number in found)
    return np.log1p(count)


def digits_near(columns: Columns) -> NDArray[np.int64]:
    """Where what may be a digit is followed by as many as a telephone number has, none too far away."""
    if compiled is not None:
        found = np.empty(len(columns.kind), dtype=np.int64)
        return found[: compiled.near_digits(columns.kind, _MAYBE_DIGIT, found)].copy()
    digit = np.frombuffer(columns.kind.tobytes().translate(_MAYBE_DIGIT), dtype=np.bool_).nonzero()[0]
    others = _PHONE_DIGITS - 1
    near: NDArray[np.int64] = digit[:-others][digit[others:] - digit[:-others] < _PHONE_LENGTH]
    return near


# Styled digits, and those of scripts that the tables do not tell apart.
_MAYBE_DIGIT = bytes([kind in (DIGIT, STYLED, EMOJI, OTHER) for kind in range(256)])


def messengers(columns: Columns) -> Floats:
    """Names of messengers (log scale).

    Why: escorts, lenders and sellers of papers want to be written to, in every language by the same
    names. Positives: "Telegram @vip24", "WhatsApp +91 …". Innocents: share buttons, news about them.
    """
    found = columns.once(words)
    codes, likely = _messenger_codes()
    maybe = likely[found.code & _LAST].nonzero()[0]
    block = [i for i, code in zip(found.block[maybe].tolist(), found.code[maybe].tolist()) if code in codes]
    if not block:
        return np.zeros(len(columns), dtype=np.float32)
    return np.log1p(np.bincount(block, minlength=len(columns))).astype(np.float32)


@cache
def _messenger_codes() -> tuple[frozenset[int], NDArray[np.bool_]]:
    """Their codes, and True for the last bits that one of them has."""
    folded = tables().folded[code_points("  ".join(("", *_MESSENGERS, "")))]
    start = np.flatnonzero((folded[1:] != ord(" ")) & (folded[:-1] == ord(" "))) + 1
    codes = word_codes(folded, start, np.array([len(name) for name in _MESSENGERS]))
    likely = np.zeros(int(_LAST) + 1, dtype=np.bool_)
    likely[codes & _LAST] = True
    return frozenset(codes.tolist()), likely


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
