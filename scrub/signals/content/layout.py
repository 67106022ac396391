"""Which columns the extractor reads of a block, and the recipes of its densities.

CONTENT is the order of the columns, and its hash goes into the model's card: a model made for other
columns is refused.
"""

from __future__ import annotations

import hashlib

from scrub.signals.content.alike import ALIKE
from scrub.signals.content.containers import GROUP_NAMES
from scrub.signals.content.context import CONTEXT
from scrub.signals.content.counts import DENSITIES, recipe
from scrub.signals.content.headings import HEADINGS
from scrub.signals.content.names import OWN_NAMES, SLOTS
from scrub.signals.content.overlap import OVERLAPS
from scrub.signals.content.pages import PAGE
from scrub.signals.content.title import TITLE
from scrub.signals.content.wording import WORDING

STEPS = (-1, 1)  # neighbours
WINDOWS = (3, 10)  # blocks on either side
LEVELS = 4  # containers above each block
OWN = (
    "place", "joint_before", "joint_after", "after_body", "start_upper", "start_lower", "start_digit",
    "start_quote", "end_stop", "end_comma", "depth", "nth", "words_before", "prose_before", "words_after",
    "prose_after", "since_heading", "hidden_display", "hidden_noscript", "hidden_aria", "hidden_reader",
)  # fmt: skip
NEAR = (
    "words", "characters/words", "anchor_characters/characters", "stops/words", "prose_words/words",
    "headings/blocks", "items/blocks", "p_words/words", "hidden_words/words",
)  # fmt: skip
WIDE = ("words", "characters/words", "anchor_characters/characters", "stops/words", "prose_words/words")
HELD = (
    "words", "blocks", "anchor_characters/characters", "stops/words", "prose_words/words", "headings/blocks",
    "items/blocks", "short_blocks/blocks", "p_words/words", "digits/characters", "words/blocks",
)  # fmt: skip
PLACES = ("share", "prose_share", "begins", "ends", "siblings", "nth")

# Which columns there are, part by part, in the order of the matrix.
CONTENT: tuple[str, ...] = (
    *[f"block {name}" for name in DENSITIES],
    *[f"block {name}" for name in OWN],
    *[f"block {name}" for name in (*OVERLAPS, *TITLE, *WORDING)],
    *[f"path {name}" for name in ("names_1", "names_2", "names_3", "names_4", *GROUP_NAMES, "hidden")],
    *[f"{place} names_{k + 1}" for place in ("own", "above") for k in OWN_NAMES],
    *[f"under {name}" for name in HEADINGS],
    *[f"alike {name}" for name in ALIKE],
    *[f"{step:+d} {name}" for step in STEPS for name in (*NEAR, "names_1", "wording", "inner_wording")],
    *[f"±{window} {name}" for window in WINDOWS for name in WIDE],
    *[f"container {level} {name}" for level in range(LEVELS) for name in (*HELD, *PLACES, "names_1")],
    *[f"page {name}" for name in HELD],
    "page names_1",
)
ALL_MADE, WIDE_MADE, HELD_MADE = recipe(DENSITIES), recipe(WIDE), recipe(HELD)


def schema() -> str:
    """Hash of all columns in their order, and of what else a model has."""
    parts = (*CONTENT, *CONTEXT, *PAGE, str(SLOTS), "pruning")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
