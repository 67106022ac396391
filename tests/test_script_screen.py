"""Which scripts are folded: short ones that act, any that carries encoded text; the rest is told, not passed over."""

from __future__ import annotations

import base64

import pytest

from scrub.options import Options
from scrub.parser.inventory import InlineScript
from scrub.scripts import HOLE, read_script, steps_for
from scrub.survey import Survey, examine
from scrub.survey.folded import fold
from scrub.values import Page

_FARM = "".join(f'<a href="https://casino{k}.example/">slots {k}</a>' for k in range(9))
_BASE64 = base64.b64encode(_FARM.encode()).decode()
_LIBRARY = "function menu(a){if(a.open){a.close()}return document.createElement('a').href}\n" * 400

ACTING = {
    "base64": f"document.write(atob('{_BASE64}'))",
    "numbers": f"document.write(String.fromCharCode({','.join(str(ord(c)) for c in _FARM)}))",
    "percent": f"document.write(unescape('{''.join(f'%{ord(c):02x}' for c in _FARM)}'))",
    "escapes": f"document.write('{''.join(f'{chr(92)}x{ord(c):02x}' for c in _FARM)}')",
    "numbers before a library": f"document.write(String.fromCharCode({','.join(str(ord(c)) for c in _FARM)}));"
    + _LIBRARY[:30_000],
    "plain": f"document.write('{_FARM}')",
    "in pieces": "document.write('" + "'+'".join(_FARM) + "')",
}

IDLE = {
    "state": 'window.__STATE__={"title":"Harbour news","links":["https://news.example/a"]}',
    "settings": "var settings={ajax:'/admin-ajax.php',nonce:'0a1b2c3d4e'};",
    "counter": "dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('js',new Date());",
    "menu": "document.querySelector('.menu').addEventListener('click',function(){this.classList.toggle('on')})",
    "tag of an analyst": "var s=document.createElement('script');s.src='//stats.example/?u='+location.href;"
    "document.head.appendChild(s)",
    "words": "var text='We evaluate functions of harbour walls, and relocate them';",
}


@pytest.mark.parametrize("name", ACTING)
def test_what_writes_a_farm_is_read(name: str) -> None:
    script = read_script(ACTING[name])
    assert "casino8.example" in "".join(one.markup.replace(HOLE, "") for one in script.written)


@pytest.mark.parametrize(
    "script",
    [
        "var a=document.createElement('a');a.href='https://casino.example/'+location.href;document.body.append(a)",
        "var s=document.createElement('style');s.textContent='#farm{opacity:0}';document.head.append(s)",
    ],
)
def test_a_link_or_a_style_that_is_made_is_read(script: str) -> None:
    assert steps_for(script)
    assert read_script(script).written


_READER = "function read(a){if(a.name){return decodeURIComponent(a.value)}}\n" * 90
_PAYLOAD = "var x='" + "%3Ca%20href" * 20 + "';document.write(unescape(x));\n"


def test_a_long_decoder_is_read_for_what_it_carries_or_does() -> None:
    assert 4_000 < len(_READER) < 12_000
    assert steps_for(_READER) == 0  # it decodes what others hand it: cookies, addresses
    assert steps_for("var share=100+'%';\n" + _READER) is None
    assert steps_for(_PAYLOAD + _READER)
    assert steps_for("var share=100+'%';document.write('<a href=\"/x\">');\n" + _READER)


@pytest.mark.parametrize("word", ["unescape", "decodeURIComponent"])
def test_who_decodes_cookies_has_nothing_of_its_own_to_decode(word: str) -> None:
    assert steps_for(f"var a={word}(document.cookie.split('=')[1]);") == 0
    assert steps_for(f"var a={word}('%61');")


def test_the_screen_remembers_what_it_said() -> None:
    scripts = [InlineScript(text, k) for k, text in enumerate((_LIBRARY, IDLE["menu"], ACTING["plain"]))]
    assert [fold(scripts)[1], fold(scripts)[1]] == [1, 1]
    assert [one.inline.nth for one in fold(scripts)[0]] == [2]


@pytest.mark.parametrize("name", IDLE)
def test_what_does_nothing_is_not_folded(name: str) -> None:
    assert steps_for(IDLE[name]) == 0


def test_a_library_is_left_and_told() -> None:
    assert steps_for(_LIBRARY) is None
    assert not read_script(_LIBRARY).complete


def test_busy_scripts_take_nothing_from_a_decoder() -> None:
    busy = [f"for(var i{k}=0;i{k}<9e9;i{k}++){{document.write('<a href=x>'+i{k})}}" for k in range(40)]
    folded, missed = fold([InlineScript(text, k) for k, text in enumerate([*busy, ACTING["base64"]])])
    assert "casino8.example" in folded[-1].markup
    assert 0 < missed <= len(busy)
    assert len(folded) < len(busy), "the budget of a page has an end"


def test_folding_does_not_depend_on_what_was_met_before() -> None:
    scripts = [
        InlineScript(text, k) for k, text in enumerate([*ACTING.values(), _LIBRARY[:5_000], *IDLE.values()])
    ]
    assert fold(scripts) == fold(scripts)


@pytest.mark.parametrize(("script", "told"), [(_LIBRARY, True), (IDLE["counter"], False)])
def test_what_was_not_read_is_unchecked(script: str, told: bool) -> None:
    markup = f"<html><body><p>The harbour wall stands.</p><script>{script}</script></body></html>"
    survey = Survey()
    for one in examine([Page(markup.encode(), "https://harbour.example/", "text/html")], Options()):
        survey.add(one)
    report = survey.report()
    assert any("scripts that are too long" in what for what in report.unchecked) == told
    assert report.status == "clean"
