"""How the extractor is taught: committees, doubtful gold, and the stretch of the main content."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scrub.dense import sigmoid
from scrub.trainer.content_pages import TrainingPage, inner, prepare
from scrub.trainer.labels import LabelledPage
from scrub.trainer.network import Rows, Training, fit_committee, fit_network
from scrub.values import Page

PARAGRAPH = "A paragraph of the article, number {}, which is long enough to be told from a menu."


def _rows(seed: int = 0) -> Rows:
    generator = np.random.default_rng(seed)
    x = generator.standard_normal((600, 6)).astype(np.float32)
    share = (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype(np.float32)
    return Rows(x, share, np.full(600, 0.1, dtype=np.float32), np.arange(0, 601, 20))


def test_a_committee_is_the_mean_of_its_members() -> None:
    rows, training = _rows(), Training(hidden=(8, 4), epochs=3, dropout=0.0)
    members = [fit_network(rows, replace(training, seed=k)) for k in range(3)]
    together = fit_committee(rows, training, 3)
    x = _rows(1).x
    assert np.allclose(together(x), np.mean([member(x) for member in members], axis=0), atol=1e-4)
    assert not np.allclose(members[0](x), members[1](x), atol=1e-2)


def test_a_committee_learns_what_there_is_to_learn() -> None:
    network = fit_committee(_rows(), Training(hidden=(16, 8), epochs=60, dropout=0.0), 2)
    fresh = _rows(2)
    assert ((sigmoid(network(fresh.x)[:, 0]) > 0.5) == (fresh.share > 0.5)).mean() > 0.85


def _page(gold: str | None, must: tuple[str, ...] = ()) -> TrainingPage:
    menu = "<nav><a href=/a>Home page</a><a href=/b>About</a></nav>"
    body = "".join(f"<p>{PARAGRAPH.format(k)}</p>" for k in range(4))
    html = f"<body>{menu}{body}<p>Read next</p><p>{PARAGRAPH.format(4)}</p><footer>Imprint</footer></body>"
    page = Page(html.encode(), content_type="text/html; charset=utf-8")
    return prepare(LabelledPage("one", "host.example", "set", page, gold, must=must))


def test_the_inner_stretch_goes_from_the_first_to_the_last_block_of_the_gold() -> None:
    gold = "\n".join(PARAGRAPH.format(k) for k in (0, 1, 2, 3, 4))
    page = _page(gold)
    texts = [page.document.text[a:b] for a, b in zip(page.document.start, page.document.end)]
    marked = [text for text, inside in zip(texts, inner(page)) if inside]
    assert marked[0] == PARAGRAPH.format(0)
    assert marked[-1] == PARAGRAPH.format(4)
    assert "Read next" in marked
    assert "Imprint" not in marked


@pytest.mark.parametrize("must", [(), (PARAGRAPH.format(2),)])
def test_without_a_gold_text_only_segments_make_a_stretch(must: tuple[str, ...]) -> None:
    assert inner(_page(None, must)).sum() == len(must)
