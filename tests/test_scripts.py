"""What scripts write is told without running them, in bounded time, whatever they do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.scripts import HOLE, read_script


def codes(text: str) -> str:
    return ",".join(str(ord(c)) for c in text)


def hexed(text: str) -> str:
    return "".join(f"\\x{ord(c):02x}" for c in text)


LINK = '<a href="http://pills.example/">cheap pills</a>'
ROTATED = """var _0x4a=['b','document','a','%s','write'];
(function(list,n){var turn=function(k){while(--k){list['push'](list['shift']());}};turn(++n);}(_0x4a,2));
var g=function(i,k){i=i-0x0;var v=_0x4a[i];return v;};document[g('0x2')](g('0x1'));"""
PACKED = (
    "eval(function(p,a,c,k,e,d){e=function(c){return c};while(c--){if(k[c]){p=p.replace(new RegExp("
    "'\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}('0.1(\\'<2 3=\"4://5.6/\">7 8</2>\\');',10,9,"
    "'document|write|a|href|http|pills|example|cheap|pills'.split('|'),0,{}))"
)

WRITTEN = {
    "plain": (f"document.write('{LINK}')", ()),
    "pieces": ("document.write('<a hr'+'ef=\"ht'+'tp:/'+'/pil'+'ls.ex'+'amp'+'le/\">ch'+'eap p'+'ills</a>')", ("pieces",)),
    "codes": (f"var s=String.fromCharCode({codes(LINK)});document.write(s);", ("fromCharCode",)),
    "codes applied": (f"document.write(String.fromCharCode.apply(null,[{codes(LINK)}]))", ("fromCharCode",)),
    "escapes": (f"document['{hexed('write')}'](\"{hexed(LINK)}\")", ("escapes",)),
    "unicode escapes": ("document.write('" + "".join(f"\\u00{ord(c):02x}" for c in LINK) + "')", ("escapes",)),
    "unescape": ("document.write(unescape('" + "".join(f"%{ord(c):02x}" for c in LINK) + "'))", ("unescape",)),
    "decodeURIComponent": (
        "document.write(decodeURIComponent('" + "".join(f"%{ord(c):02x}" for c in LINK) + "'))", ("unescape",)
    ),
    "atob": ("document.write(atob('PGEgaHJlZj0iaHR0cDovL3BpbGxzLmV4YW1wbGUvIj5jaGVhcCBwaWxsczwvYT4='))", ("atob",)),
    "joined": ("document.write(['<a href=\"http:/','/pills.example/\">cheap',' pills</a>'].join(''))", ()),
    "reversed": (f"document.write('{LINK[::-1]}'.split('').reverse().join(''))", ("reversed",)),
    "array with an index function": (ROTATED % LINK, ()),
    "packer": (PACKED, ("packer", "pieces")),
    "code in code": ((f"eval(unescape('{''.join(f'%{ord(c):02x}' for c in f'eval(String.fromCharCode({codes(chr(100))}))')}'));"
                     f"eval('eval(\"document.write(String.fromCharCode({codes(LINK)}))\")')"),
                     ("fromCharCode", "unescape", "eval")),
    "loop": ((f"for(var i=0,o='',c=[{','.join(str(ord(c) + 3) for c in LINK)}];i<c.length;i++)"
             "o+=String.fromCharCode(c[i]-3);document.write(o)"), ("fromCharCode", "pieces")),
    "xor": ((f"var o='',c=[{','.join(str(ord(c) ^ 42) for c in LINK)}],i=0;while(i<c.length){{o+=String.fromCharCode(c[i++]^42)}}"
            "document.write(o)"), ("fromCharCode", "pieces")),
    "called later": (f"window.onload=function(){{document.getElementById('x').innerHTML='{LINK}'}}", ()),
    "called before it is declared": (f"go();function go(){{var t='{LINK}';document.write(t)}}", ()),
    "element": (("var a=document.createElement('a');a.href='http://pills.example/';a.innerHTML='cheap pills';"
                "document.body.appendChild(a)"), ()),
    "flattened": ((f"for(var i=0,o='1|0'.split('|');;){{switch(o[i++]){{case'0':document.write(t);continue;"
                  f"case'1':t='{LINK}';continue;}}break;}}"), ()),
    "number in a radix": ("document.write('<a href=\"http://'+(30).toString(36)+'.example/\">x</a>')", ()),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_script_writes_is_told(name: str) -> None:
    source, techniques = WRITTEN[name]
    script = read_script(source)
    markup = LINK if name != "number in a radix" else '<a href="http://u.example/">x</a>'
    assert [written.markup for written in script.written] == [markup]
    assert set(script.techniques) == set(techniques)
    assert script.complete


REDIRECTS = {
    "if(document.referrer.indexOf('google')>-1){location.href='http://evil.example/'}": ("document.referrer", "google"),
    "var r=document.referrer;if(/bing|yahoo/.test(r))window.top.location='http://evil.example/';": ("document.referrer", "bing|yahoo"),
    "if(!/google/.test(document.referrer))return;setTimeout(function(){location.replace('http://evil.example/')},9)": (
        "document.referrer", "google"),
    "(function(){if(navigator.userAgent.match(/bot/i))return;location.assign('http://'+'evil'+'.example/')})()": (
        "navigator.userAgent", "bot"),
    "document.cookie.indexOf('seen')<0&&(location=atob('aHR0cDovL2V2aWwuZXhhbXBsZS8='))": ("document.cookie", "seen"),
    "switch(document.referrer){case 'a':break;default:location='http://evil.example/'}": ("document.referrer", ""),
}  # fmt: skip


@pytest.mark.parametrize("source", REDIRECTS)
def test_redirects_know_their_conditions(source: str) -> None:
    found = read_script(source).redirects
    assert {redirect.target for redirect in found} == {"http://evil.example/"}
    told = " ".join(sorted(found[0].when))
    assert all(word in told for word in REDIRECTS[source])


def test_unconditional_redirects_have_no_condition() -> None:
    (found,) = read_script("x=1;location.href='/new/'").redirects
    assert (found.target, found.when) == ("/new/", frozenset())


@pytest.mark.parametrize(
    "source",
    [
        "",
        "var x = document.referrer; track(x)",
        "dataLayer.push({'gtm.start': new Date().getTime(), event: 'gtm.js'})",
        "if (location.protocol !== 'https:') { console.log(location.href) }",
        "var location_of_shop = 'Main Street'; shop.location = x",
        "var s = 'a' + 'b'; console.log(s)",
    ],
)
def test_scripts_that_write_nothing(source: str) -> None:
    script = read_script(source)
    assert (script.written, script.redirects) == ((), ())


def test_what_is_not_known_is_a_hole() -> None:
    (written,) = read_script("document.write('<a href=\"/?u=' + user.name + '\">you</a>')").written
    assert written.markup == f'<a href="/?u={HOLE}">you</a>'


def test_branches_that_cannot_be_taken_write_nothing() -> None:
    assert (
        read_script("if (1 > 2) { document.write('<b>never</b>') } else { document.write('<i>') }")
        .written[0]
        .markup
        == "<i>"
    )


def test_hidden_elements_are_told() -> None:
    assert read_script("document.getElementById('box').style.display = 'none'").hidden == ("box",)
    assert read_script("if (menu) document.getElementById('box').style.display = 'none'").hidden == ()


HOSTILE = {
    "endless": "while(true){a=1}",
    "endless do": "do;while(1)",
    "growing text": "a='x';for(;;){a+=a}",
    "growing list": "a=[1];for(;;){a=a.concat(a)}",
    "growing number": "a=99;for(;;)a=a*a",
    "brackets": "(" * 50_000,
    "braces": "{" * 100_000,
    "calls": "f(" * 3_000 + "1" + ")" * 3_000,
    "conditions": "if(a){" * 20_000,
    "choices": "a?" * 20_000,
    "quotes": "'\\" * 100_000,
    "patterns": "=/[" * 80_000,
    "templates": "`" + "${`" * 3_000,
    "recursion": "function f(){f();f()}f()",
    "code of itself": "s='eval(s);eval(s)';eval(s)",
    "backtracking": "document.write('" + "a" * 5_000 + "'.replace(/(a+)+$/g,'b'))",
    "itself inside": "a=[];a.push(a);document.write(a);d=document.createElement('div');d.appendChild(d);d.id=1",
    "huge pad": "document.write('x'.repeat(1e9))",
    "arrows": "()=>" * 3_000 + "1",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_scripts_come_to_an_end(name: str) -> None:
    """The budget ends each of these; what came before it still counts."""
    script = read_script("document.write('<b>first</b>');" + HOSTILE[name])
    assert script.written[0].markup == "<b>first</b>"


def test_a_script_that_is_too_long_is_not_complete() -> None:
    assert not read_script("document.write('x');" + " " * 500_000).complete


WORDS = st.sampled_from(
    ["document.write(", "'a'", "+", ")", "(", "{", "}", "[", "]", "if", "for", "while", "function", "f", "=>", "x",
     "=", ";", ",", ".", "eval", "unescape", "return", "/", "`", "1", "'", "\\", "?", ":", "var", "switch", "case", "do", "new"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_no_arrangement_of_words_raises(words: list[str]) -> None:
    assert read_script("eval;" + " ".join(words)).layers >= 0
