"""Titles without the name of their site, and names out of bylines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.parser.authors import join_authors
from scrub.parser.titles import choose_title, site_of


@pytest.mark.parametrize(
    ("written", "headings", "title"),
    [
        (["A Long Story | Example News"], [], "A Long Story"),
        (["A Long Story - Example News"], [], "A Long Story"),
        (["A Long Story – Sport – Example News"], ["A Long Story"], "A Long Story"),
        (["Example News: A Long Story"], [], "A Long Story"),
        (["A Long Story – The Long Subtitle of It"], [], "A Long Story – The Long Subtitle of It"),
        (["A Long Story - Elsewhere"], ["A Long Story"], "A Long Story"),
        (["A Long Story About Things | Section | Example News"], [], "A Long Story About Things"),
        (["Social teaser", "A Long Story | Example News"], ["A long story"], "A Long Story"),
        (["Example News", "A Long Story"], [], "A Long Story"),
        (["Example News"], ["Example News", "A Long Story"], "A Long Story"),
        (["Example News"], [], "Example News"),
        (["A story that goes on and…", "A story that goes on and on"], [], "A story that goes on and on"),
        (["»A Quoted Story« - example.com"], [], "»A Quoted Story«"),
        (["A Long Story -"], [], "A Long Story"),
        (["Trump: ‘I said so’ | Example News"], [], "Trump: ‘I said so’"),
        ([], ["A Long Story"], "A Long Story"),
        ([], [], None),
        (["", " - "], [], " - "),
    ],
)
def test_titles(written: list[str], headings: list[str], title: str | None) -> None:
    assert choose_title(written, headings, site_of(["Example News"], "www.example.com")) == title


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        (["Jane Doe"], "Jane Doe"),
        (["By Jane Doe"], "Jane Doe"),
        (["Von Jane Doe und Max Muster"], "Jane Doe; Max Muster"),
        (["BY JANE DOE AND JOHN ROE"], "Jane Doe; John Roe"),
        (["Par Jeanne Dupont"], "Jeanne Dupont"),
        (["Written by: Jane Doe"], "Jane Doe"),
        (["Jane Doe", "John Roe", "jane doe"], "Jane Doe; John Roe"),
        (["Jane Doe, John Roe"], "Jane Doe; John Roe"),
        (["Jane Doe, Senior Reporter"], "Jane Doe"),
        (["Doe, Jane"], "Doe, Jane"),
        (["Jane Doe (jane@example.com)"], "Jane Doe"),
        (["Jane Doe @janedoe"], "Jane Doe"),
        (["Jane Doe https://example.com/jane"], "Jane Doe"),
        (["Jane Doe | May 1, 2023"], "Jane Doe"),
        (["By Jane Doe Published December 22, 2023 • 13 min read"], "Jane Doe"),
        (["Jane Doe 5 Min Read"], "Jane Doe"),
        (["Jane Doe Example Times"], "Jane Doe"),
        (["Example Times"], "Example Times"),
        (["José Ortega y Gasset"], "José Ortega y Gasset"),
        (["Marie-Claire d’Arc"], "Marie-Claire d’Arc"),
        (["Sandy Forsyth"], "Sandy Forsyth"),
        (["Byron Vonn"], "Byron Vonn"),
        (["王小明"], "王小明"),
    ],
)
def test_authors(written: list[str], authors: str) -> None:
    assert join_authors(written, "Example Times") == authors


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "admin", "Author", "null", "https://www.example.com/people/jane", "jane@example.com", "12345", "|", "By",
        "This sentence is much too long to be the name of anybody at all",
    ],
)  # fmt: skip
def test_no_authors(written: str) -> None:
    assert join_authors([written]) is None


def test_authors_stay_short() -> None:
    joined = join_authors(f"Person Number{chr(97 + k)}" for k in range(26))
    assert joined is not None
    assert len(joined) <= 200


@given(st.lists(st.text(max_size=40), max_size=4), st.lists(st.text(max_size=20), max_size=2))
def test_any_text_may_be_a_title_or_a_name(texts: list[str], more: list[str]) -> None:
    choose_title(texts, more, site_of(more, "www.example.com"))
    join_authors(texts, more[0] if more else "")
