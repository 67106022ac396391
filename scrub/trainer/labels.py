"""Labelled pages and blocks from disk: what the trainer learns from and the evaluator scores on.

Recognised: a folder of sample folders (`page.html` or `page.txt`, `expected.txt`, `labels.json`),
one such folder, an extraction set (`gold.jsonl` beside `pages/`), and JSONL files of blocks.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrub.encoding import decode
from scrub.errors import LabelError
from scrub.values import FAMILY_CODE, Page


@dataclass(frozen=True, slots=True)
class SpamText:
    """One injected piece of a labelled page: its visible text and what it sells."""

    text: str
    family: str


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and what a person says of it.

    text is the gold main text, None where only segments are known. group keeps pages together that
    must not stand on both sides of a split (one host, one source).
    """

    id: str
    group: str
    collection: str
    page: Page
    text: str | None
    must: tuple[str, ...] = ()  # segments that belong to the main text
    must_not: tuple[str, ...] = ()  # segments that do not
    page_type: str | None = None
    language: str | None = None
    spam: tuple[SpamText, ...] | None = None  # None: not looked at


@dataclass(frozen=True, slots=True)
class LabelledBlock:
    """A single block, spam or honest, with the markup it came in where that is known."""

    id: str
    group: str
    text: str
    html: str
    spam: bool
    family: str
    language: str
    kind: str  # carrier of spam (injected_page, blog_comment ...) or kind of honest block
    context: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def read_pages(path: Path) -> Iterator[LabelledPage]:
    """All labelled pages below a folder. Raises LabelError where there are none or one is malformed."""
    if (path / "gold.jsonl").is_file():
        yield from _extraction_set(path)
    elif (path / "labels.json").is_file():
        yield _sample(path)
    elif path.is_dir():
        folders = sorted(found.parent for found in path.glob("*/labels.json"))
        if not folders:
            raise LabelError(f"{path}: no labelled pages here (gold.jsonl, or folders with labels.json)")
        for folder in folders:
            yield _sample(folder)
    else:
        raise LabelError(f"{path}: no such folder of labelled pages")


def _sample(folder: Path) -> LabelledPage:
    """One folder in the format of `samples/`."""
    labels = _json(folder / "labels.json")
    html, text = folder / "page.html", folder / "page.txt"
    page = html if html.is_file() else text
    try:
        spam = tuple(SpamText(s["text"], s["family"]) for s in labels["spam"])
        expected = (folder / "expected.txt").read_text("utf-8")
        body = page.read_bytes()
    except (OSError, KeyError, TypeError) as error:
        raise LabelError(f"{folder}: incomplete labels ({error})") from error
    for piece in spam:
        if piece.family not in FAMILY_CODE:
            raise LabelError(f"{folder / 'labels.json'}: {piece.family!r} is no spam family")
    kind = "text/html" if page == html else "text/plain"
    return LabelledPage(
        id=folder.name,
        group=folder.name,
        collection=folder.parent.name,
        page=Page(body, url=labels.get("url"), content_type=f"{kind}; charset=utf-8", source=str(page)),
        text=expected,
        page_type=labels.get("page_type"),
        language=labels.get("language"),
        spam=spam,
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise LabelError(f"{path}: cannot be read ({error})") from error
    if not isinstance(found, dict):
        raise LabelError(f"{path}: not a JSON object")
    return found


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file. Raises LabelError naming the line that is malformed."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise LabelError(f"{path}, line {number}: not JSON ({error})") from error
                if not isinstance(row, dict):
                    raise LabelError(f"{path}, line {number}: not a JSON object")
                yield row
    except OSError as error:
        raise LabelError(f"{path}: cannot be read ({error.strerror})") from error


def _extraction_set(folder: Path) -> Iterator[LabelledPage]:
    """A folder with gold.jsonl; pages are decoded as scrub decodes them, since sets may err about it."""
    for row in read_rows(folder / "gold.jsonl"):
        body = read_packed(folder / row["file"])
        text, _ = decode(body)
        yield LabelledPage(
            id=row["id"],
            group=row.get("host") or row["id"],
            collection=folder.name,
            page=Page(
                text.encode("utf-8", "replace"), url=row.get("url"), content_type="text/html; charset=utf-8"
            ),
            text=row.get("text"),
            must=tuple(row.get("with") or ()),
            must_not=tuple(row.get("without") or ()),
            page_type=row.get("page_type"),
            language=row.get("lang"),
        )


def read_packed(path: Path) -> bytes:
    """A file's bytes, gunzipped where its name ends in .gz. Raises LabelError."""
    try:
        body = path.read_bytes()
        return gzip.decompress(body) if path.suffix == ".gz" else body
    except (OSError, EOFError) as error:
        raise LabelError(f"{path}: cannot be read ({error})") from error


def read_blocks(path: Path) -> Iterator[LabelledBlock]:
    """Blocks from a JSONL file, or from `blocks.jsonl` in a folder. Raises LabelError."""
    file = path / "blocks.jsonl" if path.is_dir() else path
    for row in read_rows(file):
        label = row.get("label")
        if label not in ("spam", "ham") or not isinstance(row.get("text"), str):
            raise LabelError(f"{file}: block {row.get('id')!r} needs a text and a label, spam or ham")
        yield LabelledBlock(
            id=str(row.get("id")),
            group=str(row.get("source") or row.get("id")),
            text=row["text"],
            html=row.get("html") or "",
            spam=label == "spam",
            family=row.get("family") or "other",
            language=row.get("language") or "",
            kind=(row.get("channel") if label == "spam" else row.get("hard_negative")) or "plain",
            context=row.get("page_context") or "",
        )
