"""Which rules of a style sheet hide an element: selectors, cascade, media, and sheets that are broken."""

from __future__ import annotations

import pytest
from declarations import names, target, tree_of
from hypothesis import given
from hypothesis import strategies as st

from scrub.parser.hiding import hidden_elements
from scrub.parser.sheets import Sheet

RULE = "<p id=t class='menu open'>x</p>"


@pytest.mark.parametrize(
    "sheet",
    [
        ".menu{display:none}",
        ".menu{display:block}.menu{display:none}",
        "p.menu{display:none}.menu{display:block}",
        ".menu{display:none!important}#t{display:block}",
        "#t{display:none}.menu.open{display:block}",
        "*{display:none}",
        "p{display:none}",
        "[class~=menu]{display:none}",
        "body>p{display:none}",
        "p:first-of-type{display:none}",
        ".menu:not(.closed){display:none}",
        ".other,.menu{display:none}",
        ".a:hover,.menu{display:none}",
        "@media screen{.menu{display:none}}",
        "@media all and (min-width:600px){.menu{display:none}}",
        "@media (width >= 600px){.menu{display:none}}",
        "@media print{.x{color:red}}.menu{display:none}",
        "@media print{.x{color:red}.y{a:b}} @media screen{.menu{display:none}}",
        "@layer a{.menu{display:none}}",
        "@supports (display:grid){@media screen{.menu{display:none}}}",
        "@import 'a.css';.menu{display:none}",
        "@charset 'utf-8'; .menu{display:none}",
        "<!-- .menu{display:none} -->",
        ".me\\6e u{display:none}",
        ".x{content:'}'}.menu{display:none}",
        ".menu{display:none",
        "/* a { */.menu{/*}*/display:none}",
        ".menu{background:url(data:image/png;base64,AAA=);display:none}",
    ],
)
def test_rules_that_hide(sheet: str) -> None:
    assert target(f"<style>{sheet}</style>{RULE}") == {"display", "rule"}


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        ".menu{display:block}",
        ".menus{display:none}",
        ".MENU{display:none}",
        "#menu{display:none}",
        ".menu{display:none}.menu{display:block}",
        ".menu{display:none}.menu.open{display:block}",
        ".menu.open{display:block}.menu{display:none}",
        ".menu{display:none}#t{display:block}",
        ".menu{display:none}p{display:block!important}",
        "p{display:none}p.open{display:flex}",
        ".menu{display:none}@media screen{.menu{display:block}}",
        ".menu:hover{display:none}",
        ".menu:focus-within{display:none}",
        ".menu::before{display:none}",
        ".menu:after{display:none}",
        ".menu:not(.open){display:none}",
        ".no-js .menu{display:none}",
        "html:not(.js) .menu{display:none}",
        ".sidebar .menu{display:none}",
        ".menu .item{display:none}",
        ".menu > *{display:none}",
        "@media print{.menu{display:none}}",
        "@media (max-width:600px){.menu{display:none}}",
        "@media (width < 600px){.menu{display:none}}",
        "@media screen and (max-width: 40em){.x{a:b}.menu{display:none}}",
        "@media (prefers-reduced-motion:reduce){.menu{display:none}}",
        "@media not screen{.menu{display:none}}",
        "@media print{@supports (display:grid){.menu{display:none}}}",
        "@container (width > 1px){.menu{display:none}}",
        "@starting-style{.menu{opacity:0}}",
        "@keyframes p{from{opacity:0}}",
        "@font-face{font-family:menu;src:url(menu)}",
        "/*.menu{display:none}*/",
        ".menu{/*display:none*/}",
        ".menu..x{display:none}",
        "menu{display:none}",
    ],
)
def test_rules_that_do_not(sheet: str) -> None:
    assert target(f"<style>{sheet}</style>{RULE}") == set()


