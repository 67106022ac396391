"""Filters: what is not wanted is dropped, counted and told; everything else stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import SAMPLES, errors, scrub
from jobs import contents, done, job_of, rows, warc

from scrub import clean
from scrub.batch import Filters
from scrub.batch.filters import dropped, dropped_address
from scrub.cleaner import Article
from scrub.commands import filter_flags
from scrub.errors import OptionError
from scrub.signals.content.pages import PAGE_TYPES
from scrub.text.language import guess_language
from scrub.values import Page

LONG = Article(None, "A long text.", language="pt-BR", page_type="forum")


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        (Filters(), None),
        (Filters(languages=("pt",)), None),
        (Filters(languages=("en", "PT-br")), None),
        (Filters(languages=("pt-PT",)), "language"),
        (Filters(languages=("p",)), "language"),
        (Filters(languages=("und",)), "language"),
        (Filters(min_length=12), None),
        (Filters(min_length=13), "length"),
        (Filters(page_types=("article", "forum")), None),
        (Filters(page_types=("article",)), "page-type"),
        (Filters(languages=("en",), min_length=99), "language"),
    ],
)
def test_an_article_is_dropped_for_the_first_filter_that_objects(filters: Filters, name: str | None) -> None:
    drop = dropped(LONG, filters)
    assert (drop and drop.name) == name


def test_a_page_that_names_no_language_is_undetermined() -> None:
    article = replace(LONG, text="Ok 1234", language=None)
    assert dropped(article, Filters(languages=("en", "und"))) is None
    drop = dropped(article, Filters(languages=("en",)))
    assert drop and drop.why == "no language is declared, and none is recognised"


GERMAN = (
    "Die alte Brücke über den Fluss ist nicht mehr zu halten, und der Rat will sie mit dem Land ersetzen."
)


def test_words_tell_what_pages_declare() -> None:
    """Of the samples, whatever is in them, none is taken for another language than the one it declares."""
    for path in sorted(SAMPLES.glob("*/page.html")):
        article = clean(path.read_bytes())
        if article.language and (found := guess_language(article.text)):
            assert (path, found) == (path, article.language[:2].lower())


def test_a_page_that_names_no_language_is_recognised_by_its_words() -> None:
    article = replace(LONG, text=GERMAN, language=None)
    assert dropped(article, Filters(languages=("de",))) is None
    for wanted in ("en", "und", "de-AT"):
        drop = dropped(article, Filters(languages=(wanted,)))
        assert drop and drop.why == "the language is de, by its words"
    declared = replace(article, language="en")  # the page's own word is believed
    assert dropped(declared, Filters(languages=("en",))) is None


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(url_include=("/news/",)), True),
        (Filters(url_include=("/blog/", r"\.example/news")), True),
        (Filters(url_include=("/blog/",)), False),
        (Filters(url_exclude=(r"\?print=",)), True),
        (Filters(url_exclude=("^http://a", "x")), False),
        (Filters(url_include=("news",), url_exclude=("1$",)), False),
    ],
)
def test_addresses_are_searched_for_patterns(filters: Filters, kept: bool) -> None:
    assert (dropped_address(Page(url="http://a.example/news/1"), filters) is None) is kept


def test_a_page_without_address_is_like_no_pattern() -> None:
    assert dropped_address(Page(), Filters(url_exclude=(".",))) is None
    assert dropped_address(Page(), Filters(url_include=(".",))) is not None


def test_a_pattern_that_is_none_is_told() -> None:
    with pytest.raises(OptionError, match="'\\(' is no regular expression"):
        Filters(url_include=("(",))


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_a_job_drops_counts_and_tells(tmp_path: Path, form: str) -> None:
    archive = warc(tmp_path / "a.warc", 40, b"<p>short</p>", b"REFUSE")
    filters = Filters(min_length=15, url_exclude=("/1.$",))
    job = replace(job_of(tmp_path / "out", archive, form=form), filters=filters)
    outcomes = done(job)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["filtered"] == {"length": 1, "url": 10}
    assert (summary["pages"], summary["failed"]) == (30, 1)
    assert len(outcomes) == len(rows(tmp_path / "out")) == 42
    drops = [row for row in rows(tmp_path / "out") if row["outcome"].startswith("filtered")]
    assert {row["outcome"] for row in drops} == {"filtered: length", "filtered: url"}
    assert all(row["output"] is None and row["error"] is None and row["why"] for row in drops)
    whole = job_of(tmp_path / "whole", archive, form=form)
    done(whole)
    kept = [r for r in rows(tmp_path / "whole") if r["url"] not in {row["url"] for row in drops}]
    if form == "text":
        names = {row["output"]["file"] for row in kept if row["output"]}
        assert {name for name in contents(job.out) if name.endswith(".txt")} == names
    else:
        lines = contents(whole.out)["00000.jsonl"].splitlines()
        urls = {row["url"] for row in drops}
        assert contents(job.out)["00000.jsonl"].splitlines() == [
            line for line in lines if json.loads(line)["url"] not in urls
        ]


def test_filters_make_another_job_and_do_not_depend_on_workers(tmp_path: Path) -> None:
    archive = warc(tmp_path / "a.warc", 100)
    filters = Filters(url_exclude=("[3-5]$",))
    done(replace(job_of(tmp_path / "one", archive), filters=filters))
    done(replace(job_of(tmp_path / "two", archive), filters=filters), jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    with pytest.raises(OptionError, match=r"another job \(other: filters\)"):
        done(job_of(tmp_path / "one", archive))


def test_the_command_filters_streams_and_folders_alike(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_text("<html lang=en><p>The bridge opened on Monday after long works.</html>")
    (pages / "b.html").write_text(
        "<html lang=de><p>Die Brücke wurde am Montag nach langer Zeit eröffnet.</html>"
    )
    streamed = scrub("clean", pages, "--language", "en")
    assert streamed.stdout.decode().startswith("The bridge")
    assert "Brücke" not in streamed.stdout.decode()
    assert streamed.stderr.decode().splitlines()[-1] == "1 filtered (language 1)"
    job = scrub("clean", pages, "--language", "en", "-o", tmp_path / "out", "--quiet")
    assert (job.returncode, errors(job)) == (0, [])
    assert [path.suffix for path in (tmp_path / "out").glob("*.txt")] == [".txt"]
    bad = scrub("clean", pages, "--url-include", "(")
    assert bad.returncode == 2
    assert "no regular expression" in bad.stderr.decode()


def test_the_page_types_are_those_of_the_model() -> None:
    assert filter_flags.PAGE_TYPES == PAGE_TYPES
