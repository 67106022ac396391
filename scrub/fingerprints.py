"""Fingerprints of texts: which are the same but for a few words, however many there are.

A text is the set of its shingles (three words in a row; in scripts without spaces, three characters),
case and punctuation aside. Its signature is a row of minima over permuted hashes of these
(minhash: Broder, On the resemblance and containment of documents, 1997): the share of columns in which
two signatures agree estimates the Jaccard similarity of the two sets. Nothing here is drawn by chance or
depends on Python's hash seed: the same text has the same signature on every machine.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode

import numpy as np
from numpy.typing import NDArray

from scrub.text.characters import (
    DIGIT,
    LOWER,
    MARK,
    STYLED,
    SYLLABLE,
    UPPER,
    code_points,
    tables,
)

Signature = NDArray[np.uint64]  # (COLUMNS,)
Signatures = NDArray[np.uint64]  # (n, COLUMNS)

COLUMNS = 64  # the standard error of a similarity is 0.06 at worst
SHINGLE = 3  # words: spam is often a line of five
# Two texts of similarity s share a band with probability 1 - (1 - s^4)^16: 0.12 at 0.3, 0.64 at 0.5,
# 0.988 at 0.7, 0.9998 at 0.8.
BANDS = 16
NEAR = 0.8  # from which similarity on two texts are called near-duplicates

_NONE = np.uint64(2**64 - 1)  # every column of a text without words
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, hence invertible modulo 2^64
_INVERSE = np.uint64(pow(int(_BASE), -1, 2**64))
_PIECE = 4096  # shingles at once: 2 MiB of hashes


def signature(text: str) -> Signature:
    """The signature of a text: shape (COLUMNS,). A text without words has the greatest number everywhere."""
    found = shingles(text)
    least = np.full(COLUMNS, _NONE)
    multiplier, offset = _permutations()
    for begin in range(0, len(found), _PIECE):
        hashes = found[begin : begin + _PIECE, None] * multiplier + offset
        least = np.minimum(least, hashes.min(axis=0))
    return least


def signatures(texts: list[str]) -> Signatures:
    """The signatures of some texts: shape (n, COLUMNS)."""
    return np.stack([signature(text) for text in texts]) if texts else np.zeros((0, COLUMNS), np.uint64)


def packed(one: Signature) -> str:
    """A signature for a file, in 344 characters: the upper half of every column, which is as telling."""
    return b64encode((one >> np.uint64(32)).astype("<u4").tobytes()).decode()


def unpacked(text: str) -> Signature:
    """A signature out of a file. It compares with others that were packed, not with those that were not."""
    half = np.frombuffer(b64decode(text), dtype="<u4").astype(np.uint64)
    return (half << np.uint64(32)) | half


def similarity(one: Signature, other: Signature | Signatures) -> NDArray[np.float64]:
    """Estimated Jaccard similarity, from 0 to 1, of one text to another or to each of many.

    A text without words is similar to nothing, not even to its like: it says nothing that could be a copy.
    """
    agree = (one == other) & (one != _NONE)
    share: NDArray[np.float64] = agree.mean(axis=-1)
    return share


def shingles(text: str) -> NDArray[np.uint64]:
    """The distinct hashes of three words in a row, ascending; of all words where there are fewer."""
    words = _words(text)
    if not len(words):
        return words
    width = min(SHINGLE, len(words))
    mixed = words[: len(words) - width + 1].copy()
    for k in range(1, width):
        mixed = _mixed(mixed) + words[k : len(words) - width + 1 + k]
    return np.unique(_mixed(mixed))


def digest(text: str) -> str:
    """The same for texts of the same words in the same order; "" for a text without words. 32 hex digits."""
    words = _words(text)
    return hashlib.blake2b(words.astype("<u8").tobytes(), digest_size=16).hexdigest() if len(words) else ""


def bands(signatures: Signatures) -> NDArray[np.uint64]:
    """The keys by which texts may be found similar: shape (n, BANDS). Candidates share one in some column."""
    rows = signatures.reshape(len(signatures), BANDS, COLUMNS // BANDS)
    key = np.zeros(rows.shape[:2], dtype=np.uint64)
    for k in range(rows.shape[2]):
        key = _mixed(key + rows[:, :, k])
    return key


def groups(signatures: Signatures, least: float = NEAR) -> NDArray[np.int64]:
    """For every text the number of the first one in its group: shape (n,).

    Texts of a similarity of at least `least` are linked where a band brings them together, and so are
    those who are linked to the same. The groups do not depend on the order of the texts.
    """
    distinct, first, inverse = np.unique(signatures, axis=0, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    label = _linked(distinct, _edges(distinct, least))
    earliest = np.full(len(distinct), len(signatures), dtype=np.int64)
    np.minimum.at(earliest, label, first)
    whole = earliest[label][inverse]
    worded = (signatures != _NONE).any(axis=1)
    alone: NDArray[np.int64] = np.where(worded, whole, np.arange(len(signatures)))
    return alone


def leaders(signatures: Signatures, least: float = NEAR) -> NDArray[np.int64]:
    """For every text the first one before it that stands for it, or itself: shape (n,).

    A text stands for itself unless it is itself near one that does, so that no chain of likenesses
    takes away what is unlike everything kept. Follows the order of the texts.
    """
    leader = np.arange(len(signatures), dtype=np.int64)
    group = groups(signatures, least)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    for members in np.split(order, starts[1:]):
        if len(members) > 1:
            leader[members] = members[_led(signatures[members], least)]
    return leader


def _led(rows: Signatures, least: float) -> NDArray[np.int64]:
    """`leaders` within one group."""
    leader = np.arange(len(rows), dtype=np.int64)
    kept: list[int] = []
    for k in range(len(rows)):
        close = np.flatnonzero(similarity(rows[k], rows[np.array(kept, dtype=np.int64)]) >= least)
        if len(close):
            leader[k] = kept[int(close[0])]
        else:
            kept.append(k)
    return leader


def _edges(distinct: Signatures, least: float) -> NDArray[np.int64]:
    """Pairs of similar texts: shape (m, 2). Each is compared with the first and the next of its band.

    All pairs of a band would be quadratic in the copies of a template. Rows come sorted, so that which
    are compared follows from the texts alone.
    """
    pairs = [np.zeros((0, 2), dtype=np.int64)]
    keys = bands(distinct)
    for k in range(BANDS):
        key = keys[:, k]
        order = np.argsort(key, kind="stable")
        begins = np.diff(key[order], prepend=key[order[:1]] ^ np.uint64(1)) != 0
        first = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
        before = np.roll(order, 1)
        for other in (first, before):
            pair = np.stack([other, order], axis=1)[~begins]
            pairs.append(pair[_agreeing(distinct, pair) >= least])
    return np.unique(np.concatenate(pairs), axis=0)


def _agreeing(distinct: Signatures, pair: NDArray[np.int64]) -> NDArray[np.float64]:
    found = np.zeros(len(pair))
    for begin in range(0, len(pair), _PIECE):
        some = pair[begin : begin + _PIECE]
        found[begin : begin + _PIECE] = similarity(distinct[some[:, 0]], distinct[some[:, 1]])
    return found


def _linked(distinct: Signatures, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """The least row of each row's connected component."""
    label = np.arange(len(distinct), dtype=np.int64)
    while True:
        least = np.minimum(label[edges[:, 0]], label[edges[:, 1]])
        new = label.copy()
        for side in (0, 1):
            np.minimum.at(new, label[edges[:, side]], least)
            np.minimum.at(new, edges[:, side], least)
        new = new[new]
        if (new == label).all():
            return label
        label = new


