"""Doorway pages: what they are, and what stays of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from test_policy import FARM, FARM_TEXT, STORY

from scrub.parser import parse_markup, parse_text
from scrub.policy import judge, reasons
from scrub.reasons import WITH
from scrub.values import WHOLE_PAGE


def test_a_page_of_spam_is_a_doorway() -> None:
    document = parse_text("\n".join(f"{FARM_TEXT} {n}" for n in range(8)))
    verdicts = judge(document)
    assert verdicts.doorway
    assert set(verdicts.span_unit.tolist()) == {WHOLE_PAGE}


def test_what_stands_between_the_spam_of_a_doorway_goes_with_it() -> None:
    farms = "".join(f"<div>{FARM}</div>" for _ in range(12))
    likely = "Prices from 2000 to 5000 a night"
    page = f"<title>x</title>{farms}<p>{likely}</p><p>Full night, home or hotel</p>{farms}"
    document = parse_markup(page, None)
    verdicts = judge(document)
    assert verdicts.doorway
    spans = list(zip(verdicts.span_start.tolist(), verdicts.span_end.tolist(), strict=True))
    gone = [document.text[a:b] for a, b in spans]
    assert likely in gone
    assert (verdicts.score[~verdicts.spam] < 0.05).all()
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert verdicts.spam.sum() == len(spans) == verdicts.span_removed.sum()
    assert any(WITH in reasons(document, verdicts, k) for k in range(len(spans)))


@pytest.mark.parametrize("hidden", ["", ' style="display:none"'])
def test_the_few_words_of_a_small_page_stay_under_a_large_farm(hidden: str) -> None:
    words = ("Our bakery is closed today.", "We bake again on Monday at six.", "Bread 3.20, rolls 0.60")
    farms = f"<footer{hidden}>{''.join(f'<div>{FARM}</div>' for _ in range(24))}</footer>"
    story = "".join(f"<p>{line}</p>" for line in words)
    page = f"<title>Bakery</title><nav><a href=/>Home</a></nav><main><h1>Closed</h1>{story}</main>{farms}"
    document = parse_markup(page, None)
    verdicts = judge(document)
    kept = {
        document.text[a:b]
        for a, b, spam in zip(
            document.start.tolist(), document.end.tolist(), verdicts.spam.tolist(), strict=True
        )
        if not spam
    }
    assert {*words, "Closed", "Home"} <= kept
    assert verdicts.spam.sum() >= 24


def test_an_article_under_many_comments_of_robots_is_no_doorway() -> None:
    comments = "".join(f'<div class="comment">{FARM}</div>' for _ in range(40))
    article = "".join(f"<p>{sentence}</p>" for sentence in STORY * 2)
    page = "<title>The story</title><h1>The story</h1><article>{}</article><section id=comments>{}</section>"
    beside, alone = (parse_markup(page.format(text, comments), None) for text in (article, ""))
    first, second = judge(beside), judge(alone)
    gone = first.span_end - first.span_start
    assert gone[first.span_removed].sum() > 0.6 * len(beside.text)
    assert not first.doorway and WHOLE_PAGE not in first.span_unit
    assert second.doorway
