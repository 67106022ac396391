"""The HTML report as a browser shows it: hostile pages get nowhere, and people find their way."""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import Opened, chromium, needs_chromium, opened, saved
from command_line import scrub
from site_reports import HOSTILE, LOAN, hostile_report, located, page, pills, site_report

from scrub.commands.status import Status
from scrub.findings import Screenshot

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_chromium
VISIBLE = "document.querySelectorAll('.page:not([hidden]) > .finding:not([hidden])').length"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("report"), site_report())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("hostile"), hostile_report())


@pytest.fixture
def shown(browser: Browser, report: Path) -> Iterator[Opened]:
    with opened(browser, report) as there:
        yield there


def test_nothing_hostile_runs_or_is_even_tried(browser: Browser, hostile: Path) -> None:
    with opened(browser, hostile) as there:
        there.page.wait_for_timeout(200)
        assert there.ask("typeof canary") == "undefined"
        assert there.ask("stopped") == []
        assert there.asked == [hostile.as_uri()]
        assert there.said == []
        assert (
            there.page.query_selector_all("iframe, object, embed, base, link, form[action], svg [onload]")
            == []
        )
        assert len(there.page.query_selector_all("script")) == 1


def test_a_page_full_of_traps_is_audited_and_shown(browser: Browser, tmp_path: Path) -> None:
    """From the page itself to the report: hostile titles, texts, addresses, attributes and file names."""
    trap = "\"'><img src=x onerror=canary=1><script>canary=1</script>"
    farm = "".join(
        f"<a href='http://pills{k}-cheap.top/?{html.escape(trap)}' title='{html.escape(trap)}'>"
        f"buy viagra {html.escape(trap)} cialis online</a> "
        for k in range(6)
    )
    folder = tmp_path / "<b onclick=canary=1>"
    folder.mkdir()
    (folder / "page\u202elmth.html").write_text(
        f"<title>{html.escape(trap)}</title><meta name=description content='{html.escape(trap)}'>"
        f"<p>The bridge opens on Monday.</p><div id='{html.escape(trap)}'>{farm}</div>",
        "utf-8",
    )
    written = tmp_path / "report.html"
    assert scrub("audit", folder, "--report", f"html={written}", "--quiet").returncode == Status.FINDINGS
    with opened(browser, written) as there:
        there.page.click("#open")
        there.page.wait_for_timeout(200)
        assert "canary=1" in there.page.inner_text(".finding mark.spam")
        assert there.ask("typeof canary") == "undefined"
        assert (there.ask("stopped"), there.said, there.asked) == ([], [], [written.as_uri()])


def test_the_policy_stops_what_escaping_might_miss(browser: Browser, report: Path, tmp_path: Path) -> None:
    """The canary and the listener do work: with markup let through, the policy is what holds."""
    broken = tmp_path / "broken.html"
    hole = "<script>canary=1</script><img src=x onerror=canary=1><b style=color:red>x</b><h2>"
    broken.write_text(report.read_text("utf-8").replace("<h2", hole, 1), "utf-8")
    with opened(browser, broken) as there:
        there.page.wait_for_timeout(200)
        assert there.ask("typeof canary") == "undefined"
        assert {"script-src-elem", "img-src", "style-src-attr"} <= {
            re.sub(r"(inline|file|eval).*|http.*", "", each) for each in there.ask("stopped")
        }


def test_no_link_leads_out(browser: Browser, hostile: Path, report: Path) -> None:
    for path in (hostile, report):
        with opened(browser, path) as there:
            links = there.ask("Array.from(document.links, (a) => a.getAttribute('href'))")
            assert links
            assert [link for link in links if not there.page.query_selector(f"a, {link}")] == []
            assert all(re.fullmatch(r"#[a-z]+", link) for link in links)
            held = "Array.from(document.querySelectorAll('*'), (e) => e.getAttributeNames()).flat()"
            assert not [
                name for name in there.ask(held) if name.startswith("on") or name in ("style", "action")
            ]


def test_hostile_text_is_shown_as_it_is_and_what_is_unseen_by_its_number(
    browser: Browser, hostile: Path
) -> None:
    with opened(browser, hostile) as there:
        marks = there.ask("Array.from(document.querySelectorAll('mark.spam'), (m) => m.textContent)")
        assert len(marks) == len(HOSTILE)
        assert HOSTILE[0] in marks
        (unseen,) = (mark for mark in marks if "owned" in mark)
        assert "U+001BU" not in unseen
        assert all(number in unseen for number in ("U+001B]0;owned", "U+202Egnp.exeU+202C", "U+200B zero"))
        assert there.ask("document.title").startswith("</script>")


def visible(shown: Opened, wanted: int) -> int:
    """How many findings are left, as soon as it is so many, or after ten seconds: typing is waited for."""
    for _ in range(100):
        if shown.ask(VISIBLE) == wanted:
            break
        shown.page.wait_for_timeout(100)
    return int(shown.ask(VISIBLE))


