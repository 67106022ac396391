"""Anchor text: what external links call themselves, and whether that fits where they lead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats, Ints
from scrub.signals.linking import ADDRESS, NAMED, link_marks
from scrub.signals.links import means_of_outlinks, outlink_count, outlinks
from scrub.signals.words import Repetition, repeats, words
from scrub.text.characters import DIGIT, UPPER


def of_anchors(columns: Columns) -> Floats:
    """(4, n): mean length of external links' texts, and shares of three kinds of them."""
    found = columns.once(outlinks).anchor
    start = columns.anchor_start[found]
    kind = columns.kind[start]
    return means_of_outlinks(
        columns,
        (
            columns.anchor_end[found] - start,
            (kind != UPPER) & (kind != DIGIT),
            *columns.once(link_marks)[[NAMED, ADDRESS]],
        ),
    )


def anchor_length(columns: Columns) -> Floats:
    """Characters of an external link's text, on average (log scale).

    Why: what is sold are key phrases of one to four words. Positives: "cheap jerseys". Innocents:
    names of sites; titles of cited articles are longer.
    """
    logged: Floats = np.log1p(columns.row(of_anchors, 0))
    return logged


def lower_case_anchors(columns: Columns) -> Floats:
    """Share of external links that start with neither a capital nor a digit.

    Why: key phrases are written as people type them into a search box. Positives: "payday loans
    utah". Innocents: links inside sentences; scripts without capitals.
    """
    return columns.row(of_anchors, 1)


def keyword_hosts(columns: Columns) -> Floats:
    """Share of external links whose host contains a word of the anchor text.

    Why: shops register the phrase they sell. Positives: "replica watches" at showreplicawatches.
    Innocents: a site linked by its name.
    """
    return columns.row(of_anchors, 2)


def address_anchors(columns: Columns) -> Floats:
    """Share of external links whose text is an address.

    Why: comment robots post the bare address beside the key phrase. Positives: "http://shop.example".
    Innocents: an address given for print.
    """
    return columns.row(of_anchors, 3)


def repeated_anchors(columns: Columns) -> Floats:
    """Share of the words in external links' texts that repeat an earlier one.

    Why: a farm varies one phrase. Positives: "istanbul escort", "ankara escort", "izmir escort".
    Innocents: names of departments or chapters.
    """
    found, word = columns.once(outlinks), columns.once(words)
    if not len(found.anchor):
        return np.zeros(len(columns), dtype=np.float32)
    start, end = columns.anchor_start[found.anchor], columns.anchor_end[found.anchor]
    if compiled is not None:
        result = Repetition(*np.empty((2, len(columns)), dtype=np.float32))
        if compiled.link_repeats(
            word.start, word.length, word.block, word.code, columns.folded, start, end, *result
        ):
            return result.repeated
    where = _words_between(word.start, start, end)
    telling = (word.length[where] > 2) | (columns.folded[word.start[where]] > 0x2E7F)
    return repeats(word.block[where], word.code[where], telling, len(columns)).repeated


def _words_between(word: NDArray[np.int64], start: Ints, end: Ints) -> NDArray[np.int64]:
    """The numbers of the words from each start up to its end; word: where each one starts."""
    first = np.searchsorted(word, start)
    length = np.searchsorted(word, end) - first
    result: NDArray[np.int64] = np.repeat(first - (np.cumsum(length) - length), length)
    return result + np.arange(len(result))


def outlink_density(columns: Columns) -> Floats:
    """Share of the block's text that is text of external links.

    Why: as link density, for what leaves the site. Positives: a row of shops. Innocents: blogrolls,
    partner lists.
    """
    length = columns.row(of_anchors, 0) * columns.once(outlink_count)
    result: Floats = (length / np.maximum(columns.end - columns.start, 1)).astype(np.float32)
    return result


def hidden_anchors(columns: Columns) -> Floats:
    """Share of the block's links that are hidden by themselves.

    Why: a link dressed as plain text inside a sentence. Positives: an anchor in the colour of the
    text. Innocents: skip links.
    """
    total = columns.per_block((columns.anchor_hidden != 0).astype(np.float32))
    return total / np.maximum(columns.anchors, 1.0)
