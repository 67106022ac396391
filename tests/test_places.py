"""Where exactly a finding stands: line, column, region, post, row, and the language it is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import FARM
from hypothesis import given
from hypothesis import strategies as st

from scrub.findings import Located
from scrub.inputs import read
from scrub.places import point_of
from scrub.survey import survey
from scrub.text.language import guess_language
from scrub.values import Page

LINKS = "".join(
    f'<li><a href="http://{city}-escort.example/vip">{city} escort bayan</a></li>'
    for city in ("ankara", "izmir", "bursa", "adana", "konya", "mersin", "antalya", "samsun")
)
STORY = "".join(
    f"<p>The {word} of the valley met on Monday to talk about the old weir bridge, and everybody came.</p>\n"
    for word in ("council", "school", "choir", "farmers", "brigade", "parents")
)


def found(markup: str, url: str = "https://news.example/weir") -> Located:
    (one,) = survey([Page(markup.encode(), url, "text/html; charset=utf-8", source=url)]).findings
    return one


def html(farm: str, body: str = "<body>") -> str:
    return f"<!doctype html><title>Weir</title>{body}<article class='entry-content'>{STORY}</article>{farm}</body>"


@pytest.mark.parametrize(
    ("farm", "region"),
    [
        ("<footer><ul>{}</ul></footer>", "footer"),
        ('<div id="colophon"><ul>{}</ul></div>', "footer"),
        ("<aside><ul>{}</ul></aside>", "sidebar"),
        ('<div id="text-3" class="widget widget_text"><ul>{}</ul></div>', "widget text-3"),
        ('<ol class="commentlist"><li><ul>{}</ul></li></ol>', "comments"),
        ("<div><ul>{}</ul></div>", "page body"),
    ],
)
def test_the_region_of_a_farm_is_named(farm: str, region: str) -> None:
    assert found(html(farm.format(LINKS))).places == (region,)


def test_a_farm_in_the_article_is_said_to_be_there() -> None:
    markup = (
        f"<!doctype html><title>Weir</title><body><article>{STORY}<ul>{LINKS}</ul>{STORY}</article></body>"
    )
    assert found(markup).places == ("article body",)


@pytest.mark.parametrize(
    ("body", "url", "post"),
    [
        ('<body class="single postid-17 wp">', "https://news.example/weir", "post 17"),
        ("<body class='page page-id-9'>", "https://news.example/weir", "post 9"),
        (
            "<link rel='shortlink' href='https://news.example/?p=23'><body>",
            "https://news.example/w",
            "post 23",
        ),
        ("<body>", "https://news.example/?p=31", "post 31"),
    ],
)
def test_the_number_of_the_post_is_read(body: str, url: str, post: str) -> None:
    assert post in found(html(f"<ul>{LINKS}</ul>", body), url).places


def test_the_theme_file_is_a_guess_from_region_and_theme() -> None:
    style = '<link rel="stylesheet" href="/wp-content/themes/valley-two/style.css"><body>'
    places = found(html(f"<footer><ul>{LINKS}</ul></footer>", style)).places
    assert places == ("footer", "theme file wp-content/themes/valley-two/footer.php")


def test_rows_of_a_dump_are_named(tmp_path: Path) -> None:
    dump = tmp_path / "site.sql"
    content = (STORY + f"<ul>{LINKS}</ul>").replace("\n", "\\n").replace("'", "\\'")
    dump.write_text(
        "CREATE TABLE `wp_posts` (\n  `ID` bigint,\n  `post_content` longtext\n);\n"
        f"INSERT INTO `wp_posts` VALUES (17,'{content}');\n"
    )
    (one,) = survey(read([str(dump)])).findings
    assert "row 17 of wp_posts" in one.places
    assert (one.record_id, one.row) == ("post 17", 1)


def test_line_and_column_pass_over_what_looks_alike() -> None:
    link = '<a href="http://ankara-escort.example/vip">about</a>'
    markup = html(f"\n<footer>\n  <ul>{LINKS}</ul></footer>").replace("<title>", f"<!-- {link} --><title>")
    one = found(markup)
    assert one.finding.line is not None
    assert one.finding.column is not None
    line = markup.splitlines()[one.finding.line - 1]
    assert line.startswith("  <ul>")
    assert line[one.finding.column - 1 :].startswith(one.finding.links[0])


def test_a_point_is_counted_from_one_and_entities_are_known() -> None:
    source = "<body>\n  <a href='/?a=1&amp;b=2'>"
    assert point_of(source, "/?a=1&b=2") == (2, 12)
    assert point_of("x x x", "x", before=1) == (1, 3)
    assert point_of("x x x", "x", before=9) == (1, 5)
    assert point_of("x", "y") is None


def test_the_rest_of_the_block_is_what_is_left() -> None:
    farm = FARM.read_text("utf-8")
    one = found(farm)
    assert one.patched == "" or one.finding.text not in one.patched


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ankara escort çankaya escort bayan kızılay escort eryaman rus escort", "tr"),
        ("The bridge opened on Monday and everybody came to see it", "en"),
        ("Die Brücke wurde am Montag eröffnet und ist nicht für Autos", "de"),
        ("situs judi slot online terpercaya dan gacor untuk anda", "id"),
        ("สล็อตเว็บตรง แตกง่าย UFABET", "th"),
        ("ブランドコピー 時計 n級品", "ja"),
        ("pożyczki ratalne bez zdolności kredytowej", "pl"),
        ("nhà cái uy tín nhất việt nam", "vi"),
        ("casino", ""),
        ("replica watches", ""),
        ("", ""),
        ("12 34 !!", ""),
    ],
)
def test_a_language_is_told_or_left_open(text: str, language: str) -> None:
    assert guess_language(text) == language


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=6), st.permutations(range(10)))
def test_points_are_the_same_in_whatever_order_they_are_asked_for(
    rows: list[list[int]], order: list[int]
) -> None:
    """Each number stands once: its point is its line and column, forwards, backwards, and on another page between."""
    seen: set[int] = set()
    lines = [[n for n in row if not (n in seen or seen.add(n))] for row in rows]  # type: ignore[func-returns-value]
    source = "\n".join("".join(map(str, row)) for row in lines)
    where = {n: (y, x) for y, row in enumerate(lines, 1) for x, n in enumerate(row, 1)}
    for n in order:
        assert point_of(source, str(n)) == where.get(n)
        assert point_of("\n\n" + str(n), str(n)) == (3, 1)
