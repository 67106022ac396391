"""Finding pages: spelling, sitemaps, feeds, links, and the traps among them."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import pytest
from fetched import fetch_all, quick, reason
from web import Asked, Web, answer, page, serving

from scrub.errors import InputError
from scrub.fetcher.inputs import addresses
from scrub.fetcher.lists import MAX_ADDRESSES, read_list
from scrub.fetcher.outcome import Trouble
from scrub.parser.links import links_of

MAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def sitemap(*urls: str) -> bytes:
    return MAP.format("".join(f"<url><loc>{url}</loc></url>" for url in urls)).encode()


def linking(number: int, *hrefs: str, head: str = "") -> bytes:
    anchors = "".join(f'<a href="{href}">more</a> ' for href in hrefs)
    return answer(
        f"<!doctype html>{head}<p>Page {number} of many, with words. {anchors}</p>".encode() + b" " * 300
    )


def crawled(web: Web, **options: object) -> list[str]:
    """The paths that were asked for, starting at `/`."""
    with serving(web):
        fetch_all([web.url()], quick(**options))
    return web.paths()


def test_pages_written_twice_are_asked_for_once() -> None:
    with serving(Web({"/a": answer()})) as web:
        urls = [web.url("/a"), web.url("/a#x"), web.url("/b/../a"), web.url("/%61")]
        assert len(fetch_all(urls, quick())[0]) == 1
    assert web.paths() == ["/a"]


def test_links_are_followed_to_the_depth_and_on_the_site_only() -> None:
    web = Web({
        "/": linking(0, "/a", "b", "http://elsewhere.invalid/", "mailto:x@y", "#top", "/a.pdf"),
        "/a": linking(1, "/c"), "/b": linking(2, "/c", "/a"), "/c": linking(3, "/d"), "/d": linking(4),
    })  # fmt: skip
    assert crawled(web, depth=2) == ["/", "/a", "/b", "/c"]
    assert crawled(Web({**web.answers}), depth=0) == ["/"]


def test_a_page_budget_is_kept() -> None:
    web = Web({f"/{n or ''}": linking(n, f"/{n + 1}", f"/{n + 2}") for n in range(50)})
    assert len(crawled(web, depth=40, max_pages=7, concurrency=4, per_host=4)) == 7


def test_nofollow_is_obeyed_by_the_page_and_by_the_link() -> None:
    web = Web(
        {"/": linking(0, "/a", head='<meta name="robots" content="noindex, nofollow">'), "/a": linking(1)}
    )
    assert crawled(web, depth=1) == ["/"]
    assert links_of(b'<a rel="external nofollow" href="/a">x</a><a href="/b">y</a>').hrefs == ["/b"]


def test_refresh_and_canonical_are_followed_on_request() -> None:
    head = "<meta http-equiv=refresh content=\"0; url='/next'\"><link rel=canonical href=/real>"
    web = Web({"/": linking(0, head=head), "/next": linking(1), "/real": linking(2)})
    assert crawled(Web({**web.answers})) == ["/"]
    assert crawled(Web({**web.answers}), follow_refresh=True) == ["/", "/next"]
    assert crawled(Web({**web.answers}), follow_canonical=True) == ["/", "/real"]


def test_a_slow_refresh_is_a_page_of_its_own() -> None:
    assert links_of(b'<meta http-equiv="Refresh" content="300">').refresh is None
    assert links_of(b'<meta http-equiv="Refresh" content="300; url=/a">').refresh is None
    assert links_of(b'<META HTTP-EQUIV="refresh" CONTENT="5;URL=/a">').refresh == "/a"


def test_a_base_moves_relative_links() -> None:
    web = Web({"/": linking(0, "x", head='<base href="/deep/">'), "/deep/x": linking(1)})
    assert crawled(web, depth=1) == ["/", "/deep/x"]


def test_an_endless_calendar_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrub.fetcher.journal.SHAPE_LIMIT", 10)

    async def months(writer: asyncio.StreamWriter, asked: Asked) -> None:
        n = int(asked.path.partition("=")[2] or 0)
        writer.write(linking(n, f"/cal?month={n + 1}"))

    web = Web({"/robots.txt": answer(status="404 Not Found")}, default=months)
    assert len(crawled(web, depth=100)) == 11


def test_a_page_that_repeats_another_leads_nowhere_new() -> None:
    same = linking(0, "/s?a=1", "/s?b=2")

    async def mirror(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(same if asked.path in ("/", "/s?a=1", "/s?b=2") else linking(1))

    web = Web({"/robots.txt": answer(status="404 Not Found")}, default=mirror)
    assert sorted(crawled(web, depth=5)) == ["/", "/s?a=1", "/s?b=2"]


def test_sitemaps_are_read_from_robots_txt_through_indexes_and_gzip() -> None:
    web = Web()
    with serving(web):
        index = f"<sitemapindex><sitemap><loc>{web.url('/one.xml')}</loc></sitemap><sitemap><loc>{web.url('/two.xml.gz')}</loc></sitemap></sitemapindex>"
        news = MAP.format(
            f"<url><loc>{web.url('/n')}</loc><n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:title>x</n:title></n:news></url>"
        )
        web.answers |= {
            "/robots.txt": answer(f"Sitemap: {web.url('/index.xml')}".encode(), kind="text/plain"),
            "/index.xml": answer(index.encode(), kind="application/xml"),
            "/one.xml": answer(news.encode(), kind="text/xml"),
            "/two.xml.gz": answer(gzip.compress(sitemap(web.url("/m"), "http://elsewhere.invalid/")), kind="application/gzip"),
            "/": answer(page(0)), "/n": answer(page(1)), "/m": answer(page(2)),
        }  # fmt: skip
        pages, gone = fetch_all([web.url()], quick(sitemaps=True))
    assert sorted(page.url or "" for page in pages) == [web.url(path) for path in ("/", "/m", "/n")]
    assert gone == []


def test_a_site_without_a_sitemap_is_no_failure() -> None:
    with serving(Web({"/": answer()})) as web:
        pages, gone = fetch_all([web.url()], quick(sitemaps=True))
    assert len(pages) == 1
    assert [one.outcome for one in gone] == ["not a page"]


def test_feeds_lead_to_their_articles() -> None:
    rss = "<rss version='2.0'><channel><link>http://x.invalid/</link><item><title>a</title><link>{}</link></item></channel></rss>"
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link href='/'/><entry><link href='/a2'/><link rel='edit' href='/no'/></entry></feed>"
    with serving(
        Web(
            {
                "/a1": answer(page(1)),
                "/a2": answer(page(2)),
                "/atom": answer(atom.encode(), kind="application/atom+xml"),
            }
        )
    ) as web:
        web.answers["/rss"] = answer(rss.format(web.url("/a1")).encode(), kind="application/rss+xml")
        pages, _ = fetch_all([web.url("/rss"), web.url("/atom")], quick())
    assert sorted(page.url or "" for page in pages) == [web.url("/a1"), web.url("/a2")]


def test_xml_does_not_expand() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>http://x/&b;</loc></url></urlset>'
    outside = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>'
    )
    for body in (laughs, outside):
        with pytest.raises(Trouble, match="entities"):
            read_list(body)
    with pytest.raises(Trouble, match="nested too deep"):
        read_list(b"<rss>" + b"<a>" * 100)
    with serving(
        Web(
            {
                "/": answer(
                    b"<?xml version='1.0'?>" + outside.replace(b"<!DOCTYPE", b"<urlset/><!DOCTYPE"),
                    kind="text/xml",
                )
            }
        )
    ) as web:
        assert reason(web.url()).startswith("broken answer")


def test_lists_that_break_off_give_what_they_named() -> None:
    assert read_list(sitemap("http://a/1", "http://a/2")[:-30]).pages == ["http://a/1"]
    assert len(read_list(sitemap(*map(str, range(MAX_ADDRESSES + 9)))).pages) == MAX_ADDRESSES


def test_lists_on_disk_are_inputs(tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(
        "\ufeffhttp://a.example/1\n\n# not this\n  http://a.example/2  \n", "utf-8"
    )
    (tmp_path / "map.xml.gz").write_bytes(gzip.compress(sitemap("http://a.example/3")))
    inputs = [f"@{tmp_path / 'urls.txt'}", str(tmp_path / "map.xml.gz"), "http://a.example/4"]
    assert list(addresses(inputs)) == [f"http://a.example/{n}" for n in (1, 2, 3, 4)]
    long = "http://a.example/" + "x" * 3000
    assert list(addresses([long])) == [long]
    for name in ("x" * 3000, "a\0b", str(tmp_path)):
        with pytest.raises(InputError):
            list(addresses([name]))
    with pytest.raises(InputError, match=r"did you mean https://a\.example/5\?"):
        list(addresses(["a.example/5"]))
