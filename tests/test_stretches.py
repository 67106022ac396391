"""Stretches of lines: what is cut out of a line lies in it, and short phrases are found where words are not spaced."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.classifier.evidence import Evidence, TextWeights, text_evidence
from scrub.classifier.finer import Cut, cut_finer
from scrub.classifier.languages import no_profiles
from scrub.classifier.ngrams import BITS, ngrams
from scrub.classifier.stretches import doubtful_links, suspicious, worth_a_look
from scrub.classifier.vocabulary import BITS as WORD_BITS
from scrub.parser import parse_markup, parse_text
from scrub.signals.columns import Columns

CHINESE, THAI, LATIN = "甲乙丙丁戊己", "กขคงจฉช", "cheap pills"
HONEST = (
    "市政府星期天开放了新的码头，渡轮每天开两班，谁也不用付钱，旅客可以在网上预订船票，也可以在码头购买。"
)


@cache
def weights() -> TextWeights:
    """Every n-gram inside of the phrases weighs 3, and everything else -.1."""
    text = np.full(1 << BITS, -0.1, dtype=np.float32)
    for phrase in (CHINESE, THAI, LATIN):
        columns = Columns([parse_text(phrase)])
        for bucket in columns.once(ngrams):
            inside = bucket[int(columns.start[0]) : int(columns.end[0])]
            text[inside[inside > 0]] = 3.0
    text[0] = 0.0
    word, host = np.zeros(1 << WORD_BITS, np.float32), np.zeros(1 << 14, np.float32)
    return TextWeights(text, -2.0, word, 0.0, host, 0.0, no_profiles(), text, word)


def found_in(*texts: str) -> list[list[Cut]]:
    columns = Columns([parse_text(text) for text in texts])
    evidence = text_evidence(columns, weights())
    return suspicious(columns, evidence, np.zeros(len(columns), bool), doubtful_links(columns, evidence))


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_phrase_is_found_wherever_it_breaks_a_line_of_chinese(times: int) -> None:
    text = CHINESE.join([HONEST[20:] + HONEST[:20]] * (times + 1))
    (cuts,) = found_in(text)
    told = [text[cut.start : cut.end] for cut in cuts]
    assert len(told) == times and all(CHINESE in one and len(one) <= len(CHINESE) + 2 for one in told)


@pytest.mark.parametrize("text", [HONEST, HONEST * 5, "", "\n", "甲乙" + HONEST, "戊己"])
def test_nothing_is_cut_out_of_honest_chinese(text: str) -> None:
    assert found_in(text) == [[]]


def test_only_the_line_that_holds_it_is_searched() -> None:
    columns = Columns([parse_text(f"{HONEST}\n{HONEST[:20]}{CHINESE}{HONEST[20:]}\nA line in English.")])
    evidence = text_evidence(columns, weights())
    assert worth_a_look(columns, evidence, doubtful_links(columns, evidence)).tolist() == [1]


PIECES = st.sampled_from(
    [CHINESE, THAI, LATIN, HONEST, "One line.", "\n", " ", "。", "2017", "a", "\u200b", "\t", "甲"]
)


@given(st.lists(st.lists(PIECES, max_size=30).map("".join), min_size=1, max_size=3))
def test_stretches_lie_in_their_lines_one_behind_the_other(texts: list[str]) -> None:
    for text, cuts in zip(texts, found_in(*texts), strict=True):
        document = parse_text(text)
        before = 0
        for cut in cuts:
            assert before <= cut.start < cut.end
            assert document.start[cut.block] <= cut.start and cut.end <= document.end[cut.block]
            before = cut.end
        if cuts:
            assert len(cut_finer(document, cuts).at) == len(cuts)


def link(text: str) -> tuple[Columns, Evidence]:
    columns = Columns(
        [parse_markup(f'<p>Some words before <a href="http://a.example/">{text}</a> and some behind.', None)]
    )
    return columns, text_evidence(columns, weights())


def test_a_link_in_a_block_that_is_likely_spam_is_looked_at_sooner() -> None:
    columns, evidence = link(f"{LATIN} ")
    evidence = evidence._replace(anchor=np.array([0.6], np.float32), host=np.array([-3.0], np.float32))
    assert doubtful_links(columns, evidence).tolist() == [True]
    told = [
        doubtful_links(columns, evidence, np.array([p], np.float32)).tolist()[0]
        for p in (0.0, 1e-4, 0.5, 1.0)
    ]
    assert told == sorted(told) and told[0] is False and told[-1] is True
    honest = evidence._replace(anchor=np.array([0.4], np.float32))
    assert not doubtful_links(columns, honest, np.ones(1, np.float32)).any()
