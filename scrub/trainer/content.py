"""Training of the extractor: labelled pages in, `content.joblib` and its card out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.dense import sigmoid, softmax
from scrub.errors import LabelError
from scrub.extractor import Network, context_inputs
from scrub.extractor.model import pack
from scrub.model_files import save
from scrub.signals.content import content_columns, schema
from scrub.signals.content.pages import PAGE_TYPES, page_columns
from scrub.trainer.content_pages import TrainingPage, batches, part, read_training_pages, usable
from scrub.trainer.content_tables import Bags, fit_names, fit_phrases, fit_type_names
from scrub.trainer.network import Rows, Training, fit_network, fit_types

Floats = NDArray[np.float32]

FIRST = Training(hidden=(40, 24), epochs=6, dropout=0.15)
SECOND = Training(hidden=(64, 32), epochs=10, dropout=0.15)
PARTS = 3  # for opinions about pages that their own labels had no part in


Measure = Callable[[Sequence[TrainingPage]], dict[str, Any]]


def train_content(
    folders: Sequence[Path], out: Path, *, seed: int = 0, measure: Measure | None = None
) -> dict[str, Any]:
    """Train on all labelled pages below the folders and write the model to `out` (content.joblib).

    measure: what gives the card its figures. Returns the card. Raises LabelError where there are no
    pages to learn from.
    """
    pages = read_training_pages(folders)
    arrays = fit_content(pages, seed=seed)
    card = {
        "schema": schema(),
        "date": datetime.now(UTC).date().isoformat(),
        "seed": seed,
        "pages": len(pages),
        "training_data": digest(pages),
        "figures": measure(pages) if measure else {},
    }
    return save(out, arrays, card)


def digest(pages: Sequence[TrainingPage]) -> str:
    """SHA-256 over the pages and their gold texts."""
    whole = hashlib.sha256()
    for page in pages:
        labelled = page.labelled
        for piece in (labelled.page.body, repr((labelled.text, labelled.must, labelled.must_not)).encode()):
            whole.update(hashlib.sha256(piece).digest())
    return whole.hexdigest()


def fit_content(pages: Sequence[TrainingPage], *, seed: int = 0) -> dict[str, Any]:
    """Fit tables, first network, page types and second network; the arrays of a model file.

    What a stage passes on to the next is always predicted by a model that did not see the page's
    host, or the next stage would trust it too much.
    """
    known = sorted(
        (p for p in pages if usable(p) and len(p.document.start)), key=lambda p: part(p, PARTS, "part")
    )
    if len({p.labelled.group for p in known}) < 2:
        raise LabelError("the extractor needs labelled pages of at least two sites")
    bags = {id(p): Bags(next(batches([p])), p.labels.share, p.weight) for p in known}
    first_inputs, type_columns, opinions = [], [], []
    for k in range(PARTS):
        inside = [p for p in known if part(p, PARTS, "part") == k]
        others = [p for p in known if part(p, PARTS, "part") != k] or inside
        if not inside:
            continue
        names, phrases = _tables([bags[id(p)] for p in others], others)
        first = _first(others, names, phrases, replace(FIRST, seed=seed + k))
        for columns in batches(inside):
            seen = content_columns(columns, names, phrases)
            opinion = sigmoid(first(seen.block)[:, 0])
            first_inputs.append((columns, seen))
            opinions.append(opinion)
            type_columns.append(page_columns(columns, seen, opinion))
    types = np.vstack(type_columns)
    type_network, type_scores = _types(known, types, seed)
    inputs, at = [], 0
    for (columns, seen), opinion in zip(first_inputs, opinions):
        pages_here = len(columns.documents)
        context = context_inputs(columns, seen, opinion, type_scores[at : at + pages_here])
        inputs.append(np.hstack((seen.block, context)))
        at += pages_here
    rows = _rows(known, np.vstack(inputs))
    second = fit_network(rows, replace(SECOND, seed=seed))
    names, phrases = _tables([bags[id(p)] for p in known], known)
    first = _first(known, names, phrases, replace(FIRST, seed=seed))
    return pack(names, phrases, first, type_network, second)


def _tables(bags: Sequence[Bags], pages: Sequence[TrainingPage]) -> tuple[Floats, Floats]:
    """The tables of names and of words."""
    types = fit_type_names([p.document for p in pages], [_type(p) for p in pages])
    return np.hstack((fit_names(bags), types)), fit_phrases(bags)


def _type(page: TrainingPage) -> int:
    """Code of the page's type, -1 where it is not known."""
    kind = page.labelled.page_type
    return PAGE_TYPES.index(kind) if kind in PAGE_TYPES else -1


def _first(pages: Sequence[TrainingPage], names: Floats, phrases: Floats, training: Training) -> Network:
    inputs = [content_columns(columns, names, phrases).block for columns in batches(pages)]
    return fit_network(_rows(pages, np.vstack(inputs)), training)


def _types(pages: Sequence[TrainingPage], inputs: Floats, seed: int) -> tuple[Network, Floats]:
    """The network of page types, and its out-of-part probabilities for these pages."""
    kind = np.array([_type(p) for p in pages])
    where = np.array([part(p, PARTS, "type") for p in pages])
    scores = np.zeros((len(pages), len(PAGE_TYPES)), dtype=np.float32)
    for k in range(PARTS):
        inside = where == k
        if inside.any():
            scores[inside] = softmax(fit_types(inputs[~inside], kind[~inside], seed)(inputs[inside]))
    return fit_types(inputs, kind, seed), scores


def _rows(pages: Sequence[TrainingPage], x: Floats) -> Rows:
    offset = np.concatenate(([0], np.cumsum([len(p.weight) for p in pages])))
    return Rows(
        x=x,
        share=np.concatenate([p.labels.share for p in pages]),
        weight=np.concatenate([p.weight for p in pages]),
        offset=offset,
    )
