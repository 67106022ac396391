"""Training of the spam classifier: labelled blocks and pages in, `spam.joblib` and its card out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.context import FEATURES
from scrub.classifier.evidence import TextWeights
from scrub.classifier.family import BITS as FAMILY_BITS
from scrub.classifier.languages import Profiles
from scrub.classifier.model import SCHEMA, SpamModel, Stage, pack
from scrub.errors import LabelError
from scrub.model_files import save
from scrub.policy.innocents import is_code, is_innocent
from scrub.trainer.spam_corpus import read_corpus
from scrub.trainer.spam_examples import Example
from scrub.trainer.spam_languages import count_languages
from scrub.trainer.spam_stack import FOLDS, Rows, fold_of, held_out_models, model_names, rows, weights_of
from scrub.trainer.spam_stages import (
    Truth,
    calibrated,
    fit_core,
    fit_families,
    held_out_logits,
    speaking_values,
)
from scrub.trainer.spam_stretch_rows import stretch_rows
from scrub.trainer.spam_text import TextRows, host_rows, text_rows
from scrub.trainer.spam_weights import fit_text, fit_weights
from scrub.values import FAMILIES, FAMILY_CODE

IGNORANT = 0.35  # share of the spam whose text is scored by models that lack its family or language
TREES = 300
STRETCH_TREES = 200
_LONG = 80  # characters that make a block count as main text where there is no gold
_LEAST = 12  # injected examples below which there is nothing to learn from
_SMALLEST = 0.02  # n-gram weights nearer to 0 than this are dropped: the file packs better

# Public extraction pages that do carry injected or paid casino and SEO text: no innocents.
CARRIERS = frozenset(
    {
        "4633bb3b540f3f3d", "dev-0393", "fc2b748ba04bbde6", "f6637127aac010dbbdf48b6cf1a3590e",
        "fea8e65b8952a55322bf96c640583239",
    }
)  # fmt: skip


class Fitted(NamedTuple):
    """The model, for each fold one that never saw its sources, and what further models can be fitted from.

    unseen: n-gram models by what they never saw; text, host: the rows these are fitted from; table, truth:
    the rows of the block stage.
    """

    model: SpamModel
    by_fold: tuple[SpamModel, ...]
    unseen: dict[str, TextWeights]
    text: TextRows
    host: TextRows
    table: Rows
    truth: Truth


Measure = Callable[[Sequence[Example], Fitted], dict[str, Any]]


def train_spam(
    paths: Sequence[Path], out: Path, *, seed: int = 0, synthetic: int = 8000, measure: Measure | None = None
) -> dict[str, Any]:
    """Train on all labelled blocks and pages below the paths and write the model to `out`.

    synthetic: pieces of the synthesizer, of spam and of innocents each. measure: what gives the card its
    figures, such as `scrub.evaluator.spam_unseen.all_figures`. Returns the card. Raises LabelError where
    there is too little to learn from.
    """
    corpus = read_corpus(paths, seed, synthetic)
    check_examples(corpus.examples)
    fitted = fit_spam(corpus.examples, seed=seed)
    card = {
        "schema": SCHEMA,
        "date": datetime.now(UTC).date().isoformat(),
        "seed": seed,
        "examples": len(corpus.examples),
        "training_data": digest(corpus.examples),
        "harm": dict(
            zip(
                [f"{h:.0e}" for h in fitted.model.block.harm.tolist()],
                [round(t, 4) for t in fitted.model.block.threshold.tolist()],
                strict=True,
            )
        ),
        "figures": measure(corpus.examples, fitted) if measure else {},
    }
    return save(out, pack(trimmed(fitted.model)), card)


def check_examples(examples: Sequence[Example]) -> None:
    """Raises LabelError where there is too little to learn from."""
    spam = sum(e.spam and e.origin != "synthetic" for e in examples)
    honest = sum(not e.spam and e.origin != "synthetic" for e in examples)
    if min(spam, honest) < _LEAST:
        raise LabelError(
            f"{spam} injected and {honest} honest examples are too few to learn from: {_LEAST} of each are the least"
        )


def digest(examples: Sequence[Example]) -> str:
    """SHA-256 over the texts and labels of the examples."""
    whole = hashlib.sha256()
    for example in examples:
        whole.update(hashlib.sha256(example.document.text.encode("utf-8", "replace")).digest())
        whole.update(example.label.tobytes())
    return whole.hexdigest()


def trimmed(model: SpamModel) -> SpamModel:
    """The model without the n-gram weights that decide nothing."""
    text, word, neutral, neutral_word = (
        np.where(np.abs(weight) < _SMALLEST, 0.0, weight).astype(np.float32)
        for weight in (model.text.text, model.text.word, model.text.neutral, model.text.neutral_word)
    )
    weights = model.text._replace(text=text, word=word, neutral=neutral, neutral_word=neutral_word)
    return model._replace(text=weights)


def fit_spam(examples: Sequence[Example], *, seed: int = 0) -> Fitted:
    """Fit n-grams, then blocks, then stretches; each stage on what the one before says of unseen sources."""
    host = host_rows(examples)
    text = text_rows(examples, seed)
    # Once more with the honest blocks that the first weights take for spam.
    text = text_rows(examples, seed, fit_text(text))
    counts = count_languages(examples, [fold_of(e.group) for e in examples], FOLDS)
    unseen = held_out_models(examples, text, host, counts)
    names = model_names(examples, unseen, IGNORANT, seed)
    table = rows(examples, unseen, names)
    truth = _truth(examples, table, _lengths(examples, table), None)
    block, block_folds, speaks = _fit_blocks(table, truth)
    inside, length = stretch_rows(examples, unseen, names)
    stretch, stretch_folds = _fit_stretches(examples, inside, length, speaks, truth.whole)
    families = _families(examples)
    whole = _all_text(text, host, len(examples), counts.profiles())
    model = SpamModel(whole, block, stretch, speaks, families, "")
    by_fold = tuple(
        SpamModel(unseen[f"fold:{k}"], block_folds[k], stretch_folds[k], speaks, families, "")
        for k in range(FOLDS)
    )
    return Fitted(model, by_fold, unseen, text, host, table, truth)


def _all_text(text: TextRows, host: TextRows, count: int, profiles: Profiles) -> TextWeights:
    return fit_weights(text, host, np.ones(count, dtype=np.bool_), profiles)


def _fit_blocks(table: Rows, truth: Truth) -> tuple[Stage, list[Stage], NDArray[np.float32]]:
    logit, stages = held_out_logits(table, truth, trees=TREES)
    speaks = speaking_values(table, truth)
    core = fit_core(table, truth, np.ones(len(table.label), dtype=np.bool_), trees=TREES)
    core = calibrated(core, logit, table, truth, speaks)
    return core, _calibrated_folds(stages, logit, table, truth, speaks), speaks


def _fit_stretches(
    examples: Sequence[Example],
    table: Rows,
    length: NDArray[np.int64],
    speaks: NDArray[np.float32],
    whole: tuple[float, float],
) -> tuple[Stage, list[Stage]]:
    truth = _truth(examples, table, length, whole)
    truth = truth._replace(calibrates=np.ones(len(length), dtype=np.bool_))
    logit, stages = held_out_logits(table, truth, trees=STRETCH_TREES)
    core = fit_core(table, truth, np.ones(len(length), dtype=np.bool_), trees=STRETCH_TREES)
    core = calibrated(core, logit, table, truth, speaks)
    return core, _calibrated_folds(stages, logit, table, truth, speaks)


def _calibrated_folds(
    stages: Sequence[Stage],
    logit: NDArray[np.float32],
    table: Rows,
    truth: Truth,
    speaks: NDArray[np.float32],
) -> list[Stage]:
    """The stages of the folds, each with calibration and thresholds from the other folds alone."""
    return [calibrated(stage, logit, table, truth, speaks, k) for k, stage in enumerate(stages)]


def _lengths(examples: Sequence[Example], table: Rows) -> NDArray[np.int64]:
    pairs = zip(table.example.tolist(), table.block.tolist(), strict=True)
    return np.array(
        [int(examples[k].document.end[b] - examples[k].document.start[b]) for k, b in pairs], dtype=np.int64
    )


def _truth(
    examples: Sequence[Example], table: Rows, length: NDArray[np.int64], whole: tuple[float, float] | None
) -> Truth:
    weight = weights_of(examples, table)
    origin = np.array([e.origin for e in examples])[table.example]
    carrier = np.array([e.origin.startswith("clean") and e.id in CARRIERS for e in examples])[table.example]
    weight[carrier] = 0.0
    clean = np.isin(origin, ("clean", "clean_text")) & ~carrier
    # Samples are written to provoke: they are learnt from, but say nothing of how common harm is.
    written = np.array([e.kind == "sample" for e in examples])[table.example]
    if (clean & ~written).any():
        clean &= ~written
    calibrates = np.isin(origin, ("block", "clean", "clean_text", "page", "composite"))
    fold = np.array([fold_of(e.group) for e in examples])[table.example]
    if whole is None:
        pages = clean & (origin == "clean")
        clean &= _in_gold(examples, table, clean)
        whole = float(length[clean & pages].sum()), float(length[clean & ~pages].sum())
        clean &= ~_never_removed(examples, table, clean)
    return Truth(weight, fold, length, clean, calibrates, whole)


def _in_gold(examples: Sequence[Example], table: Rows, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True for those of the chosen rows whose text is part of the page's gold text: what harm is counted on.

    Where there is no gold, long blocks stand for it.
    """
    gold = {e.id: _plain(e.document.text) for e in examples if e.origin == "clean_text"}
    inside = np.zeros(len(chosen), dtype=np.bool_)
    for row in np.flatnonzero(chosen).tolist():
        example, i = examples[table.example[row]], int(table.block[row])
        text = example.document.text[example.document.start[i] : example.document.end[i]]
        known = gold.get(example.id)
        inside[row] = len(text) >= _LONG if known is None else _plain(text) in known
    return inside


def _plain(text: str) -> str:
    return " ".join(text.split())


def _never_removed(examples: Sequence[Example], table: Rows, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True for those of the chosen rows that the policy keeps whatever the classifier says of them."""
    column = {
        name: table.x[:, FEATURES.index(name)] for name in ("code", "longest_word", "links", "written_markup")
    }
    code = is_code(*column.values())
    kept = np.zeros(len(chosen), dtype=np.bool_)
    outlinks = np.expm1(table.x[:, FEATURES.index("links")]) * table.x[:, FEATURES.index("external_share")]
    for row in np.flatnonzero(chosen & ~code).tolist():
        document, i = examples[table.example[row]].document, int(table.block[row])
        kept[row] = is_innocent(
            document.text[document.start[i] : document.end[i]], round(float(outlinks[row]))
        )
    return kept | code


def _families(examples: Sequence[Example]) -> NDArray[np.float32]:
    told = [e for e in examples if e.spam and e.origin in ("block", "synthetic")]
    texts = [" ".join(e.document.text[a:b] for a, b in e.spans) for e in told]
    codes = [FAMILY_CODE.get(e.family, 0) for e in told]
    return fit_families(texts, codes, 1 << FAMILY_BITS, len(FAMILIES))
