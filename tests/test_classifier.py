"""The classifier's parts compute what they say: n-grams, trees, stages, stretches."""

from __future__ import annotations

import numpy as np
import pytest

from scrub.classifier.context import FEATURES, features
from scrub.classifier.evidence import HOST_BITS, SCORES, TextWeights, text_scores
from scrub.classifier.family import BITS as FAMILY_BITS
from scrub.classifier.family import families_of
from scrub.classifier.finer import Cut, cut_finer
from scrub.classifier.languages import BITS as LANGUAGE_BITS
from scrub.classifier.languages import Profiles
from scrub.classifier.model import SCHEMA, SpamModel, Stage, pack, unpack
from scrub.classifier.networks import Network, no_network
from scrub.classifier.ngrams import BITS, SIZES, codes, ngrams, running_sum, stretch_score
from scrub.classifier.stage import probability, threshold
from scrub.classifier.trees import Forest, descend
from scrub.classifier.vocabulary import BITS as WORD_BITS
from scrub.parser import parse_markup, parse_text
from scrub.reasons import MEASURED
from scrub.signals import SIGNALS, Columns, measure
from scrub.values import FAMILIES, SPACED

LINES = "The harbour office opened a pier.\nistanbul escort ankara escort\nA third line, with words."


def weights(seed: int = 0) -> TextWeights:
    rng = np.random.default_rng(seed)
    text = rng.normal(size=1 << BITS).astype(np.float32)
    text[0] = 0.0
    host = rng.normal(size=1 << HOST_BITS).astype(np.float32)
    host[0] = 0.0
    word = rng.normal(size=1 << WORD_BITS).astype(np.float32)
    profiles = rng.integers(-40, 40, (1 << LANGUAGE_BITS, 5)).astype(np.int8)
    return TextWeights(text, 0.1, word, 0.2, host, -0.1, Profiles(profiles, tuple("abcde")), -text, -word)


def stump(feature: int, at: float, low: float, high: float) -> Forest:
    """One tree of one split."""
    return Forest(
        np.array([feature, 0, 0], np.int16),
        np.array([at, 0, 0], np.float32),
        np.array([1, 1, 2], np.int32),
        np.array([2, 1, 2], np.int32),
        np.array([0, low, high], np.float32),
        np.array([0], np.int32),
        1,
        0.5,
    )


def stage(feature: int, at: float, cut: float = -100.0) -> Stage:
    count = len(FEATURES)
    scale = np.stack((np.zeros(count), np.ones(count))).astype(np.float32)
    weight = np.zeros(count, np.float32)
    harm = np.array([1e-6, 1e-4, 1e-2], np.float32)
    return Stage(
        scale,
        weight,
        0.0,
        cut,
        stump(feature, at, -5.0, 5.0),
        stump(feature, at, -5.0, 5.0),
        no_network(count),
        no_network(count),
        1.0,
        0.0,
        harm,
        np.array([0.99, 0.9, 0.5], np.float32),
        np.array([0.999, 0.95, 0.6], np.float32),
    )


def model() -> SpamModel:
    speaks = np.full(MEASURED, 0.5, np.float32)
    families = np.zeros((1 << FAMILY_BITS, len(FAMILIES)), np.float32)
    return SpamModel(weights(), stage(0, 1.0), stage(0, 1.0), speaks, families, "test 0")


def test_a_stretch_scores_the_same_wherever_it_stands() -> None:
    """Evidence is a difference of running sums, so nothing before or behind a block can leak into it."""
    alone = Columns([parse_text("istanbul escort ankara escort")])
    within = Columns([parse_text(LINES)])
    weight = weights().text
    first = stretch_score(running_sum(alone.once(ngrams), weight), alone.start, alone.end)
    second = stretch_score(running_sum(within.once(ngrams), weight), within.start, within.end)
    # The line break before a line counts as its first character; a first line has none.
    third = Columns([parse_text("\nistanbul escort ankara escort")])
    same = stretch_score(running_sum(third.once(ngrams), weight), third.start, third.end)
    np.testing.assert_allclose(second[1], same[0], rtol=1e-5)
    assert first[0] != pytest.approx(second[0])


def test_ngrams_do_not_cross_the_end_of_a_block() -> None:
    first = Columns([parse_text("one two\nthree")])
    second = Columns([parse_text("one two\nfour!")])
    for a, b in zip(first.once(ngrams), second.once(ngrams), strict=True):
        assert a[:7].tolist() == b[:7].tolist()


def test_case_digits_and_styled_letters_fold_together() -> None:
    one, two = Columns([parse_text("Slot 77 Gacor")]), Columns([parse_text("𝐒𝐋𝐎𝐓 88 ＧＡＣＯＲ")])
    assert all(np.array_equal(a, b) for a, b in zip(one.once(ngrams), two.once(ngrams), strict=True))


def test_codes_have_one_array_for_each_size_and_stay_in_range() -> None:
    folded = np.arange(50, dtype=np.uint32)
    found = codes(folded, np.array([49]), 10)
    assert len(found) == len(SIZES)
    assert all(len(bucket) == 50 and bucket.max() < 1 << 10 for bucket in found)


