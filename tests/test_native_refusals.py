"""Whoever calls a compiled loop, it reads and writes nothing but its arrays: what does not fit is refused.

Every loop is watched while pages are cleaned, and called again with what it was handed, damaged in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from both_ways import NATIVE, SAMPLES, Recorder, in_place_of_compiled, needs_native

import scrub
from scrub.native import compiled

pytestmark = needs_native

# They take no arrays: see test_native_walk.py, test_native_nodes.py and test_native_metadata.py.
PLAIN = {
    "above", "attribute", "bind", "deep_text", "head_links", "holding", "letters", "named_elements", "path", "pick",
    "short_text", "texts_behind", "tidy", "walk",
}  # fmt: skip
PLAIN |= {"suspicious_blocks", "blocks_with"}  # no sample has a sheet that large: see test_native_sheets.py
KERNELS = sorted(
    name
    for name in dir(compiled)
    if callable(getattr(compiled, name)) and name[0] != "_" and name not in PLAIN
)
# Arrays that may be one item shorter: tables, texts and lists that others lead into, or that stand alone.
ANY_LENGTH = {
    "block_rows": {13, 20}, "block_scores": {0}, "blocks_at": {0}, "count_tags": {0}, "familiar": {0}, "find_codes": {1},
    "heading_columns": {3, 4}, "host_scores": {1}, "is_valid_utf8": {0}, "language_evidence": {0},
    "letter_rows": {4}, "link_evidence": {0}, "link_repeats": {4}, "link_signals": {16}, "mixed_words": {0},
    "stretch_rows": {0}, "sum_ngrams": {0}, "weigh_before": {1}, "weigh_both": {1}, "word_codes": {0}, "word_edges": {0},
    "word_repeats": {4}, "word_spans": {0},
}  # fmt: skip
# Whole numbers that are no indices, so that any of them will do: pages that are only compared, lengths, labels, steps.
NO_INDEX = {
    "adorned": {9, 10, 11}, "alike": {0}, "alike_columns": {1}, "belonging": {3, 4, 7}, "best_set": {0},
    "block_counts": {3, 4}, "block_kinds": {0, 3, 5, 8}, "block_rows": {19, 20}, "block_words": {2},
    "blocks_at": {0}, "containers": {1, 2, 5, 7, 8}, "context_columns": {12, 13}, "cut_blocks": {0, 1, 2, 5},
    "familiar": {3}, "find_outlinks": {0, 1, 2}, "foreign_scripts": {1}, "heading_columns": {6, 11},
    "letter_rows": {2, 3}, "link_marks": {5, 6, 7}, "link_repeats": {1, 2, 5, 6}, "link_signals": {5, 8, 9},
    "main_blocks": {1, 2, 5}, "network": {3}, "outlink_counts": {1}, "plain_signals": {4, 9, 10},
    "positions": {0, 2}, "prune_runs": {0, 1}, "title_columns": {3}, "unfamiliar": {2}, "word_repeats": {2}, "word_spans": {0, 1, 2},
}  # fmt: skip
Call = tuple[Any, ...]


@pytest.fixture(scope="module")
def calls() -> dict[str, Call]:
    """What every loop is handed while the samples are cleaned."""
    recorder = Recorder()
    scrub.clean("<p>Everything is imported by now.</p>")
    scrub.clean_text("And this too.")
    with in_place_of_compiled(recorder):
        for path in SAMPLES:
            body = path.read_bytes()
            scrub.clean_text(body.decode()) if path.suffix == ".txt" else scrub.clean(body)
    return recorder.calls


def call(kernel: str, arguments: Call, **changed: Any) -> Any:
    """The loop with fresh copies of the arguments; k="..." replaces one of them."""
    fresh = [a.copy("K") if isinstance(a, np.ndarray) else a for a in arguments]
    for place, value in changed.items():
        fresh[int(place[1:])] = value
    with np.errstate(all="ignore"):
        return getattr(NATIVE, kernel)(*fresh)


def arrays(arguments: Call) -> Iterator[tuple[int, np.ndarray[Any, Any]]]:
    """Place and array of every argument that is one; bytes are."""
    for k, value in enumerate(arguments):
        if isinstance(value, np.ndarray | bytes | bytearray):
            yield k, value if isinstance(value, np.ndarray) else np.frombuffer(value, np.uint8)


def written(kernel: str, arguments: Call) -> set[int]:
    """The places of the arrays that are written to: they may not be read-only."""
    found = set()
    for k, array in arrays(arguments):
        frozen = array.copy("K")
        frozen.flags.writeable = False
        try:
            call(kernel, arguments, **{f"_{k}": frozen})
        except (ValueError, BufferError) as error:
            if "read-only" not in str(error):
                raise
            found.add(k)
    return found


def test_every_loop_was_watched(calls: dict[str, Call]) -> None:
    assert set(KERNELS) <= calls.keys()


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_fits_is_taken(kernel: str, calls: dict[str, Call]) -> None:
    call(kernel, calls[kernel])


@pytest.mark.parametrize("kernel", KERNELS)
def test_wrong_numbers_of_arguments_are_refused(kernel: str, calls: dict[str, Call]) -> None:
    for arguments in (calls[kernel][:-1], (*calls[kernel], np.zeros(1)), ()):
        with pytest.raises(TypeError):
            call(kernel, arguments)


@pytest.mark.parametrize("kernel", KERNELS)
def test_other_kinds_are_refused(kernel: str, calls: dict[str, Call]) -> None:
    """Also those whose items are as large."""
    alike = {
        "f4": "i4",
        "f8": "i8",
        "i1": "u1",
        "u1": "i1",
        "b1": "i1",
        "u2": "i2",
        "i2": "u2",
        "u4": "f4",
        "i4": "f4",
    }
    for k, value in enumerate(calls[kernel]):
        wrong: list[Any] = [None, 3, "text" if not isinstance(value, str) else b"text"]
        if isinstance(value, np.ndarray):
            wrong += [
                np.zeros(value.shape, kind) for kind in (alike.get(value.dtype.str[1:], "f8"), "c16", ">f8")
            ]
        for other in wrong:
            with pytest.raises((TypeError, BufferError)):
                call(kernel, calls[kernel], **{f"_{k}": other})


@pytest.mark.parametrize("kernel", KERNELS)
def test_shorter_arrays_are_refused(kernel: str, calls: dict[str, Call]) -> None:
    for k, array in arrays(calls[kernel]):
        flat = array.ravel("K")
        short = flat[:-1].copy()
        if k not in ANY_LENGTH.get(kernel, ()):
            with pytest.raises(ValueError, match=r"\w"):
                call(kernel, calls[kernel], **{f"_{k}": short})
        for other in (short, flat[:0].copy(), np.append(flat, flat)):
            with suppress(ValueError):  # nothing outside of it is read or written, at any rate
                call(kernel, calls[kernel], **{f"_{k}": other})


@pytest.mark.parametrize("kernel", KERNELS)
def test_arrays_that_are_strewn_are_refused(kernel: str, calls: dict[str, Call]) -> None:
    """With gaps between their items, or not where the machine looks for such items."""
    for k, array in arrays(calls[kernel]):
        flat = array.ravel("K")
        if len(flat) > 1:
            with pytest.raises((ValueError, BufferError)):
                call(kernel, calls[kernel], **{f"_{k}": np.repeat(flat, 2)[::2]})
        if array.dtype.itemsize > 1:
            room = np.zeros(flat.nbytes + 1, np.uint8)[1:]
            room[:] = flat.view(np.uint8)
            moved = memoryview(room.data).cast("B").cast(flat.dtype.char)
            with pytest.raises(ValueError, match="aligned"):
                call(kernel, calls[kernel], **{f"_{k}": moved})


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_is_written_lies_apart(kernel: str, calls: dict[str, Call]) -> None:
    """Nothing that was checked is changed behind the back of who checked it."""
    arguments = calls[kernel]
    for k in written(kernel, arguments):
        for j, array in arrays(arguments):
            if j != k and array.dtype == arguments[k].dtype and array.size >= arguments[k].size:
                other = array.copy("K")
                shared = {
                    f"_{j}": other,
                    f"_{k}": other.ravel("K")[: arguments[k].size].reshape(arguments[k].shape),
                }
                with pytest.raises(ValueError, match="lies in another"):
                    call(kernel, arguments, **shared)


@pytest.mark.parametrize("kernel", KERNELS)
def test_numbers_that_lead_nowhere_are_refused(kernel: str, calls: dict[str, Call]) -> None:
    changed = written(kernel, calls[kernel])
    for k, array in arrays(calls[kernel]):
        if k in changed or array.dtype not in (np.int32, np.int64):
            continue
        for wrong in (-1, 1 << 30, -(1 << 31)):
            damaged = array.copy("K")
            damaged.flat[-1] = wrong
            with (
                suppress(ValueError)
                if k in NO_INDEX.get(kernel, ())
                else pytest.raises(ValueError, match=r"\w")
            ):
                call(kernel, calls[kernel], **{f"_{k}": damaged})
