"""Why a piece was called injected, in bits and in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.evidence import SCORES
from scrub.classifier.languages import language_of
from scrub.classifier.model import spam_model
from scrub.signals import SIGNALS
from scrub.signals.columns import Columns
from scrub.signals.keywords import repeated_words
from scrub.signals.words import words
from scrub.text.characters import SCRIPTS
from scrub.text.language_names import LANGUAGE_NAMES
from scrub.urls import host_of, registrable_domain
from scrub.values import FAMILIES, Document, Verdicts

Bits = NDArray[np.uint64]

SURE = 0.95  # probability from which words alone may condemn a block of a page
# And from which letters and words are two reasons in plain text, where there is hardly another: of the lines that one
# kind of reason tells, 260 injected ones are as likely out of fold, and in 6,905 honest texts one: a quotation in
# another language.
CERTAIN = 0.98

_SCORE_REASONS = {
    "text_score": ("text", "reads like {family}spam"),
    "window_score": ("text", "holds a stretch that reads like {family}spam"),
    "weaker_half": ("whole text", "reads like {family}spam from beginning to end"),
    "word_score": ("text", "uses the words of {family}spam"),
    "anchor_score": ("anchor text", "anchor texts read like {family}spam"),
    "host_score": ("hosts", "links to hosts named like those of spam"),
    "host_best": ("hosts", "links to hosts named like those of spam"),
    "written_host": ("hosts", "names a web site called like those of spam"),
    "foreign_language": ("language", "{foreign}"),
    "language_fit": ("language", ""),
    "neutral_text": ("text", ""),
    "neutral_word": ("text", ""),
}
_ALL = (
    *((s.name, s.group, s.reason) for s in SIGNALS),
    *((name, *_SCORE_REASONS[name]) for name in SCORES),
)
MEASURED = len(_ALL)  # columns that may speak: signals, then text scores
_TELLING = np.array([k for k, (_, _, told) in enumerate(_ALL) if told])
# Bit k of `Verdicts.why` speaks of row k: (name, group, words). What has no words has no bit.
REASONS: tuple[tuple[str, str, str], ...] = tuple(_ALL[k] for k in _TELLING.tolist())
GROUPS = tuple(dict.fromkeys(group for _, group, _ in REASONS))
# One mask for each group of reasons: the guard counts groups, not bits.
GROUP_BITS = tuple(
    np.uint64(sum(1 << k for k, (_, g, _) in enumerate(REASONS) if g == group)) for group in GROUPS
)
COPIED = "the same words were removed from other pages of the job"
AGAIN = "the same phrase comes again in unrelated places"
WITH = "goes with what was removed beside it"
# Their bits in `Verdicts.why`: the last ones, which no signal has.
_COPY, _RECURS, _BESIDE = 63, 62, 61
COPY, RECURS, BESIDE = np.uint64(1 << _COPY), np.uint64(1 << _RECURS), np.uint64(1 << _BESIDE)
# Groups that say how spam reaches its customer, not only how it reads.
_CARRIERS = ("links", "anchors", "hiding", "hosts", "anchor text", "addresses", "brands", "disguise")
CARRIER_BITS = np.uint64(sum(1 << k for k, (_, g, _) in enumerate(REASONS) if g in _CARRIERS))
_PLACE_BITS = GROUP_BITS[GROUPS.index("position")]
_GROUP = dict(zip(GROUPS, GROUP_BITS, strict=True))
_LANGUAGE = _GROUP["language"]
_NAME_BIT = {name: np.uint64(1 << k) for k, (name, _, _) in enumerate(REASONS)}
_LETTERS, _SINGLE_WORDS = _NAME_BIT["text_score"] | _NAME_BIT["window_score"], _NAME_BIT["word_score"]
_WORDS = _GROUP["letters"] | _GROUP["text"] | _GROUP["whole text"]
# What a text says it sells: without these, its family is a guess, as it is where but a word or two of it speak.
TOLD_BITS = _GROUP["text"] & ~_SINGLE_WORDS | _GROUP["whole text"] | _GROUP["anchor text"]
# What speaks besides the words themselves and the place they stand in.
BEYOND_WORDS = ~(_WORDS | _PLACE_BITS)
# How many times better the odds must be in plain text where nothing but words speaks.
_WORDS_ODDS = 3.0


def odds_wanted(why: Bits, markup: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(rows,): how many times better than the threshold's the odds must be, for what speaks there."""
    wanted = np.where((why & BEYOND_WORDS & ~_LANGUAGE) == 0, _WORDS_ODDS, 1.0)
    result: NDArray[np.float64] = np.where(markup, 1.0, wanted)
    return result


