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
from scrub.extractor.choice import Taste
from scrub.extractor.model import pack
from scrub.extractor.runs import Pruning
from scrub.model_files import save
from scrub.signals.columns import Columns
from scrub.signals.content import content_columns, schema
from scrub.signals.content.pages import PAGE_TYPES, page_columns
from scrub.trainer.content_choice import Judged, fit_taste
from scrub.trainer.content_pages import TrainingPage, batches, inner, part, read_training_pages, usable
from scrub.trainer.content_runs import fit_pruning
from scrub.trainer.content_tables import Bags, fit_names, fit_phrases, fit_type_names
from scrub.trainer.network import Rows, Training, fit_committee, fit_network, fit_types

Floats = NDArray[np.float32]

FIRST = Training(hidden=(40, 24), epochs=6, dropout=0.15)
SECOND = Training(hidden=(32, 16), epochs=10, dropout=0.15)
MEMBERS = 4  # networks whose mean is the second one: what each owes to chance averages out
PARTS = 3  # for opinions about pages that their own labels had no part in
_SURELY_NOT = 0.02  # probability below which a block of boilerplate teaches little
_SAMPLE = 0.25  # share of these blocks that is kept
_AGREEMENT = 0.3
_SEGMENTS = 0.25  # weight of a page with segments alone in the choice
_DOUBTED = 0.1  # weight of a page whose gold is doubtful

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
    bags = {id(p): Bags(next(batches([p])), p.labels.share, p.weight, inner(p)) for p in known}
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
    second, taste, pruning = _second(
        known, [c for c, _ in first_inputs], np.vstack(inputs), np.concatenate(opinions), type_scores, seed
    )
    names, phrases = _tables([bags[id(p)] for p in known], known)
    first = _first(known, names, phrases, replace(FIRST, seed=seed))
    return pack(names, phrases, first, type_network, second, taste, pruning)


def _second(
    pages: Sequence[TrainingPage],
    columns: Sequence[Columns],
    x: Floats,
    opinion: Floats,
    types: Floats,
    seed: int,
) -> tuple[Network, Taste, Pruning]:
    """The second network, from the inputs and first opinions of all blocks, and the choice and pruning behind it.

    columns: those of the pages, batch by batch.
    """
    rows, length = _rows_in_doubt(pages, x, opinion, seed), [len(p.weight) for p in pages]
    where = np.array([part(p, PARTS, "part") for p in pages])
    score = np.zeros(len(x), dtype=np.float32)
    for k in np.unique(where):
        network = fit_network(_some(rows, where != k), replace(SECOND, seed=seed))
        inside = np.repeat(where == k, length)
        score[inside] = sigmoid(network(x[inside])[:, 0])
    share, words, known = (
        np.concatenate([getattr(p.labels, name) for p in pages]) for name in ("share", "words", "known")
    )
    judged = Judged(
        page=np.repeat(np.arange(len(pages)), length),
        words=words,
        known=words * known,
        share=share,
        weight=np.where([p.whole for p in pages], 1.0, _SEGMENTS),
        score=score,
        types=np.repeat(types, length, axis=0),
    )
    taste = fit_taste(judged)
    return (
        fit_committee(rows, replace(SECOND, seed=seed), MEMBERS),
        taste,
        fit_pruning(judged, columns, taste),
    )


def _some(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    """Rows of some of the pages, or of all where none are chosen."""
    if not chosen.any():
        return rows
    count = np.diff(rows.offset)
    inside = np.repeat(chosen, count)
    offset = np.concatenate(([0], np.cumsum(count[chosen])))
    return Rows(rows.x[inside], rows.share[inside], rows.weight[inside], offset)


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


def _rows_in_doubt(pages: Sequence[TrainingPage], x: Floats, opinion: Floats, seed: int) -> Rows:
    """As `_rows`, with a sample of what is surely boilerplate, weighted to stand for all of it.

    Articles whose gold has little in common with the first opinions count little: most of them are
    cut off after a few paragraphs, or hold one of many articles on the page.
    """
    whole = _rows(pages, x)
    length = np.diff(whole.offset)
    trust = [
        _DOUBTED if _doubtful(p, o) else 1.0 for p, o in zip(pages, np.split(opinion, whole.offset[1:-1]))
    ]
    sure = (opinion < _SURELY_NOT) & (whole.share < _SURELY_NOT)
    drawn = np.random.default_rng(seed).random(len(sure)) < _SAMPLE
    weight = whole.weight * np.repeat(trust, length) * np.where(sure, 1 / _SAMPLE, 1.0)
    kept = (~sure | drawn) & (weight > 0)
    count = np.bincount(np.repeat(np.arange(len(pages)), length)[kept], minlength=len(pages))
    offset = np.concatenate(([0], np.cumsum(count)))
    return Rows(x[kept], whole.share[kept], weight[kept].astype(np.float32), offset)


def _doubtful(page: TrainingPage, opinion: Floats) -> bool:
    """Whether the gold of an article shares less than _AGREEMENT (F1) with the likely blocks."""
    if not page.whole or page.labelled.page_type not in (None, "article"):
        return False
    share, words = page.labels.share, page.labels.words
    likely = opinion >= 0.5
    both = float((share * words)[likely].sum())
    return 2 * both < _AGREEMENT * float(words[likely].sum() + (share * words).sum())
