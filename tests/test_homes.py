"""Whose page it is where nobody gave its address: a file is at home where it says so, if it leads there too."""

from __future__ import annotations

import pytest
from harbour import alarming, article, page

from scrub.findings import Finding
from scrub.survey import survey
from scrub.survey.subject import Subject
from scrub.values import Page

CLAIM = '<link rel="canonical" href="https://www.harbour-news.example/council/breakwater/">'
SHARED = '<meta property="og:url" content="https://www.harbour-news.example/council/breakwater/">'
LINK = '<p><a href="https://www.harbour-news.example/sport/">More sport</a></p>'
MOBILE = "<script>if(/android|iphone/i.test(navigator.userAgent)){location.href='https://m.harbour-news.example/1'}</script>"


def file(markup: str, name: str = "breakwater.html") -> Page:
    """The page as a folder has it: without an address."""
    return Page(markup.encode(), content_type="text/html; charset=utf-8", source=name)


def home_of(one: Page) -> str:
    from scrub.api import look
    from scrub.options import Options

    return Subject(one, *look(one, Options())).home


def found(*pages: Page) -> list[Finding]:
    return [one.finding for one in survey(pages).findings]


@pytest.mark.parametrize(
    "named",
    [
        LINK,
        '<script src="https://static.harbour-news.example/a.js"></script>',
        '<link rel="stylesheet" href="//www.harbour-news.example/a.css">',
        '<link rel="alternate" hreflang="cy" href="https://www.harbour-news.example/cy/">',
    ],
)
@pytest.mark.parametrize("claim", [CLAIM, SHARED])
def test_a_page_is_at_home_where_it_says_and_leads(claim: str, named: str) -> None:
    assert home_of(file(article(named, head=claim))) == "harbour-news.example"


def test_a_claim_alone_is_none() -> None:
    """Hackers change the canonical address; then nothing else of the page leads there."""
    assert home_of(file(article(head=CLAIM))) == ""
    assert home_of(file(article(LINK))) == ""


def test_an_address_is_worth_more_than_a_claim() -> None:
    elsewhere = (
        '<link rel="canonical" href="https://pills.example/"><a href="https://pills.example/a">pills</a>'
    )
    assert home_of(page(article(head=elsewhere))) == "harbour-news.example"


def test_the_mobile_edition_of_a_file_alarms_nobody() -> None:
    assert alarming(found(file(article(LINK + MOBILE, head=CLAIM)))) == []
    assert alarming(found(file(article(MOBILE)))) != []


def test_a_base_elsewhere_is_found_in_a_file_too() -> None:
    stolen = '<base href="https://bags-outlet.example/">'
    assert [f.links for f in found(file(article(LINK, head=CLAIM + stolen)))] == [
        ("https://bags-outlet.example/",)
    ]
    assert found(file(article(LINK, head=CLAIM + '<base href="https://harbour-news.example/">'))) == []


def sites(count: int, frame: str, host: str = "www.town-{}.example") -> list[Page]:
    """Files of a folder, each from a host, whose first one has a frame that nobody sees."""
    made = []
    for k in range(count):
        home = f"https://{host.format(k)}"
        head = f'<link rel="canonical" href="{home}/{k}/"><link rel="stylesheet" href="{home}/a.css">'
        made.append(file(article(frame if k == 0 else "", head=head), f"{k}.html"))
    return made


FRAME = '<iframe src="https://traffic-gate.example/in" width="1" height="1"></iframe>'


def test_a_frame_that_no_other_page_of_the_site_knows_is_a_warning() -> None:
    (one,) = found(*sites(12, FRAME, "www.town.example"))
    assert (one.kind, one.severity, one.links) == (
        "foreign_script",
        "warning",
        ("https://traffic-gate.example/in",),
    )
    assert one.reasons == (
        "1 of 12 pages loads an iframe from traffic-gate.example",
        "the frame cannot be seen",
    )


@pytest.mark.parametrize(("sheet", "severity"), [("/theme/a.css", "warning"), ("/theme/{}.css", "info")])
def test_pages_that_nobody_can_name_are_compared_where_they_look_alike(sheet: str, severity: str) -> None:
    sheets = [f'<link rel="stylesheet" href="{sheet.format(k)}">' for k in range(12)]
    pages = [file(article("" if k else FRAME, head=head), f"{k}.html") for k, head in enumerate(sheets)]
    assert [f.severity for f in found(*pages)] == [severity]


def test_pages_of_many_sites_do_not_make_each_other_strange() -> None:
    assert [f.severity for f in found(*sites(12, FRAME))] == ["info"]
    assert found(*sites(12, '<script src="https://cdn.widgets.example/a.js"></script>')) == []