@pytest.mark.parametrize(
    "body",
    [
        "<style media=print>.menu{display:none}</style>",
        "<style media='(max-width: 500px)'>.menu{display:none}</style>",
        "<style type=text/less>.menu{display:none}</style>",
        "<noscript><style>.menu{display:none}</style></noscript>",
        "<template><style>.menu{display:none}</style></template>",
        "<textarea><style>.menu{display:none}</style></textarea>",
    ],
)
def test_sheets_that_do_not_count(body: str) -> None:
    assert target(body + RULE) == set()


def test_inline_display_beats_a_rule() -> None:
    assert target("<style>.menu{display:none}</style><p id=t class=menu style='display:block'>x") == set()


def test_an_important_rule_beats_inline_display() -> None:
    body = "<style>.menu{display:none!important}</style><p id=t class=menu style='display:block'>x"
    assert target(body) == {"display", "rule"}


def test_a_rule_and_a_style_may_hide_together() -> None:
    body = "<style>.menu{left:-9999px}</style><p id=t class=menu style='position:absolute'>x"
    assert target(body) == {"offscreen", "rule"}


def test_two_rules_may_hide_together() -> None:
    body = "<style>.menu{left:-9999px}.open{position:absolute}</style>" + RULE
    assert target(body) == {"offscreen", "rule"}


def test_a_later_sheet_overrules_an_earlier_one() -> None:
    sheets = "<style>.menu{display:none}</style><style>.menu{display:block}</style>"
    assert target(sheets + RULE) == set()


def test_linked_sheets_count_where_they_are_at_hand() -> None:
    tree = tree_of(RULE)
    node = tree.css_first("#t")
    assert node is not None
    found = hidden_elements(tree, external=[".menu{display:none}"])
    assert names(found[node.mem_id]) == {"display", "rule"}


@pytest.mark.parametrize(
    "sheet",
    [
        "{" * 5000,
        "}" * 5000,
        "@media " * 2000,
        "@media screen{" * 2000 + ".menu{display:none}",
        "(" * 5000 + "{display:none}",
        ".menu{" + "(" * 5000 + "display:none}",
        ":is(" * 3000 + "{display:none}",
        "," * 20_000 + "{display:none}",
        ".a" * 5000 + "{display:none}",
        ".menu{display:none}" * 20_000,
        "p{display:none}" * 5000,
        "* " * 190 + "{display:none}",
        ".menu\x00\ud800{display:none}".encode("utf-8", "replace").decode(),
        "/*" * 5000,
        "\\" * 5000 + "{display:none}",
    ],
)
def test_hostile_sheets_neither_fail_nor_last(sheet: str) -> None:
    hidden_elements(tree_of(f"<style>{sheet}</style>{RULE * 50}"))


@given(st.text(alphabet="{}@;:.#a(b)[]*/\"'\\ ,>&!-<0n"))
def test_no_sheet_fails(sheet: str) -> None:
    hidden_elements(tree_of(f"<style>.menu{{display:none}}{sheet}</style>{RULE}"))


def test_sheets_find_their_blocks_at_any_size() -> None:
    small = ".a{color:red}.b{display:none}@media print{.c{opacity:0}}"
    large = ".f{margin:1em}" * 2000 + small
    preludes = [
        sheet.selectors(k)[0].text for sheet in map(Sheet, (small, large)) for k in sheet.suspects({"b", "c"})
    ]
    assert preludes == [".b", ".c", ".b", ".c"]


@pytest.mark.parametrize(
    "selector", ["p:nth-last-child(2n+1)", ".a:nth-of-type(3)", "i~p", ".a:not(:last-child)"]
)
def test_selectors_that_count_are_not_matched_on_huge_pages(selector: str) -> None:
    """lexbor needs seconds for one of them among 20,000 siblings."""
    body = "<p class=a>x" * 20_000
    assert hidden_elements(tree_of(f"<style>{selector}{{display:none}}</style><i></i>{body}")) == {}
    assert hidden_elements(tree_of(f"<style>{selector}{{display:none}}</style><i></i>{body[:1200]}")) != {}
