"""Write-back: exactly the injected bytes go, or the page says that they were not found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verdicts import spans_of, verdicts_for

from scrub.cleaner import SourceCuts, source_cuts
from scrub.parser import parse
from scrub.values import Page

FARM = '<div style="display:none"><a href="http://s.example/1">cheap pills</a>, <a href="http://s.example/2">casino</a></div>'


def cuts_of(body: bytes, *pieces: str, content_type: str = "text/html") -> SourceCuts:
    page = Page(body, content_type=content_type)
    document = parse(page)
    return source_cuts(document, verdicts_for(document, spans=spans_of(document, *pieces)), page, None)


def without(body: bytes, cuts: SourceCuts) -> bytes:
    for start, end in reversed(cuts.ranges):
        body = body[:start] + body[end:]
    return body


def left(markup: str, *pieces: str) -> str:
    body = markup.encode()
    cuts = cuts_of(body, *pieces)
    assert cuts.unlocated == ()
    return without(body, cuts).decode()


@pytest.mark.parametrize(
    ("markup", "pieces", "expected"),
    [
        (f"<p>Honest.</p>\n{FARM}\n<p>End.</p>", ["cheap pills, casino"], "<p>Honest.</p>\n\n<p>End.</p>"),
        (
            f"<p>Honest.</p><div> <section>\n{FARM} </section></div>",
            ["cheap pills, casino"],
            "<p>Honest.</p>",
        ),
        (
            "<p>The <b>bridge</b> <a href='http://s.example'>casino</a> opened.</p>",
            ["casino"],
            "<p>The <b>bridge</b>  opened.</p>",
        ),
        (
            "<p>caf&eacute; &amp; bar<p>buy &lt;pills&gt; &#110;ow<br>and here<p>End &copy",
            ["buy <pills> now", "and here"],
            "<p>caf&eacute; &amp; bar<p><p>End &copy",
        ),
        (
            "<table><tr><td>Honest</td><td><a href=x>casino</a></td></tr></table>",
            ["casino"],
            "<table><tr><td>Honest</td><td></td></tr></table>",
        ),
        (
            "<ul><li>One</li><li><a href=x>casino</a></li><li><a href=y>pills</a></li><li>Two</li></ul>",
            ["casino", "pills"],
            "<ul><li>One</li><li>Two</li></ul>",
        ),
        (
            "<script>if (a<b) casino()</script><!-- casino <p> --><style>p{}</style><p>casino</p><p>End</p>",
            ["casino"],
            "<script>if (a<b) casino()</script><!-- casino <p> --><style>p{}</style><p>End</p>",
        ),
        (
            '<p title="a > b">Honest</p><p>casino</p><svg><title>x</title></svg><select><option>casino</select>',
            ["casino"],
            '<p title="a > b">Honest</p><svg><title>x</title></svg><select><option>casino</select>',
        ),
        (
            "<main><header>\n<a href=x>casino</a></header><h2>pills</h2><p><b>slots</b> Honest.</p></main>",
            ["casino\npills\nslots"],
            "<main>\n<p> Honest.</p></main>",
        ),
        ("<p>Same.</p><p>casino</p><p>casino</p>", ["casino\ncasino"], "<p>Same.</p>"),
        (
            "<!doctype html><html><body><p>casino</p></body></html>",
            ["casino"],
            "<!doctype html><html><body></body></html>",
        ),
    ],
)
def test_the_injected_bytes_go_and_no_other(markup: str, pieces: list[str], expected: str) -> None:
    assert left(markup, *pieces) == expected


def test_what_the_parser_moves_is_located_by_its_words_or_not_at_all() -> None:
    """Text between rows moves before the table: the order differs, but unique words are certain."""
    markup = b"<table><tr><td>Honest words</td></tr>misplaced<tr><td>casino pills</td></tr></table><p>End</p>"
    cuts = cuts_of(markup, "casino pills")
    assert cuts.unlocated == ()
    assert b"casino" not in without(markup, cuts)
    twice = markup.replace(b"<p>End</p>", b"<p>casino pills</p>")
    cuts = cuts_of(twice, "casino pills")
    assert cuts == SourceCuts((), (0,))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "koi8-r", "windows-1251"])
def test_offsets_are_those_of_bytes_in_any_encoding(codec: str) -> None:
    markup = "<p>Мост открыт — « да »</p><p>казино онлайн</p><p>Конец</p>".replace("— « да »", "да")
    body = markup.encode(codec)
    content_type = f"text/html; charset={codec.removesuffix('-sig')}"
    cuts = cuts_of(body, "казино онлайн", content_type=content_type)
    assert without(body, cuts) == markup.replace("<p>казино онлайн</p>", "").encode(codec)


def test_bytes_that_do_not_come_back_are_left_alone() -> None:
    body = b"<meta charset=utf-8><p>caf\xe9 \xff</p><p>casino</p>"
    page = Page(body, content_type="text/html; charset=utf-8")
    cuts = cuts_of(page.body, "casino", content_type="text/html; charset=utf-8")
    assert cuts.unlocated == (0,) or without(body, cuts) == b"<meta charset=utf-8><p>caf\xe9 \xff</p>"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_loses_lines_and_nothing_else(end: str) -> None:
    text = end.join(["The bridge opened.", "casino online", "  End of it. casino", ""])
    body = text.encode()
    assert without(body, cuts_of(body, "casino online", content_type="text/plain")).decode() == text.replace(
        f"casino online{end}", ""
    )


WORDS = st.sampled_from(
    ["bridge", "Мост", "&amp;", "caf&eacute;", "a<b>c</b>", "<br>", "<img src=x>", "橋", "< 3"]
)
HONEST = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: f"<p>{' '.join(words)} x</p>")
WRAPS = st.sampled_from(
    ["<p>{}</p>", "<div hidden>\n<span>{}</span></div>", "<ul><li>{}</li></ul>", "{}", "<b>{}", "<td>{}</td>"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(HONEST, min_size=1, max_size=5), WRAPS, st.integers(0, 5))
def test_what_is_cut_was_the_spam_and_what_is_left_was_there(honest: list[str], wrap: str, at: int) -> None:
    """Whatever the markup: either the piece is said not to be located, or it alone is gone."""
    at = min(at, len(honest))
    spam = wrap.format('<a href="http://s.example/">cheap casino pills</a>')
    markup = "\n".join([*honest[:at], spam, *honest[at:]])
    body = markup.encode()
    cuts = cuts_of(body, "cheap casino pills", content_type="text/html; charset=utf-8")
    if cuts.unlocated:
        assert cuts.ranges == ()
        return
    cut = without(body, cuts).decode()
    assert "casino" not in cut and "s.example" not in cut
    before, after = parse(Page(body)).text, parse(Page(cut.encode())).text
    assert "".join(after.split()) == "".join(before.replace("cheap casino pills", "").split())


def test_a_piece_that_would_change_its_neighbours_stays_and_the_others_go() -> None:
    """Without the word, what is left around it would be read as a character reference."""
    body = b"<p>A&amcasinop; x</p><p>pills</p><p>End.</p>"
    cuts = cuts_of(body, "casino", "pills")
    assert cuts.unlocated == (0,)
    assert cuts.removals == ((1,),)
    assert without(body, cuts) == b"<p>A&amcasinop; x</p><p>End.</p>"


def test_every_range_knows_its_removals() -> None:
    body = b"<ul><li>casino</li><li>pills</li></ul><p>Honest.</p><p>slots <b>and</b> more</p>"
    cuts = cuts_of(body, "casino", "pills", "slots and more")
    assert cuts.removals == ((0, 1), (2,))
    assert without(body, cuts) == b"<p>Honest.</p>"
