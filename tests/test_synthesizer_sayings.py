"""What plain text keeps of spam, and the innocents beside it: spun whole, in their languages, half in text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import chain
from random import Random
from typing import Any

import pytest

from scrub.policy.bylines import is_byline
from scrub.trainer.synthesizer import Piece, honest_pieces, lexicons, spam_pieces
from scrub.trainer.synthesizer.bylines import byline, reader_name, robot_name, with_byline
from scrub.trainer.synthesizer.chat_brands import chat_brand, plain_brand
from scrub.trainer.synthesizer.everyday import forensics
from scrub.trainer.synthesizer.lines import AS_TEXT, user_name
from scrub.trainer.synthesizer.phrases import subject
from scrub.trainer.synthesizer.pitches import phrase, praise_comment, spliced_text
from scrub.trainer.synthesizer.sayings import say, sayings, speakers
from scrub.trainer.synthesizer.visible import visible_text
from scrub.values import FAMILIES

LEXICONS = {lexicon.code: lexicon for lexicon in lexicons()}
TABLES = ("praise", "doorways", "chat", "adverts", "everyday", "coverage", "forensics", "guides")
PITCHES = {"praise", "advert", "doorway_prose", "brand_comment", "spliced_text"}
EVERYDAY = {"thanks", "slang", "author", "business", "review", "coverage", "forensics", "guide", "record"}
COUNT = 3000
IN_SPAM = ("kw", "brand", "phone", "mail", "site", "handle")
IN_HONEST = ("kw", "gear", "brand", "topic", "user", "mail", "site", "host", "host2", "path", "quoted")
SPAM = ("praise", "doorways", "chat", "adverts")


@cache
def pieces(spam: bool) -> tuple[Piece, ...]:
    return tuple((spam_pieces if spam else honest_pieces)(11, COUNT))


def squeezed(text: str) -> str:
    return "".join(text.split())


def new(spam: bool) -> list[Piece]:
    return [piece for piece in pieces(spam) if piece.kind in (PITCHES if spam else EVERYDAY)]


def templates(entry: Any) -> list[str]:
    """All templates below an entry of a file, whatever sorts it has."""
    if isinstance(entry, str):
        return [entry]
    below = entry.values() if isinstance(entry, dict) else entry
    return list(chain.from_iterable(templates(part) for part in below))


def outside(template: str) -> str:
    """What stands outside all braces: there a bar separates keywords, not alternatives."""
    while (less := re.sub(r"\{[^{}]*\}", "", template)) != template:
        template = less
    return template


@pytest.mark.parametrize("name", TABLES)
def test_every_template_is_spun_to_its_end(name: str) -> None:
    given = dict.fromkeys(IN_SPAM if name in SPAM else IN_HONEST, "lamp")
    assert set(sayings(name)) <= set(LEXICONS)
    for code, entry in sayings(name).items():
        for template in templates(entry):
            for seed in range(3):
                text = say(Random(seed), LEXICONS[code], template, **given)
                assert text, template
                assert not set("{}") & set(text), template
                assert "|" not in text or "|" in outside(template), template


def test_families_are_known_and_sold() -> None:
    for entry in sayings("doorways").values():
        assert set(entry["phrases"]) | set(entry["families"]) <= set(FAMILIES)
        assert all("{kw}" in template for template in entry["any"])
        assert all(
            sum("{kw}" in told for told in entry[sort]) >= 0.7 * len(entry[sort])
            for sort in ("heads", "close")
        )
        assert len(entry["any"]) >= 5
    for entry in (*sayings("coverage").values(), *sayings("adverts").values()):
        assert set(entry) <= set(FAMILIES)
    assert set(sayings("doorways")["en"]["families"]) == set(sayings("coverage")["en"]) == set(FAMILIES[1:])
    assert all("praise" in entry for entry in sayings("everyday").values())


def test_every_language_of_a_pitch_has_innocents_beside_it() -> None:
    assert set(sayings("praise")) <= set(sayings("everyday"))
    assert set(sayings("chat")) <= set(sayings("everyday"))
    assert set(sayings("adverts")) <= set(sayings("coverage"))
    assert set(sayings("doorways")) <= set(sayings("guides"))


@pytest.mark.parametrize("spam", [True, False])
def test_shares_and_languages(spam: bool) -> None:
    kinds = PITCHES if spam else EVERYDAY
    assert 0.44 < len(new(spam)) / COUNT < 0.58
    count = Counter(piece.kind for piece in new(spam))
    assert set(count) == kinds
    assert min(count.values()) > COUNT // 80
    assert len({piece.language for piece in new(spam)}) >= 18
    assert {piece.family for piece in new(spam)} == set(FAMILIES)
    assert {piece.as_text for piece in new(spam)} == {AS_TEXT}
    assert {piece.as_text for piece in pieces(spam) if piece.kind not in kinds} == {0.5}


@pytest.mark.parametrize("spam", [True, False])
def test_hardly_two_pieces_are_equal(spam: bool) -> None:
    texts = Counter(piece.text for piece in new(spam) if len(piece.text) > 60)
    assert len(texts) > 0.97 * sum(texts.values())


@pytest.mark.parametrize("spam", [True, False])
def test_text_is_that_of_the_markup_and_markup_is_escaped(spam: bool) -> None:
    for piece in new(spam):
        assert piece.spam is spam
        assert piece.text.strip()
        if piece.html:
            assert piece.text == visible_text(piece.html)
            if not piece.hiding:
                assert (
                    not re.search(r"<(?!/?(?:p|div|li|span|br|font|a)\b)", html.unescape(piece.html))
                    or "&lt;" in piece.html
                )


def test_pitches_have_no_links() -> None:
    assert not any("href=" in piece.html for piece in new(True))


def test_keywords_cut_honest_sentences_of_any_script() -> None:
    for code in ("en", "de", "fr", "ru", "zh", "ja", "ko"):
        for seed in range(20):
            rng, again = Random(seed), Random(seed)
            text = visible_text(spliced_text(rng, subject(rng, LEXICONS[code], "gambling")).html)
            kw = phrase(again, subject(again, LEXICONS[code], "gambling"))
            assert squeezed(kw) in squeezed(text)
            assert len(squeezed(text)) > len(squeezed(kw)) + 8


def test_praise_names_the_goods_often_and_not_always() -> None:
    named = 0
    for seed in range(300):
        rng = Random(seed)
        told = subject(rng, LEXICONS["en"], "iptv")
        told_text = visible_text(praise_comment(rng, told).html).lower()
        named += any(good.lower() in told_text for good in (*told.goods, "iptv"))
    assert 60 < named < 240


def test_brands_are_disguised_in_many_ways() -> None:
    names = [chat_brand(Random(seed)) for seed in range(600)]
    assert len(set(names)) > 590
    blocks = Counter(unicodedata.name(c, "?").split()[0] for name in names for c in set(name))
    for block in ("MATHEMATICAL", "FULLWIDTH", "CIRCLED", "GREEK", "CYRILLIC", "LATIN", "DIGIT"):
        assert blocks[block] > 5, block
    assert sum(bool(re.search(r"\w [\w] \w", name)) for name in names) > 30
    assert all(plain_brand(Random(seed)).isascii() for seed in range(100))


def test_honest_users_have_digits_too() -> None:
    assert all(re.search(r"\d$", user_name(Random(seed))) for seed in range(100))


def test_forensics_quote_the_keywords() -> None:
    for seed in range(40):
        draft = forensics(Random(seed), LEXICONS["en"], "pharma")
        assert re.search("[“„«\"`'「\\[]", visible_text(draft.html))


def test_speakers_know_the_table() -> None:
    few = (LEXICONS["th"], LEXICONS["en"], replace(LEXICONS["sw"], code="unknown"))
    heard = [lexicon.code for lexicon in speakers("chat", few)]
    assert set(heard) == {"th", "en"}
    assert heard.count("en") > heard.count("th") == 1
    assert speakers("chat", few[2:]) == ()


@pytest.mark.parametrize("name", TABLES)
def test_every_language_speaks(name: str) -> None:
    assert set(sayings(name)) == set(LEXICONS)


def test_a_language_that_has_no_sayings_gets_pieces_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrub.trainer.synthesizer.spam.speakers", lambda *_: ())
    made = list(spam_pieces(1, 50, languages=("sw",), families=("pharma",)))
    assert len(made) == 50
    assert not {piece.kind for piece in made} & PITCHES


def test_brands_in_chatter_are_of_betting_sites() -> None:
    assert "brand_comment" not in {
        p.kind for p in spam_pieces(1, 300, languages=("en",), families=("pharma",))
    }


@pytest.mark.parametrize("code", sorted(LEXICONS))
def test_bylines_name_who_wrote_and_robots_use_the_forms_of_readers(code: str) -> None:
    """What tells a robot is its name, not how the blog prints it."""
    lexicon = LEXICONS[code]
    name = reader_name(Random(1), lexicon)
    lines = [byline(Random(k), lexicon, name) for k in range(80)]
    assert all(name in line for line in lines)
    assert sum(map(is_byline, lines)) >= 20
    said = [with_byline(Random(k), lexicon, name, ["first", "second"]) for k in range(40)]
    assert {tuple(rows[:2]) == ("first", "second") for rows in said} == {True, False}
    assert with_byline(Random(1), lexicon, "", ["first"]) == ["first"]


def test_robots_sign_with_what_they_sell_more_often_than_readers_with_anything() -> None:
    told = subject(Random(2), LEXICONS["en"], "pharma")
    names = [robot_name(Random(k), told, "cheap pills online") for k in range(400)]
    assert 0.3 < names.count("cheap pills online") / len(names) < 0.5
    persons = {f"{given} {family}" for given in told.lexicon.names for family in told.lexicon.surnames}
    assert sum(name in persons for name in names) > 20
    readers = [reader_name(Random(k), told.lexicon) for k in range(400)]
    assert sum(name in persons for name in readers) > 80
