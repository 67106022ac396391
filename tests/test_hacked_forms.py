"""The hacked town on disk, in a web archive and in an export: the same findings wherever they can stand."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

import pytest
from archives import packed, record, response
from hacked_site.injected import CASES
from hacked_site.lookalikes import JAPANESE, LOOKALIKES
from hacked_site.template import STYLE, Built
from hacked_site.town import Town

from scrub.findings import Finding
from scrub.inputs import read
from scrub.survey import survey
from scrub.values import Page

ORIGIN = "https://www.alderbrook.example"
TOWN = Town(ORIGIN)
PAGES = {path: page for path in TOWN.paths() if (page := TOWN.page(path)) is not None}
# What only an address tells: whose canonical, base or link it is.
ADDRESSED = ("/hacked/canonical/", "/hacked/hreflang/", "/hacked/base/", "/hacked/open-redirect/")

Told = set[tuple[str, str, str, str]]


def told(findings: Iterable[tuple[str, Finding]]) -> Told:
    return {
        (path, f.kind, f.severity, " ".join(f.text.split())) for path, f in findings if f.severity != "info"
    }


@pytest.fixture(scope="module")
def expected() -> Told:
    pages = [
        Page(p.html(ORIGIN, path).encode(), ORIGIN + path, "text/html; charset=utf-8")
        for path, p in PAGES.items()
    ]
    return told((one.url.removeprefix(ORIGIN), one.finding) for one in survey(pages).findings)


def test_a_folder_has_the_same_findings(tmp_path: Path, expected: Told) -> None:
    for path, page in PAGES.items():
        file = tmp_path / (path.lstrip("/") if path.endswith(".html") else f"{path.lstrip('/')}index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.html(ORIGIN, path), "utf-8")
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "style.css").write_text(STYLE, "utf-8")
    report = survey(read([str(tmp_path)]))
    found = told((_path_of(one.source, tmp_path), one.finding) for one in report.findings)
    assert {one for one in expected if one[0] not in ADDRESSED} <= found
    assert {one[0] for one in found} <= {one[0] for one in expected}
    by_sheet = next(one for one in report.findings if "farm-sheet" in one.source)
    assert "in /theme/style.css, line 4" in by_sheet.finding.rule


def _path_of(source: str, folder: Path) -> str:
    path = "/" + Path(source).relative_to(folder).as_posix()
    return path.removesuffix("index.html")


def test_an_archive_has_the_same_findings(tmp_path: Path, expected: Told) -> None:
    archive = tmp_path / "town.warc.gz"
    records = [
        record(
            ORIGIN + path, response(page.html(ORIGIN, path).encode(), content_type="text/html; charset=utf-8")
        )
        for path, page in PAGES.items()
    ]
    archive.write_bytes(packed(*records))
    report = survey(read([str(archive)]))
    assert report.pages == len(PAGES)
    assert told((one.url.removeprefix(ORIGIN), one.finding) for one in report.findings) == expected
    assert "external style sheets" in report.unchecked


def _item(path: str, page: Built, number: int) -> str:
    return (
        f"<item><title>{escape(page.title)}</title><link>{ORIGIN}{path}</link><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_type>post</wp:post_type><content:encoded><![CDATA[{page.body}]]></content:encoded></item>"
    )


def test_an_export_has_what_stands_in_posts(tmp_path: Path, expected: Told) -> None:
    posts = {
        path: page for path, page in PAGES.items() if page.template and (path in CASES or path in LOOKALIKES)
    }
    items = "\n".join(_item(path, page, number) for number, (path, page) in enumerate(posts.items(), 1))
    export = tmp_path / "town.xml"
    export.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n{items}\n</channel></rss>\n',
        "utf-8",
    )
    report = survey(read([str(export)]))
    found = told((one.url.removeprefix(ORIGIN), one.finding) for one in report.findings)
    in_posts = {path for path in CASES if path in posts and _stands_in_post(path)}
    assert len(in_posts) >= 15
    sure = {one for one in expected if one[0] in in_posts and one[2] == "error"}
    assert sure <= found
    assert not {one[0] for one in found} & {*LOOKALIKES, *JAPANESE}


def _stands_in_post(path: str) -> bool:
    """Whether the case changed the post, and not what the theme writes around it."""
    clean = Town(ORIGIN, clean=True).page(path)
    return clean is not None and clean.body != PAGES[path].body