def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """An odd multiplier and an offset for each column: bijections of 64-bit numbers."""
    count = np.arange(1, 2 * COLUMNS + 1, dtype=np.uint64)
    drawn = _mixed(count * _BASE)
    return drawn[:COLUMNS] | np.uint64(1), drawn[COLUMNS:]


def _words(text: str) -> NDArray[np.uint64]:
    """A hash of every word, in the order of the text."""
    table = tables()
    points = code_points(text)
    kind = table.kind[points]
    syllable = kind == SYLLABLE
    inside = np.isin(kind, (LOWER, UPPER, STYLED, DIGIT, MARK, SYLLABLE))
    before = np.concatenate(([False], inside[:-1]))[: len(inside)]
    after_syllable = np.concatenate(([False], syllable[:-1]))[: len(inside)]
    start = np.flatnonzero(inside & (~before | syllable | after_syllable))
    if not len(start):
        return np.zeros(0, dtype=np.uint64)
    # Sums of code * BASE^position: the difference of two, shifted back, is a hash of what lies between.
    power = np.full(len(points), _BASE)
    power[0] = 1
    power = np.cumprod(power, dtype=np.uint64)
    sign = np.where(kind == DIGIT, points, table.folded[points])  # prices and scores are no likeness
    code = np.where(inside, _mixed(sign.astype(np.uint64) + np.uint64(1)), np.uint64(0))
    total = np.concatenate((np.zeros(1, np.uint64), np.cumsum(code * power, dtype=np.uint64)))
    back = np.cumprod(
        np.concatenate((np.ones(1, np.uint64), np.full(len(points) - 1, _INVERSE))), dtype=np.uint64
    )
    end = np.append(start[1:], len(points))
    return _mixed((total[end] - total[start]) * back[start])


def _mixed(code: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of splitmix64 (Steele, Lea and Flood, 2014): every bit of the input reaches every bit."""
    code = (code ^ (code >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    code = (code ^ (code >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return code ^ (code >> np.uint64(31))
