"""What hides an element and what only looks like it: declarations, attributes and tags."""

from __future__ import annotations

import pytest
from declarations import HIDES, SHOWS, WAYS, dressed, target, tree_of
from hypothesis import given
from hypothesis import strategies as st

from scrub.parser.causes import hiding_causes
from scrub.parser.hiding import hidden_elements
from scrub.parser.screen import suspicious
from scrub.parser.styles import hiding_of_style
from scrub.values import HIDING


@pytest.mark.parametrize("way", [w for w in WAYS if w != "large"])
@pytest.mark.parametrize("declarations", [d for d in HIDES if "{" not in d])
def test_hides(declarations: str, way: str) -> None:
    rule = set() if way == "inline" else {"rule"}
    assert target(dressed(way, declarations)) == set(HIDES[declarations].split()) | rule


@pytest.mark.parametrize("way", [w for w in WAYS if w != "large"])
@pytest.mark.parametrize("declarations", SHOWS)
def test_shows(declarations: str, way: str) -> None:
    assert target(dressed(way, declarations)) == set(), SHOWS[declarations]


# A large sheet is searched for what is common; these are what it leaves to small ones.
ONLY_IN_SMALL_SHEETS = (
    "\\",
    "1e4",
    "calc(",
    "99999px",
    "matrix",
    "/*",
    "#ffffff00",
    "rgba",
    "background",
    "opacity: 0%",
)


@pytest.mark.parametrize(
    "declarations", [d for d in HIDES if "{" not in d and not any(x in d for x in ONLY_IN_SMALL_SHEETS)]
)
def test_hides_in_a_large_sheet(declarations: str) -> None:
    assert target(dressed("large", declarations)) == set(HIDES[declarations].split()) | {"rule"}


@pytest.mark.parametrize("declarations", SHOWS)
def test_shows_in_a_large_sheet(declarations: str) -> None:
    assert target(dressed("large", declarations)) == set(), SHOWS[declarations]


def test_a_broken_block_still_hides_inline() -> None:
    assert target(dressed("inline", "display:none;color:{")) == {"display"}


def test_entities_in_a_style_are_read_by_the_parser() -> None:
    assert target('<p id=t style="dis&#112;lay&colon;none">x') == {"display"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p id=t hidden>x", "attribute"),
        ("<p id=t hidden=until-found>x", "attribute"),
        ("<p id=t aria-hidden=true>x", "aria"),
        ("<noscript id=t><p>x</p></noscript>", "noscript"),
        ("<details><summary>s</summary><p id=t>x</p></details>", "details"),
        ("<details id=t><p>x</p></details>", "details"),
        ("<marquee id=t height=1 width=5>x</marquee>", "moved"),
        ("<marquee id=t scrollamount=10000>x</marquee>", "moved"),
        ("<font id=t color=white>x</font>", "colour"),
        ("<p style='background:#000'><a id=t style='color:#010101'>x</a>", "colour"),
        ("<table bgcolor=navy><tr><td><font id=t color=000080>x</font></table>", "colour"),
        ("<div id=t style='color:#ffffff'>x</div>", "colour"),
        (
            "<style>.sr-only{position:absolute;left:-10000px}</style><p id=t class=sr-only>x",
            "offscreen reader rule",
        ),
        ("<style>.visually-hidden{display:none}</style><p id=t class=visually-hidden>x", "display rule"),
    ],
)
def test_hides_by_markup(body: str, expected: str) -> None:
    assert target(body) == set(expected.split())


@pytest.mark.parametrize(
    "body",
    [
        "<p id=t>x",
        "<p id=t data-hidden>x",
        "<p id=t aria-hidden=false>x",
        "<p id=t hidden style='display:block'>x",
        "<details open><summary>s</summary><p id=t>x</p></details>",
        "<details><summary id=t>s</summary><p>x</p></details>",
        "<details id=t><summary>s</summary><p>x</p></details>",
        "<marquee id=t>x</marquee>",
        "<marquee id=t width=100% height=20 scrollamount=6>x</marquee>",
        "<font id=t color=gray>x</font>",
        "<div class=hero><a id=t style='color:#fff'>x</a></div>",
        "<style>body{background:#123}</style><a id=t style='color:#fff'>x</a>",
        "<p style='background:#000'><a id=t style='color:#fff'>x</a>",
        "<p style='background:url(a.png)'><a id=t style='color:#fff'>x</a>",
        "<p id=t class=sr-only>x",
        "<div style='display:none'><p id=t>inherited, not its own</p></div>",
    ],
)
def test_shows_by_markup(body: str) -> None:
    assert target(body) == set()


def test_only_the_elements_that_hide_themselves_are_listed() -> None:
    tree = tree_of("<div style='display:none'><p>a</p><p hidden>b</p></div><p>c</p>")
    assert len(hidden_elements(tree)) == 2


@given(st.text())
def test_no_style_fails(style: str) -> None:
    assert 0 <= hiding_of_style(style) < 1 << len(HIDING)


@given(st.text(alphabet=":;{}()[]\"'\\/*!@#-%,. 0123456789abcdefilnoprstxy\n\x00é"))
def test_no_css_like_style_fails(style: str) -> None:
    hiding_of_style("position:absolute;left:" + style)


@given(st.lists(st.sampled_from([*HIDES, *SHOWS]), max_size=4).map(";".join))
def test_the_screen_lets_nothing_that_hides_go(style: str) -> None:
    if not suspicious(style.lower()):
        assert hiding_of_style(style) == 0


@given(st.lists(st.sampled_from([d for d in (*HIDES, *SHOWS) if "\\" not in d]), max_size=4).map(";".join))
def test_the_short_way_and_the_tokenizer_agree(style: str) -> None:
    """An escape in an unknown property sends the whole block through the tokenizer."""
    assert hiding_of_style(style) == hiding_of_style(r"\7a:1;" + style)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<style>.xq1{position:absolute;left:-9999px}</style><div class=xq1><p id=t>x</p></div>",
            ("off-screen: position:absolute; left:-9999px by .xq1",),
        ),
        ("<p id=t style='display:none'>x", ("not displayed: display:none by its style attribute",)),
        ("<p hidden><b id=t>x</b>", ("hidden attribute",)),
        ("<noscript><p id=t style='opacity:0'>x</noscript>",
         ("see-through: opacity:0 by its style attribute", "inside <noscript>")),
        ("<style>.a{left:-999em}</style><p id=t class=a style='position:fixed'>x",
         ("off-screen: left:-999em; position:fixed by .a, its style attribute",)),
        ("<p id=t>x", ()),
    ],
)  # fmt: skip
def test_words_name_the_declaration_and_the_selector(body: str, expected: tuple[str, ...]) -> None:
    tree = tree_of(body)
    node = tree.css_first("#t")
    assert node is not None
    assert tuple(dict.fromkeys(cause.words for cause in hiding_causes(tree, node))) == expected
