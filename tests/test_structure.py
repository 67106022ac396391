"""Structure in HTML and TEI: the right elements, properly nested, whatever the page was like."""

from __future__ import annotations

import pickle
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import cleaned
from selectolax.lexbor import LexborHTMLParser

from scrub.cleaner import Article, Comment
from scrub.values import Metadata

TEI = "{http://www.tei-c.org/ns/1.0}"

PAGE = """<h1>Title</h1><p>First <em>word</em> &amp; <a href="/x?a=1&amp;b=2">link</a>.</p><h2>Part</h2>
<ul><li>a<ol start=4><li>deep</ol><li>b</ul><table><caption>Cap</caption><tr><th colspan=2>h</tr><tr><td>1<td>2</table>
<blockquote><p>said<h3>inside</h3></blockquote><pre><code class="language-c">a &lt; b
</code></pre><figure><img data-src="/i.jpg" src="data:x" alt="What">
<figcaption>Caption</figcaption></figure><dl><dt>term<dd>means</dl><h2>Next</h2><p>H<sub>2</sub>O<br>end</p>"""


def tei(article: Article) -> ElementTree.Element:
    """The document, parsed."""
    return ElementTree.fromstring(article.tei.encode())


def test_html_keeps_structure() -> None:
    tree = LexborHTMLParser(cleaned(PAGE, url="https://e.example/p").html)
    assert [node.text() for node in tree.css("h1, h2, h3")] == ["Title", "Part", "inside", "Next"]
    for selector in (
        "p > em", 'p > a[href="https://e.example/x?a=1&b=2"]', "ul > li > ol[start='4'] > li", "table > caption",
        "th[colspan='2']", "blockquote > p", "pre > code.language-c", "figure > figcaption", "dl > dt + dd", "p > sub",
        "figure > img[src='https://e.example/i.jpg'][alt='What']", "p > br",
    ):  # fmt: skip
        assert len(tree.css(selector)) == 1, selector
    assert [node.text() for node in tree.css("pre")] == ["a < b"]


def test_tei_keeps_structure() -> None:
    root = tei(cleaned(PAGE, url="https://e.example/p"))
    assert [node.text for node in root.iter(f"{TEI}head")] == ["Title", "Part", "Cap", "Caption", "Next"]
    for path in (
        "div/div/p/hi[@rend='italic']", "div/div/p/ref[@target='https://e.example/x?a=1&b=2']",
        "div/div/div/list[@rend='bulleted']/item/list[@rend='numbered']/item", "div/div/div/table/row/cell[@cols='2']",
        "div/div/div/quote/ab[@type='head']", "div/div/div/ab[@type='code']/code[@lang='c']",
        "div/div/div/figure/graphic[@url='https://e.example/i.jpg']", "div/div/div/figure/figDesc",
        "div/div/div/list[@type='gloss']/label", "div/div/div/p/hi[@rend='subscript']", "div/div/div/p/lb",
    ):  # fmt: skip
        assert len(root.findall(f"text/body/{path}", {"": TEI[1:-1]})) == 1, path


def test_tei_says_where_the_text_comes_from() -> None:
    metadata = Metadata(
        modified="2024-02-03", tags=("a", "b & c"), licence="https://l.example/", description="D"
    )
    article = replace(
        cleaned("<p>x"), url="https://e.example/p", title="T < U", author="Jane Doe; Bo Li", date="2024-02-01",
        site_name="Site", language="de", metadata=metadata, comments=(Comment("one\n\ntwo", "Ann", "2024-02-02"),),
    )  # fmt: skip
    root = tei(article)
    texts = {
        name: [node.text for node in root.iter(TEI + name)] for name in ("title", "author", "term", "name")
    }
    assert texts == {
        "title": ["T < U"] * 2, "author": ["Jane Doe", "Bo Li"] * 2, "term": ["a", "b & c"], "name": ["Ann"],
    }  # fmt: skip
    assert [node.get("when") for node in root.iter(f"{TEI}date")] == [
        "2024-02-01",
        "2024-02-03",
        "2024-02-02",
    ]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert len(root.findall(f".//{TEI}div[@type='comment']/{TEI}p")) == 2


@pytest.mark.parametrize("text", ["\x01\x0b\ufffe", "<script>", "&amp;amp;", "]]>", "\ud800"])
def test_tei_is_well_formed_whatever_the_page_holds(text: str) -> None:
    article = replace(cleaned(f"<p>{text}<p>end"), title=text, author=text, metadata=Metadata(tags=(text,)))
    assert tei(article).tag == f"{TEI}TEI"


