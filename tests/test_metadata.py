"""What pages say of themselves: all sources together, in their order of trust."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scrub.parser.metadata import read_metadata
from scrub.parser.tidy import tidy, tidy_json
from scrub.values import Metadata

URL = "https://www.example.com/2021/03/04/story"


def read(head: str = "", body: str = "", url: str | None = URL, lang: str = "en") -> Metadata:
    page = f"<html lang={lang}><head>{head}</head><body>{body}</body></html>"
    return read_metadata(LexborHTMLParser(page), url)


def script(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "A Long Story",
    "datePublished": "2021-03-05T08:00:00+01:00",
    "dateModified": "2021-03-06",
    "author": [{"name": "Jane Doe"}, {"name": "John Roe"}],
    "keywords": "one, two",
    "license": "https://creativecommons.org/licenses/by/4.0/",
}


def test_everything_from_one_page() -> None:
    found = read(
        '<title>A Long Story | Example News</title><link rel=canonical href="/story">'
        '<link rel=license href="https://creativecommons.org/licenses/by/4.0/">'
        '<meta property="og:title" content="A long  story &amp; more"><meta property="og:type" content="Article">'
        '<meta property="og:site_name" content="Example News"><meta property="og:image" content="/a.jpg">'
        '<meta property="article:published_time" content="2021-03-04T10:00:00+01:00">'
        '<meta property="article:modified_time" content="2021-03-05T10:00:00+01:00">'
        '<meta property="article:tag" content="One"><meta property="article:tag" content="Two">'
        '<meta name="author" content="By Jane Doe"><meta name="description" content="What\n it is">'
    )
    assert found == Metadata(
        title="A long story & more",
        author="Jane Doe",
        date="2021-03-04T10:00:00+01:00",
        modified="2021-03-05T10:00:00+01:00",
        language="en",
        site_name="Example News",
        description="What it is",
        canonical="https://www.example.com/story",
        image="https://www.example.com/a.jpg",
        tags=("One", "Two"),
        licence="https://creativecommons.org/licenses/by/4.0/",
        kind="article",
        headline="A long story & more",
        article_body=None,
    )


def test_json_is_believed_before_meta_elements() -> None:
    found = read(
        script(ARTICLE) + '<meta name=author content="Somebody Else"><meta name=date content="2001-01-01">'
    )
    assert (found.title, found.author) == ("A Long Story", "Jane Doe; John Roe")
    assert (found.date, found.modified) == ("2021-03-05T08:00:00+01:00", "2021-03-06")
    assert (found.tags, found.licence) == (("one", "two"), ARTICLE["license"])


@pytest.mark.parametrize(
    ("head", "author", "day"),
    [
        ('<meta name="DC.creator" content="Jane Doe"><meta name="DC.date.issued" content="2020-01-02">', "Jane Doe", "2020-01-02"),
        ('<meta name="dcterms.creator" content="Doe, Jane"><meta name="DCTERMS.issued" content="2020-01-02">', "Doe, Jane", "2020-01-02"),
        (
            ('<meta name=citation_author content="Doe, Jane"><meta name=citation_author content="Roe, John">'
            '<meta name=citation_publication_date content="2020/01/02">'),
            "Doe, Jane; Roe, John",
            "2020-01-02",
        ),
        ('<meta name=parsely-author content="Jane Doe"><meta name=parsely-pub-date content="2020-01-02">', "Jane Doe", "2020-01-02"),
        ('<meta name=sailthru.author content="Jane Doe"><meta name=sailthru.date content="2020-01-02">', "Jane Doe", "2020-01-02"),
        ('<meta property=article:author content="https://social.example/jane"><meta name=author content="Jane Doe">', "Jane Doe", "2021-03-04"),
        ('<meta property=og:site_name content="Example"><meta name=author content=Example>', "Example", "2021-03-04"),
    ],
)  # fmt: skip
def test_vocabularies_of_the_head(head: str, author: str, day: str) -> None:
    found = read(head)
    assert (found.author, found.date) == (author, day)


@pytest.mark.parametrize(
    ("body", "author", "day"),
    [
        (
            ("<article itemscope><span itemprop=author itemscope><b itemprop=name>Jane Doe</b>, 12 posts</span>"
            "<meta itemprop=datePublished content=2020-01-02></article>"),
            "Jane Doe",
            "2020-01-02",
        ),
        ("<p>by <a rel='nofollow author' href=/jane>Jane Doe</a> <time datetime=2020-01-02>then</time>", "Jane Doe", "2020-01-02"),
        ("<p class=entry-byline>By Jane Doe</p><span class=post-date>January 2, 2020</span>", "Jane Doe", "2021-03-04"),
        ("<span class=Author-Name>Jane Doe</span><time>2 January 2020</time>", "Jane Doe", "2020-01-02"),
        ("<a href=/author/jane>Jane Doe</a><time pubdate datetime='2020-01-02 10:00'></time>", "Jane Doe", "2020-01-02T10:00:00"),
        (
            ("<aside><time datetime=2022-02-02></time></aside><div class=comments><time datetime=2022-03-03></time>"
            "<span class=comment-author>Troll</span></div><article><time datetime=2020-01-02></time></article>"),
            None,
            "2020-01-02",
        ),
        ("<time class=updated datetime=2022-02-02></time><time class=published datetime=2020-01-02></time>", None, "2020-01-02"),
        ("<p class=author-bio>She writes about many things.</p>", None, "2021-03-04"),
        ("<p class=byline>" + "Much too long for a byline. " * 20 + "</p>", None, "2021-03-04"),
    ],
)  # fmt: skip
def test_bylines_of_the_body(body: str, author: str | None, day: str) -> None:
    found = read(body=body)
    assert (found.author, found.date) == (author, day)


def test_updates_are_told_from_publication() -> None:
    body = (
        "<time class=updated datetime=2021-03-06>x</time><time class=published datetime=2021-03-05>y</time>"
    )
    assert read(body=body).modified == "2021-03-06"
    assert read(body="<meta itemprop=dateModified content='7 March 2021'>" + body).modified == "2021-03-07"


def test_dates_by_class_come_last() -> None:
    body = "<p class=tagline>since 3 May 1999</p><p class=entry-byline>By Jane Doe | January 2, 2020</p>"
    assert read(body=body, url="https://www.example.com/story").date == "2020-01-02"


def test_american_pages_put_the_month_first() -> None:
    body = "<span class=date>05/01/2020</span>"
    assert read(body=body, url=None, lang="en-US").date == "2020-05-01"
    assert read(body=body, url=None, lang="en-GB").date == "2020-01-05"


@pytest.mark.parametrize(
    ("lang", "head", "language"),
    [
        ("de", "", "de"),
        ("en_us", "", "en-US"),
        ("zh-hant-tw", "", "zh-Hant-TW"),
        ("'{{lang}}'", "<meta property=og:locale content=pt_BR>", "pt-BR"),
        ("''", "<meta http-equiv=content-language content='fr, en'>", "fr"),
        ("''", script({"@type": "Article", "inLanguage": "it"}), "it"),
        ("''", "", None),
    ],
)
def test_languages(lang: str, head: str, language: str | None) -> None:
    assert read(head, lang=lang).language == language


@pytest.mark.parametrize(
    ("head", "site_name"),
    [
        ("<meta property=og:site_name content='https://www.example.com/'>", "example.com"),
        ("<meta property=og:site_name content='www.example.com'>", "www.example.com".removeprefix("www.")),
        ("<title>A story | Example</title>", "Example"),
        ("<title>A story | Somewhere</title>", None),
        (
            (
                "<title>A story that is long enough | X</title><meta property=og:site_name content='A story that is long enough | X'>"
                "<meta property=og:title content='A story that is long enough'>"
            ),
            None,
        ),
        (script({"@type": "WebSite", "name": "Example News"}), "Example News"),
    ],
)
def test_site_names(head: str, site_name: str | None) -> None:
    assert read(head).site_name == site_name


def test_addresses_that_lead_nowhere_are_left_out() -> None:
    head = "<link rel=canonical href='javascript:alert(1)'><meta property=og:image content='data:image/png;base64,x'>"
    assert (read(head).canonical, read(head).image) == (None, None)
    assert read("<link rel=canonical href='/a'>", url=None).canonical is None


def test_a_head_that_ends_early_does_not_hide_its_elements() -> None:
    found = read(
        "<p>broken</p><link rel=canonical href=/a><meta name=author content='Jane Doe'><title>A story</title>"
    )
    assert (found.canonical, found.author, found.title) == (
        "https://www.example.com/a",
        "Jane Doe",
        "A story",
    )


def test_a_drawing_has_no_title() -> None:
    assert read(body="<svg><title>Logo</title></svg><h1>A story</h1>").title == "A story"


def test_strings_are_tidy() -> None:
    assert tidy(" a\u00a0b\n\tc\x00\u202ed\ud800 ", 100) == "a b cd"
    assert tidy("a" * 1000, 500) == "a" * 500
    assert tidy_json("&lt;b&gt; &amp;amp; <i>x</i> 1 < 2", 100) == "& x 1 < 2".replace("& ", "&amp; ")
    found = read('<meta name=description content="' + "x" * 9_000 + '"><title>' + "y" * 9_000 + "</title>")
    assert found.description is not None and len(found.description) == 2_000
    assert found.title is not None and len(found.title) == 500


def test_nothing_gives_nothing() -> None:
    assert read_metadata(LexborHTMLParser(""), None) == Metadata()
    assert read(
        "<title> </title><meta name=author content=' '><meta name=keywords content=' , '>", url=None
    ) == Metadata(language="en")


fragments = st.sampled_from(
    [
        "<title>", "</title>", "<meta property=og:title content='A | B'>", "<meta name=author content='By ; and ,'>",
        "<meta name=date content='99/99/2020 25:61'>", "<time datetime='2020-13-45T99:99'>", "<time>", "</time>", "<h1>",
        "<link rel=canonical href='http://[::1'>", "<p itemprop='author' itemscope>", "<b itemprop=name itemscope>", "<svg>",
        "<a rel=author>", "<p class='byline date'>", '<script type="application/ld+json">', "</script>", "<article>", "<!--",
        '{"@type":"Article","author":', '{"name":["', '"]}', "[", "]", "}", "&#0;", "\ud83d", "<template>", "<frameset>", "</p>",
    ]
)  # fmt: skip


@given(
    st.lists(st.one_of(fragments, st.text(max_size=12)), max_size=30),
    st.one_of(st.none(), st.just(URL), st.text(max_size=20)),
)
def test_hostile_pages_never_raise(parts: list[str], url: str | None) -> None:
    tree = LexborHTMLParser("".join(parts).encode("utf-8", "replace"))
    found = read_metadata(tree, url)
    for value in (found.title, found.author, found.site_name, found.description, found.headline):
        assert value is None or (value and value == " ".join(value.split()))
        (value or "").encode()
    for day in (found.date, found.modified):
        assert day is None or datetime.fromisoformat(day).year >= 1990


@pytest.mark.parametrize(
    "body",
    [
        "<meta property=og:title content=x>" * 50_000,
        "<time datetime=x class=x>" * 20_000,
        "<p itemprop=author itemscope>" * 20_000,
        "<p class=byline>" + "<b>x" * 50_000,
        "<h1>" + "x " * 500_000,
        script('{"@type":"Article","author":[' + '{"name":"A B"},' * 20_000 + "0]}"),
        script(",}" * 200_000),
        script("[" * 500_000) * 5,
    ],
    ids=["meta", "time", "itemprop", "byline", "heading", "authors", "commas", "deep"],
)
@pytest.mark.usefixtures("runaway_guard")
def test_hostile_pages_cost_no_more_than_others(body: str) -> None:
    tree = LexborHTMLParser(f"<html><head></head><body>{body}")
    assert isinstance(read_metadata(tree, URL), Metadata)
