"""The walk in C gives the rows of the walk in Python, whatever the page."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import selectolax.lexbor
from both_ways import SAMPLES
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from shared_data import extraction_pages, needs_data

from scrub.native import compiled
from scrub.parser import compiled_walk
from scrub.parser.compiled_walk import available, walk_compiled
from scrub.parser.gathered import Found, gather, gather_in_python
from scrub.parser.hiding import hidden_elements
from scrub.parser.tags import BLOCK_LEVEL, PREFORMATTED, SKIPPED
from scrub.parser.walk import walk_in_python
from scrub.shape import Picture

needs_compiled = pytest.mark.skipif(not available(), reason="scrub was installed without its compiled part")

PAGES = [
    "",
    "x",
    "<p></p>",
    "<p>a<p>b",
    "<p>a <b>b</b> c<br>d<br><br>e</p>",
    "<p>a\u00a0b \u3000 c\u200bd\u00ade \u200b f</p>",
    "<p>\u200b</p><p>\u200b \u200b</p><p>x<b>\ufeff</b>y</p>",
    "<p> a <i> b </i> c </p><span> d</span><span>e </span>f",
    "<pre>\n\n  a\u200b\n b </pre><pre> </pre><pre>x<code class='language-c'>y\n</code> \n</pre>",
    "<ol start=3 reversed><li value=9>a<li type=a>b</ol><table><tr><td colspan=2>c<th rowspan=3>d</table>",
    "<div itemscope itemtype='x'>a</div><div id='i ' class=' p  q '>b</div><div id=j>c</div><div class>d</div>",
    "<a href=/x id=a rel='nofollow  UGC x'>l<div>m</div>n</a><a name=n>o</a><a href>p</a><a href='' rel>q</a>",
    "<a href=1>a<a href=2>b</a>c</a><a id=k></a><sup id=s>1</sup><sub id=t>2</sub>",
    "<p>a<img src=x alt=y longdesc=z><picture><source srcset=q><img src=r data-src=s></picture>b<div><img></div>",
    "<img><div><div><img></div><img></div><p>t<img>",
    f"<img src='{'x' * 5000}' alt=long>",
    "<div style='display:none'>a<p hidden>b</p></div><span style='display:none'>c</span>d<a hidden href=x>e</a>f",
    "<svg><a xlink:href=q><text>t</text></a></svg><math><mi>x</mi></math><template><p>t</p></template>",
    "<x-y><p>a</p></x-y><x-y>b</x-y><scrub-end-of-body></scrub-end-of-body>c<p>d",
    "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字<!-- c --> e",
    "<table>a<tr>b<td>c</table>d<select><option>e</select><textarea>f</textarea>",
    "<p>&#xD800;&#0;\x0b\x1c&nbsp;&shy;&zwj;&zwnj;😀</p>",
    "<b><p>a</b>b</p><u><s>c</s></u><em></em><strong> </strong>",
    "<html><head><title>t</title></head></html>",
    "<div>" * 200 + "x" + "</div>" * 200,
    "<a href=/ rel='nofollow\x1cUGC  sponsored'>a</a><a href=/ rel='\u00a0nofollow'>b</a><a href=/ rel=BOOK\u212aARK>c</a>",
    f"<a href=/ rel='{'x' * 200} nofollow'>a</a><a href=/ rel=' '>b</a><a href=/ rel=a rel=ugc name=n id=''>c</a>",
    "<div id=' a ' class='\u3000'>x</div><div id=b class='c\u3000\n'>y</div><div id=é>z</div><div id=' '>w</div>",
    f"<div class='{'long ' * 20}'>x</div><p class=abcdefgh>y<p class=abcdefgi>z<p class=abcdefgh>w",
    "<td type=x data-x=y>a</td><li data-lang value>b<p type=q itemtype=r value=s>c",
    "<p>a\x01b \x02 c\x7f d\u00e9\u00e8 \u2003e\u2003\u4e2d\u6587 \u3001x\u00c2 y\u0085z</p>",
    (
        "<script type='application/LD+json'>{}</script><script type='x\x0bd+json'></script><a rel='x author'>b</a>"
        "<a rel='coauthor' aria-hidden=false>c</a><a rel=author\u2003x>d</a><font color=red>e</font><font>f</font>"
        "<meta itemprop=x aria-hidden=no><h1 hidden>g</h1><time style=''>h</time><style hidden></style><marquee>i</marquee>"
    ),
]


class Wide(tuple):  # type: ignore[type-arg]
    """A tuple with a dict of its own."""


def same(markup: bytes | str, marked: bool = False) -> None:
    tree = LexborHTMLParser(markup)
    found, sought = gather(tree), gather_in_python(tree)
    assert (found.metas, list(found.metas)) == (sought.metas, list(sought.metas))
    assert [[one[:3] for one in rows] for rows in found[1:]] == [
        [one[:3] for one in rows] for rows in sought[1:]
    ]
    for one in (*found.hiding, *found.properties):
        assert one.node.mem_id == one.mem_id
    hidden = hidden_elements(tree)
    assert walk_compiled(tree, hidden, marked) == walk_in_python(tree, hidden, marked)


@needs_compiled
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("marked", [False, True])
def test_the_rows_of_odd_pages_are_the_same(page: str, marked: bool) -> None:
    same(page, marked)


@needs_compiled
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_the_rows_of_samples_are_the_same(path: Path) -> None:
    same(path.read_bytes().decode("utf-8", "replace"))


@needs_compiled
@needs_data
@pytest.mark.parametrize("folder", ["newspages", "chinese"])
def test_the_rows_of_real_pages_are_the_same(folder: str) -> None:
    for page in islice(extraction_pages(folder), 60):
        same(page.body.decode("utf-8", "replace"))


_NAMES = st.sampled_from(
    [
        "a",
        "b",
        "i",
        "sup",
        "img",
        "source",
        "br",
        "span",
        "x-z",
        "u",
        *BLOCK_LEVEL[:40],
        *PREFORMATTED,
        *SKIPPED,
    ]
)
_ATTRIBUTES = st.sampled_from(
    ["", " id=a", " class='b c'", " href=/q rel=ugc", " name=n", " hidden", " style='display:none'", " start=2",
     " itemtype=t", " src=s alt='x y'", " class", " id=' z '"]
)  # fmt: skip
_TEXTS = st.text(
    st.sampled_from(" \t\n\r\x0b\x1c\u0085\u00a0\u00ad\u200b\u2028\u3000\ufeffabÄ漢😀&;<"), max_size=6
)
_OPENED = st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES)
_CLOSED = st.builds("</{}>".format, _NAMES)


@needs_compiled
@given(st.lists(st.one_of(_OPENED, _CLOSED, _TEXTS, st.just("<!--c-->")), max_size=40), st.booleans())
def test_the_rows_of_any_markup_are_the_same(parts: list[str], marked: bool) -> None:
    same("".join(parts), marked)


@needs_compiled
@given(
    st.lists(st.text("ab  \t\n\x01\x1c\x7fé\u00a0\u00ad漢", max_size=40), max_size=3),
    st.sampled_from(["p", "pre"]),
)
def test_the_words_of_any_text_are_the_same(texts: list[str], tag: str) -> None:
    same("".join(f"<{tag}>{text}<b>x{text}</b> {text}</{tag}>" for text in texts))


@needs_compiled
@given(st.binary(max_size=60))
def test_bytes_that_are_no_text_do_no_harm(noise: bytes) -> None:
    tree = LexborHTMLParser(b"<p>" + noise + b"</p>")
    walk_compiled(tree, {}, False)


@needs_compiled
def test_wrong_arguments_are_refused() -> None:
    assert compiled is not None
    names: tuple[Any, ...] = {}, None, frozenset(), frozenset(), 9
    with pytest.raises(ValueError, match="tables"):
        compiled.walk(0, {}, False, b"", b"", 1, 2, 3, *names, Picture)
    with pytest.raises(TypeError):
        compiled.walk("root")
    tables = bytes(2048), bytes(1024)
    for wrong in (
        (tables[0][1:], tables[1]),
        (tables[0], tables[1] * 2),
        (memoryview(b"." + tables[0])[1:], tables[1]),
    ):
        with pytest.raises(ValueError, match="tables"):
            compiled.walk(1, {}, False, *wrong, 1, 2, 3, *names, Picture)
    for no_tuple in (tuple, list, Wide):
        root = LexborHTMLParser("<p>x").root
        assert root is not None
        if no_tuple is not tuple:
            with pytest.raises(TypeError, match="named tuple"):
                compiled.walk(root.mem_id, {}, False, *tables, 1, 2, 3, *names, no_tuple)
            with pytest.raises(TypeError, match="named tuple"):
                compiled.pick(root.mem_id, bytes(1024), ("",) * 11, no_tuple, None, 1, 1)
        with pytest.raises(TypeError, match="name for each"):
            compiled.pick(root.mem_id, bytes(1024), ("",) * 10, no_tuple, None, 1, 1)
    with pytest.raises(ValueError, match="table"):
        compiled.pick(1, b"", ("",) * 11, Found, None, 1, 1)
    for root_id, node in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="no node"):
            compiled.path(root_id, node)
    assert compiled.bind("/no/such/library.so") is False
    assert compiled.bind(selectolax.lexbor.__file__) is True


@needs_compiled
@pytest.mark.parametrize("nested", [False, True])
def test_nodes_are_found_however_many_are_asked_for(nested: bool) -> None:
    """The first ones step by step, many or far ones by a walk."""
    closed = "" if nested else "</div>"
    tree = LexborHTMLParser(f"<div hidden>x{closed}" * 1500)
    found = gather(tree).hiding
    assert len(found) == 1500
    for one in (found[2], found[1400], *found[::-1]):
        assert one.node.mem_id == one.mem_id
    other = LexborHTMLParser("<p>").root
    assert compiled is not None
    assert other is not None
    with pytest.raises(ValueError, match="below"):
        compiled.path(other.mem_id, found[0].mem_id)


@needs_compiled
@pytest.mark.parametrize("answer", [None, "many", 1 << 80, -3, 1 << 40, [1]])
def test_what_callables_answer_is_looked_at(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are our own, and one that answers something else is heard of."""
    for name, told in (("rel_bits", lambda _words: answer), ("REL_BIT", {"ugc": answer})):
        with monkeypatch.context() as patch:
            patch.setattr(compiled_walk, name, told)
            with pytest.raises((TypeError, OverflowError)):
                walk_compiled(LexborHTMLParser("<a href=/ rel='é'>x</a><a href=/ rel=ugc>x</a>"), {}, False)
    for hidden in ({"a": 1}, {1: "a"}, {-1: 1}, {1: -1}):
        with pytest.raises((TypeError, OverflowError)):
            walk_compiled(LexborHTMLParser("<p>x"), hidden, False)  # type: ignore[arg-type]


def test_without_the_compiled_part_pages_are_walked_in_python() -> None:
    """SCRUB_NATIVE=0 switches it off."""
    code = (
        "from scrub.native import compiled; from scrub.parser.compiled_walk import available; import scrub;"
        "assert compiled is None and not available();"
        "print(scrub.clean('<article><h1>A storm</h1><p>It rained on the valley all night, and the river rose.</p>').text)"
    )
    environment = {**os.environ, "SCRUB_NATIVE": "0"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert "the river rose" in done.stdout
