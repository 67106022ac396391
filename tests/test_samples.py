"""The labelled pages in samples/ keep the format that their README promises."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrub.values import FAMILIES

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FOLDERS = sorted(path for path in SAMPLES.iterdir() if path.is_dir())
KEYS = {"url", "language", "page_type", "title", "author", "date", "spam"}
PAGE_TYPES = {"article", "forum", "product", "collection", "listing", "documentation", "service", "doorway"}
RESERVED = re.compile(r"(?:^|\.)(?:example|test|example\.(?:org|com|net))$")

every_sample = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def labels(folder: Path) -> dict[str, Any]:
    """The labels of one page."""
    found = json.loads((folder / "labels.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def page(folder: Path) -> Path:
    """The one page file of a folder."""
    (found,) = folder.glob("page.*")
    return found


def squeezed(text: str) -> str:
    """Text without any white space: markup decides where white space stands, labels do not."""
    return "".join(text.split())


def parsed(folder: Path) -> LexborHTMLParser:
    """The page without what never shows as text; hidden elements stay."""
    tree = LexborHTMLParser(page(folder).read_text("utf-8"))
    for node in tree.css("script, style, template"):
        node.decompose()
    return tree


def page_text(folder: Path) -> str:
    """All text of a page, hidden text included, without white space."""
    if page(folder).suffix == ".txt":
        return squeezed(page(folder).read_text("utf-8"))
    body = parsed(folder).body
    assert body is not None
    return squeezed(body.text(deep=True))


def without_spam(folder: Path) -> str:
    """The page's text with every labelled piece taken out once, the longest first."""
    text = page_text(folder)
    for piece in sorted((squeezed(s["text"]) for s in labels(folder)["spam"]), key=len, reverse=True):
        assert piece in text, f"{piece[:60]!r} is not in the page"
        text = text.replace(piece, "", 1)
    return text


@every_sample
def test_folder_is_complete(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names in ({f"page.{kind}", "expected.txt", "labels.json", "note.md"} for kind in ("html", "txt"))
    note = (folder / "note.md").read_text("utf-8").strip()
    assert note.endswith(".") and "\n" not in note


@every_sample
def test_labels_are_well_formed(folder: Path) -> None:
    found = labels(folder)
    assert set(found) == KEYS
    assert found["page_type"] in PAGE_TYPES
    assert re.fullmatch("[a-z]{2}", found["language"])
    assert RESERVED.search(urlsplit(found["url"]).hostname or "")
    assert found["date"] is None or date.fromisoformat(found["date"]).isoformat() == found["date"]
    for piece in found["spam"]:
        assert set(piece) == {"text", "family"}
        assert piece["family"] in FAMILIES
        assert piece["text"] == piece["text"].strip() != ""


@every_sample
def test_title_and_author_stand_in_the_page(folder: Path) -> None:
    found, text = labels(folder), page_text(folder)
    assert squeezed(found["title"]) in text
    assert squeezed(found["author"] or "") in text


@every_sample
def test_spam_is_labelled_once_and_wholly(folder: Path) -> None:
    """Whoever looks for a labelled text must find the injected piece and nothing else."""
    rest = without_spam(folder)
    for piece in labels(folder)["spam"]:
        assert squeezed(piece["text"]) not in rest


@every_sample
def test_expected_text_is_the_pages_own_without_spam(folder: Path) -> None:
    expected = (folder / "expected.txt").read_text("utf-8")
    if labels(folder)["page_type"] == "doorway":
        assert expected == ""
        assert without_spam(folder) == ""
        return
    rest = without_spam(folder)
    at = 0
    for paragraph in map(squeezed, expected.split("\n\n")):
        found = rest.find(paragraph, at)
        assert found >= 0, f"not in the page, or not in this order: {paragraph[:60]!r}"
        at = found + len(paragraph)
    for piece in labels(folder)["spam"]:
        assert squeezed(piece["text"]) not in squeezed(expected)


@pytest.mark.parametrize("folder", [f for f in FOLDERS if page(f).suffix == ".txt"], ids=lambda f: f.name)
def test_plain_text_loses_the_spam_and_nothing_else(folder: Path) -> None:
    """Only white space that touches a cut may go with it."""
    pattern, rest, blank = "", page(folder).read_text("utf-8"), 0
    for piece in labels(folder)["spam"]:
        honest, found, rest = rest.partition(piece["text"])
        assert found, f"out of page order: {piece['text'][:60]!r}"
        core = honest.rstrip()
        blank = len(honest) - len(core) + len(rest) - len(rest.lstrip())
        pattern += re.escape(core) + rf"\s{{0,{blank}}}"
        rest = rest.lstrip()
    assert re.fullmatch(pattern + re.escape(rest), (folder / "expected.txt").read_text("utf-8"))


@pytest.mark.parametrize("folder", [f for f in FOLDERS if page(f).suffix == ".html"], ids=lambda f: f.name)
def test_only_spam_links_to_hosts_that_somebody_could_own(folder: Path) -> None:
    spam = [squeezed(piece["text"]) for piece in labels(folder)["spam"]]
    for anchor in parsed(folder).css("a[href]"):
        host = urlsplit(anchor.attributes["href"] or "").hostname
        if host and not RESERVED.search(host):
            assert any(squeezed(anchor.text(deep=True)) in text for text in spam), host


def test_honest_pages_weigh_as_much_as_infected_ones() -> None:
    infected = [folder for folder in FOLDERS if labels(folder)["spam"]]
    honest = [folder for folder in FOLDERS if not labels(folder)["spam"]]
    assert len(honest) >= len(infected) >= 16
    for kind in (infected, honest):
        assert {page(folder).suffix for folder in kind} == {".html", ".txt"}
        assert len({labels(folder)["language"] for folder in kind}) >= 9


def test_every_family_occurs() -> None:
    """All but `other` name a trade, and each trade needs a page that shows it."""
    seen = {piece["family"] for folder in FOLDERS for piece in labels(folder)["spam"]}
    assert seen == set(FAMILIES)


def test_readme_has_a_row_for_every_page() -> None:
    rows = re.findall(r"^\| \[([\w-]+)\]\(\1/\)", (SAMPLES / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == [folder.name for folder in FOLDERS]
