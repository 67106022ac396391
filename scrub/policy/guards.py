"""What a block needs to be removed: how likely it must be, two reasons, and no sign that it is something else."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.policy.innocents import is_code
from scrub.policy.spans import Scored
from scrub.policy.together import signed
from scrub.reasons import BEYOND_WORDS, CARRIER_BITS, REASONS, SURE, guarded, odds_wanted
from scrub.signals.addresses import written_markup
from scrub.signals.columns import Columns
from scrub.signals.letters import code, longest_word
from scrub.signals.links import outlink_count
from scrub.values import HIDING_BIT

Masks = NDArray[np.bool_]

FLAGGED = 0.5  # probability from which a piece is worth a remark
# A longer block goes whole only where it is links, hidden, or spam from beginning to end: long texts
# repeat their words and hold all sorts of stretches, and what is injected there has to be cut out.
_LONG = 3000
_LONGEST = 20_000  # and never on the strength of its words
_MANY = 5  # external links that make a long block a list of them
_THROUGHOUT = np.uint64(1 << [name for name, _, _ in REASONS].index("weaker_half"))
_OVERRUN = 0.6  # share of a page's characters in likely blocks that makes it a doorway
_TOLD = 0.3  # share of these in which more than words speaks
# And share from which words suffice: out of fold no honest page that leads anywhere has more than .41 of its text in
# likely blocks, but one of a single line, and in languages that training never saw none of 883 has a likely one that does.
_OVERRUN_BY_WORDS = 0.75
_LINKED = 0.5  # share of a block's text that is links, though they lead nowhere, that makes it one of links
_WORDS = 2.5  # how many times better the odds must be in markup without a link or hiding
_PIXEL = 0.01  # share of signs of markup in noscript, which is where counters stand


def needed_probability(least: tuple[float, float], scored: Scored) -> NDArray[np.float64]:
    """(n,): the probability that each block needs: where only words speak, they must be surer."""
    pages, plain = least
    columns = scored.columns
    told = (columns.once(outlink_count) == 0) & (columns.concealed == 0) & ~columns.after_body
    markup = in_markup(columns)
    wanted = np.where(told & markup, _WORDS, odds_wanted(scored.why, markup))
    return better_odds(np.where(markup, pages, plain), wanted)


def better_odds(probability: NDArray[np.float64], times: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """The probabilities whose odds are so many times those of others."""
    odds = times * probability / np.maximum(1.0 - probability, 1e-9)
    result: NDArray[np.float64] = odds / (1.0 + odds)
    return result


def two_reasons(scored: Scored) -> Masks:
    """True for the blocks against which two independent reasons speak; see `guarded`."""
    sure = scored.probability >= SURE
    carrier_needed = in_markup(scored.columns) & ~overrun(scored) & ~_dead_links(scored.columns, sure)
    return guarded(scored.why | signed(scored), carrier_needed, scored.probability)


def _dead_links(columns: Columns, asked: Masks) -> Masks:
    """True for the blocks asked for that are links to nowhere: a robot forgot the addresses, what it sells stands there."""
    found: Masks = asked & (columns.link_density >= _LINKED)
    if found.any():
        leads = np.array([bool(address.strip()) for address in columns.anchor_href])
        found &= np.bincount(columns.anchor_block, weights=leads, minlength=len(columns)) == 0
    return found


def overrun(scored: Scored) -> Masks:
    """True for the blocks of pages that are mostly likely injected: a doorway's prose carries nothing.

    More than words must speak in a good part of them, or nearly all of the page be likely; and somewhere
    the page must say where to go: in a language that training never saw much may read like spam.
    """
    columns = scored.columns
    suspect = scored.probability >= FLAGGED
    likely = np.where(suspect, columns.characters, 0.0)
    told = np.where((scored.why & BEYOND_WORDS) != 0, likely, 0.0)
    leads = suspect & ((scored.why & CARRIER_BITS) != 0)
    of_page = columns.page_total(likely)
    share = of_page / np.maximum(columns.page_characters, 1.0)
    found: Masks = (
        (share >= _OVERRUN)
        & ((columns.page_total(told) >= _TOLD * of_page) | (share >= _OVERRUN_BY_WORDS))
        & (columns.page_total(leads.astype(np.float32)) > 0)
    )[columns.page]
    return found


def too_long(scored: Scored) -> Masks:
    """True for blocks so long that they are not injected as a whole, unless all of them speaks for it."""
    columns = scored.columns
    length = columns.end - columns.start
    carried = (
        (columns.link_density >= 0.5) | (columns.concealed != 0) | (columns.once(outlink_count) >= _MANY)
    )
    throughout = ((scored.why & _THROUGHOUT) != 0) & (length <= _LONGEST)
    found: Masks = (length > _LONG) & ~carried & ~throughout
    return found


def in_markup(columns: Columns) -> Masks:
    """True for blocks of pages, False for lines of plain text."""
    markup: Masks = np.array([d.markup for d in columns.documents], dtype=np.bool_)[columns.page]
    return markup


def programs(columns: Columns, rows: NDArray[np.integer[Any]] | slice = slice(None)) -> Masks:
    """True for blocks that are markup, a program or encoded bytes: no language, and no link that works."""
    signs, anchors = columns.once(code)[rows], columns.anchors[rows]
    written = columns.once(written_markup)[rows]
    pixel = (columns.concealed[rows] & HIDING_BIT["noscript"] != 0) & (signs > _PIXEL)
    found: Masks = is_code(signs, columns.once(longest_word)[rows], anchors, written)
    found |= pixel & (anchors == 0) & (written == 0)
    return found
