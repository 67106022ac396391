"""What rows of text weigh: honest ones of a language or source against its spam, made ones against real ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.trainer.spam_examples import Example

# What a row of the synthesizer weighs. It makes so much more spam than there is that heavier pieces would
# raise what honest text scores; innocents are to be heard as well as real ones of their number.
MADE_SPAM, MADE_HONEST = 0.1, 0.4
# Real spam of a language, in rows, beside which what is made of it weighs that; how much more it weighs at most; and
# the real honest rows that each such part needs: where there are none the language itself would become suspicious.
_WELL_KNOWN, _MOST_MADE, _HEARD = 600.0, 6.0, 20.0
_MOST_WEIGHT = 6.0  # of an honest row of a language or source that is mostly spam


def kinds_of(examples: Sequence[Example], example: NDArray[np.int32]) -> NDArray[np.int32]:
    """(2, n): language and source of each row, as numbers; -1 where it is of no labelled block."""
    labelled = np.array([e.origin.startswith("block") for e in examples])[example]
    names = ([e.language for e in examples], [e.group.partition(":")[0] for e in examples])
    codes = [np.unique(each, return_inverse=True)[1][example] for each in names]
    return np.where(labelled, np.array(codes), -1).astype(np.int32)


def made_of(examples: Sequence[Example], example: NDArray[np.int32]) -> NDArray[np.int32]:
    """(n,): the language of each row that the synthesizer made, a number as in `kinds_of`; -1 for others."""
    made = np.array([e.origin == "synthetic" for e in examples])[example]
    code = np.unique([e.language for e in examples], return_inverse=True)[1][example]
    return np.where(made, code, -1).astype(np.int32)


def emphasis(
    language: NDArray[np.int32], made: NDArray[np.int32], spam: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Factors of what the synthesizer made: the less real spam of its language is at hand, the more it has to teach.

    As far as there is honest text of that language to set it right. language, made: of labelled rows and of
    made ones, -1 for the others.
    """
    count = int(max(made.max(initial=0), language.max(initial=0))) + 1
    known, heard = (
        np.bincount(language[rows], weights=weight[rows], minlength=count)
        for rows in ((language >= 0) & spam, (language >= 0) & ~spam)
    )
    wanted = np.minimum(np.sqrt(_WELL_KNOWN / (known + 1.0)), np.minimum(heard / _HEARD, _MOST_MADE))
    wanted = np.maximum(wanted, 1.0)
    factor = np.where(made >= 0, wanted[np.maximum(made, 0)], 1.0)
    return np.where(spam, factor, np.minimum(factor, 1.0 / MADE_HONEST))


def balance(
    kinds: NDArray[np.int32], spam: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Factors by which honest rows weigh as much as spam in every language and every source that has both.

    Else a language, or the slang of one site's comments, would itself count as spam.
    """
    factor = np.ones(len(spam))
    honest = (kinds[0] >= 0) & ~spam
    for code in kinds:
        injected, innocent = (
            np.bincount(code[own], weights=weight[own], minlength=int(code.max(initial=0)) + 1)
            for own in ((code >= 0) & spam, honest)
        )
        wanted = np.clip(injected / np.maximum(innocent, 1e-9), 1.0, _MOST_WEIGHT)
        factor = np.where(honest, np.maximum(factor, wanted[code]), factor)
    return factor
