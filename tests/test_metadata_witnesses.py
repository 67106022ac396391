"""Metadata where sources disagree or are silent: the fuller list of names, the heading, the line below it."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrub.parser.metadata import read_metadata
from scrub.values import Metadata

LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "author": %s}</script>'


def read(head: str, body: str = "") -> Metadata:
    page = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    return read_metadata(LexborHTMLParser(page), "https://www.example.com/story")


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        # a meta element names the same author, and others
        (LINKED % '{"name": "Ann Lee"}' + '<meta name=author content="Ann Lee, Bo Ray">', "", "Ann Lee; Bo Ray"),
        (LINKED % '{"name": "Ann Lee"}' + '<meta name=author content="Bo Ray, Cy Fox">', "", "Ann Lee"),
        # an account is worse than a name that the page shows
        (LINKED % '"ann.lee.12"', '<p class=byline>By Ann Lee</p>', "Ann Lee"),
        (LINKED % '"ann-lee"', "", "ann-lee"),
        # a template that found nobody
        (LINKED % '{"name": ", The Example"}', '<p class=byline>Ann Lee</p>', "Ann Lee"),
        (LINKED % '{"name": ", The Example"}', "", None),
        # writers who go by one name or write without capitals in other scripts
        (LINKED % '"Madonna"', "", "Madonna"),
        (LINKED % '"王小明"', "", "王小明"),
    ],
)  # fmt: skip
def test_authors(head: str, body: str, author: str | None) -> None:
    assert read(head, body).author == author


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ("<h1>Bridge</h1><div>Dec 18, 2023 3 min read</div><p>Text.</p>", "2023-12-18"),
        ("<div>May 1, 2001</div><h1>Bridge</h1><p>Text.</p>", None),
        (f"<h1>Bridge</h1><p>{'Long text. ' * 40}</p><div>May 1, 2001</div>", None),
        ("<div>Dec 18, 2023</div>", None),
    ],
)
def test_a_date_below_the_heading_is_the_last_resort(body: str, date: str | None) -> None:
    assert read("", body).date == date


def test_a_declared_date_is_better() -> None:
    head = '<meta property="article:published_time" content="2022-02-02">'
    assert read(head, "<h1>Bridge</h1><div>Dec 18, 2023</div>").date == "2022-02-02"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (  # for searchers and for readers
            "<title>Bridge over the old river opens again after repairs | Example</title>",
            "<h1>The old bridge over the river is open again</h1>",
            "The old bridge over the river is open again",
        ),
        (  # the heading is about something else, or too short to tell, or one of several
            "<title>Bridge over the old river opens again</title>",
            "<h1>Everything you need to know about us</h1>",
            "Bridge over the old river opens again",
        ),
        (
            "<title>Bridge over the old river opens again</title>",
            "<h1>The bridge</h1>",
            "Bridge over the old river opens again",
        ),
        (
            "<title>Bridge over the old river opens again</title>",
            "<h1>The old bridge over the river is open</h1><h1>Bridge on the river Kwai again on stage</h1>",
            "Bridge over the old river opens again",
        ),
    ],
)
def test_the_only_heading_may_be_the_better_title(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title
