"""What lexbor itself says of single elements is what selectolax's nodes say."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from both_ways import SAMPLES, both
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from shared_data import extraction_pages, needs_data

from scrub.native import compiled
from scrub.parser import bylines, elements, head, nodes
from scrub.parser.compiled_walk import available
from scrub.parser.metadata import read_metadata

needs_compiled = pytest.mark.skipif(not available(), reason="scrub was installed without its compiled part")

NAMES = st.sampled_from(["a", "b", "B", "a b", " a  b\n", "", "é", "a\u2003b", "0"])
QUERIES = (*bylines._AUTHOR_CLASSES, *bylines._DATE_CLASSES)

PAGES = [
    "",
    "x",
    "<p class=DateLine>a<b id=author>b</b></p>",
    "<html class='date x'><head class=date><link rel=canonical href=a></head><body class='a DATE byline'>c",
    "<p class=metadate><svg><a xlink:href='/author/1'>x</a><a href='/author/1'>y</a></svg>",
    "<p class='x\u0131date mEta bY\u017fline'>a<template><b class=date>b</b></template></p>",
    "<svg><title>inner</title><link rel=license href=a></svg><title>outer</title>",
    "<head><link rel='x CANONICAL\ty' href=b><link rel=Image_src href=c><link rel=image_src><title>a<b>c</title>",
    "<body><link rel='license\x0bx' href=d><link rel href=e><link rel='\u212aanonical license' href=f>",
    "<head><noscript><link rel=canonical href=g></noscript></head>",
    "<article class='a b' id=c><section>d<p>e \u3000<b>\u2003f</b></p></section></article>",
    "<p>a<select><option>b</select></p><p>c<script>d</script></p><p><svg><text>e</text></svg></p>",
    f"<p>{'x' * 119}</p><p>{'x' * 121}</p><p>{'<i></i>' * 60}y</p><p>{'<i></i>' * 61}y</p><p>{' ' * 300}z</p>",
    "<h1>a</h1><p>1 May 2020</p><!-- c --><pre>\nb</pre>" + "<p>d</p>" * 40,
    "<frameset><frame></frameset>",
    "<table><tr><td class=date>1</table><math><mi class=author>x</mi></math>",
    "<div>" * 30 + "x<p class=author>&#0;\u00ad&nbsp;y",
]


def said(markup: bytes | str) -> list[Any]:
    """All that can be asked of a page's elements, and of every one of them."""
    tree = LexborHTMLParser(markup)
    assert tree.root is not None
    told: list[Any] = [head.read_head(tree)]
    direct = available()
    found = list(nodes.holding(tree, QUERIES, 3))
    told.append([one if isinstance(one, int) else one.mem_id for one in found])
    every = list(tree.root.traverse(include_text=False))
    told[-1] = [[node.mem_id for node in every].index(number) for number in told[-1]]
    for node in every[:80]:
        element = node.mem_id if direct else node
        told.append(
            (
                nodes.deep_text(element),
                nodes.deep_text(element, " \u00e9"),
                nodes.short_text(element, 120, 60),
                nodes.short_text(element, 3, 2),
                [(tag if tag[:1] != "-" else "", words) for tag, words in nodes.above(element, 4)],
                [nodes.attribute(element, name) for name in ("class", "id", "href", "nothing")],
                list(nodes.texts_behind(element, tree)),
            )
        )
    told.append(read_metadata(tree, "https://example.com/a/b"))
    return told


def same(markup: bytes | str) -> None:
    direct = said(markup)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("nodes", "head", "gathered"):
            patch.setattr(f"scrub.parser.{module}.available", lambda: False)
        assert direct == said(markup)


@needs_compiled
@pytest.mark.parametrize("page", PAGES)
def test_odd_pages(page: str) -> None:
    same(page)


@needs_compiled
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_samples(path: Any) -> None:
    same(path.read_bytes())


@needs_compiled
@needs_data
def test_real_pages() -> None:
    for page in islice(extraction_pages("newspages"), 20):
        same(page.body)


