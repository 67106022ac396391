"""A browser reads hostile pages: what it computes is told, what a page tries is in vain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from chromium import needs_chromium
from web import Web, answer, serving

from scrub.browser import Browser, Mark, Rendered, RenderOptions
from scrub.errors import RenderError
from scrub.parser import parse
from scrub.values import Page

pytestmark = needs_chromium
WORDS = "Work on the bridge begins in May"
# A busy machine may take its time: nothing here waits for these seconds but what is wrong.
OPTIONS = RenderOptions(allow_private=True, settle=0.2, seconds=240, bytes_out=400_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser(OPTIONS) as running:
        yield running


def nothing(html: str) -> Sequence[Mark]:
    return ()


def marking(mark: Mark, html: str) -> Sequence[Mark]:
    return (mark,)


def render(browser: Browser, markup: str) -> Rendered:
    return browser.render(Page(f"<!doctype html><body>{markup}".encode()), nothing, live=False)


def hiding(rendered: Rendered) -> tuple[str, ...]:
    """How the block with WORDS is hidden, as the parser reads it from the DOM."""
    document = parse(Page(rendered.html.encode(), content_type="text/html; charset=utf-8"))
    (block,) = (document.block(i) for i in range(len(document.start)) if WORDS in document.block(i).text)
    return block.hidden


@pytest.mark.parametrize(
    ("mechanism", "style"),
    [
        ("display", "display: none"),
        ("visibility", "visibility: hidden"),
        ("visibility", "visibility: collapse"),
        ("opacity", "opacity: calc(0.5 - 0.49)"),
        ("offscreen", "position: absolute; left: calc(-60px * 300)"),
        ("offscreen", "transform: translateY(-7000px)"),
        ("offscreen", "position: fixed; right: -300vw"),
        ("offscreen", "text-indent: -900em"),
        ("font", "font-size: 0"),
        ("font", "font-size: 1px"),
        ("size", "height: min(0px, 1em); overflow: hidden"),
        ("size", "max-width: 1px; max-height: 1px; overflow: clip"),
        ("clip", "clip-path: inset(50%)"),
        ("clip", "position: absolute; clip: rect(0 0 0 0)"),
        ("colour", "color: #fefefe"),
        ("colour", "color: transparent"),
        ("colour", "--c: rgb(12 34 56); color: var(--c); background: #0c2238"),
    ],
)
def test_computed_style_is_told(browser: Browser, mechanism: str, style: str) -> None:
    rendered = render(
        browser,
        f"<style>.x7{{{style}}}</style><p>Traffic is led over the northern road.</p><div class=x7>{WORDS}</div>",
    )
    assert mechanism in hiding(rendered)
    ((path, declaration),) = rendered.hiding
    assert path == "html > body > div:nth-child(3)"
    assert declaration


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{WORDS}</p>",
        f"<style>.x{{display:none}} .x{{display:block}}</style><p class=x>{WORDS}</p>",
        f"<p style='opacity:0'>{WORDS}</p><script>document.querySelector('p').style.opacity=1</script>",
        f"<p hidden>{WORDS}</p><script>document.querySelector('p').hidden=false</script>",
        f"<div style='visibility:hidden'>x<p style='visibility:visible'>{WORDS}</p></div>",
        f"<p style='font-size:9px;color:#999'>{WORDS}</p>",
        f"<div style='background:#111'><p style='color:#fff'>{WORDS}</p></div>",
        f"<div style='height:40px;overflow:auto'><p>{WORDS}</p></div>",
        f"<div style='height:4000px'></div><p>{WORDS}</p>",
        f"<p style='position:relative;left:-20px'>{WORDS}</p>",
        f"<p style='color:transparent;text-shadow:0 0 1px #000'>{WORDS}</p>",
    ],
)
def test_what_is_seen_is_not_called_hidden(browser: Browser, markup: str) -> None:
    assert hiding(render(browser, markup)) == ()


def test_what_scripts_write_is_in_the_dom(browser: Browser) -> None:
    rendered = render(
        browser, f"<script>setTimeout(() => document.body.append('{WORDS[:9]}' + '{WORDS[9:]}'), 50)</script>"
    )
    assert WORDS in rendered.html
    assert "setTimeout" not in rendered.html


def test_the_page_cannot_reach_who_reads_it(browser: Browser) -> None:
    spoiled = """<script>
      for (const name of ['getComputedStyle', 'Number', 'Array', 'String', 'JSON', 'Set', 'Object']) window[name] = () => null;
      Node.prototype.cloneNode = Element.prototype.getBoundingClientRect = () => { throw 1 };
      for (const name of ['outerHTML', 'style', 'textContent', 'tagName', 'parentElement'])
        for (const kind of [Element, HTMLElement, Node])
          try { Object.defineProperty(kind.prototype, name, { get: () => 'owned' }) } catch {}
      Document.prototype.querySelector = () => null;
    </script>"""
    assert hiding(render(browser, f"<div style='left:-9999px;position:absolute'>{WORDS}</div>{spoiled}")) == (
        "offscreen",
    )


def test_a_page_that_hangs_costs_itself(browser: Browser) -> None:
    with Browser(RenderOptions(seconds=6, settle=0.1)) as impatient:
        with pytest.raises(RenderError, match="longer than 6 seconds"):
            render(impatient, "<script>for (;;);</script>")
        impatient._options = OPTIONS
        assert WORDS in render(impatient, f"<p>{WORDS}</p>").html


@pytest.mark.parametrize(
    "script",
    [
        "document.body.textContent = 'x'.repeat(2e6)",
        "document.open(); document.write('<p>' + 'y '.repeat(1e6)); document.close()",
    ],
)
def test_a_dom_without_end_is_an_error(browser: Browser, script: str) -> None:
    with pytest.raises(RenderError, match="DOM grew"):
        render(browser, f"<script>{script}</script>")


@pytest.mark.parametrize(
    "script",
    [
        "alert(1); confirm(2); prompt(3)",
        "window.open('/x'); print()",
        "location = '/y'",
        "onbeforeunload = () => 'stay'",
    ],
)
def test_a_page_that_wants_attention_gets_none(browser: Browser, script: str) -> None:
    assert WORDS in render(browser, f"<p>{WORDS}</p><script>{script}</script>").html


@pytest.mark.parametrize("when", ["location = there", "setTimeout(() => location = there)"])
def test_a_page_that_leads_elsewhere_is_not_waited_for(browser: Browser, when: str) -> None:
    """Such a page never has its `load` event, and would be waited for for half of its seconds."""
    late = f"setTimeout(() => document.body.append('{WORDS}'), 100_000)"
    script = f"<script>const there = 'http://elsewhere.example/'; {when}; {late}</script>"
    rendered = render(browser, f"<p>The mayor</p>{script}<iframe srcdoc=x></iframe>")
    assert rendered.led_to == ("http://elsewhere.example/",)
    assert WORDS not in rendered.html


def test_a_live_page_loads_from_its_own_site_and_sends_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        browser, "_options", replace(OPTIONS, settle=5.0)
    )  # it wants to leave once it has loaded
    web, other = Web(), Web()
    web.answers["/late.js"] = answer(f"document.body.append('{WORDS}')".encode(), kind="text/javascript")
    web.answers["/sheet.css"] = answer(b"p { opacity: 0 }", kind="text/css")
    with serving(web), serving(other):
        elsewhere = other.url("/spy", host="localhost")
        body = f"""<!doctype html><link rel=stylesheet href=/sheet.css><p>The mayor</p><script src=/late.js></script>
          <img src={elsewhere}><iframe src={elsewhere}></iframe>
          <script>fetch('{elsewhere}', {{mode: 'no-cors'}}).catch(() => 0);
            fetch('/form', {{method: 'POST', body: 'x'}}).catch(() => 0);
            navigator.sendBeacon('/beacon', 'x'); new WebSocket('{web.url("/socket").replace("http", "ws")}');
            onload = () => setTimeout(() => location = '{elsewhere}')</script>"""  # earlier, it would end the loading
        page = Page(body.encode(), web.url("/story"), "text/html", source=web.url("/story"))
        rendered = browser.render(page, nothing, live=True)
        assert sorted(set(web.paths()) - {"/favicon.ico"}) == ["/late.js", "/sheet.css"]  # not even itself
        assert other.log == []
    assert WORDS in rendered.html
    assert ("html > body > p:nth-child(1)", "opacity: 0") in rendered.hiding
    assert rendered.led_to == (elsewhere,)


def test_a_file_loads_nothing(browser: Browser) -> None:
    with serving(Web({"/late.js": answer(b"1")})) as web:
        body = f"<!doctype html><p>{WORDS}</p><script src={web.url('/late.js')}></script>".encode()
        browser.render(Page(body, web.url("/story"), source="story.html"), nothing, live=False)
        assert web.log == []


def test_marks_are_on_a_screenshot_that_fits_a_report(browser: Browser) -> None:
    marks = (
        Mark("html > body > p:nth-child(1)", hidden=False),
        Mark("html > body > p:nth-child(2)", hidden=True),
        Mark("][", hidden=True),
    )
    markup = f"<p>{WORDS}</p><p style='position:absolute;left:-9999px'>hidden words</p><div style='height:90000px'>"
    rendered = browser.render(Page(markup.encode()), lambda html: marks, live=False)
    assert rendered.image.startswith(b"\xff\xd8\xff")
    assert (rendered.width, rendered.height) == (1280, 400)
    assert len(rendered.image) < 700_000
    assert render(browser, markup).image == b""


def test_few_links_are_marked_themselves(browser: Browser) -> None:
    """A picture of the links of a tall page ends below them; one of the page goes on to its end."""
    markup = f"<p>{WORDS} <a href=http://pills.example/>pills</a></p><div style='height:3000px'>"
    heights = []
    for links in (("http://pills.example/",), ("http://other.example/",), ()):
        marks = partial(marking, Mark("html > body", hidden=False, links=links))
        heights.append(browser.render(Page(markup.encode()), marks, live=False).height)
    assert heights[0] == 400
    assert min(heights[1:]) > 3000


def test_a_browser_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with (
        pytest.raises(RenderError, match="there is no browser"),
        Browser(RenderOptions(str(tmp_path / "none"))),
    ):
        pass
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexit 3\n")
    fake.chmod(0o755)
    with pytest.raises(RenderError, match="does not start"), Browser(RenderOptions(str(fake))):
        pass
