"""Keyword stuffing: the same words again and again."""

from __future__ import annotations

from scrub.signals.columns import Columns, Floats
from scrub.signals.words import repetition


def repeated_words(columns: Columns) -> Floats:
    """Share of words that repeat an earlier word of the block.

    Why: stuffed text says one thing often. Positives: "istanbul escort ankara escort izmir escort".
    Innocents: long prose repeats its small words; tables of values.
    """
    return columns.once(repetition).repeated


def commonest_word(columns: Columns) -> Floats:
    """Share of the commonest word.

    Why: in prose it is an article at five percent, in stuffed text the product at a third.
    Positives: "slot gacor slot online slot". Innocents: short lists of one kind of thing.
    """
    return columns.once(repetition).commonest
