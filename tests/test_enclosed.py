"""Spam in frames that hold their page, in shadow trees, templates and fallbacks; and what honest pages keep there."""

from __future__ import annotations

import base64
import html

import pytest

from scrub.findings import Finding
from scrub.survey import survey
from scrub.survey.enclosed import enclosures
from scrub.values import Page

TOWNS = ("ankara", "izmir", "bursa", "adana", "konya")
FARM = "<div>{}</div>".format(
    " ".join(f'<a href="http://{town}.example/">{town} escort bayan</a>' for town in TOWNS)
)
WIDGET = (
    '<div class="card"><h3>Opening hours</h3><p>The library on the market square is open from nine to five, '
    'and on Saturdays until noon. <a href="/library/">All about the library</a></p></div>'
)
ARTICLE = "".join(
    f"<p>The council met on Monday for the {number} time to talk about the old bridge, which has been closed "
    "since the flood in spring. Nobody spoke against the plan, and work begins in May.</p>"
    for number in ("first", "second", "third", "fourth")
)


def page(inside: str) -> Page:
    body = f"<!doctype html><html lang=en><title>The bridge</title><body><h1>The bridge</h1>{ARTICLE}\n{inside}</body>"
    return Page(body.encode(), "https://town.example/bridge", "text/html; charset=utf-8")


def found(inside: str) -> list[Finding]:
    return [one.finding for one in survey([page(inside)]).findings if one.finding.severity != "info"]


def coded(content: str) -> str:
    return base64.b64encode(content.encode()).decode()


SEEN = {
    "a frame": '<iframe srcdoc="{}"></iframe>',
    "a frame without quotes in it": "<iframe title='x > y' srcdoc='{}'></iframe>",
    "a frame in capitals": '<IFRAME SRCDOC="{}"></IFRAME>',
    "a shadow tree": '<div><template shadowrootmode="open">{}</template></div>',
    "a template in a shadow tree": "<div><template shadowrootmode=open><template></template>{}</template></div>",
    "a drawing": "<svg width=300><foreignObject>{}</foreignObject></svg>",
}
UNSEEN = {
    "a template": "<template>{}</template>",
    "a canvas": "<canvas>{}</canvas>",
    "a player": "<video src=/v.mp4>{}</video>",
    "what stands behind a frame": "<iframe src=/map>{}</iframe>",
    "what browsers without frames show": "<noframes>{}</noframes>",
}


def filled(carrier: str, content: str) -> str:
    return carrier.format(html.escape(content) if "srcdoc" in carrier.lower() else content)


@pytest.mark.parametrize("carrier", SEEN.values(), ids=SEEN)
def test_spam_that_readers_see_there_is_found(carrier: str) -> None:
    (finding,) = found(filled(carrier, FARM))
    assert (finding.kind, finding.severity, finding.hidden) == ("link_farm", "error", ())
    assert len(finding.links) == len(TOWNS)
    assert (finding.line, bool(finding.column)) == (2, True)
    assert finding.css_path.rpartition("> ")[2].partition(":")[0] in ("iframe", "template", "svg")


@pytest.mark.parametrize("carrier", UNSEEN.values(), ids=UNSEEN)
def test_spam_that_nobody_sees_there_is_found_and_told_as_hidden(carrier: str) -> None:
    (finding,) = found(filled(carrier, FARM))
    assert (finding.kind, finding.severity, finding.hidden) == ("link_farm", "error", ("fallback",))
    assert "browsers do not show" in finding.rule
    assert finding.line == 2


@pytest.mark.parametrize("carrier", [*SEEN.values(), *UNSEEN.values()], ids=[*SEEN, *UNSEEN])
def test_honest_content_there_alarms_nobody(carrier: str) -> None:
    assert found(filled(carrier, WIDGET)) == []


@pytest.mark.parametrize(
    "address", [f"data:text/html,{html.escape(FARM)}", f"data:text/html;charset=utf-8;base64,{coded(FARM)}"]
)
def test_a_page_in_the_address_of_a_frame_is_read(address: str) -> None:
    (finding,) = found(f'<iframe src="{address}"></iframe>')
    assert (finding.kind, finding.severity) == ("link_farm", "error")


@pytest.mark.parametrize("way", ['style="display:none"', "hidden", 'width="0" height="0"'])
def test_a_frame_that_nobody_sees_hides_its_page(way: str) -> None:
    (finding,) = found(f'<iframe {way} srcdoc="{html.escape(FARM)}"></iframe>')
    assert finding.hidden


def test_scripts_of_a_page_in_a_frame_are_folded() -> None:
    script = (
        "<script>document.write(unescape('"
        + "".join(f"%{byte:02x}" for byte in FARM.encode())
        + "'))</script>"
    )
    kinds = [finding.kind for finding in found(f'<iframe srcdoc="{html.escape(script)}"></iframe>')]
    assert kinds == ["script"]


@pytest.mark.parametrize(
    "innocent",
    [
        f"<!-- <template>{FARM}</template> -->",
        f"<script>var kept = '<template>{html.escape(FARM)}</template>'</script>",
        "<iframe src='https://www.youtube.com/embed/x'></iframe>",
        "<iframe src='data:image/png;base64,AAAA'></iframe>",
        "<svg><title>A map of the town and all of the villages that stand around it</title></svg>",
        "<video src=/v.mp4>Your browser does not play this film. <a href='/v.mp4'>Load it</a> instead.</video>",
    ],
)
def test_what_is_nobodys_business(innocent: str) -> None:
    assert found(innocent) == []


def test_the_same_spam_in_the_page_and_in_a_template_is_told_once() -> None:
    (finding,) = found(f"{FARM}<template>{FARM}</template>")
    assert finding.hidden == ()


@pytest.mark.parametrize(
    "broken", ["<template>" * 300, '<iframe srcdoc="' + "<" * 5000, "<svg><foreignObject>" * 50]
)
def test_broken_markup_is_read_to_its_end(broken: str) -> None:
    assert isinstance(enclosures(broken), list)
    assert found(broken) == []


def test_a_frame_from_another_site_is_named_and_alarms_nobody() -> None:
    frame = '<iframe src="https://casino-spin.example/lobby"></iframe><iframe src="https://www.youtube.com/embed/x"></iframe>'
    report = survey([page(frame)])
    assert [(one.finding.kind, one.finding.severity, one.finding.links) for one in report.findings] == [
        ("foreign_script", "info", ("https://casino-spin.example/lobby",))
    ]
    assert report.status == "clean"


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ("<script>var a='<template>';</SCRIPT>", 1),
        ("<!-- <template> --><style>b{}</style>", 1),
        ("<!-- <style> <template>x</template> -->", 1),
        ("<!-- nobody closes this <script>", 1),
        ("<style><template>x</template>", 2),
        ("<scripts><template>x</template></scripts>", 2),
    ],
)
def test_templates_in_comments_scripts_and_sheets_are_none(before: str, count: int) -> None:
    assert len(enclosures(f"{before}<template>{WIDGET}</template>")) == count
