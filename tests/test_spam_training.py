"""What the spam classifier is trained on: truth found by marks, placed blocks, weights; and figures as counted."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from scrub.classifier.finer import Cut
from scrub.classifier.model import spam_model
from scrub.classifier.networks import network_logits, no_network
from scrub.classifier.vocabulary import BITS as WORD_BITS
from scrub.classifier.vocabulary import word_scores
from scrub.errors import LabelError
from scrub.evaluator.spam import (
    Judged,
    _texts,
    block_figures,
    calibration_error,
    clean_figures,
    page_figures,
    shingles,
)
from scrub.parser import parse_text
from scrub.policy.spans import cut_spans
from scrub.signals import Columns
from scrub.trainer.labels import LabelledBlock, LabelledPage
from scrub.trainer.spam import train_spam
from scrub.trainer.spam_corpus import stretches_of
from scrub.trainer.spam_examples import (
    CLOSE,
    HONEST,
    OPEN,
    SPAM,
    UNKNOWN,
    Example,
    block_example,
    clean_examples,
    context_of,
    context_pool,
    group_of,
    label_blocks,
    marked_document,
    placed_example,
)
from scrub.trainer.spam_networks import fit_network
from scrub.trainer.spam_stack import fold_of, rows, weights_of
from scrub.trainer.spam_synthetic import synthetic_examples
from scrub.trainer.spam_text import balance, kinds_of, text_rows
from scrub.values import Page

STORY = "<p>The council met on Tuesday to discuss the repair of the bridge.</p><p>Residents asked why it took so long.</p>"
PAGE = f"<html><head><title>t</title></head><body><article>{STORY}</article></body></html>"


def block(spam: bool = True, **changes: str) -> LabelledBlock:
    told = {
        "text": "cheap boots boots sale",
        "html": '<div><a href="http://b.com/">cheap boots</a> boots sale</div>',
    }
    told |= {"language": "en", "context": "", "family": "replica", "kind": "blog_comment"} | changes
    return LabelledBlock(
        "b1",
        "repo@0123abc:post",
        told["text"],
        told["html"],
        spam,
        told["family"],
        told["language"],
        told["kind"],
        told["context"],
    )


def page(text: str | None = "The council met on Tuesday. " * 20) -> LabelledPage:
    return LabelledPage("p1", "news.example", "set", Page(PAGE.encode(), content_type="text/html"), text)


def test_marks_tell_where_a_piece_stands_and_leave_no_trace() -> None:
    document, spans = marked_document(
        f"<p>one</p>{OPEN}<ul><li>two</li><li>three</li></ul>{CLOSE}<p>four</p>", markup=True
    )
    assert [document.text[a:b].split() for a, b in spans] == [["two", "three"]]
    assert OPEN not in document.text and CLOSE not in document.text
    assert label_blocks(document, spans).tolist() == [HONEST, SPAM, SPAM, HONEST]


def test_marks_in_plain_text_find_the_end_of_a_line() -> None:
    document, spans = marked_document(f"An honest line. {OPEN}cheap boots{CLOSE}\nNext", markup=False)
    assert [document.text[a:b].strip() for a, b in spans] == ["cheap boots"]
    assert label_blocks(document, spans).tolist() == [UNKNOWN, HONEST]


def test_a_block_stands_behind_its_context() -> None:
    example = block_example(block(), "Honest words of the page.")
    assert example.label.tolist() == [HONEST, SPAM]
    assert example.group == "repo:post"
    plain = block_example(block(html=""), "Honest words.")
    assert not plain.document.markup
    assert plain.label.tolist() == [HONEST, SPAM]


def test_an_honest_block_is_honest_throughout_and_keeps_its_place() -> None:
    example = block_example(block(spam=False), "Honest words.")
    assert set(example.label.tolist()) == {HONEST}
    assert example.spans == ()
    assert example.piece


@pytest.mark.parametrize("as_text", [False, True])
def test_a_block_placed_into_a_page_is_the_only_spam_there(as_text: bool) -> None:
    example = placed_example(block(), page(), Random(3), as_text=as_text)
    assert example is not None
    spam = [example.document.text[a:b] for a, b in example.spans]
    assert shingles(spam) == shingles(["cheap boots boots sale"])
    assert example.document.text.count("council") >= 1


def test_pages_without_spam_are_honest_as_markup_and_as_text() -> None:
    found = list(clean_examples(page()))
    assert [e.origin for e in found] == ["clean", "clean_text"]
    assert all(not e.label.any() for e in found)
    assert [e.origin for e in clean_examples(page(text=None))] == ["clean"]


def test_synthetic_examples_are_the_same_for_the_same_seed() -> None:
    first, second = (list(synthetic_examples([page()], 5, 6)) for _ in range(2))
    assert [e.document.text for e in first] == [e.document.text for e in second]
    assert any(SPAM in e.label or UNKNOWN in e.label for e in first if e.spam)
    assert not any(SPAM in e.label for e in first if not e.spam)


@pytest.mark.parametrize("spam", [True, False])
def test_every_block_of_a_made_piece_is_learnt_innocents_too(spam: bool) -> None:
    examples = [e for e in synthetic_examples([page()], 5, 12) if e.spam is spam]
    table = rows(examples, {"all": spam_model().text}, ["all"] * len(examples))
    learnt = set(zip(table.example.tolist(), table.block.tolist(), strict=True))
    assert len(examples) > 6
    for k, example in enumerate(examples):
        edges = enumerate(zip(example.document.start.tolist(), example.document.end.tolist(), strict=True))
        assert {(k, i) for i, (a, b) in edges if any(a < y and b > x for x, y in example.piece)} <= learnt


def test_made_innocents_weigh_less_than_made_spam() -> None:
    examples = list(synthetic_examples([page()], 5, 12))
    table = rows(examples, {"all": spam_model().text}, ["all"] * len(examples))
    weight = weights_of(examples, table)
    innocent = np.array([not e.spam for e in examples])[table.example]
    assert weight[innocent].max() < weight[~innocent & (table.label == SPAM)].max()
    assert weight[table.label == UNKNOWN].sum() == 0.0


def test_networks_together_say_a_share_of_the_mean_of_what_each_says() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6000, 5)).astype(np.float32)
    spam = x[:, 0] + x[:, 1] * x[:, 2] > 0.3
    one, other, both = (
        fit_network(x, spam, np.ones(6000), count=n, share=share, seed=seed)
        for n, share, seed in ((1, 1.0, 3), (1, 1.0, 4), (2, 0.3, 3))
    )
    mean = 0.5 * (network_logits(x, one) + network_logits(x, other))
    np.testing.assert_allclose(network_logits(x, both), 0.3 * mean, rtol=1e-3, atol=1e-4)
    assert ((mean > 0) == spam).mean() > 0.8
    assert not network_logits(x, no_network(5)).any()


def test_context_is_of_the_page_or_of_the_language() -> None:
    honest = block(spam=False, kind="plain", text="x" * 300, html="")
    pool = context_pool([honest, block()])
    assert context_of(block(context="y" * 100), pool) == "y" * 100
    assert context_of(block(), pool) == "x" * 300
    assert context_of(block(language="xx"), pool) == ""


def test_states_of_one_file_are_one_source_and_one_fold() -> None:
    assert group_of("a/b@6c9248cbeb:post.md") == group_of("a/b@de13e7f126:post.md") == "a/b:post.md"
    assert fold_of("a/b:post.md") == fold_of("a/b:post.md") < 5


def test_told_texts_are_found_in_order_and_whatever_their_white_space() -> None:
    text = "one  cheap\nboots two cheap boots"
    found = [text[a:b] for a, b in stretches_of(text, ["cheap boots", "cheap boots", "absent"])]
    assert [" ".join(f.split()) for f in found] == ["cheap boots", "cheap boots"]
    assert found[0] != found[1]


def test_honest_rows_weigh_more_where_a_language_is_mostly_spam() -> None:
    examples = [block_example(block(language="id"), ""), block_example(block(spam=False, language="id"), "")]
    example = np.array([0, 0, 0, 1], dtype=np.int32)
    spam = np.array([True, True, True, False])
    kinds = kinds_of(examples, example)
    assert balance(kinds, spam, np.ones(4)).tolist() == [1.0, 1.0, 1.0, 3.0]


def test_honest_rows_do_not_weigh_for_spam_that_is_left_out() -> None:
    examples = [block_example(block(language="id"), "") for _ in range(3)]
    table = text_rows([*examples, block_example(block(spam=False, language="id"), "")], 0)
    honest, every = ~table.spam, np.ones(len(table.spam), dtype=np.bool_)
    assert (table.weight_of(every)[honest] > table.weight[honest]).all()
    assert table.weight_of(honest).tolist() == table.weight[honest].tolist()


def test_text_rows_know_their_truth() -> None:
    examples = [
        block_example(block(), "Honest words of the page."),
        block_example(block(spam=False), "Other words."),
    ]
    table = text_rows(examples)
    assert table.counts.shape[0] == len(table.spam)
    assert set(table.example[table.spam].tolist()) == {0}


def test_words_are_learnt_from_as_they_are_scored() -> None:
    """A row of the training matrix times the weights is the score that the same block gets at run time."""
    examples = [block_example(block(), "Honest words of the page.")]
    table = text_rows(examples)
    weight = np.random.default_rng(0).normal(size=1 << WORD_BITS).astype(np.float32)
    told = word_scores(Columns([examples[0].document]), weight)
    learnt = table.words @ weight
    spam = float(learnt[table.spam][0])
    assert min(abs(told - spam)) < 1e-4


def judged(spam: bool, removed: str, probability: float = 0.5) -> Judged:
    text = "honest words stand here\nspam words stand there"
    piece = ((24, len(text)),)
    document = parse_text(text)
    example = Example(
        "e",
        document,
        label_blocks(document, piece),
        piece if spam else (),
        "g",
        "loans",
        "en",
        "plain",
        "block",
        spam,
        piece,
    )
    return Judged(example, (removed,) if removed else (), (), probability)


def test_a_block_counts_as_flagged_from_half_of_its_shingles() -> None:
    figures = block_figures(
        [
            judged(True, "spam words stand there"),
            judged(True, "spam w"),
            judged(False, ""),
            judged(False, "spam words stand there"),
        ]
    )
    assert (figures["precision"], figures["recall"]) == (0.5, 0.5)
    assert figures["rates"]["honest:plain"] == (0.5, 2)


def test_spans_with_nothing_between_them_are_one_finding() -> None:
    """Short names in a row are found as one text, as an audit tells them; what stands apart stays apart."""
    example = judged(True, "").example
    text = example.document.text
    edges = [(0, 6), (7, 12), (24, 28)]
    found = cut_spans(
        [(0, Cut(a, b, 0, False)) for a, b in edges],
        np.ones(3, np.float32),
        np.zeros(3, np.uint64),
        np.ones(3, np.bool_),
        np.ones(3, np.bool_),
    )
    assert _texts(example, found, [0, 1, 2]) == ("honest words", text[24:28])


def test_pages_count_recall_and_harm_apart() -> None:
    found = page_figures([judged(True, "honest words stand here\nspam words stand there")])["block:plain"]
    assert found["recall"] == 1.0
    assert found["harm"] == 1.0
    assert clean_figures([judged(False, ""), judged(False, "honest words")])["alarms_per_1000"] == 500.0


def test_calibration_error_is_zero_where_probabilities_are_shares() -> None:
    sure = [judged(True, "", 1.0)] * 4 + [judged(False, "", 0.0)] * 4
    assert calibration_error(sure)[0] == 0.0
    assert calibration_error([judged(False, "", 1.0)])[0] == 1.0
    assert calibration_error([]) == (0.0, [])


def test_too_few_labels_are_refused_with_their_number(tmp_path: Path) -> None:
    rows = '{"id": "1", "label": "spam", "text": "cheap boots"}\n{"id": "2", "label": "ham", "text": "a story"}\n'
    (tmp_path / "blocks.jsonl").write_text(rows, "utf-8")
    with pytest.raises(LabelError, match="1 injected and 1 honest"):
        train_spam([tmp_path], tmp_path / "spam.joblib")
