"""Features of a block: its signals, its text scores, and what its neighbours and containers say."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.evidence import SCORES
from scrub.native import compiled
from scrub.signals import SIGNALS
from scrub.signals.columns import Columns
from scrub.signals.links import domain_count, outlink_count, page_outlinks
from scrub.values import PARAGRAPH

Floats = NDArray[np.float32]

_NAMES = tuple(s.name for s in SIGNALS) + SCORES
_NEAR = (
    "text_score",
    "link_density",
    "external_share",
    "length",
    "unfamiliar",
    "home_page_share",
    "written_addresses",
)
_COLUMN = {name: k for k, name in enumerate(_NAMES)}
_NEAR_AT = [_COLUMN[name] for name in _NEAR]
STEPS = (1, 2, 4)
_ENOUGH = 200.0  # characters of the rest of a page from which a block is compared with it

FEATURES: tuple[str, ...] = (
    *_NAMES,
    *(f"{name}{side}" for name in _NEAR for side in ("_before", "_behind")),
    *(f"group_{name}" for name in ("text", "characters", "outlinks", "domains", "lines", "addresses", "window")),
    *(f"above{step}_{name}" for step in STEPS for name in ("text", "characters", "outlinks", "domains", "share")),
    "page_text", "page_characters", "page_outlinks", "page_blocks", "page_suspects", "markup", "url_known",
    "text_above_page",
)  # fmt: skip


def features(columns: Columns, signals: Floats, scores: Floats) -> Floats:
    """(blocks, len(FEATURES)) from the signals and the text scores of a batch."""
    rows = feature_rows(columns)
    rows[: len(SIGNALS)], rows[len(SIGNALS) : len(_NAMES)] = signals.T, scores.T
    fill_surroundings(columns, rows)
    return rows.T


def feature_rows(columns: Columns) -> Floats:
    """(len(FEATURES), blocks): room for the signals, the text scores, and what follows from them."""
    return np.empty((len(FEATURES), len(columns)), dtype=np.float32)


def fill_surroundings(columns: Columns, rows: Floats) -> None:
    """Fill the features that follow from the signals and the text scores, which stand before them."""
    own, others = rows[: len(_NAMES)], rows[len(_NAMES) :]
    if compiled is None or not len(columns):
        _surroundings(others, columns, own)
        return
    compiled.context_rows(
        own[_NEAR_AT], own[_COLUMN["window_score"]], columns.characters,
        columns.once(outlink_count), columns.once(domain_count), columns.page, columns.joint,
        columns.element, columns.parent, columns.element_first, columns.element_last,
        _of_markup(columns), _known(columns), others,
    )  # fmt: skip


def _surroundings(rows: Floats, columns: Columns, own: Floats) -> None:
    """Fill the rows behind the names of a block's own."""
    at = 2 * len(_NEAR)
    _neighbours(rows[:at], columns, own)
    for part in (_groups(columns, own), _above(columns, own), _pages(columns, own)):
        rows[at : at + len(part)] = part
        at += len(part)


def _of_markup(columns: Columns) -> NDArray[np.bool_]:
    """(pages,): True for pages, False for plain text."""
    return np.array([d.markup for d in columns.documents], dtype=np.bool_)


def _known(columns: Columns) -> NDArray[np.bool_]:
    """(pages,): True where the domain of a page is known."""
    return np.array([bool(d) for d in columns.page_domain], dtype=np.bool_)


def _neighbours(rows: Floats, columns: Columns, own: Floats) -> None:
    """The features _NEAR of the block before and of the block behind, 0 past the page's ends."""
    near = own[_NEAR_AT]
    same = columns.page[1:] == columns.page[:-1]
    rows[:] = 0
    np.multiply(near[:, :-1], same, out=rows[::2, 1:])
    np.multiply(near[:, 1:], same, out=rows[1::2, :-1])


def groups(columns: Columns) -> NDArray[np.int64]:
    """Number of each block's group: lines with nothing wider than a line break between them."""
    apart = columns.joint == PARAGRAPH
    apart[columns.first_block[columns.block_count > 0]] = True
    number: NDArray[np.int64] = np.cumsum(apart, dtype=np.int64) - 1
    return number


def _groups(columns: Columns, own: Floats) -> Floats:
    group = columns.once(groups)
    size = int(group[-1]) + 1 if len(group) else 0

    def total(value: NDArray[Any]) -> NDArray[np.float64]:
        summed: NDArray[np.float64] = np.bincount(group, weights=value, minlength=size)[group].astype(
            np.float64
        )
        return summed

    characters = columns.characters
    text = total(own[_COLUMN["text_score"]] * np.sqrt(characters))
    window = np.full(size, -9.0, dtype=np.float32)
    np.maximum.at(window, group, own[_COLUMN["window_score"]])
    whole = total(characters)
    return np.stack(
        (
            text / np.sqrt(np.maximum(whole, 1.0)),
            np.log1p(whole),
            np.log1p(total(columns.once(outlink_count))),
            np.log1p(total(columns.once(domain_count))),
            np.log1p(total(np.ones(len(columns), dtype=np.float32))),
            np.log1p(total(own[_COLUMN["written_addresses"]])),
            window[group],
        )
    )


def _above(columns: Columns, own: Floats) -> Floats:
    """Totals over the elements one, two and four steps above each block's own."""
    characters = columns.characters
    text = own[_COLUMN["text_score"]] * np.sqrt(characters)
    total = columns.element_total(
        np.stack((text, characters, columns.once(outlink_count), columns.once(domain_count)))
    )
    whole = columns.page_total(characters)[columns.element_page]
    each = np.stack(
        (
            total[0] / np.sqrt(np.maximum(total[1], 1.0)),
            *np.log1p(total[1:]),
            total[1] / np.maximum(whole, 1.0),
        )
    )
    return np.concatenate([each.take(columns.ancestor(step - 1), axis=1) for step in STEPS])


def _pages(columns: Columns, own: Floats) -> Floats:
    page = columns.page
    characters = columns.page_characters
    text = columns.page_total(own[_COLUMN["text_score"]] * np.sqrt(columns.characters))
    suspects = columns.page_total((own[_COLUMN["text_score"]] > 1.0).astype(np.float32))
    per_page = (
        text / np.sqrt(np.maximum(characters, 1.0)),
        np.log1p(characters),
        np.log1p(columns.once(page_outlinks)),
        np.log1p(columns.block_count),
        suspects / np.maximum(columns.block_count, 1),
        _of_markup(columns),
        _known(columns),
    )
    return np.stack([*[column[page] for column in per_page], _above_page(columns, own, text, characters)])


def _above_page(columns: Columns, own: Floats, text: Floats, characters: Floats) -> NDArray[np.floating[Any]]:
    """How much more a block reads like spam than the rest of its page; 0 where there is little else."""
    mine = own[_COLUMN["text_score"]]
    root = np.sqrt(columns.characters)
    rest = np.maximum(characters[columns.page] - columns.characters, 0.0)
    other = (text[columns.page] - mine * root) / np.sqrt(np.maximum(rest, 1.0))
    return np.where(rest > _ENOUGH, mine - other, 0.0)
