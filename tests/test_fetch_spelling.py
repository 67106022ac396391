"""Addresses in one spelling, and those that are traps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.fetcher.spelling import same_site, spell
from scrub.fetcher.traps import is_trap, shape_of, without_session


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443/a#part", "https://example.org/a"),
        ("http://example.org/a/./b/../c/", "http://example.org/a/c/"),
        ("http://example.org/../../a", "http://example.org/a"),
        ("http://example.org/%7euser/%c3%a9", "http://example.org/~user/%C3%A9"),
        ("http://example.org/é?q=ü b", "http://example.org/%C3%A9?q=%C3%BC%20b"),
        ("http://example.org/100%", "http://example.org/100%25"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://example.org./", "http://example.org/"),
        ("  http://exam\nple.org/a\tb ", "http://example.org/ab"),
        ("http:\\\\example.org\\a", "http://example.org/a"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://[0:0::1]:8080/", "http://[::1]:8080/"),
        ("http://example.org?b=2&a=1", "http://example.org/?b=2&a=1"),
        ("http://example.org/a?", "http://example.org/a"),
    ],
)
def test_an_address_has_one_spelling(written: str, spelled: str) -> None:
    assert spell(written) == spelled
    assert spell(spelled) == spelled


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a",
        "//a.example/",
        "mailto:a@b",
        "http://user:pw@a.example/",
        "http://a.example:x/",
        "http://" + "a" * 300,
        "http://a.example/" + "a" * 5000,
    ],
)
def test_what_cannot_be_fetched_has_no_spelling(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        spell(url)


@settings(deadline=None)  # a busy machine is no error
@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://a.example/", "http://a.example/?"]))
def test_spelling_is_stable_whatever_is_written(text: str, before: str) -> None:
    try:
        spelled = spell(before + text)
    except ValueError:
        return
    assert spell(spelled) == spelled
    assert spelled.isascii()
    assert spelled.isprintable()
    assert " " not in spelled


def test_sites_are_registrable_domains() -> None:
    assert same_site("https://www.example.co.uk/", "http://news.example.co.uk:8080/a")
    assert not same_site("http://a.co.uk/", "http://b.co.uk/")
    assert not same_site("http://10.0.0.1/", "http://10.0.0.2/")


@pytest.mark.parametrize(
    "path",
    ["/a/amp/", "/a.amp", "/amp/a", "/a?amp=1", "/print/a", "/a?print=1", "/a?action=edit", "/wp-login.php", "/logout", "/a.JPG", "/a/b/a/b/a/b",
     "/" + "x/" * 20, "/a?" + "&".join(f"k{n}=1" for n in range(12)), "/calendar/2150/01/", "/cal?year=1820&month=3", "/a?replytocom=12", "/" + "y" * 1100],
)  # fmt: skip
def test_traps_are_left_alone(path: str) -> None:
    assert is_trap(f"http://example.org{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/2024/05/a-bridge",
        "/news/12345",
        "/a?page=2&sort=date",
        "/example/camp/",
        "/printing/a",
        "/blog/blog/a",
        "/1984/a",
        "/editor",
        "/login-problems",
    ],
)
def test_honest_paths_are_no_traps(path: str) -> None:
    assert not is_trap(f"http://example.org{path}")


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://a.example/x;jsessionid=12AB?y=1", "http://a.example/x?y=1"),
        ("http://a.example/x?PHPSESSID=aa&y=1", "http://a.example/x?y=1"),
        ("http://a.example/x?y=1&sid=aa", "http://a.example/x?y=1"),
        ("http://a.example/x?utm_source=a&utm_medium=b", "http://a.example/x"),
        ("http://a.example/x?inside=1", "http://a.example/x?inside=1"),
    ],
)
def test_session_ids_do_not_make_new_pages(url: str, clean: str) -> None:
    assert without_session(url) == clean


def test_shapes_tell_endless_spaces_from_articles() -> None:
    assert shape_of("http://a.example/article/12345") is None
    assert shape_of("http://a.example/c?month=3&year=2020") == shape_of(
        "http://a.example/c?year=2021&month=11"
    )
    assert shape_of("http://a.example/2024/05/01/") == shape_of("http://a.example/2023/11/30/")
