"""Reading a spam corpus: a folder with `blocks.jsonl`, infected pages and composites, spans given in offsets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrub.encoding import decode
from scrub.trainer.labels import LabelledBlock, read_packed, read_rows
from scrub.trainer.spam_examples import CLOSE, OPEN, Example, group_of, label_blocks, marked_document
from scrub.values import FAMILY_CODE


def page_examples(folder: Path) -> Iterator[Example]:
    """The real infected pages, fragments and doorway pages of a corpus, where it has any."""
    yield from _indexed(folder, "pages", {})


def composite_examples(folder: Path, blocks: dict[str, LabelledBlock]) -> Iterator[Example]:
    """Its composites: real blocks in real pages. They belong to the group of the block they carry."""
    yield from _indexed(folder, "composites", blocks)


def _indexed(folder: Path, room: str, blocks: dict[str, LabelledBlock]) -> Iterator[Example]:
    index = folder / room / "index.jsonl"
    if not index.is_file():
        return
    for row in read_rows(index):
        yield _example(row, _source(folder, room, row), room, blocks)


def _source(folder: Path, room: str, row: dict[str, Any]) -> str:
    if row.get("text") is not None:
        return str(row["text"])
    name = row["file"]
    body = read_packed(folder / (name if "/" in name else f"{room}/{name}"))
    return decode(body)[0]


def _example(row: dict[str, Any], source: str, room: str, blocks: dict[str, LabelledBlock]) -> Example:
    pairs = row.get("spam_spans") or ([row["spam_span"]] if row.get("spam_span") else [])
    spans: list[tuple[int, int]]
    if row["kind"] in ("text", "text_composite"):
        document, _ = marked_document(source, markup=False)
        found = tuple((int(a), int(b)) for a, b in pairs)
    else:
        document, found = marked_document(_marked(source, [(int(a), int(b)) for a, b in pairs]), markup=True)
    spans = sorted(found)
    block = blocks.get(str(row.get("block_id")))
    families = row.get("families") or [row.get("family")]
    family = families[0] if families and families[0] in FAMILY_CODE else "other"
    return Example(
        id=str(row["id"]),
        document=document,
        label=label_blocks(document, spans),
        spans=tuple(spans),
        group=group_of(block.group if block else str(row.get("source") or row["id"])),
        family=family,
        language=str(row.get("language") or ""),
        kind=str(row["kind"]),
        origin="composite" if room == "composites" else "page",
        spam=True,
    )


def _marked(source: str, pairs: list[tuple[int, int]]) -> str:
    for a, b in sorted(pairs, reverse=True):
        source = source[:a] + OPEN + source[a:b] + CLOSE + source[b:]
    return source
