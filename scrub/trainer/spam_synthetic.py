"""Examples that the synthesizer makes: pieces in real pages or their text, links slipped into real sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from scrub.parser import parse_markup
from scrub.trainer.labels import LabelledPage
from scrub.trainer.spam_examples import HONEST, LONGEST_PAGE, UNKNOWN, Example, label_blocks, placed
from scrub.trainer.synthesizer import Piece, honest_pieces, insert_sentence_links, spam_pieces
from scrub.values import Document


def synthetic_examples(pages: Sequence[LabelledPage], seed: int, count: int) -> Iterator[Example]:
    """Synthetic pieces, spam and honest in equal number, in real pages or in their text."""
    for spam in (True, False):
        pieces = spam_pieces(seed, count) if spam else honest_pieces(seed, count)
        for k, piece in enumerate(pieces):
            rng = Random(f"synthetic {seed} {spam} {k}")
            found = placed(rng.choice(pages), piece, rng, as_text=rng.random() < piece.as_text)
            if found is not None:
                yield _synthetic(f"synthetic-{int(spam)}-{k}", piece, *found)


def _synthetic(name: str, piece: Piece, document: Document, spans: tuple[tuple[int, int], ...]) -> Example:
    label, inside = label_blocks(document, spans), spans
    if not piece.spam:
        label[label != UNKNOWN] = HONEST
        spans = ()
    group = f"synthetic:{piece.family}:{piece.language}"
    return Example(
        name,
        document,
        label,
        spans,
        group,
        piece.family,
        piece.language,
        piece.kind,
        "synthetic",
        piece.spam,
        inside,
    )


def sentence_examples(pages: Sequence[LabelledPage], seed: int, count: int) -> Iterator[Example]:
    """Links slipped into the honest sentences of real pages; only their anchors are spam."""
    for k in range(count):
        rng = Random(f"sentence {seed} {k}")
        page = rng.choice(pages)
        markup = page.page.body.decode("utf-8", "replace")
        if len(markup) > LONGEST_PAGE:
            continue
        infected, texts = insert_sentence_links(markup, rng)
        document = parse_markup(infected, page.page.url if rng.random() < 0.5 else None)
        spans = tuple(_anchors_with(document, texts))
        if spans:
            yield Example(
                f"sentence-{k}", document, label_blocks(document, spans), spans, f"synthetic:sentence:{k % 40}", "other", "",
                "sentence_link", "synthetic", True,
            )  # fmt: skip


def _anchors_with(document: Document, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    wanted = set(texts)
    for a, b in zip(document.anchor_start.tolist(), document.anchor_end.tolist()):
        if document.text[a:b] in wanted:
            yield a, b
