"""Spun templates come out whole, in every language, and what is odd and honest is made as often."""

from __future__ import annotations

from random import Random

import pytest

from scrub.trainer.synthesizer import honest_pieces, lexicons
from scrub.trainer.synthesizer.robots import (
    disguised_brand,
    reader_comment,
    robot_comment,
    sales_sentence,
    spin,
    templates,
)
from scrub.values import FAMILIES

LANGUAGES = {lexicon.language: lexicon for lexicon in lexicons()}


def test_templates_are_of_languages_and_families_that_are_known() -> None:
    assert set(templates()) <= set(LANGUAGES)
    for sorts in templates().values():
        assert set(sorts) == {"robots", "readers", "sales"}
        assert set(sorts["sales"]) <= set(FAMILIES)


@pytest.mark.parametrize("language", sorted(templates()))
def test_every_template_is_spun_to_its_end(language: str) -> None:
    lexicon, sorts = LANGUAGES[language], templates()[language]
    every = [*sorts["robots"], *sorts["readers"], *(t for found in sorts["sales"].values() for t in found)]
    for template in every:
        for seed in range(3):
            text = spin(Random(seed), lexicon, template, "red lamps")
            assert text
            assert not set("{}|") & set(text), template


def test_a_template_says_many_things_and_the_same_for_a_seed() -> None:
    lexicon = LANGUAGES["en"]
    said = {robot_comment(Random(k), lexicon, "lamps") for k in range(60)}
    assert len(said) > 50
    assert robot_comment(Random(5), lexicon, "lamps") == robot_comment(Random(5), lexicon, "lamps")


def test_a_language_without_templates_says_nothing() -> None:
    lexicon = LANGUAGES["hy"]
    rng = Random(1)
    assert not robot_comment(rng, lexicon, "x")
    assert not reader_comment(rng, lexicon)
    assert not sales_sentence(rng, lexicon, "seo", "x")


def test_brands_come_in_many_disguises() -> None:
    names = {disguised_brand(Random(k)) for k in range(200)}
    assert len(names) > 180
    assert any(" " in name for name in names)
    assert any(any(ord(c) > 0x1D3FF for c in name) for name in names)
    assert any(name.isascii() and name.isalnum() for name in names)


def test_odd_innocents_are_made() -> None:
    kinds = {piece.kind for piece in honest_pieces(3, 900)}
    assert {"notice", "address_list", "host_list", "code_lines", "directory", "chatter"} <= kinds
