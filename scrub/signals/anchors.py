"""Anchor text: what external links call themselves, and whether that fits where they lead."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats, Ints
from scrub.signals.links import means_of_outlinks, outlink_count, outlinks, per_outlink
from scrub.signals.words import repeats, words
from scrub.text.characters import DIGIT, UPPER

_WORD = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"\s*(?:https?:/|www\.)", re.I)


def anchor_texts(columns: Columns) -> list[str]:
    """Text of every outlink, in the order of `outlinks`."""
    texts = [d.text for d in columns.documents]
    anchor = columns.once(outlinks).anchor
    page = columns.anchor_page[anchor]
    start = columns.anchor_start[anchor] - columns.first_character[page]
    end = columns.anchor_end[anchor] - columns.first_character[page]
    return [texts[p][a:b] for p, a, b in zip(page.tolist(), start.tolist(), end.tolist())]


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
            per_outlink(columns, named_by_host),
            per_outlink(columns, named_by_address),
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


def named_by_host(columns: Columns) -> Floats:
    """(outlinks,): 1 where that is so."""
    texts, found = columns.once(anchor_texts), columns.once(outlinks)
    hosts = [columns.anchor_host[j] for j in found.anchor.tolist()]
    if compiled is None:
        return np.array([_names(text, host) for text, host in zip(texts, hosts)], dtype=np.float32)
    named = np.frombuffer(compiled.named_by_hosts(texts, hosts), dtype=np.uint8).astype(np.float32)
    for j in (named == 2).nonzero()[0].tolist():
        named[j] = _names(texts[j], hosts[j])
    return named


def _names(text: str, host: str) -> bool:
    return any(word in host for word in _WORD.findall(text[:80].lower()))


def address_anchors(columns: Columns) -> Floats:
    """Share of external links whose text is an address.

    Why: comment robots post the bare address beside the key phrase. Positives: "http://shop.example".
    Innocents: an address given for print.
    """
    return columns.row(of_anchors, 3)


def named_by_address(columns: Columns) -> Floats:
    """(outlinks,): 1 where that is so."""
    return np.array([bool(_ADDRESS.match(text)) for text in columns.once(anchor_texts)], dtype=np.float32)


def repeated_anchors(columns: Columns) -> Floats:
    """Share of the words in external links' texts that repeat an earlier one.

    Why: a farm varies one phrase. Positives: "istanbul escort", "ankara escort", "izmir escort".
    Innocents: names of departments or chapters.
    """
    found, word = columns.once(outlinks), columns.once(words)
    if not len(found.anchor):
        return np.zeros(len(columns), dtype=np.float32)
    where = _words_between(word.start, columns.anchor_start[found.anchor], columns.anchor_end[found.anchor])
    telling = (word.length[where] > 2) | (columns.folded[word.start[where]] > 0x2E7F)
    return repeats(word.block[where], word.code[where], telling, len(columns)).repeated


def _words_between(word: NDArray[np.int64], start: Ints, end: Ints) -> NDArray[np.int64]:
    """The numbers of the words from each start up to its end; word: where each one starts."""
    if compiled is not None:
        where = np.empty(len(word), dtype=np.int64)
        count = compiled.words_between(word, start, end, where)
        if count >= 0:
            return where[:count]
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
