"""Labelled pages made ready for training: parsed, aligned with their gold, weighted, split by host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scrub.parser import parse
from scrub.signals.columns import Columns
from scrub.trainer.content_labels import WORD, BlockLabels, label_blocks
from scrub.trainer.labels import LabelledPage, read_pages
from scrub.values import Document

Floats = NDArray[np.float32]

_FOUND = 0.5  # share of the gold's words that must stand in the page for it to teach anything
_BOILERPLATE = 0.1  # weight of a page's length against that of its gold
_SURE_WORDS = 8  # a shorter block may be in the gold by chance
_SEGMENT = 0.2  # weight of a block with a segment, on pages of which only segments are known


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """A parsed page, its labels, and the weight of each block in the loss (a page weighs about one)."""

    labelled: LabelledPage
    document: Document
    labels: BlockLabels
    weight: Floats

    @property
    def whole(self) -> bool:
        """Whether all blocks are labelled, not only those with segments."""
        return self.labelled.text is not None


def read_training_pages(folders: Sequence[Path]) -> list[TrainingPage]:
    """All pages with markup below the folders. Raises LabelError."""
    return [prepare(page) for folder in folders for page in read_pages(folder) if _is_markup(page)]


def _is_markup(page: LabelledPage) -> bool:
    return not (page.page.content_type or "").startswith("text/plain")


def prepare(labelled: LabelledPage) -> TrainingPage:
    """Parse a page and align it with its gold."""
    document = parse(labelled.page)
    labels = label_blocks(document, labelled)
    return TrainingPage(labelled, document, labels, _weights(labelled, labels))


def _weights(labelled: LabelledPage, labels: BlockLabels) -> Floats:
    """An error costs what it costs in the page's F1: words in proportion to the gold's length."""
    if labelled.text is None:
        return (labels.known * _SEGMENT).astype(np.float32)
    found = float((labels.share * labels.words).sum())
    if found <= _FOUND * len(WORD.findall(labelled.text)):
        return np.zeros(len(labels.share), dtype=np.float32)
    size = found + _BOILERPLATE * float(labels.words.sum()) + 30
    return (labels.known * (labels.words + 1) / size).astype(np.float32)


def inner(page: TrainingPage) -> NDArray[np.bool_]:
    """True for the blocks from the first to the last that is surely main content."""
    labels = page.labels
    main = (labels.share > 0.5) & labels.known
    if page.whole:
        main &= labels.words >= _SURE_WORDS
    at = np.flatnonzero(main)
    result = np.zeros(len(main), dtype=np.bool_)
    if len(at):
        result[at[0] : at[-1] + 1] = True
    return result


def usable(page: TrainingPage) -> bool:
    """False where the gold is not in the page (another encoding, content that a script loads)."""
    return bool(page.weight.any())


def part(page: TrainingPage, parts: int, salt: str) -> int:
    """Which of so many parts a page's host belongs to."""
    return crc32(f"{salt}:{page.labelled.group}".encode()) % parts


def batches(pages: Sequence[TrainingPage], size: int = 16) -> Iterator[Columns]:
    """Columns of the pages, some at a time, in order."""
    for begin in range(0, len(pages), size):
        yield Columns([page.document for page in pages[begin : begin + size]])
