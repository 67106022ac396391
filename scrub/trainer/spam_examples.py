"""Examples of injected spam and of honest text, each as a parsed page with the truth of every block.

A block is never learnt alone: it stands in the minimal page of the benchmark, in a real page, in
plain text. Where the truth lies is found by marks around the injected piece, which are taken out
again before anything is measured.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from scrub.errors import InputError
from scrub.parser import parse_markup, parse_text
from scrub.trainer.labels import LabelledBlock, LabelledPage
from scrub.trainer.synthesizer import PLACEMENTS, Piece, insert, insert_text
from scrub.values import Document

OPEN, CLOSE = "\ue000", "\ue001"  # private use: they stand around a piece while it is placed
HONEST, SPAM, UNKNOWN = 0, 1, -1
_PAGE = (
    "<!doctype html><html><head><meta charset=utf-8><title></title></head>"
    "<body><article><p>%s</p></article>\n%s\n</body></html>"
)
_COMMIT = re.compile(r"@[0-9a-f]{6,40}")
LONGEST_PAGE = 150_000  # characters of markup of a page that receives a piece


@dataclass(frozen=True, slots=True)
class Example:
    """A document and its truth.

    label: per block HONEST, SPAM or UNKNOWN (mixed, or nobody looked). spans: the injected stretches
    of the text. piece: where the labelled block stands, be it spam or honest. group: what must not be torn by a split. origin: block, placed, page, clean or
    synthetic. id names the labelled row it comes from.
    """

    id: str
    document: Document
    label: NDArray[np.int8]
    spans: tuple[tuple[int, int], ...]
    group: str
    family: str
    language: str
    kind: str
    origin: str
    spam: bool
    piece: tuple[tuple[int, int], ...] = ()


def group_of(source: str) -> str:
    """A source without the commit it was read at: two states of a file are one source."""
    return _COMMIT.sub("", source)


def letters_before(text: str) -> NDArray[np.int64]:
    """(len(text) + 1,): letters and digits before each offset."""
    return np.cumsum([0, *map(str.isalnum, text)], dtype=np.int64)


def marked_document(
    marked: str, *, markup: bool, url: str | None = None
) -> tuple[Document, tuple[tuple[int, int], ...]]:
    """Parse a page with marks in it: the document without them, and the stretches they enclosed."""
    bare = marked.replace(OPEN, "").replace(CLOSE, "")
    if not markup:
        return parse_text(bare, url), tuple(_enclosed(marked, keep=bare))
    document = parse_markup(bare, url)
    told = parse_markup(marked, url).text
    return document, tuple(_enclosed(told, keep=document.text))


def _enclosed(marked: str, keep: str) -> Iterator[tuple[int, int]]:
    """Stretches of `keep` that stand between marks in `marked`, matched by counting letters."""
    before, place = letters_before(marked), letters_before(keep)
    start = -1
    for match in re.finditer(f"[{OPEN}{CLOSE}]", marked):
        count = int(before[match.start()])
        if match[0] == OPEN:
            start = count
        elif start >= 0 and count > start:
            a = int(np.searchsorted(place, start, side="right")) - 1
            b = int(np.searchsorted(place, count, side="left"))
            yield a, b
            start = -1


def label_blocks(
    document: Document, spans: Iterable[tuple[int, int]], outside: int = HONEST
) -> NDArray[np.int8]:
    """SPAM where nearly all of a block's letters lie in a span, UNKNOWN where some, else `outside`."""
    place = letters_before(document.text)
    whole = place[document.end] - place[document.start]
    covered = np.zeros(len(whole), dtype=np.int64)
    for a, b in spans:
        low, high = np.maximum(document.start, a), np.minimum(document.end, b)
        covered += np.where(high > low, place[np.maximum(high, low)] - place[low], 0)
    share = covered / np.maximum(whole, 1)
    label = np.where(share >= 0.8, SPAM, np.where(share > 0.0, UNKNOWN, outside))
    return label.astype(np.int8)


def context_pool(blocks: Sequence[LabelledBlock]) -> dict[str, list[str]]:
    """Plain honest paragraphs of each language, to stand beside a block."""
    pool: dict[str, list[str]] = defaultdict(list)
    for block in blocks:
        if not block.spam and block.kind == "plain" and 200 < len(block.text) < 1500:
            pool[block.language].append(block.text)
    return pool


