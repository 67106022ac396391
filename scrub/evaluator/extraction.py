"""Out-of-fold figures of the extractor: every page is judged by a model that never saw its host."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from scrub.evaluator.text_scores import Summary, TextScore, score_text, summarise
from scrub.extractor import ContentModel, extract
from scrub.extractor.model import unpack
from scrub.signals.columns import Columns
from scrub.trainer.content import fit_content
from scrub.trainer.content_pages import TrainingPage, part, read_training_pages
from scrub.values import Document

_BATCH = 16
_JOINTS = ("\n\n", "\n", " ", "")


def evaluate_extraction(folders: Sequence[Path], *, folds: int = 5, seed: int = 0) -> dict[str, Summary]:
    """Figures of each set and, where a set has several page types, of each of them.

    Raises LabelError where there are not enough pages to learn from.
    """
    return out_of_fold(read_training_pages(folders), folds=folds, seed=seed)


def out_of_fold(pages: Sequence[TrainingPage], *, folds: int = 5, seed: int = 0) -> dict[str, Summary]:
    """Train on all hosts but a part, score on that part, for each part."""
    scores: list[tuple[TrainingPage, TextScore]] = []
    for fold in range(folds):
        inside = [p for p in pages if part(p, folds, "fold") == fold]
        if inside:
            model = unpack(fit_content([p for p in pages if part(p, folds, "fold") != fold], seed=seed))
            scores += zip(inside, score_pages(inside, model))
    return figures(scores)


def score_pages(pages: Sequence[TrainingPage], model: ContentModel) -> list[TextScore]:
    """Scores of the texts that a model extracts."""
    scores = []
    for begin in range(0, len(pages), _BATCH):
        batch = pages[begin : begin + _BATCH]
        columns = Columns([page.document for page in batch])
        main = extract(columns, model).main
        for page, first, count in zip(batch, columns.first_block, columns.block_count):
            text = assemble(page.document, main[first : first + count])
            gold = page.labelled
            scores.append(score_text(gold.text, gold.must, gold.must_not, text))
    return scores


def assemble(document: Document, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> str:
    """The text of the kept blocks, with the widest gap that lay between each two of them."""
    kept = np.flatnonzero(keep)
    pieces = []
    for before, i in zip([-1, *kept[:-1].tolist()], kept.tolist()):
        if before >= 0:
            pieces.append(_JOINTS[document.joint[before + 1 : i + 1].min()])
        pieces.append(document.text[document.start[i] : document.end[i]])
    return "".join(pieces)


def figures(scores: Sequence[tuple[TrainingPage, TextScore]]) -> dict[str, Summary]:
    """Summaries by set and by page type; segments where there is no text, words on pages of many types."""
    sets: defaultdict[str, list[tuple[TrainingPage, TextScore]]] = defaultdict(list)
    for page, score in scores:
        sets[page.labelled.collection].append((page, score))
    result = {}
    for name, rows in sets.items():
        kinds = sorted({p.labelled.page_type for p, _ in rows if p.labelled.page_type})
        measure = (
            "segments" if not any(p.whole for p, _ in rows) else "words" if len(kinds) > 1 else "shingles"
        )
        result[name] = summarise([s for _, s in rows], measure)
        for kind in kinds if len(kinds) > 1 else ():
            result[f"{name} {kind}"] = summarise(
                [s for p, s in rows if p.labelled.page_type == kind], measure
            )
    return result


def extraction_table(summaries: Mapping[str, Summary]) -> str:
    """The figures as lines of text."""
    lines = [f"{'set':<22} {'pages':>5}  {'measure':<8}   F1    error  precision  recall"]
    for name, s in summaries.items():
        lines.append(
            f"{name:<22} {s.pages:>5}  {s.measure:<8}  {s.f1:.3f}  {s.error:.3f}  {s.precision:>9.3f}  {s.recall:>6.3f}"
        )
    return "\n".join(lines)
