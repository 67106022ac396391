"""Characters as bytes: exact in every encoding, also where the bytes are broken, or said not to be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.cleaner.byte_ranges import ranges_in_bytes
from scrub.encoding import decode

CODECS = ["utf-8", "windows-1251", "windows-1252", "koi8-r", "gb18030", "big5hkscs", "cp932", "euc-jp", "cp949",
          "iso2022-jp", "hz", "utf-16-le", "iso8859-8"]  # fmt: skip
LETTERS = st.text(st.sampled_from("ab <>&é橋木мост月曜日に~~{}\\ァ\U0001f0a1\r\n"), max_size=30)


def without(body: bytes, ranges: tuple[tuple[int, int], ...]) -> bytes:
    for start, end in reversed(ranges):
        body = body[:start] + body[end:]
    return body


@pytest.mark.parametrize("codec", CODECS)
@settings(max_examples=60, deadline=None)
@given(LETTERS, st.binary(max_size=6), st.integers(0, 40), st.data())
def test_the_bytes_that_go_are_the_characters_that_go(
    codec: str, text: str, garbage: bytes, at: int, pick: Any
) -> None:
    body = text.encode(codec, "ignore")
    body = body[:at] + garbage + body[at:]
    source = body.decode(codec, "replace")
    edges = sorted(pick.draw(st.sets(st.integers(0, len(source)), max_size=4)))
    ranges = list(zip(edges[::2], edges[1::2], strict=False))
    found = ranges_in_bytes(body, source, codec, ranges)
    if found is None:
        return
    left = source
    for start, end in reversed(ranges):
        left = left[:start] + left[end:]
    assert without(body, found).decode(codec, "replace").removeprefix("\ufeff") == left.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("body", "codec", "cut", "expected"),
    [
        (b"caf\xe9 \xff casino, end", "utf-8", "casino", b"caf\xe9 \xff , end"),
        (b"\xff\xffcasino\xe2\x82", "utf-8", "casino", b"\xff\xff\xe2\x82"),
        (b"a\xe2casino", "utf-8", "casino", b"a\xe2"),
        (b"\xef\xbb\xbfa \xff casino", "utf-8", " casino", b"\xef\xbb\xbfa \xff"),
        ("橋 casino 木".encode("iso2022-jp"), "iso2022-jp", "casino ", "橋 木".encode("iso2022-jp")),
        ("橋casino木".encode("iso2022-jp"), "iso2022-jp", "木", "橋casino".encode("iso2022-jp")),
        ("橋木casino".encode("iso2022-jp"), "iso2022-jp", "木", "橋casino".encode("iso2022-jp")),
        ("a月b木".encode("hz"), "hz", "b", "a月木".encode("hz")),
        (b"\x81\x81\x87\x90 casino", "cp932", " casino", b"\x81\x81\x87\x90"),  # comes back as other bytes
        (b"\xff\xfea\0 \0c\0", "utf-16-le", " c", b"\xff\xfea\0"),
    ],
)
def test_edges_in_hard_places(body: bytes, codec: str, cut: str, expected: bytes) -> None:
    source = decode(body, given=codec.replace("16-", "16"))[0]
    start = source.index(cut)
    found = ranges_in_bytes(body, source, codec, [(start, start + len(cut))])
    assert found is not None
    left = without(body, found)
    assert left.decode(codec, "replace") == expected.decode(codec, "replace")
    assert len(left) <= len(body) - len(cut)


def test_broken_bytes_far_from_the_edges_cost_nothing() -> None:
    body = b"\xff\xc3(" + b"bridge " * 2000 + b"\xe9" + b"casino" + b" end" * 3000
    source = decode(body, given="utf-8")[0]
    start = source.index("casino")
    found = ranges_in_bytes(body, source, "utf-8", [(start, start + 6)])
    assert found is not None and without(body, found) == body.replace(b"casino", b"")