def context_of(block: LabelledBlock, pool: dict[str, list[str]]) -> str:
    """Honest text for the block: of its own page, or of its language, or none."""
    if block.context and "<" not in block.context and len(block.context) > 80:
        return block.context
    choices = pool.get(block.language) or []
    if not choices:
        return ""
    i = int(hashlib.sha256(block.id.encode()).hexdigest(), 16) % len(choices)
    return choices[i] if choices[i] != block.text else choices[i - 1]


def block_example(block: LabelledBlock, context: str, *, as_text: bool = False) -> Example:
    """The block behind a paragraph of context: a minimal page, or plain text."""
    if block.html and not as_text:
        markup = _PAGE % (html.escape(context), OPEN + block.html + CLOSE)
        document, spans = marked_document(markup, markup=True)
    else:
        document, spans = marked_document(f"{context}\n\n{OPEN}{block.text}{CLOSE}", markup=False)
    return _example(block, document, spans, "block_text" if as_text else "block")


def _example(
    block: LabelledBlock, document: Document, spans: tuple[tuple[int, int], ...], origin: str
) -> Example:
    label = label_blocks(document, spans)
    if not block.spam:
        label[label == UNKNOWN] = HONEST
        label[label == SPAM] = HONEST
    return Example(
        block.id, document, label, spans if block.spam else (), group_of(block.group), block.family, block.language,
        block.kind, origin, block.spam, spans,
    )  # fmt: skip


def placed_example(block: LabelledBlock, page: LabelledPage, rng: Random, *, as_text: bool) -> Example | None:
    """The block inside a real page, or inside its gold text; None where the page does not suit."""
    piece = _piece_of(block, rng)
    found = placed(page, piece, rng, as_text=as_text)
    if found is None:
        return None
    return _example(block, *found, "placed_text" if as_text else "placed")


def _piece_of(block: LabelledBlock, rng: Random) -> Piece:
    """A labelled block as a piece; where only its text is known, in the markup of a comment or a div."""
    placement = rng.choice([p for p in PLACEMENTS if p != "in_sentence"])
    markup = block.html
    if not markup:
        lines = html.escape(block.text, quote=False).replace("\n", "<br>\n")
        markup = rng.choice(("<p>%s</p>", "<div>%s</div>", '<li class="comment"><p>%s</p></li>')) % lines
    elif rng.random() < 0.5 and "style" not in markup:
        markup = rng.choice(_WRAPPERS) % markup
    return Piece(markup, block.text, block.spam, block.family, block.language, block.kind, "", "", placement)


_WRAPPERS = (
    '<div style="display:none">%s</div>', '<div style="position:absolute;left:-4321px">%s</div>', "<div>%s</div>", "<p>%s</p>",
    '<div style="height:1px;overflow:hidden">%s</div>', '<marquee width="2" height="2">%s</marquee>',
    '<div style="visibility:hidden">%s</div>', '<span style="font-size:1px">%s</span>', "<font>%s</font>",
)  # fmt: skip


def placed(
    page: LabelledPage, piece: Piece, rng: Random, *, as_text: bool
) -> tuple[Document, tuple[tuple[int, int], ...]] | None:
    """The page, or its gold text, with the piece in it, and where that stands; None where it does not suit."""
    if as_text or not piece.html:
        if not page.text or len(page.text) < 300:
            return None
        marked = replace(piece, text=f"{OPEN}{piece.text}{CLOSE}")
        return marked_document(insert_text(page.text, marked, rng), markup=False)
    markup = page.page.body.decode("utf-8", "replace")
    if len(markup) > LONGEST_PAGE:
        return None
    marked = replace(piece, html=f"{OPEN}{piece.html}{CLOSE}")
    url = page.page.url if rng.random() < 0.5 else None
    try:
        return marked_document(insert(markup, marked, rng), markup=True, url=url)
    except InputError:
        return None


def clean_examples(page: LabelledPage) -> Iterator[Example]:
    """A page without injected spam, and the same as a text extractor would leave it."""
    for markup, origin in ((True, "clean"), (False, "clean_text")):
        if markup:
            document = parse_markup(page.page.body, page.page.url)
        elif page.text:
            document = parse_text(page.text)
        else:
            continue
        label = np.zeros(len(document.start), dtype=np.int8)
        yield Example(
            page.id,
            document,
            label,
            (),
            f"host:{page.group}",
            "other",
            page.language or "",
            page.collection if page.spam is None else "sample",
            origin,
            False,
        )
