"""Rows to fit the n-gram models from: hashed n-grams of blocks, stretches and hosts, with their truth and weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrub.classifier.evidence import HOST_BITS, host_codes, hosts_joined
from scrub.classifier.ngrams import BITS, ngrams, running_sum, stretch_score
from scrub.classifier.vocabulary import BITS as WORD_BITS
from scrub.classifier.vocabulary import term_count, terms, word_range
from scrub.signals.columns import Columns
from scrub.signals.links import outlinks
from scrub.trainer.spam_examples import SPAM, UNKNOWN, Example

_SHORTEST = 8  # characters of a block that is learnt from
_FEW_PAGES = 60  # clean pages of a language under which all of their blocks are learnt from
_CLEAN_SHARE = 0.1  # of the blocks of clean pages
_DOUBTED = -0.3  # score from which a block of a clean page is always learnt from
# What a row of the synthesizer weighs. It makes so much more spam than there is that heavier pieces would
# raise what honest text scores; innocents are to be heard as well as real ones of their number.
_MADE_SPAM, _MADE_HONEST = 0.15, 0.5
_ORIGINS = {"block": "labelled", "block_text": "labelled", "page": "labelled", "synthetic": "synthetic"}
_BATCH = 64
_MOST_WEIGHT = 6.0  # of an honest row of a language or source that is mostly spam


@dataclass(frozen=True, slots=True)
class TextRows:
    """Stretches of text as sparse counts of n-grams, with their truth and the example they are of.

    words: counts of words and pairs of words. kinds: see `kinds_of`; groups: see `groups_of`. Hosts have none of
    these. weight: before balance.
    """

    counts: Any  # scipy.sparse.csr_matrix
    spam: NDArray[np.bool_]
    weight: NDArray[np.float64]
    example: NDArray[np.int32]
    words: Any = None
    kinds: NDArray[np.int32] | None = None
    groups: NDArray[np.int32] | None = None

    def weight_of(self, use: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Weights of the rows that `use` marks, balanced among themselves: who is left out moves nothing."""
        weight, spam = self.weight[use], self.spam[use]
        return weight.copy() if self.kinds is None else weight * balance(self.kinds[:, use], spam, weight)


def text_rows(
    examples: Sequence[Example], seed: int = 0, first: tuple[NDArray[np.float32], float] | None = None
) -> TextRows:
    """Blocks, and random stretches of the long ones, of the examples that are fit to learn text from.

    Of clean pages a share is learnt from, and, where `first` weights are given, all that they doubt; of
    those in a language with few pages all.
    """
    rare = _rare(examples)
    parts = [_rows_of(number, batch, seed, first, rare) for number, batch in _batches(examples)]
    table = _stack([part[:4] for part in parts], 1 << BITS)
    return replace(
        table,
        words=_above([part[4] for part in parts]),
        kinds=kinds_of(examples, table.example),
        groups=groups_of(examples, table.example),
    )


def kinds_of(examples: Sequence[Example], example: NDArray[np.int32]) -> NDArray[np.int32]:
    """(2, n): language and source of each row, as numbers; -1 where it is of no labelled block."""
    labelled = np.array([e.origin.startswith("block") for e in examples])[example]
    names = ([e.language for e in examples], [e.group.partition(":")[0] for e in examples])
    codes = [np.unique(each, return_inverse=True)[1][example] for each in names]
    return np.where(labelled, np.array(codes), -1).astype(np.int32)


def groups_of(examples: Sequence[Example], example: NDArray[np.int32]) -> NDArray[np.int32]:
    """(n,): the group of each row, as a number: its language, and whether it was labelled, made up, or of a clean page."""
    names = [f"{_ORIGINS.get(e.origin, 'clean')} {e.language}" for e in examples]
    return np.unique(names, return_inverse=True)[1][example].astype(np.int32)


