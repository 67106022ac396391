"""JSON-LD as good and as broken as pages have it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.parser.jsonld import read_linked

URL = "https://www.example.com/2021/03/04/story"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "A Long Story",
    "datePublished": "2021-03-05T08:00:00+01:00",
    "dateModified": "2021-03-06",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
    "publisher": {"@type": "Organization", "name": "Example News"},
    "image": {"@type": "ImageObject", "url": "https://example.com/a.jpg"},
    "keywords": "one, two",
    "inLanguage": "en-GB",
    "articleBody": "First line. &amp; <b>more</b>",
    "license": "https://creativecommons.org/licenses/by/4.0/",
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ARTICLE),
        json.dumps([ARTICLE]),
        json.dumps(
            {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "X"}, ARTICLE]}
        ),
        json.dumps({"@type": "WebPage", "name": "Page", "mainEntity": ARTICLE}),
        json.dumps([{"@type": "BreadcrumbList", "itemListElement": []}, ARTICLE]),
        "<!--\n" + json.dumps(ARTICLE) + "\n-->",
        "//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        "/*<![CDATA[*/" + json.dumps(ARTICLE) + "/*]]>*/",
        json.dumps(ARTICLE) + ";",
        json.dumps(ARTICLE).replace("A Long Story", "A Long\n\tStory"),
        json.dumps(ARTICLE, indent=1)[:-2] + ",\n}",
        json.dumps(ARTICLE) + json.dumps({"@type": "WebPage"}),
    ],
    ids=[
        "plain",
        "list",
        "graph",
        "main",
        "others",
        "comment",
        "cdata",
        "star",
        "semicolon",
        "raw",
        "comma",
        "two",
    ],
)
def test_linked_articles(text: str) -> None:
    linked = read_linked([text], None, "")
    assert (linked.kind, linked.headline, linked.authors) == (
        "newsarticle",
        "A Long Story",
        ("Jane Doe", "John Roe"),
    )
    assert (linked.published, linked.modified) == ("2021-03-05T08:00:00+01:00", "2021-03-06")
    assert (linked.publisher, linked.image) == ("Example News", "https://example.com/a.jpg")
    assert linked.body == "First line. & more"


@pytest.mark.parametrize(
    "author",
    [
        "Jane Doe",
        ["Jane Doe"],
        {"name": "Jane Doe"},
        {"@id": "#jane"},
        [{"@id": "#jane", "name": "Jane Doe"}],
        {"givenName": "Jane", "familyName": "Doe"},
        {"name": ["Jane Doe", "J. D."]},
    ],
)
def test_linked_authors(author: object) -> None:
    graph = [
        {"@type": "Article", "headline": "A", "author": author},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ]
    assert read_linked([json.dumps({"@graph": graph})], None, "").authors == ("Jane Doe",)


def test_the_linked_article_is_the_one_of_this_page() -> None:
    other = {**ARTICLE, "headline": "Another", "url": "https://example.com/other"}
    this = {"@type": "Article", "headline": "This one", "url": URL + "#top"}
    assert read_linked([json.dumps([other, this])], URL, "This one").headline == "This one"


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "1", '"x"', "[]", "{}", "{", "not json", "[" * 100_000, '{"a":' * 100_000, "1" * 10_000, "<!--", "//",
        '{"@type": 5}', '{"@type": [null, {}]}', '{"@type": "Article", "author": [[[]]], "headline": {"a": 1}}',
        '{"@type": "Article", "headline": [], "image": [], "publisher": [null], "keywords": {"a": 1}}',
        '{"@type": "Article", "datePublished": true, "author": {"name": {"@value": 3}}, "@id": []}',
        '{"@type": "Person", "name": "Jane Doe"}', '{"@type": "Article", "headline": "' + "x" * 600_000 + '"}',
    ],
)  # fmt: skip
def test_linked_nonsense_is_skipped(text: str) -> None:
    linked = read_linked([text], URL, "A title")
    assert (linked.headline, linked.authors, linked.published, linked.body) == ("", (), "", "")


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "author",
                    "name",
                    "headline",
                    "datePublished",
                    "image",
                    "url",
                    "keywords",
                    "publisher",
                ]
            ),
            st.one_of(inner, st.sampled_from(["Article", "WebPage", "Person", "#a"])),
            max_size=6,
        ),
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_read(value: object) -> None:
    read_linked([json.dumps(value)], URL, "A title")
