"""All signals of a batch at once, by compiled loops: what `measure` says signal by signal, in fewer steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.addresses import (
    address_places,
    code_signs,
    host_dots,
    messengers,
    phone_numbers,
    written_markup,
)
from scrub.signals.anchors import repeated_anchors
from scrub.signals.columns import Columns
from scrub.signals.forms import forms
from scrub.signals.hiding import BITS
from scrub.signals.language import familiarity, foreign_script, unfamiliar
from scrub.signals.letters import measured, places_of_mixed_words
from scrub.signals.linking import link_marks
from scrub.signals.links import counts, outlinks
from scrub.signals.position import places as positions
from scrub.signals.repetition import duplicates, siblings
from scrub.signals.whole import places
from scrub.signals.words import repetition

Rows = NDArray[np.float32]

# The signals that each loop fills, in the order in which it does.
_OF_LINKS = (
    "links", "link_density", "external_share", "domains", "domains_per_link", "stranger_share", "outlink_share",
    "home_page_share", "words_per_link", "outlink_density", "anchor_length", "lower_case_anchors", "keyword_hosts",
    "address_anchors", "repeated_anchors", "hidden_anchors",
)  # fmt: skip
_OF_LETTERS = (
    "length", "upper_case", "digits", "stops", "commas", "separators", "emoji", "styled", "symbols", "word_length",
    "longest_word", "sentence_end", "capital_start",
)  # fmt: skip
_PLAIN = (
    "code", "marks", "numbered_words", "mixed_words", "leet_words", "lone_letters", "glued_words", "dressed",
    "written_addresses", "named_hosts", "random_words", "after_body", "stands_apart", "not_rendered", "off_screen",
    "too_small", "disguised", "accessible",
)  # fmt: skip
_OF_PLACES = ("from_start", "from_end", "depth", "between_prose", "in_boilerplate", "in_list")
_SINGLE = {
    "repeated_anchors": repeated_anchors,
    "written_markup": written_markup,
    "phone_numbers": phone_numbers,
    "messengers": messengers,
    "foreign_script": foreign_script,
    "familiarity": familiarity,
    "unfamiliar": unfamiliar,
    "duplicates": duplicates,
    "siblings": siblings,
}
_REPETITION = ("repeated_words", "commonest_word")


class Filler:
    """Knows where the row of each signal stands."""

    def __init__(self, names: Sequence[str]) -> None:
        at = {name: k for k, name in enumerate(names)}
        self._links = slice(at[_OF_LINKS[0]], at[_OF_LINKS[-1]] + 1)
        self._letters, self._plain, self._places, self._repetition = (
            np.array([at[name] for name in group], dtype=np.intp)
            for group in (_OF_LETTERS, _PLAIN, _OF_PLACES, _REPETITION)
        )
        self._single = [(at[name], measure) for name, measure in _SINGLE.items()]

    def fill(self, columns: Columns, rows: Rows) -> bool:
        """Fill (signals, blocks) of a batch; False where that has no blocks, or nothing is compiled."""
        if compiled is None or not len(columns):
            return False
        links = columns.once(outlinks)
        compiled.link_signals(
            columns.anchors, columns.link_density, columns.words, columns.start, columns.end, columns.page,
            columns.once(counts), links.block, links.mine, links.whole, links.anchor, columns.once(link_marks),
            columns.anchor_start, columns.anchor_end, columns.anchor_block, columns.anchor_hidden, columns.kind,
            rows[self._links],
        )  # fmt: skip
        rows[self._letters] = columns.once(measured)
        plain = np.empty((len(_PLAIN), len(columns)), dtype=np.float32)
        found = (
            places(columns, code_signs), places_of_mixed_words(columns), places(columns, address_places),
            places(columns, host_dots),
        )  # fmt: skip
        compiled.plain_signals(
            columns.kind_count, columns.script_count, columns.words, columns.characters, columns.page,
            columns.concealed, columns.after_body, columns.joint, columns.once(forms), columns.edges,
            np.concatenate(found), np.array([len(place) for place in found], dtype=np.int64), BITS, plain,
        )  # fmt: skip
        rows[self._plain] = plain
        rows[self._places] = columns.once(positions)
        rows[self._repetition] = columns.once(repetition)
        for at, measure in self._single:
            rows[at] = columns.once(measure)
        return True
