"""Which pages may hide more than was seen at first; of one that does only what depends on that is measured again.

Style sheets are read on a closer look. They change which blocks and links are hidden; the text, its blocks
and its links stay, and with them nearly all that was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.model import SpamModel
from scrub.classifier.stage import probability
from scrub.policy.spans import Scored, Seen, score_again
from scrub.signals import SIGNALS, hiding
from scrub.signals.columns import Columns
from scrub.values import Document

# What the judge reads nothing else from, and what may change.
_HIDING = frozenset(("hidden", "element_hidden", "anchor_hidden", "shape"))
_OTHERS = tuple(field.name for field in fields(Document) if field.name not in _HIDING)
# The signals that depend on it, by number, and all that is measured for them.
_SIGNALS = tuple(k for k, signal in enumerate(SIGNALS) if signal.group == "hiding")
_MEASURES = frozenset((*filter(callable, vars(hiding).values()), *[SIGNALS[k].column for k in _SIGNALS]))


# Probability of injection from which a page may be worth a closer look. Its style sheets cost more than
# everything else together, and on a page without any suspicion they would change nothing.
SECOND_LOOK = 0.2
# And the probability that a block must have, were it hidden in one of these ways: out of fold four in ten of the closer
# looks at honest pages are spared, and two of 59 made pages that are hidden by style sheets lose a removal, for one.
_IF_HIDDEN = 0.9
_GUISES = tuple(
    [k for k, signal in enumerate(SIGNALS) if signal.name in names]
    for names in (
        ("not_rendered",),
        ("off_screen",),
        ("too_small",),
        ("disguised",),
        ("off_screen", "too_small"),
    )
)


def doubtful_pages(seen: Seen, scored: Scored, model: SpamModel) -> dict[int, tuple[int, ...]]:
    """The pages with a block that is likely injected, or would be if style sheets hid it.

    With each of the latter the numbers of these blocks on their page; with the others none.
    """
    columns = scored.columns
    rows = np.flatnonzero(scored.probability >= SECOND_LOOK)
    found: dict[int, tuple[int, ...]] = dict.fromkeys(
        columns.page[rows[scored.probability[rows] >= _IF_HIDDEN]].tolist(), ()
    )
    rows = rows[[p not in found for p in columns.page[rows].tolist()]]
    if len(rows):
        features = seen.features[rows]
        guises = np.repeat(features[None], len(_GUISES), axis=0)
        for guise, signals in zip(guises, _GUISES, strict=True):
            guise[:, signals] = 1.0
        likely = probability(guises.reshape(-1, features.shape[1]), model.block).reshape(len(_GUISES), -1)
        rows = rows[likely.max(axis=0) >= _IF_HIDDEN]
        for p, block in zip(
            columns.page[rows].tolist(), (rows - columns.first_block[columns.page[rows]]).tolist()
        ):
            found[p] = (*found.get(p, ()), block)
    return found


def hides_more(first: Document, closely: Document) -> bool:
    """Whether two looks at a page differ in what is hidden, and in nothing else."""
    pairs = ((getattr(first, name), getattr(closely, name)) for name in _OTHERS)
    return all(
        one is other or (np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other)
        for one, other in pairs
    )


def revealed(columns: Columns, closely: Mapping[int, Document]) -> Columns:
    """The columns with closer looks at some pages, which hide more: what else was measured is kept."""
    documents = list(columns.documents)
    found = copy(columns)
    found.hidden, found.concealed = columns.hidden.copy(), columns.concealed.copy()
    found.anchor_hidden = columns.anchor_hidden.copy()
    for p, document in closely.items():
        documents[p] = document
        own, alone = columns.page == p, Columns([document])
        found.hidden[own], found.concealed[own] = alone.hidden, alone.concealed
        found.anchor_hidden[columns.anchor_page == p] = alone.anchor_hidden
    found.documents = tuple(documents)
    found.forget(_MEASURES)
    return found


def see_hidden(
    seen: Seen, scored: Scored, closely: Mapping[int, Document], model: SpamModel
) -> tuple[Seen, Scored]:
    """What was seen, and how it was scored by the model for blocks, with closer looks at some pages.

    The features of `seen` are changed in place: it is not to be used any more.
    """
    columns = revealed(seen.columns, closely)
    changed: NDArray[np.bool_] = np.zeros(len(columns), dtype=np.bool_)
    for k in _SIGNALS:
        value = columns.once(SIGNALS[k].column).astype(np.float32)
        changed |= seen.features[:, k] != value
        seen.features[:, k] = value
    again = seen._replace(columns=columns)
    return again, score_again(again, scored, np.flatnonzero(changed), model)
