"""Insertion puts a piece where it belongs and changes nothing else of a page or a text."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrub.trainer.synthesizer import (
    Piece,
    honest_pieces,
    insert,
    insert_sentence_links,
    insert_text,
    spam_pieces,
)

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>A page</title><script>var x = "</p></body><body>";</script></head>
<body class="home"><!-- <body> </p> --><header><nav><a href="/">Home</a></nav></header>
<main><article><h1>Bees in winter</h1>
<p>Bees stay warm in winter because they cling together and shiver, says <a href="/who">the keeper of forty hives</a>
near the river, who has counted them every year since the flood.</p>
<p>The cluster slowly eats its honey; when spring comes, the first flights are short &amp; cautious, as always.</p>
</article></main><aside class="widget"><ul><li>Archive</li></ul></aside>
<div id="comments" class="comments"></div><footer><p>All rights reserved by nobody.</p></footer></body></html>
"""
BARE_PAGES = ("", "no markup at all", "<p>one</p>", "<html><body>open", "<body></body>", "<div>a<p>b")
TEXT = "The first honest line is here.\n\nA second line, which is a little longer, follows it.\nThe end."


@cache
def pieces() -> tuple[Piece, ...]:
    return (*spam_pieces(7, 300), *honest_pieces(7, 300))


def squeezed(text: str) -> str:
    return "".join(text.split())


def removed(changed: str, original: str, *inserted: str) -> bool:
    for text in inserted:
        assert changed.count(text) >= 1, (text, changed)
    for text in sorted(inserted, key=len, reverse=True):
        changed = changed.replace(text, "", 1)
    return changed == original


def inserted_parts(piece: Piece) -> list[str]:
    markup = piece.html or as_markup(piece)
    parts = [f"{markup} "] if piece.placement == "in_sentence" else [markup]
    return parts + ([f"<style>{piece.style}</style>"] if piece.style else [])


def as_markup(piece: Piece) -> str:
    text = piece.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", "<br>\n")


@pytest.mark.parametrize("page", [PAGE, *BARE_PAGES])
def test_insert_changes_nothing_else(page: str) -> None:
    rng = random.Random(5)
    for piece in pieces():
        changed = insert(page, piece, rng)
        assert len(changed) == len(page) + sum(map(len, inserted_parts(piece)))
        assert removed(changed, page, *inserted_parts(piece)), (piece, changed)


def test_insert_takes_the_wanted_place() -> None:
    rng = random.Random(1)
    mark = '<div id="mark">spam</div>'

    def around(placement: str) -> tuple[str, str]:
        piece = Piece(mark, "spam", True, "other", "en", "link_farm", "", "", placement)
        before, after = insert(PAGE, piece, rng).split(mark)
        return before, after

    assert around("first_in_body")[0].endswith('<body class="home">')
    assert around("after_body")[0].rstrip().endswith((">", "</html>"))
    assert "</body>" in around("after_body")[0]
    assert around("end_of_article")[1].startswith("</article>")
    assert around("mid_article")[0].endswith("</p>")
    assert around("footer")[1].startswith("</footer>")
    assert around("widget")[1].startswith("</aside>")
    assert around("comments")[0].endswith('<div id="comments" class="comments">')
    for _ in range(20):
        before, _ = around("in_sentence")
        assert before.rfind("<p>") > before.rfind("</p>")
        assert before.count("<a ") == before.count("</a>")
        assert "<main>" in before


def test_style_goes_into_the_head() -> None:
    piece = Piece("<i>x</i>", "x", True, "other", "en", "link_farm", "display", ".a{display:none}", "footer")
    assert "<style>.a{display:none}</style></head>" in insert(PAGE, piece, random.Random(1))
    assert "<style>.a{display:none}</style><i>x</i>" in insert("<p>a</p>", piece, random.Random(1))


def test_insert_text_changes_nothing_else() -> None:
    rng = random.Random(9)
    for text in (TEXT, "", "one line", "a\r\nb\r\n", "甲乙丙丁，戊己庚辛。"):
        places = set()
        for piece in pieces()[100:350]:
            changed = insert_text(text, piece, rng)
            at = changed.find(piece.text)
            assert at >= 0
            rest = changed[:at] + changed[at + len(piece.text) :]
            assert squeezed(rest) == squeezed(text)
            places.add("end" if changed.endswith(piece.text) else "inside")
        assert places == ({"end", "inside"} if text else {"end"})


def test_sentence_links_go_into_sentences() -> None:
    for seed in range(60):
        changed, texts = insert_sentence_links(PAGE, random.Random(seed))
        assert 1 <= len(texts) <= 3
        rest = re.sub(r"<a\b[^>]*>[^<]*</a> ", lambda m: m[0] if m[0] in PAGE else "", changed, flags=re.I)
        assert rest == PAGE
        shown = LexborHTMLParser(changed).text()
        at = [shown.find(" ".join(text.split())) for text in texts]
        assert all(position >= 0 for position in at)
    assert insert_sentence_links("<div>none</div>", random.Random(1)) == ("<div>none</div>", [])


def test_sentence_links_keep_their_choices() -> None:
    _, texts = insert_sentence_links(PAGE, random.Random(2), most=1, languages=("el",), families=("pharma",))
    assert len(texts) == 1
