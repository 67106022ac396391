"""Outputs: every format, every destination, and no page that reaches where it should not."""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub import Article, Page, Removal
from scrub.cleaner import Unit
from scrub.outputs import FORMS, LAYOUTS, open_output, open_whole, removals
from scrub.outputs.names import Names, stem_of
from scrub.values import PARAGRAPH

PAGE = Page(url="https://a.example/news/bridge.html", source="pages/bridge.html", offset=7, row=2)
REMOVAL = Removal("cheap pills", 0.998, "pharma", ("a farm",), "body > p", 12, ("http://p.example/",), "x", 3)
ARTICLE = Article(
    url=PAGE.url,
    text="The bridge opened.",
    title="Bridge",
    removed=(REMOVAL,),
    structure=(Unit(0, 18, (), PARAGRAPH, ()),),
    model="spam 1a2b",
)
Capture = pytest.CaptureFixture[bytes]
KEYS = [
    "url", "source", "title", "author", "date", "language", "site_name", "page_type",
    "metadata", "text", "comments", "why", "removed", "model", "error",
]  # fmt: skip


class Terminal(io.BytesIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def written(form: str, *articles: Article, out: Path | None = None) -> None:
    with open_output(out, FORMS[form]) as output:
        for article in articles:
            output.write(PAGE, article)


def article(text: str) -> Article:
    return Article(url=None, text=text)


def test_text_is_the_text_and_a_form_feed_between_pages(capsysbinary: Capture) -> None:
    written("text", article("one"), article("two\n"))
    assert capsysbinary.readouterr().out == b"one\n\ftwo\n"


def test_an_empty_article_writes_nothing(capsysbinary: Capture) -> None:
    written("text", article(""))
    assert capsysbinary.readouterr().out == b""


def test_markdown_has_a_rule_between_pages(capsysbinary: Capture) -> None:
    written("markdown", ARTICLE, ARTICLE)
    assert capsysbinary.readouterr().out.decode().count("\n---\n") == 1


def test_jsonl_is_one_object_a_line_failures_included(capsysbinary: Capture) -> None:
    with open_output(None, FORMS["jsonl"]) as output:
        output.write(PAGE, ARTICLE)
        output.fail("none.html", "no such file or folder")
    cleaned, failed = map(json.loads, capsysbinary.readouterr().out.decode().splitlines())
    assert list(cleaned) == list(failed) == KEYS
    assert cleaned["source"] == {"file": "pages/bridge.html", "offset": 7, "record_id": None, "row": 2}
    assert (cleaned["url"], cleaned["text"], cleaned["error"]) == (PAGE.url, "The bridge opened.", None)
    assert cleaned["removed"][0]["text"] == "cheap pills"
    assert cleaned["removed"][0]["links"] == ["http://p.example/"]
    assert (failed["source"]["file"], failed["url"]) == ("none.html", None)
    assert (failed["text"], failed["error"]) == ("", "no such file or folder")


def test_the_other_fields_of_a_row_are_carried_through() -> None:
    page = Page(source="corpus.jsonl", row=3, carried={"id": 7, "tags": ["a"]})
    assert json.loads(FORMS["jsonl"].render(page, ARTICLE))["carried"] == {"id": 7, "tags": ["a"]}


def test_json_is_a_stream_of_indented_objects(capsysbinary: Capture) -> None:
    written("json", ARTICLE, ARTICLE)
    printed = capsysbinary.readouterr().out.decode()
    first, end = json.JSONDecoder().raw_decode(printed)
    second, _ = json.JSONDecoder().raw_decode(printed[end:].lstrip())
    assert list(first) == [*KEYS, "structure"]
    assert first == second


def test_a_failed_address_is_a_url() -> None:
    render = FORMS["jsonl"].render_failure
    assert render is not None
    assert json.loads(render(Page(url="http://a.example/"), "HTTP 404"))["url"] == "http://a.example/"


def test_the_formats_that_have_no_place_for_failures_are_silent(capsysbinary: Capture) -> None:
    with open_output(None, FORMS["text"]) as output:
        output.fail("none.html", "gone")
    assert capsysbinary.readouterr().out == b""


@pytest.mark.parametrize(
    ("page", "folders"),
    [
        (Page(url="https://A.example:80/x", date="2020-02-03T04:05:06Z"), ["", "a.example/", "2020/02/03/"]),
        (Page(url="http://[::1"), ["", "no-host/", "undated/"]),
        (Page(url="http://../x", date="../../etc"), ["", "page/", "undated/"]),
        (Page(source="a.html"), ["", "no-host/", "undated/"]),
    ],
)
def test_layouts_are_folders_that_stay_below(page: Page, folders: list[str]) -> None:
    assert [LAYOUTS[name](page) for name in ("flat", "host", "date")] == folders
    assert re.fullmatch("[0-9a-f]{2}/", LAYOUTS["hash"](page))


@pytest.mark.parametrize("form", FORMS)
def test_a_terminal_gets_nothing_that_acts_on_it(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=terminal))
    written(form, article("\x1b]0;owned\x07 \u202e \r text"))
    assert not set("\x1b\x07\u202e\r") & set(terminal.getvalue().decode())


