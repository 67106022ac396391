"""Real labelled pages, which stand beside the project and are never part of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scrub.encoding import decode
from scrub.trainer.labels import read_packed, read_pages, read_rows
from scrub.values import Page

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled pages (../shared/data) are not here")


def extraction_pages(collection: str) -> Iterator[Page]:
    """The pages of an extraction set."""
    for labelled in read_pages(DATA / "extraction" / collection):
        yield labelled.page


def spam_pages() -> Iterator[Page]:
    """Infected pages, fragments and composites, real ones first; plain text says so in its content type."""
    for room in ("pages", "composites"):
        for row in read_rows(DATA / "spam" / room / "index.jsonl"):
            text, kind = row.get("text"), "plain" if row["kind"] in ("text", "text_composite") else "html"
            if text is None:
                name = row["file"]
                text, _ = decode(read_packed(DATA / "spam" / (name if "/" in name else f"{room}/{name}")))
            body = text.encode("utf-8", "replace")
            yield Page(body, source=str(row["id"]), content_type=f"text/{kind}; charset=utf-8")


def injected_texts() -> Iterator[str]:
    """Labelled blocks, spam and honest, as text."""
    for row in read_rows(DATA / "spam" / "blocks.jsonl"):
        yield str(row["text"])
