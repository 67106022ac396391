"""Keywords that the synthesizer drops into texts: where it says they are, and nothing else changed."""

from __future__ import annotations

import random
import re

import pytest

from scrub.trainer.synthesizer import insert_splices

LATIN = "The council opened a new pier on Sunday. Ferries leave twice a day, and nobody has to pay.\nA second line."
CHINESE = "市政府星期天开放了新的码头。渡轮每天开两班，谁也不用付钱。\n第二行也有几个字，说的是别的事情。"


@pytest.mark.parametrize(
    ("text", "language"), [(LATIN, "en"), (LATIN, "tr"), (CHINESE, "zh"), (CHINESE, "ja")]
)
def test_what_is_spliced_is_where_it_is_said_to_be(text: str, language: str) -> None:
    counts = set()
    for seed in range(60):
        changed, spans = insert_splices(text, random.Random(seed), languages=(language,))
        assert spans == sorted(spans) and 2 <= len(spans) <= 8
        told = {changed[a:b] for a, b in spans}
        assert 1 <= len(told) <= 2 and all(word == " ".join(word.split()) != "" for word in told)
        rest, before = "", 0
        for a, b in spans:
            rest, before = rest + changed[before:a], b + (changed[b : b + 1] == " ")
        assert re.sub(r" ", "", rest + changed[before:]) == re.sub(r" ", "", text)
        counts.add(len(spans))
    assert len(counts) > 3


def test_a_splice_is_a_function_of_its_seed() -> None:
    assert insert_splices(LATIN, random.Random(7)) == insert_splices(LATIN, random.Random(7))


@pytest.mark.parametrize("text", ["", "word", "\n\n"])
def test_a_text_without_a_sentence_stays(text: str) -> None:
    assert insert_splices(text, random.Random(1), languages=("en",)) == (text, [])


def test_unknown_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="no vocabulary"):
        insert_splices(LATIN, random.Random(1), languages=("xx",))
