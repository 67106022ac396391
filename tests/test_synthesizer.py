"""The synthesizer is deterministic and covers what it promises."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrub.trainer.synthesizer import (
    PLACEMENTS,
    Lexicon,
    Piece,
    honest_pieces,
    lexicons,
    spam_pieces,
)
from scrub.trainer.synthesizer.hiding import BROKEN, TECHNIQUES, fail_to_hide, hide
from scrub.values import FAMILIES

Stream = Callable[..., Iterator[Piece]]
COUNT = 3000


@cache
def spam() -> tuple[Piece, ...]:
    return tuple(spam_pieces(7, COUNT))


@cache
def honest() -> tuple[Piece, ...]:
    return tuple(honest_pieces(7, COUNT))


def squeezed(text: str) -> str:
    return "".join(text.split())


def visible(markup: str) -> str:
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    tree.strip_tags(["script", "style"])
    assert tree.body is not None
    return tree.body.text()


@pytest.mark.parametrize("stream", [spam_pieces, honest_pieces])
def test_streams_depend_on_the_seed_alone(stream: Stream) -> None:
    first = list(stream(3, 60))
    assert first == list(stream(3, 60))
    assert first[:20] == list(stream(3, 20))
    assert first != list(stream(4, 60))


def test_streams_are_alike_in_every_process() -> None:
    code = (
        "from scrub.trainer.synthesizer import honest_pieces, spam_pieces\n"
        "print(ascii([*spam_pieces(1, 200), *honest_pieces(1, 200)]))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 10_000


@pytest.mark.parametrize("stream", [spam_pieces, honest_pieces])
def test_choices_are_kept(stream: Stream) -> None:
    pieces = list(stream(1, 80, languages=("tr", "ja"), families=("gambling", "other")))
    assert {piece.language for piece in pieces} == {"tr", "ja"}
    assert {piece.family for piece in pieces} == {"gambling", "other"}


@pytest.mark.parametrize("stream", [spam_pieces, honest_pieces])
def test_unknown_choices_are_named_in_the_error(stream: Stream) -> None:
    with pytest.raises(ValueError, match="no vocabulary for xx"):
        next(stream(1, 1, languages=("en", "xx")))
    with pytest.raises(ValueError, match="no family cars"):
        next(stream(1, 1, families=("cars",)))


def test_spam_is_spam_and_innocents_are_not() -> None:
    assert all(piece.spam for piece in spam())
    assert not any(piece.spam for piece in honest())


@pytest.mark.parametrize("pieces", [spam, honest])
def test_every_family_and_thirty_languages_are_there(pieces: Callable[[], tuple[Piece, ...]]) -> None:
    assert {piece.family for piece in pieces()} == set(FAMILIES)
    languages = {piece.language for piece in pieces()}
    assert len(languages) >= 30
    assert languages == {lexicon.language for lexicon in lexicons()}


def test_many_scripts_are_there() -> None:
    names = Counter(unicodedata.name(c, "?").split()[0] for p in spam() for c in set(p.text) if c.isalpha())
    for script in ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL", "THAI", "CJK",
                   "HIRAGANA", "HANGUL", "GEORGIAN", "ARMENIAN", "MATHEMATICAL", "FULLWIDTH"):  # fmt: skip
        assert names[script] > 5, script


def test_every_kind_placement_and_hiding_is_reached() -> None:
    assert {p.kind for p in spam()} == {
        *("link_farm", "inserted_link", "spam_text", "comment", "doorway", "shop_window"),
        *("praise", "advert", "doorway_prose", "brand_comment", "spliced_text"),
    }
    assert {p.placement for p in spam()} == set(PLACEMENTS)
    assert {p.hiding for p in spam()} == {"", *TECHNIQUES}
    kinds = {p.kind for p in honest()}
    assert len(kinds) >= 20
    assert {
        "city_list",
        "price_list",
        "tag_cloud",
        "blogroll",
        "references",
        "topic_article",
        "hidden_honest",
        "sister_sites",
        "credit",
    } <= kinds
    assert {"display", "attribute", "reader", "offscreen", "details", "noscript"} <= {
        p.hiding for p in honest()
    }


def test_any_family_meets_any_placement_and_hiding() -> None:
    seen = {(p.family, p.placement) for p in spam_pieces(2, 6000)}
    assert seen == {(family, place) for family in FAMILIES for place in PLACEMENTS}
    for family in ("gambling", "other"):
        found = {p.hiding for p in spam_pieces(2, 1500, families=(family,), languages=("en",))}
        assert found == {"", *TECHNIQUES}


def test_hiding_by_rule_stands_in_the_style() -> None:
    styled = [p for p in spam() if p.style]
    assert len(styled) > COUNT // 20
    for piece in styled:
        names = re.findall(r"[.#]([a-z][\w-]+)|=\"([\w-]+)\"", piece.style.lower())
        assert any(name and name in piece.html.lower() for pair in names for name in pair), piece
    assert not any(p.style and not p.html for p in (*spam(), *honest()))


@pytest.mark.parametrize("pieces", [spam, honest])
def test_text_is_what_a_parser_sees(pieces: Callable[[], tuple[Piece, ...]]) -> None:
    for piece in pieces():
        assert piece.text.strip(), piece
        assert piece.text == piece.text.strip()
        if piece.html and piece.hiding != "template":  # a template's content is no part of the page
            assert squeezed(visible(piece.html)) == squeezed(piece.text), piece.html


def test_no_slot_stays_open() -> None:
    for piece in (*spam(), *honest()):
        assert not re.search(
            r"\{(?:kw|topic|city|name|surname|noun|number|year|org|slug|word|title)\}",
            piece.html + piece.text,
        )


def test_spam_has_links_texts_without_links_and_remnants() -> None:
    farms = [p for p in spam() if p.kind == "link_farm" and p.html]
    assert all("href=" in p.html.lower() for p in farms)
    assert max(p.html.lower().count("href=") for p in farms) > 40
    assert sum(not p.html for p in spam()) > COUNT // 20
    texts = "\n".join(p.text for p in spam())
    for trace in ("[url=", "[link=", "](http", "WhatsApp", "🔥", "<a href="):
        assert trace in texts, trace
    markup = "\n".join(p.html for p in spam())
    for trace in (
        "xn--",
        "/wp-content/",
        'rel="dofollow"',
        "href='",
        "<A HREF",
        "&#x",
        "narod.ru",
        'href="//',
        "<font",
    ):
        assert trace in markup, trace


def test_a_third_sells_what_nobody_sells() -> None:
    share = sum(p.family == "other" for p in spam()) / COUNT
    assert 0.25 < share < 0.45


def test_innocents_link_to_as_many_hosts_as_farms() -> None:
    hosts = [len(set(re.findall(r'href="https?://([^/"]+)', p.html))) for p in honest()]
    assert sum(n >= 5 for n in hosts) > COUNT // 25
    assert sum(bool(re.search(r"href=\"/", p.html)) for p in honest()) > COUNT // 8


def test_honest_prose_varies() -> None:
    articles = [p.text for p in honest() if p.kind == "topic_article"]
    assert len(set(articles)) > 0.99 * len(articles)
    assert len({p.language for p in honest() if p.kind == "topic_article"}) >= 12


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_hiding_keeps_the_markup_whole(technique: str) -> None:
    for seed in range(40):
        done = hide(random.Random(seed), '<ul><li><a href="x">word</a></li></ul>', technique)
        assert '<ul><li><a href="x">word</a></li></ul>' in done.html
        assert done.style or done.html != '<ul><li><a href="x">word</a></li></ul>'


def test_broken_css_is_broken() -> None:
    assert not any(
        re.search(r"left:-\{n\}(?:px|em)", css) and css.startswith("position:absolute;") for css in BROKEN
    )
    for seed in range(40):
        done = fail_to_hide(random.Random(seed), "<a>word</a>")
        assert "<a>word</a>" in done.html
        assert "display:none" not in done.html + done.style


@pytest.mark.parametrize("lexicon", lexicons(), ids=lambda lexicon: lexicon.code)
def test_lexicons_are_complete(lexicon: Lexicon) -> None:
    assert len(lexicon.cities) >= 14
    assert len(lexicon.nouns) >= 19
    assert len(lexicon.labels) >= 12
    assert len(lexicon.headings) == 12
    assert min(map(len, (lexicon.spun, lexicon.plain, lexicon.frames, lexicon.comments))) >= 4
    for family in FAMILIES[1:]:
        assert len(lexicon.neutral[family]) >= 1, family
        assert len(lexicon.commercial[family]) >= 4, family
    words = [w for group in (lexicon.cities, lexicon.nouns, lexicon.spun, lexicon.plain) for w in group]
    assert all(words), "an empty variant between two bars"
    assert all("{kw}" in sentence for sentence in (*lexicon.spun, *lexicon.visit))