def test_a_search_leaves_what_it_finds(shown: Opened) -> None:
    assert shown.ask(VISIBLE) == 15
    for words, count in (
        ("payday", 1),
        ("vigrex", 5),
        ("story-3", 4),
        ("https://pills-4u.example", 5),
        ("hxxps://pills-4u[.]example", 5),
        ("example-0.top", 9),
        ("ESCORT story-2", 1),
        ("nothing of the kind", 0),
    ):
        shown.page.fill("#search", words)
        assert (words, visible(shown, count)) == (words, count)
    assert shown.page.inner_text("#shown") == "0 of 15 findings"
    shown.page.click("text=Clear")
    assert visible(shown, 15) == 15
    assert shown.page.inner_text("#shown") == "15 findings"


def test_filters_work_together(shown: Opened) -> None:
    for name, value, count in (
        ("severity", "warning", 4),
        ("state", "known", 1),
        ("state", "new", 3),
        ("kind", "script", 0),
        ("severity", "error", 1),
        ("family", "loans", 1),
        ("campaign", "c1", 0),
    ):
        shown.page.select_option(f"[data-filter={name}]", value)
        assert (name, value, shown.ask(VISIBLE)) == (name, value, count)


def test_a_campaign_shows_its_findings(shown: Opened) -> None:
    shown.page.click("[data-show-campaign=c2]")
    assert shown.ask(VISIBLE) == 4
    assert shown.page.input_value("[data-filter=campaign]") == "c2"


def test_what_is_found_opens_by_keyboard(shown: Opened) -> None:
    shown.page.focus(".finding summary")
    shown.page.keyboard.press("Enter")
    inside = shown.page.inner_text(".finding .inside")
    for words in (
        "Readers do not see this:",
        ".ftr-w7 {",
        "Leads to 3 domains",
        "hxxps://ankara-0",
        "What to do",
    ):
        assert words in inside
    shown.page.focus("#open")
    shown.page.keyboard.press("Space")
    assert shown.ask("document.querySelectorAll('.finding[open]').length") == 15


def test_who_saw_it_is_told(shown: Opened) -> None:
    shown.page.fill("#search", "payday")
    assert visible(shown, 1) == 1
    shown.page.click(".finding:not([hidden]) summary")
    inside = shown.page.inner_text(".finding[open] .inside")
    assert re.search(r"browser: not seen\s+googlebot\s+mobile: not seen", inside)
    table = shown.page.inner_text("#matrix table")
    assert LOAN in table
    assert table.count("not asked") == 3


@pytest.mark.parametrize(
    ("which", "width", "scheme"),
    [
        ("report", 1280, "light"),
        ("report", 390, "dark"),
        ("hostile", 1280, "dark"),
        ("hostile", 320, "light"),
    ],
)
def test_everybody_can_read_it(
    browser: Browser, which: str, width: int, scheme: str, request: pytest.FixtureRequest
) -> None:
    """axe-core finds nothing at all, and the page is never wider than the window."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with opened(browser, request.getfixturevalue(which), **options) as there:
        there.ask("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        assert there.ask("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(there.page)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


def test_it_prints_what_is_folded(shown: Opened) -> None:
    shown.page.emulate_media(media="print")
    shown.ask("dispatchEvent(new Event('beforeprint'))")
    assert shown.ask("document.querySelectorAll('details:not([open])').length") == 0
    assert not shown.page.is_visible("#tools")
    assert shown.page.pdf().startswith(b"%PDF")
    shown.ask("dispatchEvent(new Event('afterprint'))")
    assert shown.ask("document.querySelectorAll('.finding[open]').length") == 0


def test_it_can_be_read_without_scripts(browser: Browser, report: Path) -> None:
    with opened(browser, report, java_script_enabled=False) as there:
        assert not there.page.is_visible("#tools")
        there.page.click(".finding summary")
        assert there.page.is_visible(".finding .inside")


def test_thousands_of_findings_open(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, saved(tmp_path, site_report(1200))) as there:
        assert there.ask(VISIBLE) == 1802
        there.page.fill("#search", "story-1199")
        there.page.wait_for_selector(".finding[hidden]", state="attached")
        assert there.ask(VISIBLE) == 2


def test_screenshots_are_in_the_file(browser: Browser, tmp_path: Path) -> None:
    pixel = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
        for kind, inside in (
            (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"\x00\x80")),
            (b"IEND", b""),
        )
    )
    pictures = (
        Screenshot(page(3), pixel, "image/png", 1, 1),
        Screenshot(page(4), b"<svg onload=canary=1>", "image/svg+xml", 1, 1),
    )
    with opened(browser, saved(tmp_path, replace(site_report(), screenshots=pictures))) as there:
        there.ask("document.images[0].loading = 'eager'; document.images[0].decode()")
        assert there.ask("Array.from(document.images, (i) => i.naturalWidth)") == [1]
        assert there.ask("stopped") == []


def test_an_address_opens_what_it_names(browser: Browser, report: Path) -> None:
    with opened(browser, report) as there:
        there.page.goto(f"{report.as_uri()}#f-2")
        there.page.reload()
        assert there.ask("document.getElementById('f-2').open")


def test_findings_of_a_page_stand_together(browser: Browser, tmp_path: Path) -> None:
    late = replace(site_report(2), findings=(*site_report(2).findings, located(page(0), pills(), 77)))
    with opened(browser, saved(tmp_path, late)) as there:
        assert there.ask("document.querySelectorAll('.page').length") == 2