TAGS = st.sampled_from(
    "p div h1 h2 h4 ul ol li dl dt dd table caption tr td th blockquote pre figure figcaption em b a code sub br hr img "
    "section span".split()
)
TREES = st.recursive(
    st.sampled_from(["a", "b c", " ", "<br>", "<img src=i.png>", "d &lt; e"]),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda found: f"<{found[0]} href=/x id=i>{''.join(found[1])}</{found[0]}>"
    ),
    max_leaves=25,
)
# What may stand directly inside what, of the elements that the HTML output has.
CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd"}, "table": {"caption", "tbody"}, "tbody": {"tr"}, "tr": {"td", "th"},
}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=4))
def test_any_markup_gives_valid_structure(trees: list[str]) -> None:
    """Lists hold items, rows hold cells, no paragraph is in a heading; TEI parses; all forms have the same words."""
    article = cleaned("".join(trees))
    expected = "".join(article.text.split())
    html = LexborHTMLParser(f"<body>{article.html}</body>")
    assert "".join((html.body.text(deep=True) if html.body else "").split()) == expected
    for node in html.css("*"):
        allowed = CHILDREN.get(node.tag or "")
        if allowed:
            assert {child.tag for child in node.iter()} <= allowed, article.html
        if node.tag in ("h1", "h2", "h4", "p"):
            assert not node.css("p p, h1 p, h2 p, ul, table"), article.html
    body = tei(article).find(f"{TEI}text")
    assert body is not None
    for described in list(body.iter(f"{TEI}figDesc")):
        described.text = ""
    assert "".join("".join(body.itertext()).split()) == expected
    assert pickle.loads(pickle.dumps(article)) == article


@pytest.mark.parametrize(
    ("image", "src"),
    [
        ('<img src="/a.jpg">', "/a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/lazy.jpg">', "/lazy.jpg"),
        ('<img src="/spacer.gif" data-lazy-src="/lazy.jpg">', "/lazy.jpg"),
        ('<img data-srcset="/s.jpg 300w, /l.jpg 900w">', "/l.jpg"),
        ('<img srcset="/one.jpg 1x, /two.jpg 2x" src="data:,">', "/two.jpg"),
        ('<picture><source srcset="/p.webp 1x"><img alt=x></picture>', "/p.webp"),
        ('<img src="data:,x" class=lazy><noscript><img src="/real.jpg"></noscript>', "/real.jpg"),
        ('<img data-src="/real.jpg"><noscript><img src="/real.jpg"></noscript>', "/real.jpg"),
    ],
)
def test_lazy_images_are_found_where_they_are(image: str, src: str) -> None:
    article = cleaned(f"<article><p>Before.</p><div>{image}</div><p>After.</p></article>")
    assert [found.src for unit in article.structure for found in unit.images] == [src]
    assert f"Before.\n\n![{'x' if 'alt' in image else ''}]({src})\n\nAfter." in article.markdown


@pytest.mark.parametrize(
    "image",
    ['<img src="/p.gif" width=1 height=1>', '<img src="data:,x">', "<img>", "<img src=/h.jpg hidden>"],
)
def test_what_nobody_sees_is_no_image(image: str) -> None:
    assert "![" not in cleaned(f"<p>Before.</p>{image}<p>After.</p>").markdown


def test_images_of_teasers_are_not_the_articles() -> None:
    html = """<body><header><img src=/logo.png></header><article><p>Long enough first paragraph.</p>
    <aside><a href=/o><img src=/teaser.jpg><span>Other article</span></a></aside><figure><img src=/own.jpg></figure>
    <p>Second paragraph.</p></article><footer><img src=/foot.png>About</footer></body>"""
    article = cleaned(html, main=[0, 2])
    assert [found.src for unit in article.structure for found in unit.images] == ["/own.jpg"]


def test_an_image_between_spam_goes_with_it() -> None:
    html = "<div><p>Honest.</p><p>spam one</p><img src=/pill.jpg><p>spam two</p><p>Honest too.</p></div>"
    assert "pill" not in cleaned(html, "spam one", "spam two").markdown
    assert "pill" in cleaned(html).markdown


def test_an_image_of_a_script_is_not_written() -> None:
    article = cleaned("<p>a</p><img src='javascript:alert(1)'><p>b</p>")
    assert "javascript" not in article.markdown + article.html + article.tei
