"""Inputs: every kind, every way to be bad, and no bad one touching another."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from scrub.errors import FetchError
from scrub.inputs import Failure, Reading, read, reading
from scrub.inputs.sniffing import kind_of
from scrub.values import Page

HTML = b"<!doctype html><title>News</title><p>The bridge opened on Monday.</p>"
TEXT = b"The bridge opened on Monday.\nIt had been closed for a year.\n"


def one(name: object, **options: str) -> Page | Failure:
    (found,) = read([str(name)], Reading(**options))  # type: ignore[arg-type]
    return found


def page(name: object, **options: str) -> Page:
    found = one(name, **options)
    assert isinstance(found, Page), found
    return found


def reason(name: object, **options: str) -> str:
    found = one(name, **options)
    assert isinstance(found, Failure), found
    assert "\n" not in found.reason
    return found.reason


def write(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("a.html", HTML, "text/html"),
        ("a.HTM", HTML, "text/html"),
        ("a.xhtml", HTML, "text/html"),
        ("a.txt", TEXT, "text/plain"),
        ("a.html.gz", gzip.compress(HTML, mtime=0), "text/html"),
        ("a.txt.gz", gzip.compress(TEXT, mtime=0), "text/plain"),
        ("packed.html", gzip.compress(HTML, mtime=0), "text/html"),
        ("twice.html", gzip.compress(HTML[:20], mtime=0) + gzip.compress(HTML[20:], mtime=0), "text/html"),
        ("quoted.txt", b"<p>a text that starts with a tag is still the text it says it is", "text/plain"),
        ("no-suffix", HTML, "text/html"),
        ("no-suffix-text", TEXT, "text/plain"),
        ("page.php", HTML, "text/html"),
        ("words-first", b"Hello <b>you</b><p>one</p><p>two</p><p>three</p>", "text/html"),
        ("maths", b"a < b and b > c, and 3 < 4", "text/plain"),
        ("wide", TEXT.decode().encode("utf-16"), "text/plain"),
        ("wide-html", HTML.decode().encode("utf-16"), "text/html"),
        ("bom", b"\xef\xbb\xbf" + HTML, "text/html"),
        ("cyrillic", "Мост открыли в понедельник.".encode("koi8-r"), "text/plain"),
        ("shift", "月曜日に橋が開通した。".encode("iso-2022-jp"), "text/plain"),
    ],
)
def test_a_file_is_read_by_suffix_then_by_its_bytes(
    tmp_path: Path, name: str, body: bytes, content_type: str
) -> None:
    found = page(write(tmp_path / name, body))
    assert found.content_type == content_type
    assert found.body == (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)
    assert found.source == str(tmp_path / name)
    assert found.url is None


def test_the_caller_knows_better_than_suffix_and_bytes(tmp_path: Path) -> None:
    assert page(write(tmp_path / "a.html", HTML), kind="text").content_type == "text/plain"
    assert page(write(tmp_path / "a.txt", TEXT), kind="html").content_type == "text/html"


def test_a_named_wide_encoding_excuses_nul_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "wide", HTML.decode().encode("utf-16-le"))
    assert reason(path) == "binary, neither HTML nor text"
    assert page(path, encoding="utf-16-le").content_type == "text/html"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (gzip.compress(b"", mtime=0), "empty"),
        (b"%PDF-1.7 \n", "a PDF, neither HTML nor text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image, neither HTML nor text"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive (or an office document), neither HTML nor text"),
        (b"words\x00words", "binary, neither HTML nor text"),
        (bytes(range(1, 32)) * 9, "binary, neither HTML nor text"),
        (gzip.compress(HTML, mtime=0)[:-12], "truncated gzip data"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03 this was never deflated", "damaged gzip data"),
        (
            gzip.compress(gzip.compress(HTML, mtime=0), mtime=0),
            "gzip data inside gzip data, neither HTML nor text",
        ),
    ],
)
@pytest.mark.parametrize("name", ["bad.html", "bad.txt", "bad"])
def test_bytes_that_are_no_page_are_named(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    assert reason(write(tmp_path / name, body)) == words


def test_a_page_may_be_only_so_large_packed_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gzip bomb is not unpacked beyond the cap."""
    monkeypatch.setattr(reading, "MAX_BYTES", 2**20)
    monkeypatch.setattr("scrub.inputs.page.MAX_BYTES", 2**20)
    assert reason(write(tmp_path / "big.html", b"<p>" * 2**19)) == "larger than 1 MiB"
    bomb = write(tmp_path / "bomb.html.gz", gzip.compress(b"<p>" * 2**22, mtime=0))
    assert bomb.stat().st_size < 2**20
    assert reason(bomb) == "larger than 1 MiB"


def test_a_hundred_megabytes_of_one_tag_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.html"
    with path.open("wb") as stream:
        for _ in range(20):
            stream.write(b"<div>" * 2**20)
    assert reason(path) == "larger than 64 MiB"


def test_what_does_not_exist_is_said_to(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.html") == "no such file or folder"
    assert reason("\0.html") == "no such file or folder"
    assert reason(tmp_path / "*.html") == "matches no file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said_to_be(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", HTML)
    path.chmod(0)
    assert reason(path) == "permission denied"


