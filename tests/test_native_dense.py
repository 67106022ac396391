"""The compiled networks answer as numpy does, with whatever vectors, and each page by itself."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, both, needs_native
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.dense import aligned, padded
from scrub.extractor import Network, joined
from scrub.extractor.joined import Joined

pytestmark = needs_native

RANDOM = np.random.default_rng(0)
BLOCK, CONTEXT = 70, 19


def network(*widths: int) -> Network:
    """One with random weights, the first columns of which have narrow ranges that leave out 0."""
    low, high = -2 * RANDOM.random(widths[0]), 2 * RANDOM.random(widths[0])
    low[:3], high[:3] = (0.9, -1.0, 0.3), (1.1, -0.9, 0.4)
    layers = [(RANDOM.normal(size=size) / 3, RANDOM.normal(size=size[1])) for size in pairwise(widths)]
    return Network(single(low), single(high), [(single(w), single(b)) for w, b in layers])


def single(values: Any) -> Any:
    return np.asarray(values, dtype=np.float32)


def rows(n: int, columns: int, seed: int) -> Any:
    """Rows most columns of which are those of the row before."""
    random = np.random.default_rng(seed)
    result = random.normal(size=(n, columns)) * (random.random((n, columns)) < 0.5)
    for i in range(1, n):
        same = random.random(columns) < 0.7
        result[i, same] = result[i - 1, same]
    return single(result)


@given(
    st.lists(st.integers(0, 90), max_size=4),
    st.tuples(st.integers(1, 50), st.integers(1, 40)),
    st.tuples(st.integers(1, 210), st.integers(1, 70)),
    st.sampled_from([1, 8, 16]),
)
@settings(max_examples=60, deadline=None)
def test_two_networks_answer_alike(
    lengths: list[int], first: tuple[int, int], second: tuple[int, int], lanes: int
) -> None:
    both_looks = Joined(network(BLOCK, *first, 1), network(BLOCK + CONTEXT, *second, 1))
    page = np.repeat(np.arange(len(lengths)), lengths).astype(np.int32)
    block, context = rows(len(page), BLOCK, 1), rows(len(page), CONTEXT, 2)

    def looks() -> Any:
        opinion, hidden = both_looks.first_look(block, page)
        return opinion, both_looks.second_look(hidden, context, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joined, "_LANES", bytes([lanes]))
        for one, other in zip(*both(looks), strict=True):
            np.testing.assert_allclose(one, other, atol=2e-5)
            assert one.dtype == other.dtype


def test_a_page_is_judged_by_itself() -> None:
    look = Joined(network(BLOCK, 9, 5, 1), network(BLOCK + CONTEXT, 9, 5, 1))
    block, page = rows(120, BLOCK, 3), np.repeat([0, 1, 2], (37, 50, 33)).astype(np.int32)
    together, _ = look.first_look(block, page)
    apart = [look.first_look(block[page == k], page[page == k])[0] for k in range(3)]
    np.testing.assert_array_equal(together, np.concatenate(apart))


@pytest.mark.parametrize("lanes", [1, 8, 16])
def test_what_is_no_number_stays_none(lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined, "_LANES", bytes([lanes]))
    look, page = (
        Joined(network(BLOCK, 9, 5, 1), network(BLOCK + CONTEXT, 9, 5, 1)),
        np.arange(2, dtype=np.int32),
    )
    block = rows(2, BLOCK, 4)
    block[0, 7] = np.nan
    for opinion, _ in both(lambda: look.first_look(block, page)):
        assert np.isnan(opinion).tolist() == [True, False]


def test_layers_that_do_not_fit_are_refused() -> None:
    x, page, answer = single(np.zeros((2, 3))), np.zeros(2, dtype=np.int32), single(np.zeros(2))
    limit, one = single(np.zeros(3)), single(np.zeros(1))

    def ask(weights: Any, behind: Any, hidden: Any = None) -> None:
        width, units = weights.shape[-1], behind.shape[-1]
        hidden = single(np.zeros((2, width))) if hidden is None else hidden
        NATIVE.network(
            x, limit, limit, page, weights, single(np.zeros(width)), hidden, behind, single(np.zeros(units)),
            single(np.zeros(units)), one, b"\1", answer,
        )  # fmt: skip

    fit = single(np.zeros((3, 16)))
    ask(fit, single(np.zeros((16, 16))))
    for weights, behind in (
        (single(np.zeros((3, 8))), single(np.zeros((8, 16)))),  # no whole vectors
        (fit, single(np.zeros((17, 16)))),  # more is read than there is
        (fit[0], single(np.zeros((16, 16)))),
        (single(np.zeros((3, 528))), single(np.zeros((16, 16)))),  # wider than any
    ):
        with pytest.raises(ValueError, match="layer"):
            ask(weights, behind)
    with pytest.raises(ValueError, match="layer"):
        ask(fit, single(np.zeros((16, 16))), single(np.zeros((2, 15))))


def test_layers_are_padded_and_aligned() -> None:
    layer = aligned(padded(np.arange(34.0).reshape(2, 17)))
    assert layer.shape == (2, 32)
    assert layer.ctypes.data % 64 == 0
    assert layer[:, :17].tolist() == np.arange(34.0).reshape(2, 17).tolist()
    assert not layer[:, 17:].any()