def test_a_pipe_gets_every_character(capsysbinary: Capture) -> None:
    written("text", article("a\x1b[31mb\u202ec\r\n"))
    assert capsysbinary.readouterr().out.decode() == "a\x1b[31mb\u202ec\r\n"


@pytest.mark.parametrize("form", FORMS)
def test_a_lone_surrogate_can_be_written(capsysbinary: Capture, form: str) -> None:
    written(form, article("a\udc80b"))
    capsysbinary.readouterr().out.decode()


def test_a_lone_surrogate_survives_json(capsysbinary: Capture) -> None:
    written("jsonl", article("a\udc80b"))
    assert json.loads(capsysbinary.readouterr().out)["text"] == "a\udc80b"


def test_a_folder_gets_a_file_a_page(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    written("text", ARTICLE, ARTICLE, out=out)
    first, second = sorted(out.iterdir(), key=lambda path: len(path.name))
    assert first.name == "a.example-news-bridge-7-2.txt"
    assert second.name.startswith("a.example-news-bridge-")
    assert first.read_text() == second.read_text() == "The bridge opened.\n"


@pytest.mark.parametrize("form", FORMS)
def test_a_path_with_the_suffix_of_the_format_is_a_file(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out{FORMS[form].suffix}"
    written(form, ARTICLE, out=out)
    assert out.is_file()
    assert "The bridge opened." in out.read_text()


def test_jsonl_without_a_suffix_is_a_file_too(tmp_path: Path) -> None:
    written("jsonl", ARTICLE, out=tmp_path / "out")
    assert (tmp_path / "out").is_file()


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before")
    with pytest.raises(TypeError), open_whole(path) as stream:
        stream.writelines([b"half", None])  # type: ignore[list-item]
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_device_is_written_to_directly() -> None:
    with open_whole(Path(os.devnull)) as stream:
        stream.write(b"gone")
    assert not Path(os.devnull).is_file()


def test_removals_are_written_to_be_undone() -> None:
    (line,) = removals.render(PAGE, ARTICLE).splitlines()
    record = json.loads(line)
    assert record.pop("url") == PAGE.url
    assert record.pop("source")["offset"] == 7
    assert record == json.loads(json.dumps(asdict(REMOVAL)))


@pytest.mark.parametrize(
    ("where", "stem"),
    [
        ("https://a.example/", "a.example"),
        ("https://a.example/news/1.html?x=../../etc/passwd", "a.example-news-1.html-x-etc-passwd"),
        ("../../etc/passwd", "etc-passwd"),
        ("samples/farm/page.html", "samples-farm-page"),
        ("samples/farm/page.html.gz", "samples-farm-page"),
        ("..", "page"),
        ("-", "page"),
        ("con.html", "con-page"),
        ("мост/страница.txt", "мост-страница"),
        (".hidden.html", "hidden"),
    ],
)
def test_names_are_readable_and_stay_in_their_folder(where: str, stem: str) -> None:
    assert stem_of(where) == stem


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_no_name_can_leave_its_folder(where: str) -> None:
    stem = stem_of(where)
    stem.encode()
    assert stem == Path(stem).name
    assert len(stem.encode()) < 200
    assert not stem.startswith((".", "-"))
    assert not set(stem) & set('\0/\\:*?"<>|\n')


@given(st.lists(st.sampled_from(["a.html", "A.html", "a.txt", "b/a.html", "b-a.html"]), max_size=30))
def test_no_two_names_are_alike(sources: list[str]) -> None:
    names = Names()
    given_names = [names.name(Page(source=source), ".txt").casefold() for source in sources]
    assert len(set(given_names)) == len(sources)
