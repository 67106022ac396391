"""The catalogue of signals: one function each from columns to one number per block.

`SIGNALS` is the order of the columns and, hashed, the schema of every spam model. A new signal is a
function with a docstring (what, why, positives, innocents) and one row here; then retrain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.signals import (
    addresses,
    anchors,
    forms,
    hiding,
    keywords,
    language,
    letters,
    linking,
    links,
    position,
    repetition,
)
from scrub.signals.columns import Columns, Floats
from scrub.signals.filled import Filler

__all__ = ["SCHEMA", "SIGNALS", "Columns", "Signal", "fill_signals", "measure"]


class Signal(NamedTuple):
    """A signal: its name, its column, and how it reads as a reason.

    group: signals of one group say the same in different words; the guard wants two groups.
    reason: words for a person, "" where the signal is context and no reason by itself. Fields in
    braces are filled in by `scrub.reasons`.
    """

    name: str
    column: Callable[[Columns], Floats]
    group: str
    reason: str

    @property
    def doc(self) -> str:
        """What it measures, why, what it finds and what innocently looks like it."""
        return self.column.__doc__ or ""


SIGNALS: tuple[Signal, ...] = (
    Signal("links", links.links, "links", ""),
    Signal("link_density", links.link_density, "links", "{link_density} of the text is links"),
    Signal("external_share", links.external_share, "links", ""),
    Signal("domains", links.domains, "links", "{links} to {domains}"),
    Signal("domains_per_link", links.domains_per_link, "links", "{links} to {domains}"),
    Signal(
        "stranger_share",
        links.stranger_share,
        "links",
        "links to sites that the rest of the page never names",
    ),
    Signal(
        "outlink_share", links.outlink_share, "links", "holds {outlink_share} of the page's external links"
    ),
    Signal("home_page_share", linking.home_page_share, "links", "links to bare home pages"),
    Signal("words_per_link", links.words_per_link, "links", ""),
    Signal(
        "outlink_density", anchors.outlink_density, "links", "{outlink_density} of the text is external links"
    ),
    Signal("anchor_length", anchors.anchor_length, "anchors", ""),
    Signal(
        "lower_case_anchors",
        anchors.lower_case_anchors,
        "anchors",
        "anchor texts written like search phrases",
    ),
    Signal("keyword_hosts", anchors.keyword_hosts, "anchors", "hosts named after what they sell"),
    Signal("address_anchors", anchors.address_anchors, "anchors", "bare addresses as anchor text"),
    Signal("repeated_anchors", anchors.repeated_anchors, "anchors", "the same words in every anchor text"),
    Signal("hidden_anchors", anchors.hidden_anchors, "hiding", "a link dressed as plain text"),
    Signal("length", letters.length, "letters", ""),
    Signal("upper_case", letters.upper_case, "letters", ""),
    Signal("digits", letters.digits, "letters", ""),
    Signal("stops", letters.stops, "letters", ""),
    Signal("commas", letters.commas, "letters", ""),
    Signal("separators", letters.separators, "letters", "rows of bars and stars"),
    Signal("emoji", letters.emoji, "letters", "emoji around words"),
    Signal("styled", letters.styled, "disguise", "letters dressed as other characters"),
    Signal("symbols", letters.symbols, "letters", ""),
    Signal("code", letters.code, "letters", ""),
    Signal("marks", letters.marks, "disguise", "underlined or crossed-out letters"),
    Signal("numbered_words", forms.numbered_words, "brands", "names of brands with numbers"),
    Signal(
        "mixed_words", letters.mixed_words, "disguise", "look-alike letters of another alphabet inside words"
    ),
    Signal("leet_words", forms.leet_words, "brands", "digits in place of letters"),
    Signal("lone_letters", forms.lone_letters, "disguise", "letters spaced apart"),
    Signal("glued_words", forms.glued_words, "letters", "words glued together"),
    Signal("dressed", letters.dressed, "disguise", ""),
    Signal("word_length", letters.word_length, "letters", ""),
    Signal("longest_word", letters.longest_word, "letters", ""),
    Signal("sentence_end", letters.sentence_end, "letters", ""),
    Signal("capital_start", letters.capital_start, "letters", ""),
    Signal(
        "repeated_words",
        keywords.repeated_words,
        "keywords",
        "keyword stuffing: {repeated_words} of the words come again",
    ),
    Signal("commonest_word", keywords.commonest_word, "keywords", "keyword stuffing: {commonest_word}"),
    Signal(
        "written_addresses", addresses.written_addresses, "addresses", "web addresses written into the text"
    ),
    Signal("named_hosts", addresses.named_hosts, "addresses", "names a web site to visit"),
    Signal("written_markup", addresses.written_markup, "addresses", "link markup that shows as text"),
    Signal("phone_numbers", addresses.phone_numbers, "addresses", "telephone numbers"),
    Signal("messengers", addresses.messengers, "addresses", "names a messenger to write to"),
    Signal("random_words", forms.random_words, "letters", "random letter sequences"),
    Signal("foreign_script", language.foreign_script, "language", "{script} letters on a {page_script} page"),
    Signal("familiarity", language.familiarity, "language", ""),
    Signal("unfamiliar", language.unfamiliar, "language", "words and spelling unlike the rest of the page"),
    Signal("after_body", position.after_body, "position", "stands behind the end of the page"),
    Signal("from_start", position.from_start, "position", ""),
    Signal("from_end", position.from_end, "position", ""),
    Signal("depth", position.depth, "position", ""),
    Signal(
        "between_prose", position.between_prose, "position", "stands between two paragraphs of the article"
    ),
    Signal("stands_apart", position.stands_apart, "position", ""),
    Signal("in_boilerplate", position.in_boilerplate, "position", ""),
    Signal("in_list", position.in_list, "position", ""),
    Signal("not_rendered", hiding.not_rendered, "hiding", "hidden: not rendered"),
    Signal("off_screen", hiding.off_screen, "hiding", "hidden off-screen"),
    Signal("too_small", hiding.too_small, "hiding", "hidden: too small to see"),
    Signal("disguised", hiding.disguised, "hiding", "hidden by colour, layer or movement"),
    Signal("accessible", hiding.accessible, "hiding", ""),
    Signal("duplicates", repetition.duplicates, "repetition", ""),
    Signal("siblings", repetition.siblings, "repetition", ""),
)

_FILLER = Filler([s.name for s in SIGNALS])
SCHEMA = hashlib.sha256("\n".join(s.name for s in SIGNALS).encode()).hexdigest()[:16]


def measure(columns: Columns) -> Floats:
    """(blocks, len(SIGNALS)): every signal of every block."""
    rows = np.empty((len(SIGNALS), len(columns)), dtype=np.float32)
    fill_signals(columns, rows)
    return rows.T


def fill_signals(columns: Columns, rows: NDArray[np.float32]) -> None:
    """Fill (len(SIGNALS), blocks): every signal of every block."""
    if not _FILLER.fill(columns, rows):
        measured = [columns.once(signal.column) for signal in SIGNALS]
        np.concatenate(measured, out=rows.reshape(-1), casting="unsafe")
