"""What examples are made of labelled pages: honest text that speaks another language than its page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scrub.evaluator.spam import Judged, quoted_figures, shingles
from scrub.trainer.labels import LabelledPage
from scrub.trainer.spam_corpus import quoted_examples
from scrub.values import Page

PLAIN = {
    "en": "The council met on Tuesday to speak about the old bridge, and nobody left before midnight.",
    "de": "Der Rat tagte am Dienstag wegen der alten Brücke, und niemand ging vor Mitternacht nach Hause.",
    "tr": "Meclis salı günü eski köprü için toplandı ve gece yarısından önce kimse evine gitmedi.",
}


def pages(*languages: str, text: str | None = "") -> Sequence[LabelledPage]:
    """One page of the set of languages for each."""
    found = []
    for k, language in enumerate(languages):
        told = "\n".join(f"{PLAIN[language]} ({k}, {line})" for line in range(8))
        markup = "".join(f"<p>{line}</p>" for line in told.splitlines())
        body = f"<html><body><article>{markup}</article></body></html>".encode()
        page = Page(body, content_type="text/html; charset=utf-8")
        given = told if text == "" else text
        found.append(LabelledPage(f"p{k}", f"host{k}.example", "languages", page, given, language=language))
    return found


def test_lines_of_one_language_stand_in_pages_and_texts_of_others_and_are_honest() -> None:
    given = pages("en", "de", "tr")
    told = {p.id: p.text or "" for p in given}
    found = list(quoted_examples(given, 0))
    assert {e.document.markup for e in found} == {True, False}
    for example in found:
        (a, b), *_ = example.piece
        quoted = example.document.text[a:b].strip().splitlines()[0]
        _, source, _ = example.id.split("-")
        assert quoted in told[source]
        assert quoted not in [line for p, text in told.items() if p != source for line in text.splitlines()]
        assert not example.spam and not example.label.any() and not example.spans
        assert example.group == f"host:host{source[1:]}.example"


@pytest.mark.parametrize(
    "given",
    [
        pages("en", "en", "en"),
        pages("en", "de", "tr", text=None),
        pages("en", "de", "tr", text="short\nlines"),
        [],
    ],
)
def test_where_no_other_language_or_no_line_is_at_hand_nothing_is_made(given: Sequence[LabelledPage]) -> None:
    assert not list(quoted_examples(given, 0))


def test_the_same_seed_makes_the_same_examples() -> None:
    first, second, other = (
        [e.document.text for e in quoted_examples(pages("en", "de", "tr"), seed)] for seed in (3, 3, 4)
    )
    assert first == second != other


def test_of_quotations_only_what_is_lost_of_them_counts() -> None:
    """Half of the first one goes, of the second nothing, though its text is alarmed elsewhere."""
    first, second = [e for e in quoted_examples(pages("en", "de", "tr"), 0) if not e.document.markup][:2]
    (a, b), *_ = first.piece
    half = first.document.text[a : (a + b) // 2]
    found = quoted_figures(
        [Judged(first, (half,), (), 0.9), Judged(second, ("elsewhere, and nowhere else",), (), 0.9)]
    )
    assert found["pages"] == 2
    assert found["alarms_per_1000"] == 500
    whole = sum(len(shingles([e.document.text[a:b] for a, b in e.piece])) for e in (first, second))
    assert found["shingles_per_million"] == pytest.approx(1e6 * len(shingles([half])) / whole)


def test_no_quotations_are_no_figures() -> None:
    assert quoted_figures([]) == {"pages": 0, "alarms_per_1000": 0, "shingles_per_million": 0}
