"""Reading a spam corpus: a folder with `blocks.jsonl`, infected pages and composites, spans given in offsets."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np

from scrub.encoding import decode
from scrub.parser import parse_markup, parse_text
from scrub.trainer.labels import LabelledBlock, LabelledPage, read_blocks, read_packed, read_pages, read_rows
from scrub.trainer.spam_examples import (
    CLOSE,
    OPEN,
    Example,
    block_example,
    clean_examples,
    context_of,
    context_pool,
    group_of,
    label_blocks,
    letters_before,
    marked_document,
    placed,
    placed_example,
)
from scrub.trainer.spam_synthetic import sentence_examples, synthetic_examples
from scrub.trainer.synthesizer import Piece
from scrub.values import FAMILY_CODE

_LARGEST = 120_000  # bytes of a page that receives pieces
_QUOTED = 0.3  # share of the pages in common languages that are quoted in pages of other languages
_SHORTEST_QUOTED, _LONGEST_QUOTED = 40, 900  # characters


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


class Corpus(NamedTuple):
    """All examples, labelled, real and synthetic."""

    examples: list[Example]


def read_corpus(paths: Sequence[Path], seed: int, synthetic: int) -> Corpus:
    """Examples from corpora of blocks, sets of clean pages and folders of samples.

    Labelled blocks are also placed into the clean pages, and so are synthetic pieces.
    Raises LabelError where a path holds no labels.
    """
    blocks: list[LabelledBlock] = []
    pages: list[LabelledPage] = []
    examples: list[Example] = []
    for path in paths:
        if path.suffix == ".jsonl" or (path / "blocks.jsonl").is_file():
            found = list(read_blocks(path))
            blocks += found
            examples += _block_examples(found)
            examples += page_examples(path)
            examples += composite_examples(path, {b.id: b for b in found})
        else:
            pages += list(read_pages(path))
    clean = [p for p in pages if not p.spam]
    examples += [e for p in clean for e in clean_examples(p)]
    examples += [e for p in pages if p.spam for e in sample_examples(p)]
    examples += placed_examples(blocks, clean, seed)
    receivers = [p for p in clean if len(p.page.body) < _LARGEST]
    examples += quoted_examples(receivers, seed)
    if receivers:
        examples += synthetic_examples(receivers, seed + 1, synthetic)
        examples += sentence_examples(receivers, seed + 1, synthetic // 8)
    return Corpus(examples)


def _block_examples(blocks: list[LabelledBlock]) -> Iterator[Example]:
    """Every block beside context; those with markup as text, too: all spam, a third of the others."""
    pool = context_pool(blocks)
    for block in blocks:
        context = context_of(block, pool)
        yield block_example(block, context)
        if block.html and (block.spam or Random(block.id).random() < 0.35):
            yield block_example(block, context, as_text=True)


def placed_examples(
    blocks: Sequence[LabelledBlock], clean: Sequence[LabelledPage], seed: int
) -> Iterator[Example]:
    """Every injected block in two clean pages, and in the text of a third."""
    receivers = [p for p in clean if len(p.page.body) < _LARGEST]
    texts = [p for p in clean if p.text]
    for block in blocks if receivers and texts else ():
        for k, as_text in ((0, False), (0, True), (1, False)):
            rng = Random(f"{seed} {block.id} {k} {as_text}")
            if block.spam:
                chosen = rng.sample(
                    texts if as_text else receivers, min(6, len(texts if as_text else receivers))
                )
                tries = (placed_example(block, page, rng, as_text=as_text) for page in chosen)
                yield from islice((e for e in tries if e is not None), 1)


def quoted_examples(pages: Sequence[LabelledPage], seed: int) -> Iterator[Example]:
    """Honest lines of one page in another page, and in the text of a third, that speak other languages.

    Else whatever speaks another language than its page would count as injected.
    """
    known = [p for p in pages if p.language and p.text]
    for page in known:
        language = page.language or ""
        rng = Random(f"quoted {seed} {page.id}")
        others = [p for p in rng.sample(known, min(40, len(known))) if p.language != language]
        if len(others) < 2 or (page.collection != "languages" and rng.random() > _QUOTED):
            continue
        told = [line for line in (page.text or "").splitlines() if len(line.strip()) >= _SHORTEST_QUOTED]
        if not told:
            continue
        first = rng.randrange(len(told))
        text = "\n".join(told[first : first + rng.choice((1, 1, 2, 3))])[:_LONGEST_QUOTED]
        form = rng.choice(("<p>%s</p>", "<p>%s</p>", "<blockquote>%s</blockquote>", "<div>%s</div>"))
        markup = form % html.escape(text, quote=False).replace("\n", "<br>\n")
        place = rng.choice(("mid_article", "mid_article", "end_of_article", "comments", "widget", "footer"))
        piece = Piece(markup, text, False, "other", language, "quoted", "", "", place)
        for as_text, other in zip((False, True), others, strict=False):
            found = placed(other, piece, rng, as_text=as_text)
            if found is not None:
                document, spans = found
                yield Example(
                    f"quoted-{page.id}-{int(as_text)}", document, np.zeros(len(document.start), dtype=np.int8), (),
                    f"host:{page.group}", "other", language, "quoted", "placed", False, spans,
                )  # fmt: skip


def sample_examples(page: LabelledPage) -> Iterator[Example]:
    """An infected page whose injected texts are given as they are seen."""
    markup = (page.page.content_type or "").startswith("text/html")
    source = page.page.body.decode("utf-8", "replace")
    document = parse_markup(source, page.page.url) if markup else parse_text(source, page.page.url)
    told = [piece.text for piece in page.spam or ()]
    spans = tuple(stretches_of(document.text, told))
    family = page.spam[0].family if page.spam else "other"
    yield Example(
        page.id, document, label_blocks(document, spans), spans, page.group, family, page.language or "", "sample",
        "page", True, spans,
    )  # fmt: skip


def stretches_of(text: str, told: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the told texts stand, in order and whatever their white space."""
    place = letters_before(text)
    bare = "".join(filter(str.isalnum, text))
    at = 0
    for piece in told:
        letters = "".join(filter(str.isalnum, piece))
        found = bare.find(letters, at) if letters else -1
        if found < 0:
            found = bare.find(letters) if letters else -1
        if found >= 0:
            at = found + len(letters)
            start = int(np.searchsorted(place, found, side="right")) - 1
            yield start, int(np.searchsorted(place, at, side="left"))