_NAMES = (
    "p",
    "b",
    "a",
    "svg",
    "title",
    "link",
    "article",
    "aside",
    "h1",
    "time",
    "select",
    "template",
    "form",
    "x-y",
    "body",
)
_ATTRIBUTES = (
    "", " class=date", " class='Author meta'", " class=bYline", " href=/author/", " rel='canonical x'", " rel=LICENSE",
    " rel=image_src", " href=q", " id=i", " rel=author", " itemprop='author name'", " itemscope", " datetime=2020-01-02",
    " class='comment'", " xlink:href=/author/x",
)  # fmt: skip
_OPENED = st.builds("<{}{}{}>".format, st.sampled_from(_NAMES), *2 * [st.sampled_from(_ATTRIBUTES)])
_CLOSED = st.builds("</{}>".format, st.sampled_from(_NAMES))
_TEXTS = st.text(st.sampled_from(" \n\x1c\u0085\u00a0\u00ad\u3000aÄ漢😀&;<12"), max_size=6)


@needs_compiled
@given(st.lists(st.one_of(_OPENED, _CLOSED, _TEXTS, st.just("<!--c-->"), st.just("1 May 2020")), max_size=30))
def test_any_markup(parts: list[str]) -> None:
    same("".join(parts))


@needs_compiled
@given(st.binary(max_size=60))
def test_bytes_that_are_no_text(noise: bytes) -> None:
    same(b"<h1>a</h1><p class='date " + noise + b"'>b" + noise + b"</p><title>" + noise)


@needs_compiled
def test_wrong_arguments_are_refused() -> None:
    assert compiled is not None
    tree = LexborHTMLParser("<p class=a>x")
    assert tree.root is not None
    node = tree.root.mem_id
    asked: dict[str, tuple[Any, ...]] = {
        "deep_text": ("",),
        "short_text": (bytes(1024), 1, 1),
        "texts_behind": (node, 1),
        "above": (1,),
        "attribute": ("class",),
        "head_links": (1, 2),
        "holding": (((0, "class", "ab", True),), 1),
    }
    for name, rest in asked.items():
        kernel = getattr(compiled, name)
        kernel(node, *rest)
        for wrong in ((), (node, *rest, 1), (node, *rest[:-1]), ("node", *rest), (-1, *rest), (None, *rest)):
            with pytest.raises((TypeError, ValueError, OverflowError)):
                kernel(*wrong)
        with pytest.raises(ValueError, match="node"):
            kernel(0, *rest)
        for k in range(len(rest)):
            with pytest.raises((TypeError, ValueError, OverflowError)):
                kernel(node, *rest[:k], 1.5, *rest[k + 1 :])
    with pytest.raises(ValueError, match="table"):
        compiled.short_text(node, b"", 1, 1)
    with pytest.raises(ValueError, match="few"):
        compiled.holding(node, ((0, "class", "ab", True),) * 9, 1)
    for query in (
        (0, "class", "ab"),
        (0, "class", None, True),
        ("p", "class", "a", True),
        [0, "class", "a", True],
    ):
        with pytest.raises(TypeError):
            compiled.holding(node, (query,), 1)


@needs_compiled
@given(
    st.lists(st.tuples(st.sampled_from(["p", "svg", "template", "i"]), NAMES, NAMES), max_size=12),
    st.booleans(),
)
def test_elements_are_found_by_name_alike(named: list[tuple[str, str, str]], bare: bool) -> None:
    markup = "".join(f'<{tag} class="{one}" id="{other}">x' for tag, one, other in named)
    tree = LexborHTMLParser(markup + "<b class id>y</b><b CLASS=c>" if bare else markup)
    native, expected = both(lambda: elements._named(tree))
    assert native == expected
    assert [list(one) for one in native[:2]] == [list(one) for one in expected[:2]]


@needs_compiled
@pytest.mark.parametrize("arguments", [(), (0,), ("x",), (1, 2)])
def test_elements_of_no_node_are_refused(arguments: tuple[Any, ...]) -> None:
    assert compiled is not None
    with pytest.raises((TypeError, ValueError, OverflowError)):
        compiled.named_elements(*arguments)