# What is rare among the honest blocks of the training pages may be the rule elsewhere: below these
# values a signal says nothing, however rare it is. Half of the letters must be strange to the page, or
# a sentence of another language.
_LEAST = np.zeros(MEASURED, dtype=np.float32)
for _name, _value in (("foreign_script", 0.5), ("foreign_language", 8.0)):
    _LEAST[[name for name, _, _ in _ALL].index(_name)] = _value


def speaking(values: NDArray[np.float32], speaks: NDArray[np.float32]) -> Bits:
    """(rows,): which signals speak against each row of (rows, MEASURED) values; speaks: (MEASURED,)."""
    if not len(values):
        return np.zeros(0, dtype=np.uint64)
    loud = values[:, _TELLING] > np.maximum(speaks, _LEAST)[_TELLING]
    octets = np.zeros((len(values), 8), dtype=np.uint8)
    octets[:, : -(-len(REASONS) // 8)] = np.packbits(loud, axis=1, bitorder="little")
    result: Bits = octets.view("<u8")[:, 0].astype(np.uint64)
    return result


def guarded(why: Bits, markup: NDArray[np.bool_], likely: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """(rows,): True where reasons of at least two groups speak, and in markup one of them is a carrier.

    Injected markup carries links, hides, or names where to go: words condemn there only where the
    classifier is sure of them and three groups speak. In plain text, where links are lost, two kinds
    of words must do, and where it is certain, that both letters and words are those of spam.
    markup, likely (the probability): (rows,).
    """
    # Every line of plain text stands between others: there its place is no reason.
    why = np.where(markup, why, why & ~(_PLACE_BITS | _LANGUAGE))
    groups = np.zeros(len(why), dtype=np.int32)
    for bits in GROUP_BITS:
        groups += (why & bits) != 0
    # Words in a language that training never saw may read like anything: something else must speak, too.
    told = (why & BEYOND_WORDS) != 0
    carried = ~markup | ((why & CARRIER_BITS) != 0) | ((likely >= SURE) & told & (groups >= 3))
    certain = ~markup & (likely >= CERTAIN) & ((why & _LETTERS) != 0) & ((why & _SINGLE_WORDS) != 0)
    result: NDArray[np.bool_] = ((groups >= 2) & carried) | certain
    return result


def reasons(
    document: Document, verdicts: Verdicts, span: int, stretch: tuple[int, int] | None = None
) -> tuple[str, ...]:
    """The reasons for a span, in words, the most telling first and each said once.

    stretch: the offsets of a longer piece that the span is a part of; numbers are those of the piece.
    """
    why = int(verdicts.span_why[span])
    start, end = stretch or (int(verdicts.span_start[span]), int(verdicts.span_end[span]))
    facts = Facts(document, start, end, FAMILIES[verdicts.span_family[span]])
    told = [facts.fill(text) for k, (_, _, text) in enumerate(REASONS) if why >> k & 1]
    told += [text for bit, text in ((_BESIDE, WITH), (_RECURS, AGAIN), (_COPY, COPIED)) if why >> bit & 1]
    return tuple(dict.fromkeys(t for t in told if t))


class Facts:
    """What the words of a reason need to know of a stretch; each is worked out when it is named."""

    def __init__(self, document: Document, start: int, end: int, family: str) -> None:
        self._document = document
        self._text = document.text[start:end]
        inside = np.flatnonzero((document.anchor_start >= start) & (document.anchor_end <= end))
        self._hrefs = [document.anchor_href[j] for j in inside.tolist()]
        self._anchor_length = int((document.anchor_end[inside] - document.anchor_start[inside]).sum())
        self._family = family

    def fill(self, told: str) -> str:
        """The words with their fields filled in; "" where a field makes no sense here."""
        for name, fact in _FACTS.items():
            if "{" + name + "}" in told:
                value = fact(self)
                if not value:
                    return ""
                told = told.replace("{" + name + "}", value)
        return " ".join(told.split())

    def links(self) -> str:
        """How many links: `26 links`."""
        return _counted(len(self._outside()), "link") if self._outside() else ""

    def domains(self) -> str:
        """To how many sites they lead: `24 unrelated domains`, or the one."""
        domains = set(self._outside())
        return _counted(len(domains), "unrelated domain") if len(domains) > 1 else next(iter(domains), "")

    def outlink_share(self) -> str:
        """Share of the page's external links that stand here."""
        everywhere = [d for href in self._document.anchor_href if (d := _domain(href))]
        return _percent(len(self._outside()), len(everywhere))

    def link_density(self) -> str:
        """Share of the text that is anchor text."""
        return _percent(self._anchor_length, len(self._text))

    def repeated_words(self) -> str:
        """Share of words that come again."""
        share = float(self._columns().once(repeated_words)[0])
        return _percent(share, 1.0)

    def commonest_word(self) -> str:
        """The word that comes most often, and how often: "escort" 14 times."""
        columns = self._columns()
        found = columns.once(words)
        if not len(found.code):
            return ""
        _, first, count = np.unique(found.code, return_index=True, return_counts=True)
        best = int((count * np.minimum(found.length[first], 8)).argmax())
        at = int(found.start[first[best]]) - int(columns.first_character[0])
        word = columns.documents[0].text[at : at + int(found.length[first[best]])]
        return f'"{word}" {_counted(int(count[best]), "time")}'

    def script(self) -> str:
        """The script of the stretch, as an adjective: "Thai"."""
        return _script(self._columns())

    def page_script(self) -> str:
        """The script of the page."""
        return _script(Columns([self._document]))

    def foreign(self) -> str:
        """That its language is another, with both named where they are known."""
        profiles = spam_model().text.language
        own, page = (
            LANGUAGE_NAMES.get(language_of(columns, profiles), "")
            for columns in (self._columns(), Columns([self._document]))
        )
        return f"{own} text on a page in {page}" if own and page and own != page else _FOREIGN

    def family(self) -> str:
        """What it sells, with the space behind it; a space alone is dropped where that is unknown."""
        return " " if self._family == "other" else f"{self._family} "

    def _outside(self) -> list[str]:
        return [d for href in self._hrefs if (d := _domain(href))]

    def _columns(self) -> Columns:
        from scrub.parser import parse_text

        return Columns([parse_text(" ".join(self._text.split()) or "-")])


_FOREIGN = "another language than that of the page"
_FACTS: dict[str, Callable[[Facts], str]] = {
    "links": Facts.links,
    "domains": Facts.domains,
    "outlink_share": Facts.outlink_share,
    "link_density": Facts.link_density,
    "outlink_density": Facts.link_density,
    "repeated_words": Facts.repeated_words,
    "commonest_word": Facts.commonest_word,
    "page_script": Facts.page_script,
    "script": Facts.script,
    "foreign": Facts.foreign,
    "family": Facts.family,
}


def _domain(href: str) -> str:
    host = host_of(href)
    return registrable_domain(host) if host else ""


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""


def _script(columns: Columns) -> str:
    return SCRIPTS[int(columns.script_count.sum(axis=0)[1:].argmax()) + 1].capitalize()
