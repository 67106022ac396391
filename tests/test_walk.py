"""A live site, from its sitemaps, feeds and links to a page budget, under one audit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import FARM, HONEST, SAMPLES, errors, scrub
from fetched import quick
from web import Web, answer, serving

from scrub.commands.status import Status
from scrub.errors import InputError
from scrub.fetcher import Walk
from scrub.values import Page

LINKED = b'<!doctype html><title>Home</title><p>The news of the valley.</p><a href="/a">a</a> <a href="/gone">b</a>'
QUICK = ("--allow-private", "--delay", 0)


def site() -> Web:
    """A home page that links to /a; a sitemap that names /b; nothing under /gone."""
    web = Web({"/": answer(LINKED), "/a": answer(FARM.read_bytes()), "/b": answer(HONEST.read_bytes())})
    web.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /no", kind="text/plain")
    return web


def with_sitemap(web: Web, *paths: str) -> None:
    urls = "".join(f"<url><loc>{web.url(path)}</loc></url>" for path in paths)
    listed = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    web.answers["/sitemap.xml"] = answer(listed.encode(), kind="application/xml")


def test_a_site_is_walked_by_its_sitemap_and_its_links(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    with serving(site()) as web:
        with_sitemap(web, "/b", "/no")
        done = scrub("audit", web.url(), *QUICK, "--report", f"json={report}")
        assert {"/", "/a", "/b", "/gone", "/sitemap.xml"} <= set(web.paths())
        assert len(web.paths()) == len(set(web.paths()))
        assert "/no" not in web.paths()
    assert done.returncode == Status.FINDINGS
    found = json.loads(report.read_text())
    assert {one["url"] for one in found["findings"]} == {web.url("/a")}
    assert any("1 addresses that robots.txt forbids" in one for one in found["unchecked"])


def test_a_dead_link_is_no_failure_and_a_dead_site_is() -> None:
    with serving(site()) as web:
        web.answers["/a"] = answer(HONEST.read_bytes())
        assert scrub("audit", web.url(), *QUICK).returncode == Status.OK
        del web.answers["/"]
        done = scrub("audit", web.url(), *QUICK)
    assert done.returncode == Status.FAILED
    assert errors(done) == [f"scrub: {web.url()}: HTTP 404"]


def test_the_page_budget_holds_and_is_told() -> None:
    with serving(site()) as web:
        with_sitemap(web, *(f"/{k}" for k in range(30)))
        for k in range(30):
            web.answers[f"/{k}"] = answer(HONEST.read_bytes().replace(b"</body>", b"<p>%d</p></body>" % k))
        done = scrub("audit", web.url(), *QUICK, "--max-pages", 7, "--report", "json")
        told = json.loads(done.stdout)["unchecked"]
        kept = [path for path in web.paths() if path in web.answers and path != "/sitemap.xml"]
    assert len(kept) == 7
    assert any("beyond the page budget" in one for one in told)


def test_an_address_with_a_path_is_one_page() -> None:
    with serving(site()) as web:
        scrub("audit", web.url("/b"), *QUICK)
        assert [path for path in web.paths() if ".css" not in path] == ["/b"]
        scrub("audit", web.url("/b"), *QUICK, "--max-pages", 50)
        assert "/sitemap.xml" in web.paths()


def test_the_pages_of_a_walk_are_kept_in_a_new_archive(tmp_path: Path) -> None:
    out = tmp_path / "site.warc.gz"
    with serving(site()) as web:
        live = scrub("audit", web.url(), *QUICK, "--warc", out, "--report", "json")
        again = scrub("audit", web.url(), *QUICK, "--warc", out)
    assert "is there already" in again.stderr.decode()
    assert again.returncode == Status.FAILED
    kept = scrub("audit", out, "--report", "json")
    assert [f["text"] for f in json.loads(kept.stdout)["findings"]] == [
        f["text"] for f in json.loads(live.stdout)["findings"]
    ]


def test_who_leaves_a_walk_ends_it() -> None:
    with serving(Web()) as web:
        for k in range(300):
            body = LINKED.replace(b"/a", b"/%d" % (k + 1)).replace(b"/gone", b"/%d" % (k + 2))
            web.answers[f"/{k}"] = answer(body)
        for one in Walk(web.url("/0"), quick(depth=500)):
            assert isinstance(one, Page)
            break
        assert len(web.paths()) < 300


def test_what_a_walk_cannot_do_is_raised_where_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="archive's name"):
        list(Walk("http://127.0.0.1:1/", quick(), tmp_path / "out.zip"))


def test_a_list_of_addresses_is_a_list_of_pages(tmp_path: Path) -> None:
    listed = tmp_path / "urls.txt"
    with serving(site()) as web:
        listed.write_text(f"{web.url('/a')}\n{web.url('/b')}\n{SAMPLES / 'honest-blogroll' / 'page.html'}\n")
        done = scrub("audit", f"@{listed}", *QUICK, "--report", "json")
        assert [path for path in web.paths() if ".css" not in path] == ["/a", "/b"]
    assert {one["url"] for one in json.loads(done.stdout)["findings"]} == {web.url("/a")}
