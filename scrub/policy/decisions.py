"""What is removed: blocks with two reasons, what goes with them, and stretches inside the blocks that stay."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.finer import REST, Finer, cut_finer
from scrub.classifier.model import SpamModel
from scrub.classifier.stage import probability
from scrub.classifier.stretches import doubtful_links, suspicious, worth_a_look
from scrub.options import Options
from scrub.policy.innocents import innocents, is_code
from scrub.policy.limits import limits
from scrub.policy.spans import (
    Scored,
    Spans,
    block_spans,
    cut_spans,
    merge,
    no_spans,
    owners,
    score_seen,
    see,
    select,
)
from scrub.policy.threads import comments
from scrub.policy.together import NAME, farms, kin, names, shifted, signed, together
from scrub.reasons import BEYOND_WORDS, CARRIER_BITS, REASONS, RECURS, SURE, guarded, odds_wanted
from scrub.signals.addresses import written_addresses, written_markup
from scrub.signals.columns import Columns
from scrub.signals.letters import capital_start, code, longest_word, sentence_end
from scrub.signals.links import outlink_count
from scrub.signals.whole import Whole
from scrub.text.characters import SYLLABLE
from scrub.values import HIDING_BIT

Masks = NDArray[np.bool_]

FLAGGED = 0.5  # probability from which a piece is worth a remark
_BESIDE = 0.6  # share of the threshold that suffices beside injected blocks
_LEAST = 0.35  # and the least probability that does
_BETWEEN = 60  # characters of a block that goes when it stands between two injected ones
_SCRAP = 0.05  # and its probability
_LINE_BESIDE = 0.7  # probability of a line of plain text that goes with the injected one beside it
_LINE_SURE = 0.95  # and where that it stands there is the second reason
# A longer block goes whole only where it is links, hidden, or spam from beginning to end: long texts
# repeat their words and hold all sorts of stretches, and what is injected there has to be cut out.
_LONG = 3000
_LONGEST = 20_000  # and never on the strength of its words
_MANY = 5  # external links that make a long block a list of them
_THROUGHOUT = np.uint64(1 << [name for name, _, _ in REASONS].index("weaker_half"))
_SURE = 0.995  # probability from which what is no prose is not searched for what may be honest in it
# Probability under which the rest of a block is honest, in pages and in plain text, where the rest of a line that is
# nearly all spam is judged in the worst of company.
_HONEST_REST = (0.2, 0.45)
# And under which a line's rest is so surely honest that the likeliest stretch must be what condemned it.
_SURELY_HONEST = 0.05
_OVERRUN = 0.6  # share of a page's characters in likely blocks that makes it a doorway
_TOLD = 0.3  # share of these in which more than words speaks
# And share from which words suffice: out of fold no honest page that leads anywhere has more than .39 of its text in
# likely blocks, and none of 883 in languages that training never saw more than .06.
_OVERRUN_BY_WORDS = 0.75
_LINKED = 0.5  # share of a block's text that is links, though they lead nowhere, that makes it one of links
_WORDS = 2.5  # how many times better the odds must be in markup without a link or hiding
_INSIDE = 6.0  # and for a stretch inside a block that stays
_PIXEL = 0.01  # share of signs of markup in noscript, which is where counters stand


def decide(scored: Scored, model: SpamModel, options: Options) -> Spans:
    """The spans of a batch: whole blocks, and stretches of the blocks that stay."""
    least, doubtful = limits(model.block, options)
    if not (scored.probability >= min(FLAGGED, *least, *doubtful)).any():
        nothing = np.zeros(len(scored.columns), dtype=np.bool_)
        return stretch_spans(scored, nothing, nothing, model, options)[0]
    needed = _needed(least, scored)
    may = np.zeros(len(scored.columns), dtype=np.bool_)
    strong = scored.probability >= needed
    warned = scored.probability >= _needed(doubtful, scored)
    suspect = scored.probability >= FLAGGED
    condemned = strong
    asked = strong | warned | suspect
    if asked.any():
        may = asked & _guarded(scored) & ~_is_code(scored.columns)
        may &= ~innocents(scored.columns, may, scored.columns.once(outlink_count))
        condemned = strong & may
        may &= ~_too_long(scored)
        strong = (strong & may) | farms(scored, suspect & may & _in_markup(scored.columns), needed)
        warned &= may
    inside, spared = stretch_spans(scored, strong, condemned, model, options)
    strong[spared] = False
    removed = beside(scored, strong, needed)
    if removed.any():
        removed |= kin(scored, removed, needed) & suspect & may & _in_markup(scored.columns)
        removed |= names(scored, removed)
    removed = comments(scored, removed, strong, least[1])
    removed[spared] = False
    inside = select(inside, ~removed[owners(scored, inside)])
    flagged = (warned | suspect) & ~removed
    flagged[owners(scored, inside)] = False
    return merge(block_spans(scored, np.flatnonzero(removed | flagged), removed, warned, strong), inside)


def _needed(least: tuple[float, float], scored: Scored) -> NDArray[np.float64]:
    """(n,): the probability that each block needs: where only words speak, they must be surer."""
    pages, plain = least
    columns = scored.columns
    told = (columns.once(outlink_count) == 0) & (columns.concealed == 0) & ~columns.after_body
    markup = _in_markup(columns)
    wanted = np.where(told & markup, _WORDS, odds_wanted(scored.why, markup))
    return better_odds(np.where(markup, pages, plain), wanted)


def better_odds(probability: NDArray[np.float64], times: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """The probabilities whose odds are so many times those of others."""
    odds = times * probability / np.maximum(1.0 - probability, 1e-9)
    result: NDArray[np.float64] = odds / (1.0 + odds)
    return result


def _guarded(scored: Scored) -> Masks:
    sure = scored.probability >= SURE
    carrier_needed = _in_markup(scored.columns) & ~overrun(scored) & ~_dead_links(scored.columns, sure)
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


def _too_long(scored: Scored) -> Masks:
    """True for blocks so long that they are not injected as a whole, unless all of them speaks for it."""
    columns = scored.columns
    length = columns.end - columns.start
    carried = (
        (columns.link_density >= 0.5) | (columns.concealed != 0) | (columns.once(outlink_count) >= _MANY)
    )
    throughout = ((scored.why & _THROUGHOUT) != 0) & (length <= _LONGEST)
    found: Masks = (length > _LONG) & ~carried & ~throughout
    return found


def _in_markup(columns: Columns) -> Masks:
    """True for blocks of pages, False for lines of plain text."""
    markup: Masks = np.array([d.markup for d in columns.documents], dtype=np.bool_)[columns.page]
    return markup


def _is_code(columns: Columns, rows: NDArray[np.integer[Any]] | slice = slice(None)) -> Masks:
    """True for blocks that are markup, a program or encoded bytes: no language, and no link that works."""
    signs, anchors = columns.once(code)[rows], columns.anchors[rows]
    written = columns.once(written_markup)[rows]
    pixel = (columns.concealed[rows] & HIDING_BIT["noscript"] != 0) & (signs > _PIXEL)
    found: Masks = is_code(signs, columns.once(longest_word)[rows], anchors, written)
    found |= pixel & (anchors == 0) & (written == 0)
    return found


def beside(scored: Scored, strong: Masks, needed: NDArray[np.float64]) -> Masks:
    """Injected blocks and what goes with them: likely neighbours, and scraps between two of them.

    A farm goes whole, and a comment goes with the line that names its author.
    """
    if not strong.any():
        return strong.copy()
    columns, markup = scored.columns, _in_markup(scored.columns)
    least = np.where(markup, _LEAST, _LINE_BESIDE)
    likely = (scored.probability >= np.maximum(_BESIDE * needed, least)) & ~_too_long(scored)
    # A farm may stand between two paragraphs of an article: these need reasons of their own.
    sure = ~markup & (scored.probability >= _LINE_SURE)
    likely &= (columns.characters < NAME) | _guarded(scored) | sure
    removed = strong.copy()
    for _ in range(2):
        removed |= likely & (
            (shifted(removed, 1) & together(columns, 1)) | (shifted(removed, -1) & together(columns, -1))
        )
    between = shifted(removed, 1) & together(columns, 1) & shifted(removed, -1) & together(columns, -1)
    result: Masks = removed | between & (columns.characters < _BETWEEN) & (scored.probability >= _SCRAP)
    return result


def stretch_spans(
    scored: Scored, strong: Masks, guilty: Masks, model: SpamModel, options: Options
) -> tuple[Spans, NDArray[np.int64]]:
    """Links and stretches that are injected into blocks, and the strong blocks that lose these only.

    guilty: the strong blocks, and those that are only too long to go whole. A block that is called
    injected because of what was slipped into it keeps the rest of its text, where that rest is long
    enough to be judged and found honest.
    """
    columns = scored.columns
    doubtful = doubtful_links(columns, scored.evidence, scored.probability)
    worth = worth_a_look(columns, scored.evidence, doubtful)
    if not len(worth):
        return no_spans(), np.zeros(0, dtype=np.int64)
    prose, skip = strong, strong.copy()
    if strong.any():
        prose = strong & (_is_prose(columns) | ~_in_markup(columns))
        sure = (scored.probability >= _SURE) & ~prose
        skip &= sure | (columns.end - columns.start < 2 * REST)
    skip[worth] |= _is_code(columns, worth)
    cuts = suspicious(columns, scored.evidence, skip, doubtful)
    pages = [p for p, found in enumerate(cuts) if found]
    if not pages:
        return no_spans(), np.zeros(0, dtype=np.int64)
    finer = [cut_finer(columns.documents[p], cuts[p]) for p in pages]
    seen = see(Columns([cut.document for cut in finer], Whole(columns, pages)), model)
    rows = np.concatenate([cut.at + seen.columns.first_block[k] for k, cut in enumerate(finer)])
    flat = [(p, cut) for p in pages for cut in cuts[p]]
    # A block that is condemned anyway may lose less than itself: then the likely stretch will do.
    block = np.array([int(columns.first_block[p]) + cut.block for p, cut in flat])
    condemned = guilty[block]
    both = limits(model.stretch, options)
    again = np.array([cut.again for _, cut in flat])
    likely = np.maximum(probability(seen.features[rows], model.stretch), again)
    if not condemned.any() and not (likely >= min(FLAGGED, *both[0], *both[1])).any():
        return no_spans(), np.zeros(0, dtype=np.int64)
    fine = score_seen(seen, model, model.stretch)
    likely = np.maximum(fine.probability[rows], again)
    why = fine.why[rows] | np.where(again > 0, RECURS, np.uint64(0))
    markup = _in_markup(fine.columns)[rows]
    needed, enough = (better_odds(np.where(markup, *least), _INSIDE) for least in both)
    two = _guarded(fine)[rows] | (again > 0)  # it reads like spam, and comes again
    removed = (likely >= np.where(condemned, FLAGGED, needed)) & (two | condemned)
    # What is left of a block of a page is asked about as a block is: as stretches, long prose is hardly known.
    rest = np.ones(len(columns))
    if condemned.any():
        as_block = np.where(
            _in_markup(seen.columns), probability(seen.features, model.block), fine.probability
        )
        rest = _rest(scored, finer, fine, as_block, pages)
    cause = condemned & ~markup & (rest[block] < _SURELY_HONEST) & _likeliest(block, likely)
    likely = np.where(cause, np.maximum(likely, scored.probability[block]), likely)
    removed |= cause
    warned = (likely >= enough) & two
    kept = np.flatnonzero(removed | warned | (likely >= FLAGGED))
    spans = cut_spans([flat[k] for k in kept.tolist()], likely[kept], why[kept], removed[kept], warned[kept])
    hit = np.zeros(len(columns), dtype=np.bool_)
    hit[owners(scored, spans)[spans.removed]] = True
    honest = rest < np.where(_in_markup(columns), *_HONEST_REST)
    return spans, np.flatnonzero(hit & prose & honest)


def _rest(
    scored: Scored, finer: list[Finer], fine: Scored, likely: NDArray[np.floating[Any]], pages: list[int]
) -> NDArray[np.float64]:
    """(n,): the highest probability of what the cuts leave of each block; 1 where too little is left to judge."""
    left = np.full(len(scored.columns), -1.0)
    for k, (page, cut) in enumerate(zip(pages, finer, strict=True)):
        at = cut.rests()
        owner = cut.owner[at] + int(scored.columns.first_block[page])
        np.maximum.at(left, owner, likely[at + int(fine.columns.first_block[k])])
    return np.where(left < 0, 1.0, left)


def _likeliest(block: NDArray[np.int64], likely: NDArray[np.floating[Any]]) -> Masks:
    """True for the first of the likeliest cuts of each block."""
    order = np.lexsort((-likely, block))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = block[order][1:] != block[order][:-1]
    found = np.zeros(len(order), dtype=np.bool_)
    found[order[first]] = True
    return found


def _is_prose(columns: Columns) -> Masks:
    """True for blocks that read like a sentence with a link or two, from their first letter to their stop."""
    starts = (columns.once(capital_start) > 0) | (columns.kind_count[:, SYLLABLE] > 0)
    plain = (columns.once(outlink_count) <= 2) & (columns.once(written_addresses) == 0)
    prose: Masks = starts & plain & (columns.once(sentence_end) > 0)
    return prose
