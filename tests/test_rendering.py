"""`audit --render`: what scripts write and computed style hides is found, and honest scripts are left alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from chromium import needs_chromium
from command_line import scrub
from web import Web, answer, serving

from scrub.browser import Browser, Rendered
from scrub.errors import RenderError
from scrub.options import Options
from scrub.survey import Survey, examine
from scrub.survey.rendering import Rendering
from scrub.values import Page

STORY = """<p>The council voted on Tuesday to repair the old stone bridge, which has been closed since the flood
in March. Work begins in May and is expected to take eight weeks, said the mayor, who thanked the volunteers.</p>
<p>Traffic will be led over the northern road. The bakery on the square stays open all the time, and a footbridge
is built for the children of the primary school.</p>"""
SPAM = (
    "buy cheap viagra online",
    "cialis without prescription",
    "generic levitra next day",
    "viagra 100mg price",
)
LINKS = "".join(f'<a href="http://rx{k}-pills-cheap.top/">{words}</a> ' for k, words in enumerate(SPAM))
WRITER = f"setTimeout(() => document.getElementById('foot').innerHTML = {json.dumps(LINKS)}, 30)"
HONEST = """setTimeout(() => {
  document.getElementById('foot').textContent = 'The footbridge opens on Friday; the school choir will sing.';
  document.getElementById('menu').style.display = 'none';
}, 30)"""
HIDER = "document.getElementById('foot').style.cssText = 'position:absolute;left:' + -100 * 99 + 'px'"


def page(script: str, foot: str = "") -> bytes:
    menu = "<ul id=menu><li><a href=/>Home</a><li><a href=/council>Council</a><li><a href=/sports>Sports</a></ul>"
    markup = f"<!doctype html><html lang=en><title>Bridge</title>{menu}<h1>The bridge</h1>{STORY}"
    return answer(f"{markup}<div id=foot>{foot}</div><script src=/{script}></script></html>".encode())


@pytest.fixture(scope="module")
def site() -> Iterator[Web]:
    """A page whose script writes spam, one whose script hides it, and one whose script is honest."""
    web = Web({"/written": page("a.js"), "/hidden": page("b.js", LINKS), "/honest": page("c.js")})
    for name, script in (("/a.js", WRITER), ("/b.js", HIDER), ("/c.js", HONEST)):
        web.answers[name] = answer(script.encode(), kind="text/javascript")
    with serving(web) as served:
        yield served


def audit(*arguments: object) -> tuple[dict[str, Any], str]:
    """The JSON report, and what was told beside it."""
    named = ("--allow-private", "--delay", "0", "--max-pages", "1", "--report", "json", "--quiet")
    done = scrub("audit", *arguments, *named)
    return json.loads(done.stdout), done.stderr.decode()


@needs_chromium
def test_what_a_script_writes_is_found(site: Web, tmp_path: Path) -> None:
    plain, _ = audit(site.url("/written"))
    assert plain["findings"] == []
    assert "rendered page" in plain["unchecked"]
    html = tmp_path / "report.html"
    rendered, _ = audit(site.url("/written"), "--render", "--report", f"html={html}")
    (found,) = rendered["findings"]
    assert (found["kind"], found["severity"], found["line"]) == ("script", "error", None)
    assert all(words in found["text"] for words in SPAM)
    assert found["reasons"][0].startswith("a script writes it")
    assert rendered["status"] == "compromised"
    assert "rendered page" in rendered["probes"]
    assert "rendered page" not in rendered["unchecked"]
    assert html.read_text("utf-8").count("data:image/jpeg;base64,/9j/") == 1


@needs_chromium
def test_what_a_script_hides_is_told(site: Web) -> None:
    plain, _ = audit(site.url("/hidden"))
    assert [one["hidden"] for one in plain["findings"]] == [[]]
    rendered, _ = audit(site.url("/hidden"), "--render")
    (found,) = rendered["findings"]
    assert found["hidden"] == ["offscreen"]
    assert found["rule"].startswith("computed style: a box at -9")
    assert found["fingerprint"] == plain["findings"][0]["fingerprint"]  # still the same finding


@needs_chromium
def test_honest_scripts_are_left_alone(site: Web) -> None:
    rendered, _ = audit(site.url("/honest"), "--render")
    assert (rendered["status"], rendered["findings"], rendered["alarmed"]) == ("clean", [], 0)
    assert "rendered page" in rendered["probes"]


@needs_chromium
def test_a_file_is_rendered_without_the_network(site: Web, tmp_path: Path) -> None:
    copy = tmp_path / "story.html"
    inline = f"<!doctype html><h1>The bridge</h1>{STORY}<div id=foot></div><script>{WRITER}</script>"
    copy.write_text(inline + f"<script src={site.url('/a.js')}></script>", "utf-8")
    asked = len(site.log)
    rendered, _ = audit(copy, "--render")
    assert [one["text"] for one in rendered["findings"] if SPAM[0] in one["text"]]
    assert len(site.log) == asked


def test_without_a_browser_nothing_is_claimed(site: Web, tmp_path: Path) -> None:
    report, told = audit(site.url("/honest"), "--render", "--browser", tmp_path / "none")
    assert "no page is rendered: there is no browser" in told
    assert "rendered page" in report["unchecked"]
    assert "rendered page" not in report["probes"]


class Impatient:
    """A browser that gives up a page whose script never ends, as `test_browser` proves of the real one."""

    def render(self, page: Page, mark: Callable[[str], object], *, live: bool) -> Rendered:
        assert not live
        if b"for (;;)" in page.body:
            raise RenderError("it took longer than 30 seconds")
        html = page.body.decode().replace("<div id=foot>", f"<div id=foot>{LINKS}")
        mark(html)
        return Rendered(html, (), (), (), b"", 0, 0)


def test_a_page_that_hangs_says_so_and_costs_no_other() -> None:
    pages = [
        Page(f"<!doctype html>{STORY}<script>for (;;);</script>".encode(), source="a.html"),
        Page(f"<!doctype html>{STORY}<div id=foot></div>".encode(), source="b.html"),
    ]
    screen, whole = Rendering(cast("Browser", Impatient()), Options()), Survey()
    for one in examine(screen.through(pages), Options()):
        whole.add(screen.merged(one))
    report = whole.report()
    assert [words for words in report.unchecked if words.startswith("rendered page (it took longer")]
    assert "rendered page" in report.probes
    assert {one.source for one in report.findings} == {"b.html"}
