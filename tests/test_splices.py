"""Phrases that a robot spliced into Chinese text again and again: found at their exact ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_stretches import CHINESE, HONEST, weights

import scrub
from scrub.classifier.evidence import text_evidence
from scrub.classifier.splices import splices
from scrub.parser import parse_text
from scrub.signals.columns import Columns


def found_in(text: str) -> list[str]:
    """The phrases, once for each place."""
    columns = Columns([parse_text(text)])
    found = splices(columns, text_evidence(columns, weights()), 0)
    return [text[at : at + one.length] for one in found for at in one.starts]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        (CHINESE.join((HONEST[:20], HONEST[20:30], HONEST[30:])), [CHINESE] * 2),
        (CHINESE.join((HONEST[:20], HONEST[20:30], HONEST[30:40], HONEST[40:])), [CHINESE] * 3),
        (
            f"{HONEST[:20]}{CHINESE}88{HONEST[20:]}\n{HONEST[:9]}{CHINESE}88，{HONEST[9:]}",
            [CHINESE + "88"] * 2,
        ),
        (f"{HONEST[:20]}{CHINESE} 网站{HONEST[20:]}{CHINESE} 网站。", [CHINESE + " 网站"] * 2),
        (f"{HONEST[:20]}{CHINESE}{HONEST[20:]}", []),  # once
        (HONEST * 3, []),
        (f"{HONEST[:9]}{CHINESE}{HONEST[:40]}" * 2, []),  # a passage that was copied
        (CHINESE, []),
        ("", []),
        (f"{CHINESE[:3]}{HONEST}{CHINESE[:3]}", []),
    ],
)
def test_a_phrase_is_what_stands_in_all_of_its_places(text: str, phrases: list[str]) -> None:
    assert found_in(text) == phrases


@given(
    st.lists(
        st.sampled_from([CHINESE, CHINESE[2:], HONEST, HONEST[3:9], " ", "\n", "1", "。", "a"]), max_size=20
    )
)
def test_phrases_are_alike_apart_and_inside(pieces: list[str]) -> None:
    text = "".join(pieces)
    columns = Columns([parse_text(text)])
    taken: set[int] = set()
    for one in splices(columns, text_evidence(columns, weights()), 0):
        assert len({text[at : at + one.length] for at in one.starts}) == 1 and len(one.starts) > 1
        assert 0.0 <= one.likely <= 1.0
        for at in one.starts:
            own = set(range(at, at + one.length))
            assert not own & taken and max(own) < len(text)
            taken |= own


KEYWORD = "澳门皇冠娱乐城"
NEWS = [
    "市政府周日宣布新码头正式启用，首批旅客早上乘船前往对岸的小镇。",
    "当地图书馆今年夏天延长了开放时间，学生们可以在里面自习到晚上十点。",
    "农民说今年的雨水比往年多，水稻长得很好，预计九月份可以收割。",
]


def test_a_keyword_goes_wherever_it_was_thrown_and_the_news_stays() -> None:
    text = "\n".join(line[:9] + KEYWORD + line[9:] for line in NEWS)
    article = scrub.clean_text(text)
    assert article.text == "\n".join(NEWS)
    assert [one.text for one in article.removed] == [KEYWORD] * 3
    assert any(
        "comes again in unrelated places" in reason for one in article.removed for reason in one.reasons
    )


@pytest.mark.parametrize("word", ["新码头开幕式", "市政府办公室", "图书馆管理员"])
def test_what_an_article_is_about_stays_however_often_it_comes(word: str) -> None:
    text = "\n".join(line[:9] + word + line[9:] for line in NEWS)
    assert not scrub.clean_text(text).removed
