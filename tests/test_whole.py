"""Documents cut finer look the same whether their characters and links are found again or taken over."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from scrub.classifier.finer import Cut, cut_finer
from scrub.classifier.model import spam_model
from scrub.parser import parse_markup, parse_text
from scrub.policy.spans import see
from scrub.signals.columns import Columns
from scrub.signals.whole import Whole
from scrub.values import Document

SAMPLES = Path(__file__).parents[1] / "samples"


def documents() -> list[Document]:
    pages = [parse_markup(file.read_bytes(), None) for file in sorted(SAMPLES.glob("*/page.html"))]
    texts = [parse_text(file.read_text("utf-8")) for file in sorted(SAMPLES.glob("*/page.txt"))]
    return [*pages[:12], parse_markup("", None), *texts, *pages[12:20]]


def cuts_of(document: Document, rng: random.Random) -> list[Cut]:
    """Some stretches, in the middle of words and at the edges of blocks as well."""
    cuts = []
    for i in rng.sample(range(len(document.start)), min(6, len(document.start))):
        first, last = int(document.start[i]), int(document.end[i])
        if last - first < 12:
            continue
        start = rng.choice((first, rng.randrange(first, last - 8)))
        end = rng.choice((last, rng.randrange(start + 6, last)))
        if (start, end) != (first, last):
            cuts.append(Cut(start, end, i, False))
    return sorted(cuts)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_taken_over_is_what_would_be_found(seed: int) -> None:
    rng = random.Random(seed)
    every = documents()
    columns = Columns(every)
    chosen = [p for p in range(len(every)) if seed == 0 or rng.random() < 0.4]
    finer = [cut_finer(every[p], cuts_of(every[p], rng)).document for p in chosen]
    model = spam_model()
    see(columns, model)
    alone, taken = see(Columns(finer), model), see(Columns(finer, Whole(columns, chosen)), model)
    assert len(alone.features) > sum(len(every[p].start) for p in chosen)
    for name in ("scores", "summed", "anchor", "host"):
        one, other = getattr(alone.evidence, name), getattr(taken.evidence, name)
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(alone.features, taken.features, rtol=1e-5, atol=1e-5)
    for name in ("points", "kind", "folded", "script", "character_block"):
        assert np.array_equal(getattr(alone.columns, name), getattr(taken.columns, name)), name
