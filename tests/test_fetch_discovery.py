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
from scrub.fetcher.spelling import same_site, spell
from scrub.fetcher.traps import is_trap, shape_of, without_session
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


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443/a#part", "https://example.org/a"),
        ("http://example.org/a/./b/../c/", "http://example.org/a/c/"),
        ("http://example.org/../../a", "http://example.org/a"),
        ("http://example.org/%7euser/%c3%a9", "http://example.org/~user/%C3%A9"),
        ("http://example.org/é?q=ü b", "http://example.org/%C3%A9?q=%C3%BC%20b"),
        ("http://example.org/100%", "http://example.org/100%25"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://example.org./", "http://example.org/"),
        ("  http://exam\nple.org/a\tb ", "http://example.org/ab"),
        ("http:\\\\example.org\\a", "http://example.org/a"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://[0:0::1]:8080/", "http://[::1]:8080/"),
        ("http://example.org?b=2&a=1", "http://example.org/?b=2&a=1"),
        ("http://example.org/a?", "http://example.org/a"),
    ],
)
def test_an_address_has_one_spelling(written: str, spelled: str) -> None:
    assert spell(written) == spelled
    assert spell(spelled) == spelled


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a",
        "//a.example/",
        "mailto:a@b",
        "http://user:pw@a.example/",
        "http://a.example:x/",
        "http://" + "a" * 300,
        "http://a.example/" + "a" * 5000,
    ],
)
def test_what_cannot_be_fetched_has_no_spelling(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        spell(url)


def test_sites_are_registrable_domains() -> None:
    assert same_site("https://www.example.co.uk/", "http://news.example.co.uk:8080/a")
    assert not same_site("http://a.co.uk/", "http://b.co.uk/")
    assert not same_site("http://10.0.0.1/", "http://10.0.0.2/")


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


@pytest.mark.parametrize(
    "path",
    ["/a/amp/", "/a.amp", "/amp/a", "/a?amp=1", "/print/a", "/a?print=1", "/a?action=edit", "/wp-login.php", "/logout", "/a.JPG", "/a/b/a/b/a/b",
     "/" + "x/" * 20, "/a?" + "&".join(f"k{n}=1" for n in range(12)), "/calendar/2150/01/", "/cal?year=1820&month=3", "/a?replytocom=12", "/" + "y" * 1100],
)  # fmt: skip
def test_traps_are_left_alone(path: str) -> None:
    assert is_trap(f"http://example.org{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/2024/05/a-bridge",
        "/news/12345",
        "/a?page=2&sort=date",
        "/example/camp/",
        "/printing/a",
        "/blog/blog/a",
        "/1984/a",
        "/editor",
        "/login-problems",
    ],
)
def test_honest_paths_are_no_traps(path: str) -> None:
    assert not is_trap(f"http://example.org{path}")


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://a.example/x;jsessionid=12AB?y=1", "http://a.example/x?y=1"),
        ("http://a.example/x?PHPSESSID=aa&y=1", "http://a.example/x?y=1"),
        ("http://a.example/x?y=1&sid=aa", "http://a.example/x?y=1"),
        ("http://a.example/x?utm_source=a&utm_medium=b", "http://a.example/x"),
        ("http://a.example/x?inside=1", "http://a.example/x?inside=1"),
    ],
)
def test_session_ids_do_not_make_new_pages(url: str, clean: str) -> None:
    assert without_session(url) == clean


def test_an_endless_calendar_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrub.fetcher.journal.SHAPE_LIMIT", 10)

    async def months(writer: asyncio.StreamWriter, asked: Asked) -> None:
        n = int(asked.path.partition("=")[2] or 0)
        writer.write(linking(n, f"/cal?month={n + 1}"))

    web = Web({"/robots.txt": answer(status="404 Not Found")}, default=months)
    assert len(crawled(web, depth=100)) == 11


def test_shapes_tell_endless_spaces_from_articles() -> None:
    assert shape_of("http://a.example/article/12345") is None
    assert shape_of("http://a.example/c?month=3&year=2020") == shape_of(
        "http://a.example/c?year=2021&month=11"
    )
    assert shape_of("http://a.example/2024/05/01/") == shape_of("http://a.example/2023/11/30/")


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
    with pytest.raises(InputError, match=r"did you mean https://a\.example/5\?"):
        list(addresses(["a.example/5"]))
