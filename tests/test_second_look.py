"""A closer look at some pages of a batch: what it shows is judged as if it had been seen at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from scrub.classifier.model import spam_model
from scrub.options import Options
from scrub.parser import parse_markup, parse_text
from scrub.policy import _unseen as unseen
from scrub.policy import judge_many
from scrub.policy.closer import SECOND_LOOK, doubtful_pages, hides_more, see_hidden
from scrub.policy.spans import no_spans, score, score_seen, see
from scrub.signals import SIGNALS
from scrub.signals.columns import Columns
from scrub.values import Document, Verdicts

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*/page.html"))
# Hides what stands in most of the samples, but nothing inside of a line, which would be a block of its own.
SHEET = "<style>p, li {position:absolute; left:-9999px} h2 {color:#fff; font-size:0}</style>"
FARM = '<p><a href="http://{0}-casino.example/">online casino {0} slot</a> <a href="http://{0}.example/">viagra</a></p>'


def looks(k: int) -> tuple[Document, Document]:
    """A sample, without rules and with some."""
    body = SAMPLES[k].read_text("utf-8").replace("</head>", SHEET + "</head>", 1)
    body = body if SHEET in body else SHEET + body
    return parse_markup(body, None, rules=False), parse_markup(body, None)


def test_a_page_that_hides_more_is_told_from_another() -> None:
    pairs = [looks(k) for k in range(8)]
    assert all(hides_more(*pair) for pair in pairs)
    first, closely = pairs[0]
    for changed in (
        {"text": first.text[:-1] + "x"}, {"url": "http://a.example/"}, {"start": first.start[:-1]},
        {"anchor_href": ("x", *first.anchor_href)}, {"end": first.end - 1},
    ):  # fmt: skip
        assert not hides_more(first, replace(closely, **changed))
    inline = "<style>i {display:none}</style><p>Words <i>and words</i> in a line"
    assert not hides_more(parse_markup(inline, None, rules=False), parse_markup(inline, None))


def test_what_hides_more_is_measured_as_if_it_had_been_seen_at_first() -> None:
    model = spam_model()
    pairs = [looks(k) for k in range(9)]
    closely = {p: pairs[p][1] for p in (0, 3, 4, 8)}
    seen = see(Columns([first for first, _ in pairs]), model)
    features = seen.features.copy()
    again, scored = see_hidden(seen, score_seen(seen, model, model.block), closely, model)
    documents = [closely.get(p, first) for p, (first, _) in enumerate(pairs)]
    expected = see(Columns(documents), model)
    assert (features != again.features).any()
    for signal in SIGNALS:
        one, other = again.columns.once(signal.column), expected.columns.once(signal.column)
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6, err_msg=signal.name)
    np.testing.assert_allclose(again.features, expected.features, rtol=1e-6, atol=1e-6)
    for name in ("hidden", "concealed", "anchor_hidden"):
        assert np.array_equal(getattr(again.columns, name), getattr(expected.columns, name)), name
    right = score(expected.columns, model)
    np.testing.assert_allclose(scored.probability, right.probability, rtol=1e-4, atol=1e-5)
    assert np.array_equal(scored.why, right.why)


def test_pages_are_looked_at_again_where_hiding_would_settle_the_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of those with a suspicion; a block that would stay in doubt though it were hidden is no reason."""
    names = [signal.name for signal in SIGNALS]
    off_screen, length = names.index("off_screen"), names.index("length")

    def likely(x: np.ndarray, _: object) -> np.ndarray:
        return np.where((x[:, off_screen] == 1) & (x[:, length] > 0), 0.95, 0.5).astype(np.float32)

    monkeypatch.setattr("scrub.policy.closer.probability", likely)
    model = spam_model()
    seen = see(Columns([parse_markup("<p>One block of a page.</p>", None)] * 5), model)
    scored = score_seen(seen, model, model.block)
    assert len(scored.probability) == 5
    seen.features[:, length] = [1, -1, 1, -1, 1]
    scored = scored._replace(probability=np.array([0.3, 0.3, SECOND_LOOK - 0.01, 0.95, 0.95], np.float32))
    before = seen.features.copy()
    assert doubtful_pages(seen, scored, model) == {0: (0,), 3: (), 4: ()}
    assert np.array_equal(seen.features, before)


def alike(one: Verdicts, other: Verdicts) -> None:
    for field in fields(Verdicts):
        mine, its = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray) and mine.dtype == np.float32:
            np.testing.assert_allclose(mine, its, rtol=1e-4, atol=1e-5, err_msg=field.name)
        else:
            assert np.array_equal(mine, its), field.name


@pytest.mark.parametrize("sort", ["hidden", "other"])
def test_suspicious_pages_are_judged_by_the_closer_look(sort: str) -> None:
    """Whether it shows that more is hidden, or anything else."""
    farm = "<p>An honest line of some length stands here, and goes on.</p><div class=x>" + "".join(
        FARM.format(name) for name in ("replica", "betting", "poker", "loan")
    )
    page = "<style>.x {display:none}</style>" + farm
    first, closely = parse_markup(page, None, rules=False), parse_markup(page, None)
    if sort == "other":
        closely = parse_markup(page + "<p>And one more paragraph.</p>", None)
    honest, lines = (
        parse_markup("<h1>The mill</h1><p>The old mill by the river was opened again on Sunday.</p>", None),
        parse_text("A line.\n"),
    )
    batch = [honest, first, lines, first]
    asked = []

    def closer(p: int, _: Sequence[int]) -> Document | None:
        asked.append(p)
        return closely if p == 1 else None

    found = judge_many(batch, Options(), closer=closer)
    assert asked[:1] == [1] and 3 in asked
    for one, other in zip(found, judge_many([honest, closely, lines, first], Options()), strict=True):
        alike(one, other)
    assert found[1].span_removed.any()

    def shows(_: int, __: Sequence[int]) -> Document:
        return closely

    alike(judge_many([first], Options(), closer=shows)[0], judge_many([closely], Options())[0])


def test_a_page_is_asked_as_a_whole_where_a_span_of_it_is_alarming() -> None:
    """Blocks that were asked about without news, and remarks nobody asked about, are told from what alarms."""
    spans = no_spans()._replace(
        page=np.array([0, 1, 1, 2, 3, 4]),
        block=np.array([5, 6, 7, 8, 9, 1]),
        warned=np.array([True, False, False, True, True, False]),
    )
    closely = {3: parse_text("x")}
    asked: dict[int, tuple[int, ...]] = {2: (8,), 3: (9,), 4: (1,)}
    assert unseen(spans, asked, closely) == {0: (), 1: (6, 7), 2: ()}
    assert unseen(spans, {0: (), 1: (), 2: (), 3: (), 4: ()}, {}) == {}