def balance(
    kinds: NDArray[np.int32], spam: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Factors by which honest rows weigh as much as spam in every language and every source that has both.

    Else a language, or the slang of one site's comments, would itself count as spam.
    """
    factor = np.ones(len(spam))
    honest = (kinds[0] >= 0) & ~spam
    for code in kinds:
        injected, innocent = (
            np.bincount(code[own], weights=weight[own], minlength=int(code.max(initial=0)) + 1)
            for own in ((code >= 0) & spam, honest)
        )
        wanted = np.clip(injected / np.maximum(innocent, 1e-9), 1.0, _MOST_WEIGHT)
        factor = np.where(honest, np.maximum(factor, wanted[code]), factor)
    return factor


def _batches(examples: Sequence[Example]) -> list[tuple[NDArray[np.int32], list[Example]]]:
    number = np.array([k for k, e in enumerate(examples) if _teaches(e)], dtype=np.int32)
    cuts = range(0, len(number), _BATCH)
    return [(number[a : a + _BATCH], [examples[k] for k in number[a : a + _BATCH].tolist()]) for a in cuts]


def _teaches(example: Example) -> bool:
    return (
        example.origin in ("block", "page", "clean", "clean_text", "synthetic")
        and example.kind != "sentence_link"
    )


def _rows_of(
    number: NDArray[np.int32],
    batch: list[Example],
    seed: int,
    first: tuple[NDArray[np.float32], float] | None,
    rare: frozenset[str],
) -> tuple[Any, NDArray[np.bool_], NDArray[np.float64], NDArray[np.int32], Any]:
    columns = Columns([e.document for e in batch])
    label = np.concatenate([e.label for e in batch])
    length = columns.end - columns.start
    rng = np.random.default_rng((seed, int(number[0])))
    kept = rng.random(len(label)) < _share(batch, columns, label, rare)
    if first is not None:
        clean = np.array([e.origin.startswith("clean") for e in batch])
        summed = running_sum(columns.once(ngrams), first[0])
        score = stretch_score(summed, columns.start, columns.end) + first[1]
        kept |= clean[columns.page] & (score > _DOUBTED)
    kept |= _in_piece(batch, columns)
    kept &= (label != UNKNOWN) & (length >= _SHORTEST)
    block = np.flatnonzero(kept)
    start, end = columns.start[block], columns.end[block]
    long = np.flatnonzero(length[block] > 160)
    size = rng.integers(50, 160, len(long))
    begin = start[long] + (rng.random(len(long)) * (length[block[long]] - size)).astype(np.int64)
    start, end = np.concatenate((start, begin)), np.concatenate((end, begin + size))
    block = np.concatenate((block, block[long]))
    counts = _count(columns.once(ngrams), start, end, 1 << BITS)
    spam = label[block] == SPAM
    page = columns.page[block]
    of_example = np.bincount(page, minlength=len(batch))
    made = np.array([e.origin == "synthetic" for e in batch])[page]
    weight = np.where(made, np.where(spam, _MADE_SPAM, _MADE_HONEST), 1.0)
    weight /= np.sqrt(np.maximum(of_example[page], 1))
    return counts, spam, weight, number[page], _count_words(columns, start, end)


def _in_piece(batch: list[Example], columns: Columns) -> NDArray[np.bool_]:
    """True for the blocks of synthetic innocents; the pages they stand in are no part of the lesson."""
    inside = np.zeros(len(columns), dtype=np.bool_)
    for p, example in enumerate(batch):
        if example.origin == "synthetic" and not example.spam:
            shift = int(columns.first_character[p])
            own = columns.page == p
            for a, b in example.piece:
                inside |= own & (columns.start < b + shift) & (columns.end > a + shift)
    return inside


def _rare(examples: Sequence[Example]) -> frozenset[str]:
    """Languages with few clean pages: what is known of them must not be thrown away."""
    pages = Counter(e.language for e in examples if e.origin == "clean")
    return frozenset(language for language, count in pages.items() if language and count < _FEW_PAGES)


def _share(
    batch: list[Example], columns: Columns, label: NDArray[np.int8], rare: frozenset[str]
) -> NDArray[np.float64]:
    """The share of blocks to learn from: all of labelled blocks, few of whole pages."""
    whole = (e.origin in ("block", "page") or e.language in rare for e in batch)
    small = np.array([1.0 if every else _CLEAN_SHARE for every in whole])
    small[[e.origin == "synthetic" for e in batch]] = 0.002
    share: NDArray[np.float64] = np.where(label == SPAM, 1.0, small[columns.page])
    return share


def _count(
    buckets: Sequence[NDArray[np.intp]], start: NDArray[np.integer], end: NDArray[np.integer], width: int
) -> Any:
    """Counts of n-grams of each stretch over the root of its length: what `stretch_score` weighs."""
    from scipy.sparse import csr_matrix

    owners, found = [], []
    first = np.maximum(start - 1, 0)
    number = end - first
    owner = np.repeat(np.arange(len(start)), number)
    where = np.repeat(first - (np.cumsum(number) - number), number) + np.arange(int(number.sum()))
    for bucket in buckets:
        inside = bucket[where]
        owners.append(owner[inside > 0])
        found.append(inside[inside > 0])
    owner = np.concatenate(owners)
    value = 1.0 / np.sqrt(np.maximum(number, 1.0))[owner]
    matrix = csr_matrix((value.astype(np.float32), (owner, np.concatenate(found))), shape=(len(start), width))
    matrix.sum_duplicates()
    return matrix


def _count_words(columns: Columns, start: NDArray[np.integer], end: NDArray[np.integer]) -> Any:
    """Counts of words and pairs of each stretch over the root of their number: what `word_scores` weighs."""
    from scipy.sparse import csr_matrix

    found = columns.once(terms)
    first, last = word_range(columns, start, end)
    value = 1.0 / np.sqrt(np.maximum(term_count(first, last), 1))
    owners, buckets = [], []
    for bucket, count in ((found.word, last - first), (found.pair, np.maximum(last - first - 1, 0))):
        owners.append(np.repeat(np.arange(len(start)), count))
        inside = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
        buckets.append(bucket[inside])
    owner = np.concatenate(owners)
    shape = (len(start), 1 << WORD_BITS)
    matrix = csr_matrix((value[owner].astype(np.float32), (owner, np.concatenate(buckets))), shape=shape)
    matrix.sum_duplicates()
    return matrix


def host_rows(examples: Sequence[Example]) -> TextRows:
    """Hosts of the external links: those inside injected stretches against all others."""
    parts = []
    for number, batch in _batches(examples):
        columns = Columns([e.document for e in batch])
        folded, edges = columns.once(hosts_joined)
        found = columns.once(outlinks)
        if not len(found.anchor):
            continue
        label = np.concatenate([e.label for e in batch])[found.block]
        page = columns.page[found.block]
        keep = np.flatnonzero((label != UNKNOWN) & _first_of_host(columns))
        counts = _count(host_codes(folded, edges), edges[:-1][keep], edges[1:][keep] - 1, 1 << HOST_BITS)
        page = page[keep]
        weight = np.array([0.3 if e.origin == "synthetic" else 1.0 for e in batch])[page]
        weight = weight / np.sqrt(np.maximum(np.bincount(page, minlength=len(batch))[page], 1))
        parts.append((counts, label[keep] == SPAM, weight, number[page]))
    return _stack(parts, 1 << HOST_BITS)


def _first_of_host(columns: Columns) -> NDArray[np.bool_]:
    """True for the first link of each block to each host: repeats teach nothing new."""
    found = columns.once(outlinks)
    pair = found.block.astype(np.int64) << 32 | found.domain
    _, first = np.unique(pair, return_index=True)
    mask = np.zeros(len(pair), dtype=np.bool_)
    mask[first] = True
    return mask


def _stack(
    parts: list[tuple[Any, NDArray[np.bool_], NDArray[np.float64], NDArray[np.int32]]], width: int
) -> TextRows:
    from scipy.sparse import csr_matrix, vstack

    if not parts:
        none = np.zeros(0)
        return TextRows(csr_matrix((0, width)), none.astype(np.bool_), none, none.astype(np.int32))
    counts, spam, weight, example = zip(*parts, strict=True)
    return TextRows(
        vstack(counts).tocsr(), np.concatenate(spam), np.concatenate(weight), np.concatenate(example)
    )


def _above(parts: list[Any]) -> Any:
    """Matrices one above the other."""
    from scipy.sparse import csr_matrix, vstack

    return vstack(parts).tocsr() if parts else csr_matrix((0, 1 << WORD_BITS))