def test_trees_descend_to_the_leaves_that_loops_find() -> None:
    rng = np.random.default_rng(1)
    forest = Forest(
        np.array([0, 1, 0, 0, 0, 2, 0, 0], np.int16),
        np.array([0.0, 0.5, 0, 0, 0, -0.3, 0, 0], np.float32),
        np.array([1, 3, 2, 3, 4, 6, 6, 7], np.int32),
        np.array([2, 4, 2, 3, 4, 7, 6, 7], np.int32),
        np.array([0, 0, 3.0, 1.0, 2.0, 0, -1.0, -2.0], np.float32),
        np.array([0, 5], np.int32),
        2,
        0.25,
    )
    x = rng.normal(size=(200, 3)).astype(np.float32)
    expected = [
        0.25
        + ((1.0 if row[1] <= 0.5 else 2.0) if row[0] <= 0.0 else 3.0)
        + (-1.0 if row[2] <= np.float32(-0.3) else -2.0)
        for row in x
    ]
    np.testing.assert_allclose(descend(x, forest), expected, rtol=1e-6)


def test_the_screen_clears_rows_without_asking_the_trees() -> None:
    x = np.zeros((3, len(FEATURES)), np.float32)
    x[1:, 0] = 2.0
    looked = probability(x, stage(0, 1.0))
    assert looked[0] < 0.05 < 0.95 < looked[1]
    cleared = probability(x, stage(0, 1.0, cut=1.0))
    assert (cleared < 0.001).all()


def test_pages_and_plain_text_are_judged_by_forests_of_their_own() -> None:
    x = np.zeros((4, len(FEATURES)), np.float32)
    x[:, 0] = 2.0
    x[[1, 3], FEATURES.index("markup")] = 1.0
    both = stage(0, 1.0)._replace(plain_forest=stump(0, 1.0, 5.0, -5.0))
    assert (probability(x, both) > 0.5).tolist() == [False, True, False, True]


def test_networks_speak_beside_the_trees_of_their_medium() -> None:
    x = np.zeros((2, len(FEATURES)), np.float32)
    x[1, FEATURES.index("markup")] = 1.0
    one = np.ones(1, np.float32)
    loud = Network(np.zeros((len(FEATURES), 1), np.float32), one, 20 * one, 0.0)
    doubt = stump(0, 1.0, -4.0, 5.0)
    quiet = stage(0, 1.0)._replace(forest=doubt, plain_forest=doubt)
    assert (probability(x, quiet) < 0.1).all()
    assert (probability(x, quiet._replace(network=loud)) > 0.9).tolist() == [False, True]
    assert (probability(x, quiet._replace(plain_network=loud)) > 0.9).tolist() == [True, False]
    sure = stage(0, 1.0)._replace(network=loud, plain_network=loud)
    assert (probability(x, sure) < 0.1).all()  # the trees say -5: nobody else is asked


def test_less_harm_asks_for_more_certainty() -> None:
    both = [threshold(stage(0, 1.0), harm) for harm in (1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1.0 - 1e-9)]
    for chosen, ends in zip(zip(*both, strict=True), ((0.99, 0.5), (0.999, 0.6)), strict=True):
        assert list(chosen) == sorted(chosen, reverse=True)
        assert chosen[0] == pytest.approx(ends[0])
        assert chosen[-1] == pytest.approx(ends[1])


def test_features_of_a_block_do_not_depend_on_the_rest_of_the_batch() -> None:
    documents = [
        parse_text(LINES),
        parse_markup('<p>One</p><p><a href="http://a.com/">two</a></p>', None),
        parse_text(""),
    ]

    def rows(batch: list) -> np.ndarray:  # type: ignore[type-arg]
        columns = Columns(batch)
        return features(columns, measure(columns), text_scores(columns, weights()))

    together, alone = rows(documents), np.concatenate([rows([d]) for d in documents])
    assert together.shape == (5, len(FEATURES))
    # A page's first block has the white space of the page before it in front: nothing else may differ.
    own = len(SIGNALS) + len(SCORES)
    np.testing.assert_allclose(together[:, : len(SIGNALS)], alone[:, : len(SIGNALS)], rtol=1e-4, atol=1e-5)
    assert own < len(FEATURES)


def test_a_document_cut_finer_keeps_text_elements_and_anchors() -> None:
    markup = '<div><p>Before it <a href="http://w.com/">replica watches</a> and after it stands more.</p><p>Next</p></div>'
    document = parse_markup(markup, None)
    start, end = int(document.anchor_start[0]), int(document.anchor_end[0])
    finer, at, owner = cut_finer(document, [Cut(start, end, 0, True)])
    pieces = [finer.text[a:b] for a, b in zip(finer.start, finer.end)]
    assert [piece.strip() for piece in pieces] == [
        "Before it",
        "replica watches",
        "and after it stands more.",
        "Next",
    ]
    assert finer.text == document.text
    assert at.tolist() == [1]
    assert owner.tolist() == [0, 0, 0, 1]
    assert finer.anchor_block.tolist() == [1]
    assert finer.joint.tolist()[1:3] == [SPACED, SPACED]
    assert finer.element_last.max() == 4
    assert (finer.element_first < finer.element_last).all()


def test_a_model_survives_its_file() -> None:
    whole = model()
    again = unpack(pack(whole), "test 0")
    np.testing.assert_allclose(again.text.text, whole.text.text, atol=0.01)
    np.testing.assert_array_equal(again.block.forest.value, whole.block.forest.value)
    assert again.stretch.cut == whole.stretch.cut
    assert again.text.language.codes == whole.text.language.codes
    assert len(SCHEMA) == 16


def test_family_is_other_where_nothing_speaks() -> None:
    flat = np.zeros((1 << FAMILY_BITS, len(FAMILIES)), np.float32)
    assert families_of(["anything at all", ""], flat).tolist() == [0, 0]