def test_a_file_that_vanishes_between_look_and_read_is_a_failure(tmp_path: Path) -> None:
    from scrub.inputs import file

    (found,) = file.read(str(tmp_path / "gone.html"), Reading())
    assert found == Failure(str(tmp_path / "gone.html"), "no such file or directory")


def test_a_folder_is_read_deep_and_in_order_and_only_its_pages(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.txt", "a/page.html.gz", "notes.md", "labels.json", "c/d/e.htm"):
        write(tmp_path / name, HTML)
    found = [Path(p.source or "").relative_to(tmp_path).as_posix() for p in read([str(tmp_path)])]
    assert found == ["b.html", "a/page.html.gz", "a/z.txt", "c/d/e.htm"]


def test_a_folder_does_not_follow_links_out(tmp_path: Path) -> None:
    write(tmp_path / "out/secret.html", HTML)
    write(tmp_path / "in/a.html", HTML)
    (tmp_path / "in/link.html").symlink_to(tmp_path / "out/secret.html")
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    (tmp_path / "in/broken.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    assert [p.source for p in read([str(tmp_path / "in")])] == [str(tmp_path / "in/a.html")]


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "a.html", HTML)
    os.mkfifo(tmp_path / "pipe.html")
    assert [p.source for p in read([str(tmp_path)])] == [str(tmp_path / "a.html")]


def test_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    assert reason(tmp_path) == ("holds no .html, .htm, .xhtml, .txt, .warc, .arc, .wacz, .mhtml or .mht file")
    assert reason(tmp_path, kind="jsonl") == "holds no .jsonl or .ndjson file"


def test_a_glob_finds_files_and_folders_once_each(tmp_path: Path) -> None:
    for name in ("a1.html", "a2.txt", "b.html", "deep/er/c.html"):
        write(tmp_path / name, HTML)

    def names(pattern: str) -> list[str]:
        return [Path(p.source or "").name for p in read([str(tmp_path / pattern)])]

    assert names("a*") == ["a1.html", "a2.txt"]
    assert names("**/*.html") == ["a1.html", "b.html", "c.html"]
    assert names("*") == ["a1.html", "a2.txt", "b.html", "c.html"]


def test_a_file_may_be_called_like_a_glob(tmp_path: Path) -> None:
    write(tmp_path / "what[1].html", HTML)
    assert page(tmp_path / "what[1].html").body == HTML


@pytest.mark.parametrize(("body", "content_type"), [(HTML, "text/html"), (TEXT, "text/plain")])
def test_standard_input_is_sniffed(monkeypatch: pytest.MonkeyPatch, body: bytes, content_type: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(body)))
    found = page("-")
    assert (found.body, found.content_type, found.source) == (body, content_type, "-")


def test_an_empty_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO()))
    assert one("-") == Failure("standard input", "empty")


@pytest.mark.parametrize(
    ("header", "body", "content_type"),
    [
        ("text/html; charset=koi8-r", HTML, "text/html; charset=koi8-r"),
        ("text/plain; charset=utf-8", TEXT, "text/plain; charset=utf-8"),
        (None, HTML, "text/html"),
        (None, TEXT, "text/plain"),
    ],
)
def test_an_address_keeps_its_header_or_is_sniffed(
    header: str | None, body: bytes, content_type: str
) -> None:
    fetched = Page(body=body, url="http://a.example/final", content_type=header, status=200)
    (found,) = read(["http://a.example/"], Reading(fetch=lambda url: fetched))
    assert isinstance(found, Page)
    assert (found.content_type, found.url, found.source) == (
        content_type,
        "http://a.example/final",
        "http://a.example/",
    )


def test_an_address_that_fails_is_a_failure_in_its_place(tmp_path: Path) -> None:
    def refuse(url: str) -> Page:
        raise FetchError("HTTP 404")

    good = write(tmp_path / "a.html", HTML)
    found = list(read([str(good), "https://a.example/x", str(good)], Reading(fetch=refuse)))
    assert [type(f).__name__ for f in found] == ["Page", "Failure", "Page"]
    assert found[1] == Failure("https://a.example/x", "HTTP 404")
    assert one("https://a.example/") == Failure("https://a.example/", "addresses are not fetched here")


def test_every_bad_input_leaves_the_others_alone(tmp_path: Path) -> None:
    names = ["ok1.html", "empty.html", "binary.html", "cut.html.gz", "none.html", "ok2.txt"]
    bodies = [HTML, b"", b"\x00\x01", gzip.compress(HTML, mtime=0)[:-9], None, TEXT]
    for name, body in zip(names, bodies, strict=True):
        if body is not None:
            write(tmp_path / name, body)
    found = list(read(str(tmp_path / name) for name in names))
    assert [isinstance(f, Page) for f in found] == [True, False, False, False, False, True]
    assert [Path(f.source or "").name for f in found] == names


def test_sniffing_looks_at_a_sample_only() -> None:
    assert kind_of(TEXT * 5000 + HTML * 5) == "text"
