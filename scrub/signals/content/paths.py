"""What the elements around a block are called and are for, summed along its path."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns
from scrub.signals.content.containers import GROUP_CODE, GROUP_NAMES, Containers, along_path, groups, total
from scrub.signals.content.names import NAME_SCORES, NameScores

Floats = NDArray[np.float32]


def paths(columns: Columns, chains: Containers, scores: NameScores) -> tuple[Floats, Floats]:
    """(containers, NAME_SCORES + groups + 1), and the same for blocks, over all containers around each.

    Sums of what elements are called, wrappers left out, of the groups they belong to, and of those that are
    hidden.
    """
    hidden = np.concatenate([d.element_hidden for d in columns.documents])
    if compiled is None:
        path = _chain_rows(columns, chains, scores, hidden)
        return path, along_path(chains, path, len(columns))
    path = np.empty((len(chains), NAME_SCORES + len(GROUP_NAMES) + 1), dtype=np.float32)
    around = np.empty((len(columns), path.shape[1]), dtype=np.float32)
    compiled.paths(
        chains.number, scores.which, scores.label, columns.element_tag, hidden, chains.bare, GROUP_CODE, chains.parent,
        chains.of_block, path, around,
    )  # fmt: skip
    return path, around


def _chain_rows(
    columns: Columns,
    chains: Containers,
    scores: NameScores,
    hidden: NDArray[np.uint32],
) -> Floats:
    """(containers, NAME_SCORES + groups + 1)."""
    named = np.empty((len(hidden), NAME_SCORES + len(GROUP_NAMES) + 1), dtype=np.float32)
    named[:, :NAME_SCORES] = scores.label[scores.which, :NAME_SCORES]
    named[chains.bare, :NAME_SCORES] = 0.0
    named[:, NAME_SCORES:-1] = groups(columns)
    named[:, -1] = hidden != 0
    return total(chains, named)
