"""Addresses and telephone numbers written in the text itself."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns, Floats
from scrub.signals.whole import counted, places
from scrub.signals.words import letters_among, rising, word_codes, words
from scrub.text.characters import DIGIT, LOWER, code_points, tables

_ENDING = re.compile(
    r"(?:com|net|org|info|biz|[a-z]{2}|xyz|top|club|shop|site|online|store|live|vip|pro|app|icu|cyou)(?![\w(-]|\.\w)",
    re.I,
)
_MARKUP = re.compile(r"<a\s+href|\[(?:url|link)[=\]]|</a>|\]\(https?:", re.I)
_PHONE = re.compile(r"(?<![\w.,/-])[+(]?\d[\d\s().-]{7,17}\d(?![\w/-])")
_LAST = np.uint32(0xFFFF)
_PHONE_DIGITS = 9  # a date has eight


def _follow(points: NDArray[np.uint32], phrase: str) -> NDArray[np.int64]:
    """Offsets where the phrase stands."""
    found = np.flatnonzero(points[: len(points) - len(phrase) + 1] == ord(phrase[0]))
    for k in range(1, len(phrase)):
        found = found[points[found + k] == ord(phrase[k])]
    return found


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
    folded = columns.folded
    bare = _follow(folded, "www.")
    return np.sort(np.concatenate((_follow(folded, "://"), bare[folded[bare - 1] != ord("/")])))


def named_hosts(columns: Columns) -> Floats:
    """Bare host names in the text (log scale).

    Why: "type shop7.example into your browser". Positives: a message that ends in brand2.com.
    Innocents: "Amazon.com", photo credits.
    """
    return np.log1p(counted(columns, places(columns, host_dots)))


def host_dots(columns: Columns) -> NDArray[np.int64]:
    """Where the last dot of such a name stands."""
    kind = columns.kind
    dot = np.flatnonzero(columns.points[:-1] == ord("."))
    before = kind[dot - 1]
    dot = dot[(kind[dot + 1] == LOWER) & ((before == LOWER) | (before == DIGIT))]
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
    points = columns.points
    marks = np.flatnonzero((points == ord("<")) | (points == ord("[")))
    for i in set(columns.character_block[marks].tolist()) if len(columns) else ():
        count[i] = len(_MARKUP.findall(_text_of(columns, i)))
    return np.log1p(count)


def phone_numbers(columns: Columns) -> Floats:
    """Telephone numbers (log scale).

    Why: escorts, fortune tellers and fake support are called, not clicked. Positives: "call girl
    9900000000". Innocents: imprints, contact pages, references numbers.
    """
    count = np.zeros(len(columns), dtype=np.float32)
    for i in np.flatnonzero(columns.kind_count[:, DIGIT] >= _PHONE_DIGITS).tolist():
        found = _PHONE.findall(_text_of(columns, i))
        count[i] = sum(sum(map(str.isdigit, number)) >= _PHONE_DIGITS for number in found)
    return np.log1p(count)


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
    offset = offset + 3 * (columns.folded[offset] == ord(":"))
    page = np.searchsorted(columns.first_character, offset, side="right") - 1
    place = offset - columns.first_character[page]
    texts = [columns.documents[p].text for p in page.tolist()]
    found = [_HOST.match(text, at) for text, at in zip(texts, place.tolist(), strict=True)]
    written = np.array([match is not None for match in found], dtype=np.bool_)
    return offset[written], [match[0].lower() for match in found if match]


_HOST = re.compile(r"(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}", re.I)


def random_words(columns: Columns) -> Floats:
    """Words of random letters: capitals where no compound has them (log scale).

    Why: robots make every copy unlike the last. Positives: "EcLaGbB RzRmYk". Innocents: code,
    "iPhone", "YouTube" (one capital inside, and vowels).
    """
    found = columns.once(words)
    owner = columns.once(rising)
    owner = owner[(found.length[owner] >= 6) & (found.length[owner] <= 14)]
    if not len(owner):
        return np.zeros(len(columns), dtype=np.float32)
    suspect, count = np.unique(owner, return_counts=True)
    start, length = found.start[suspect], found.length[suspect]
    few = letters_among(_VOWELS.take(columns.folded, mode="clip"), start, length) * 5 <= length
    odd = found.start[suspect[(count > 1) | few]]
    return np.log1p(counted(columns, odd))


_VOWELS = np.zeros(128, dtype=np.bool_)
_VOWELS[[ord(c) for c in "aeiouy"]] = True
