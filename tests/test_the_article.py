"""The article that scrub was made for, as it was archived and as a page that carries its farm in many ways.

It stands beside the project (`../shared`); where it does not, nothing here can be shown.
"""

from __future__ import annotations

import re
from html import escape

import pytest
from command_line import scrub as command
from shared_data import DATA

import scrub

PATH = DATA / "spam" / "pages" / "p001_seed.txt"
pytestmark = pytest.mark.skipif(not PATH.is_file(), reason="the article (../shared/data) is not here")

HEADINGS = {"Unprecedented visits and drills", "No new money for arms", "Russian nukes and Minsk"}
PLACES = {
    "in the article": "<!-- end of content -->",
    "in the footer": "<!-- end of footer -->",
    "at the end of the body": "<!-- end of body -->",
    "after the page": "<!-- end of page -->",
}
WAYS = {
    "visible": "<p>{}</p>",
    "not displayed": '<div style="display:none">{}</div>',
    "off-screen by a rule": '<div class="xq1">{}</div>',
    "in a box of no size": '<div style="height:0;width:0;overflow:hidden">{}</div>',
    "in letters of no size": '<span style="font-size:0px">{}</span>',
    "moving by": '<marquee height="1" width="1" scrollamount="9000">{}</marquee>',
}
PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><title>{title} - Belarus Digest</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<style>body {{ font: 16px serif }} .menu li {{ display: inline }} .xq1 {{ position: fixed; left: -5000px }}</style>
</head><body class="single-post"><header><a class="logo" href="/">Belarus Digest</a><nav class="menu"><ul>
<li><a href="/politics/">Politics</a></li><li><a href="/economy/">Economy</a></li>
<li><a href="/security/">Security</a></li><li><a href="/about/">About</a></li></ul></nav>
<div class="topics">{topics}</div></header>
<main><article class="post"><header><h1 class="entry-title">{title}</h1><div class="meta">By
<a rel="author" href="/author/">{author}</a> · <time datetime="2023-05-15">15 May 2023</time></div></header>
<div class="entry-content">{content}
<!-- end of content --></div>
<div class="author-box"><h4><a href="/author/">{author}</a></h4><p>{about}</p></div>
<div class="views">{views}</div></article>
<aside><h3>Related stories</h3><ul><li><a href="/a/">Why Minsk keeps its borders open</a></li>
<li><a href="/b/">The language question, again</a></li></ul><a href="/support/">{support}</a></aside></main>
<footer><p>© 2023 Ostrogorski Centre. All rights reserved.</p><a href="/privacy/">Privacy</a>
<!-- end of footer --></footer><!-- end of body --></body></html><!-- end of page -->"""


def archived() -> tuple[str, str]:
    """The honest text and the farm in its last line."""
    honest, _, farm = PATH.read_text("utf-8").rpartition("\n")
    return honest, farm


def page(honest: str) -> str:
    """The text as a page of a news site."""
    topics, support, title, *paragraphs, author, _, about, views = filter(None, honest.split("\n"))
    tags = {True: "<h2>{}</h2>", False: "<p>{}</p>"}
    parts = {"topics": topics, "support": support, "title": title, "author": author, "about": about}
    content = "\n".join(tags[line in HEADINGS].format(escape(line)) for line in paragraphs)
    return PAGE.format(content=content, views=views, **{name: escape(part) for name, part in parts.items()})


def links(farm: str) -> str:
    """Every keyword a link to a domain of its own."""
    keywords = re.split(r"(?<=scort) ", farm)
    endings = ("com", "xyz", "net", "shop")
    hosts = [f"{re.sub('[^a-z]', '', word.lower())}{k}.{endings[k % 4]}" for k, word in enumerate(keywords)]
    return " ".join(f'<a href="https://{host}/">{word}</a>' for host, word in zip(hosts, keywords))


def test_the_last_line_goes_and_every_other_character_stays() -> None:
    honest, farm = archived()
    done = command("clean", PATH)
    assert done.stdout.decode() == f"{honest}\n"
    (line,) = done.stderr.decode().splitlines()
    assert re.fullmatch(
        r"removed 1 block \(\d+ words, escort text, p=(?:0\.99\d|1\.000)\); --removed .*", line
    )
    (removal,) = scrub.clean_text(PATH.read_text("utf-8")).removed
    assert removal.text == farm
    assert len(removal.reasons) > 1


@pytest.fixture(scope="module")
def clean_page() -> str:
    return page(archived()[0])


def test_the_page_holds_the_article(clean_page: str) -> None:
    text = scrub.clean(clean_page).text
    honest, _ = archived()
    assert [line for line in honest.split("\n") if len(line) > 100 and line not in text] == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS)
def test_with_the_farm_as_links_it_gives_the_same_text(clean_page: str, way: str, place: str) -> None:
    farm = WAYS[way].format(links(archived()[1]))
    assert PLACES[place] in clean_page
    article = scrub.clean(clean_page.replace(PLACES[place], farm))
    assert article.text == scrub.clean(clean_page).text
    assert [len(removal.links) for removal in article.removed] == [farm.count("<a ")]
