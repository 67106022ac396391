"""Packed bodies, honest, damaged and explosive, over a real connection."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from typing import Any

import pytest
from fetched import fetch_all, quick
from test_fetch_servers import MIB, body_of, why
from web import HTML, Web, answer, page, serving

from scrub.fetcher.unpacking import accept_encoding


def packed(body: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.compress(body, 9)
    if coding == "deflate":
        return zlib.compress(body, 9)
    if coding == "raw deflate":
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(body) + packer.flush()
    library: Any = pytest.importorskip({"br": "brotli", "zstd": "zstandard"}[coding])
    return bytes(library.compress(body, quality=3) if coding == "br" else library.compress(body))


CODINGS = ["gzip", "deflate", "raw deflate", "br", "zstd"]


@pytest.mark.parametrize("coding", CODINGS)
def test_packed_bodies_are_unpacked(coding: str) -> None:
    name = coding.removeprefix("raw ")
    assert name in accept_encoding()
    assert body_of(answer(packed(page(1, 9000), coding), f"Content-Encoding: {name}")) == page(1, 9000)


@pytest.mark.parametrize("coding", CODINGS)
def test_bombs_go_off_in_a_few_megabytes(coding: str) -> None:
    said = answer(
        packed(b"<p>" + b"\n" * (200 * MIB), coding), f"Content-Encoding: {coding.removeprefix('raw ')}"
    )
    tracemalloc.start()
    try:
        assert why(said).startswith("over a limit: a bomb: unpacks to more than 200 times its size")
        assert tracemalloc.get_traced_memory()[1] < 100 * MIB
    finally:
        tracemalloc.stop()


def test_a_bomb_inside_a_bomb_goes_off_too() -> None:
    twice = gzip.compress(gzip.compress(b"\n" * (100 * MIB), 9), 9)
    assert why(answer(twice, "Content-Encoding: gzip, gzip")).startswith("over a limit: a bomb")
    assert why(answer(HTML, "Content-Encoding: gzip, gzip, br, gzip")) == "broken answer: packed 4 times over"


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize(
    "harm", [lambda b: b[:-9], lambda b: b"no " + b, lambda b: b[:20] + bytes(9) + b[29:]]
)
def test_damaged_packing_is_said_to_be(coding: str, harm: Any) -> None:
    said = answer(harm(packed(page(1, 9000), coding)), f"Content-Encoding: {coding.removeprefix('raw ')}")
    with serving(Web({"/": said})) as web:
        pages, gone = fetch_all([web.url()], quick())
    if pages:  # what is left of a stream may be one
        assert coding in ("zstd", "raw deflate")
    else:
        assert gone[0].outcome in ("broken answer", "not a page")


def test_packing_that_nobody_knows_is_said_to_be() -> None:
    assert (
        why(answer(HTML, "Content-Encoding: klingon"))
        == "broken answer: packed as 'klingon', which cannot be unpacked here"
    )
