"""Figures of the spam classifier, as the benchmark counts them: over 8-character shingles.

Out-of-fold means here: the model that judges an example never saw its source. Every figure can also
be had for families or languages that the model never saw.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scrub.classifier.model import SpamModel
from scrub.options import Options
from scrub.policy.decisions import decide
from scrub.policy.spans import Scored, Spans, score
from scrub.signals.columns import Columns
from scrub.trainer.spam import CARRIERS
from scrub.trainer.spam_examples import Example
from scrub.trainer.spam_stack import fold_of

SIZE = 8  # characters of a shingle, as the benchmark has it
_BATCH = 16
_BINS = 15  # of the reliability diagram


@dataclass(frozen=True, slots=True)
class Judged:
    """An example and what was decided: texts of the removed spans, and the highest probability in its piece."""

    example: Example
    removed: tuple[str, ...]
    flagged: tuple[str, ...]
    probability: float


def shingles(texts: Iterable[str]) -> set[str]:
    """8-character shingles over letters and digits of each text."""
    found: set[str] = set()
    for text in texts:
        bare = "".join(c for c in text.casefold() if c.isalnum())
        if len(bare) <= SIZE:
            found |= {bare} if bare else set()
        else:
            found.update(bare[k : k + SIZE] for k in range(len(bare) - SIZE + 1))
    return found


def judge_examples(
    examples: Sequence[Example], model_of: Callable[[Example], SpamModel], options: Options
) -> Iterator[Judged]:
    """Judge every example with the model that `model_of` names for it."""
    by_model: dict[int, list[Example]] = defaultdict(list)
    models: dict[int, SpamModel] = {}
    for example in examples:
        model = model_of(example)
        models[id(model)] = model
        by_model[id(model)].append(example)
    for key, chosen in by_model.items():
        for first in range(0, len(chosen), _BATCH):
            yield from _judge_batch(chosen[first : first + _BATCH], models[key], options)


def _judge_batch(batch: list[Example], model: SpamModel, options: Options) -> Iterator[Judged]:
    columns = Columns([e.document for e in batch])
    scored = score(columns, model)
    found = decide(scored, model, options)
    for p, example in enumerate(batch):
        own = np.flatnonzero(found.page == p)
        removed = [k for k in own.tolist() if found.removed[k]]
        flagged = [k for k in own.tolist() if not found.removed[k]]
        yield Judged(
            example,
            _texts(example, found, removed),
            _texts(example, found, flagged),
            _piece_score(example, scored, p),
        )


def _texts(example: Example, found: Spans, spans: list[int]) -> tuple[str, ...]:
    """The texts of spans; those with no letter or digit between them are one, as findings are."""
    text = example.document.text
    joined: list[tuple[int, int]] = []
    for k in spans:
        start, end = int(found.start[k]), int(found.end[k])
        if joined and not any(map(str.isalnum, text[joined[-1][1] : start])):
            start = joined.pop()[0]
        joined.append((start, end))
    return tuple(text[a:b] for a, b in joined)


def _piece_score(example: Example, scored: Scored, page: int) -> float:
    """Mean probability over the blocks of the labelled piece, by length."""
    first = int(scored.columns.first_block[page])
    document = example.document
    length = np.zeros(len(document.start))
    for a, b in example.piece:
        inside = (document.start < b) & (document.end > a)
        length[inside] = (document.end - document.start)[inside]
    if not length.any():
        return 0.0
    return float(np.average(scored.probability[first : first + len(length)], weights=length))


def block_figures(judged: Iterable[Judged]) -> dict[str, Any]:
    """Precision, recall and F1 over labelled blocks, and rates by family, language, carrier and kind.

    A block is flagged where half of its shingles lie in removed spans.
    """
    hit: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    tp = fp = fn = 0
    for found in judged:
        example = found.example
        target = shingles(example.document.text[a:b] for a, b in example.piece)
        flagged = bool(target) and 2 * len(target & shingles(found.removed)) >= len(target)
        tp, fn = tp + (example.spam and flagged), fn + (example.spam and not flagged)
        fp += flagged and not example.spam
        for key in _keys(example):
            hit[key][0] += flagged
            hit[key][1] += 1
    precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "spam": tp + fn,
        "false_alarms": fp,
        "rates": {key: (flagged / whole, whole) for key, (flagged, whole) in sorted(hit.items())},
    }


def _keys(example: Example) -> tuple[str, ...]:
    if not example.spam:
        return (f"honest:{example.kind.partition(':')[0]}",)
    medium = "html" if example.document.markup else "text"
    return (
        f"family:{example.family}",
        f"language:{example.language}",
        f"carrier:{example.kind}",
        f"medium:{medium}",
    )


def page_figures(judged: Iterable[Judged]) -> dict[str, dict[str, float]]:
    """Recall, harm and pages detected, over infected pages and composites, by kind."""
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for found in judged:
        example = found.example
        text = example.document.text
        spam = shingles(text[a:b] for a, b in example.spans)
        honest = shingles(_outside(example))
        spam, honest = spam - honest, honest - spam
        called = shingles(found.removed)
        c = total[f"{example.origin}:{example.kind}"]
        c["pages"] += 1
        c["detected"] += 2 * len(spam & called) >= max(1, len(spam))
        c["spam"] += len(spam)
        c["found"] += len(spam & called)
        c["honest"] += len(honest)
        c["harmed"] += len(honest & called)
    return {
        kind: {
            "pages": c["pages"],
            "page_recall": c["detected"] / c["pages"],
            "recall": c["found"] / max(1, c["spam"]),
            "harm": c["harmed"] / max(1, c["honest"]),
        }
        for kind, c in sorted(total.items())
    }


def _outside(example: Example) -> Iterator[str]:
    """The text between the injected stretches."""
    at = 0
    for a, b in sorted(example.spans):
        yield example.document.text[at:a]
        at = max(at, b)
    yield example.document.text[at:]


def clean_figures(judged: Iterable[Judged]) -> dict[str, Any]:
    """Alarms per 1,000 pages, honest shingles called spam per million, and the alarms themselves."""
    pages = alarmed = honest = called = 0
    alarms = []
    for found in judged:
        whole = shingles([found.example.document.text])
        pages += 1
        honest += len(whole)
        if found.removed:
            alarmed += 1
            called += len(whole & shingles(found.removed))
            alarms.append((found.example.id, " | ".join(text[:120] for text in found.removed)[:300]))
    return {
        "pages": pages,
        "alarms_per_1000": 1000 * alarmed / max(1, pages),
        "shingles_per_million": 1e6 * called / max(1, honest),
        "alarms": alarms,
    }


def quoted_figures(judged: Iterable[Judged]) -> dict[str, Any]:
    """The same over honest pieces alone, each in a page or text of another language: what is lost of them."""
    pages = alarmed = honest = called = 0
    for found in judged:
        quoted = shingles(found.example.document.text[a:b] for a, b in found.example.piece)
        lost = len(quoted & shingles(found.removed))
        pages, alarmed = pages + 1, alarmed + (lost > 0)
        honest, called = honest + len(quoted), called + lost
    return {
        "pages": pages,
        "alarms_per_1000": 1000 * alarmed / max(1, pages),
        "shingles_per_million": 1e6 * called / max(1, honest),
    }


def _told(judged: Iterable[Judged]) -> dict[str, Any]:
    return {k: v for k, v in clean_figures(judged).items() if k != "alarms"}


def calibration_error(judged: Iterable[Judged]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over labelled blocks, and the bins of the reliability diagram.

    A bin is (mean probability, share that is spam, blocks).
    """
    pairs = np.array([(found.probability, found.example.spam) for found in judged], dtype=np.float64).reshape(
        -1, 2
    )
    if not len(pairs):
        return 0.0, []
    place = np.minimum((pairs[:, 0] * _BINS).astype(np.int64), _BINS - 1)
    bins = []
    for k in np.unique(place).tolist():
        inside = pairs[place == k]
        bins.append((float(inside[:, 0].mean()), float(inside[:, 1].mean()), len(inside)))
    error = sum(abs(mean - share) * count for mean, share, count in bins) / len(pairs)
    return error, bins


