"""Spam that is nobody's break-in is told apart: comments, credits, paid links, sections a publisher sells."""

from __future__ import annotations

import pytest
from hacked_site.injected import FARM
from harbour import article, findings_on, page

import scrub
from scrub.auditor.origins import lowered
from scrub.findings import Finding

LOANS = (
    '<p>Great post! Get <a href="http://payday-loans-fast.example/apply">payday loans online no credit check</a> and '
    '<a href="http://casino-bonus-best.example/">best online casino bonus</a></p>'
)


def worst(markup: str) -> Finding | None:
    order = ("info", "warning", "error")
    return max(findings_on(markup), key=lambda f: order.index(f.severity), default=None)


VISITORS = {
    "list": f'<ol class="commentlist"><li class="comment"><div class="comment-body">{LOANS}</div></li></ol>',
    "area": f'<div id="comments" class="comments-area"><div>{LOANS}</div></div>',
    "guestbook": f'<section class="guestbook"><div>{LOANS}</div></section>',
    "marked": LOANS.replace("<a ", '<a rel="ugc nofollow" '),
}


@pytest.mark.parametrize("name", VISITORS)
def test_spam_of_visitors_is_a_warning(name: str) -> None:
    found = worst(article(VISITORS[name]))
    assert found is not None
    assert (found.kind, found.severity) == ("comment_spam", "warning")
    assert "visitors write" in found.reasons[0]


BREAK_INS = {
    "in no comment": f"<div>{FARM}</div>",
    "hidden in a comment": f'<div class="comment"><div style="display:none">{FARM}</div></div>',
    "an article that may be commented": f'<div class="comments-open commentable">{FARM}</div>',
    "beside the comments": f'<div class="comments"><p>I was there too.</p></div><div>{FARM}</div>',
    "calls itself a theme": f"<div>{FARM} theme by designers</div>",
}


@pytest.mark.parametrize("name", BREAK_INS)
def test_a_break_in_stays_an_error(name: str) -> None:
    found = worst(article(BREAK_INS[name]))
    assert found is not None
    assert (found.kind, found.severity) == ("link_farm", "error")


@pytest.mark.parametrize(
    "markup",
    [
        '<p>Theme by <a href="https://quiet-themes.example/">Quiet Themes</a></p>',
        '<div style="display:none"><a href="https://free-joomla-templates.example/">Joomla templates</a></div>',
        '<div style="position:absolute;left:-5000px"><a href="https://css-menu-maker.example/">css menu</a> powered by Menu Maker</div>',
    ],
)
def test_the_credit_of_a_theme_is_no_error(markup: str) -> None:
    found = worst(article(markup))
    assert found is None or found.severity != "error"


@pytest.mark.parametrize(
    ("words", "credit"),
    [
        ("visit oxo.example for high da and seo site traffic and for wordpress access", False),
        ("more traffic for your website", False),
        ("Website by Quiet Studio", True),
        ("This site was built with Quiet Pages", True),
        ("Webseite: site design by Quiet Studio", True),
        ("Template: Quiet Themes", True),
    ],
)
def test_a_credit_says_what_was_made(words: str, credit: bool) -> None:
    from scrub.auditor.origins import _is_credit

    assert _is_credit(words, ("https://oxo.example/",), "seo") is credit


def test_paid_links_are_no_error() -> None:
    found = worst(article(f"<div>{FARM}</div>".replace("<a ", '<a rel="sponsored" ')))
    assert found is None or found.severity != "error"


def test_comment_spam_alone_is_no_compromise() -> None:
    body = page(article(VISITORS["list"])).body
    assert scrub.audit(body, url="https://www.harbour-news.example/").status == "suspect"


def test_severities_fall_no_deeper_than_a_remark() -> None:
    assert [lowered("error", 1), lowered("error", 2), lowered("info", 1)] == ["warning", "info", "info"]