def out_of_fold(
    examples: Sequence[Example], by_fold: Sequence[SpamModel], options: Options | None = None
) -> dict[str, Any]:
    """All figures, every example judged by the model that never saw its source; real and synthetic apart."""
    options = options or Options()

    def judged(*origins: str, honest: bool = False) -> list[Judged]:
        chosen = [e for e in examples if e.origin in origins and not (honest and e.spam)]
        return list(judge_examples(chosen, lambda e: by_fold[fold_of(e.group)], options))

    def innocents(origin: str) -> list[Judged]:
        return [j for j in judged(origin) if j.example.id not in CARRIERS]

    blocks = judged("block")
    error, bins = calibration_error(blocks)
    clean, clean_text = innocents("clean"), innocents("clean_text")
    quoted = judged("placed", honest=True)
    return {
        "blocks": block_figures(blocks),
        "pages": page_figures(judged("page", "composite")),
        "synthetic": page_figures(judged("synthetic")),
        "clean": _told(clean),
        "clean_text": _told(clean_text),
        "quoted": quoted_figures(j for j in quoted if j.example.document.markup),
        "quoted_text": quoted_figures(j for j in quoted if not j.example.document.markup),
        "clean_by_set": {
            kind: _told([j for j in clean if j.example.kind == kind])
            for kind in sorted({j.example.kind for j in clean})
        },
        "calibration_error": error,
        "reliability": bins,
    }
