"""A cut in a page is the same cut in its file, however the file writes the page, or it is not made."""

from __future__ import annotations

import base64
import csv as writer
import io
import json
import quopri
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scrub.inputs import csv, php
from scrub.inputs.coded import Edit, body_of, edited
from scrub.inputs.codings import CODINGS, located
from scrub.inputs.mime_text import base64 as base64_coded
from scrub.inputs.sql_text import coded as sql_coded

HOSTILE = ["]]>", "<![CDATA[", "]]", ">", "&amp;", "&", ";", "'", '"', "\\", "\\'", "''", "\r\n", "\n", "\0"]
HOSTILE += [
    "\ufeff",
    "\x1a",
    "=\r\n",
    "=3D",
    "=",
    ",",
    "--B",
    "é",
    "橋",
    "🂡",
    's:3:"x";',
    "</text>",
    "\ud83d",
    " ",
]
PAGES = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=12).map(
    lambda parts: "".join(parts).encode("utf-8", "replace")
)


def in_json(page: bytes) -> tuple[bytes, str]:
    fields = {"text": "other", "x": [{"html": "no"}], "html": page.decode(), "z": 1.5}
    return json.dumps(fields, ensure_ascii=len(page) % 2 == 0).encode(
        "utf-8", "surrogatepass"
    ) + b"\r\n", "html"


def in_csv(page: bytes) -> tuple[bytes, str]:
    written = io.StringIO(newline="")
    writer.writer(written).writerow(["a", 'b "x",\n', page.decode(), "z"])
    return written.getvalue().encode(), ",2"


def in_xml(page: bytes) -> tuple[bytes, str]:
    return escape(page.decode()).replace("\0", "&#1;").encode(), "utf-8"


def in_cdata(page: bytes) -> tuple[bytes, str]:
    return b"\n<![CDATA[" + page.replace(b"]]>", b"]]]]><![CDATA[>") + b"]]> ", "utf-8"


def in_sql(page: bytes) -> tuple[bytes, str]:
    """As mysqldump escapes."""
    for plain, escaped in (
        (b"\\\\", (b"\\\\")),
        (b"'", b"\\'"),
        (b'"', b'\\"'),
        (b"\n", b"\\n"),
        (b"\0", b"\\0"),
    ):
        page = page.replace(plain[:1], escaped)
    return page, "'"


def in_doubled_sql(page: bytes) -> tuple[bytes, str]:
    return page.replace(b"\\", b"\\\\").replace(b'"', b'""'), '"'


def in_php(page: bytes) -> tuple[bytes, str]:
    return in_sql(b's:%d:"%s"' % (len(page), page))


def in_hex(page: bytes) -> tuple[bytes, str]:
    return page.hex().encode(), ""


def in_quoted_printable(page: bytes) -> tuple[bytes, str]:
    return quopri.encodestring(page), "B"


def in_base64(page: bytes) -> tuple[bytes, str]:
    return base64.encodebytes(page).replace(b"\n", b"\r\n"), "B"


def as_it_is(page: bytes) -> tuple[bytes, str]:
    return page, "B"


WRITERS: dict[Callable[[bytes], tuple[bytes, str]], str] = {
    in_json: "json", in_csv: "csv", in_xml: "xml", in_cdata: "xml", in_sql: "sql", in_doubled_sql: "sql",
    in_php: "php", in_hex: "hex", in_quoted_printable: "quoted-printable", in_base64: "base64",
    as_it_is: "identity",
}  # fmt: skip


def restored(raw: bytes, edits: list[Edit]) -> bytes:
    """The edits taken back, from what a manifest keeps of them."""
    at = moved = 0
    pieces = []
    cut = edited(raw, edits)
    for edit in edits:
        here = edit.start - moved
        assert cut[here : here + len(edit.put)] == edit.put
        pieces += [cut[at:here], raw[edit.start : edit.end]]
        at = here + len(edit.put)
        moved += edit.end - edit.start - len(edit.put)
    return b"".join([*pieces, cut[at:]])


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@settings(max_examples=60, deadline=None)
@given(PAGES, st.data())
def test_a_cut_in_the_page_is_the_same_cut_in_the_file(
    write: Callable[[bytes], tuple[bytes, str]], page: bytes, pick: Any
) -> None:
    raw, name = write(page)
    coding = WRITERS[write]
    try:
        read = body_of(raw, CODINGS[coding].coded(raw, name).runs)
    except ValueError:
        assume(False)
    edges = sorted(pick.draw(st.sets(st.integers(0, len(read)), max_size=6)))
    ranges = list(zip(edges[::2], edges[1::2], strict=False))
    assume(ranges)
    edits = located(raw, coding, name, read, ranges)
    if edits is None:
        return
    cut = edited(raw, edits)
    left = edited(read, [Edit(a, b, b"", ()) for a, b in ranges])
    assert body_of(cut, CODINGS[coding].coded(cut, name).runs) == left
    assert restored(raw, edits) == raw
    if coding not in ("base64", "php"):
        assert all(not edit.put for edit in edits)


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), st.data())
def test_whole_characters_of_an_honest_page_are_always_located(
    write: Callable[[bytes], tuple[bytes, str]], text: str, pick: Any
) -> None:
    """What is reported as not located is the exception: no ordinary cut ends there."""
    assume(not {"]", "<", "-", "="} & set(text) and text.strip() == text)
    raw, name = write(text.encode())
    a = pick.draw(st.integers(0, len(text) - 1))
    b = pick.draw(st.integers(a + 1, len(text)))
    where = (len(text[:a].encode()), len(text[:b].encode()))
    assume(write is not in_cdata or text[:a] + text[b:])
    assert located(raw, WRITERS[write], name, text.encode(), [where]) is not None


@pytest.mark.parametrize(
    ("coding", "raw", "name", "page", "cut", "expected"),
    [
        ("xml", b"<![CDATA[a spam b]]>", "utf-8", b"a spam b", b" spam", b"<![CDATA[a b]]>"),
        ("xml", b"a &lt;spam&gt; b", "utf-8", b"a <spam> b", b"<spam>", b"a  b"),
        ("xml", b"<![CDATA[a spa]]>\n<![CDATA[m b]]>", "utf-8", b"a spam b", b"spam ", b"<![CDATA[a b]]>"),
        ("xml", b"<![CDATA[spam]]>", "utf-8", b"spam", b"spam", b"<![CDATA[]]>"),
        ("xml", b"<![CDATA[a]spam]>b]]>", "utf-8", b"a]spam]>b", b"spam", None),
        ("csv", b'a,"x ""spam"" y",b\r\n', ",1", b'x "spam" y', b'"spam" ', b'a,"x y",b\r\n'),
        ("csv", b'a,spam"quoted,b\n', ",1", b'spam"quoted', b"spam", None),
        ("sql", rb"it\'s spam\n now", "'", b"it's spam\n now", b" spam\n", rb"it\'s now"),
        ("php", rb"s:13:\"the spam here\"", "'", b"the spam here", b" spam", rb"s:8:\"the here\""),
        ("php", rb"s:99:\"the spam here\"", "'", b"the spam here", b" spam", None),
        ("quoted-printable", b"a =3D spa=\r\nm b=\r\nc", "B", b"a = spam bc", b"spam", b"a =3D  b=\r\nc"),
        ("identity", b"\nspam--B", "B", b"\nspam--B", b"spam", None),
        ("base64", b"YSBz\r\ncGFt\r\nIGI=\r\n", "B", b"a spam b", b"spam", b"YSAg\r\nYg==\r\n"),
        ("json", b'{"text":"\\ud83dspam\\udca1"}', "text", b"?spam?", b"spam", None),
    ],
)  # fmt: skip
def test_cuts_that_are_known(
    coding: str, raw: bytes, name: str, page: bytes, cut: bytes, expected: bytes | None
) -> None:
    start = page.index(cut)
    edits = located(raw, coding, name, page, [(start, start + len(cut))])
    assert (None if edits is None else edited(raw, edits)) == expected


def test_a_page_that_is_not_the_one_that_was_read_is_not_cut() -> None:
    assert located(b"a spam b", "identity", "", b"another page", [(2, 6)]) is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda value: st.dictionaries(st.integers(0, 99) | st.text(max_size=3), value, max_size=4),
    max_leaves=12,
)


def serialized(value: Any) -> bytes:
    """As PHP does."""
    if isinstance(value, dict):
        inner = b"".join(serialized(key) + serialized(one) for key, one in value.items())
        return b"a:%d:{%s}" % (len(value), inner)
    if isinstance(value, str):
        return b's:%d:"%s";' % (len(value.encode()), value.encode())
    return b"N;" if value is None else b"b:%d;" % value if isinstance(value, bool) else b"i:%d;" % value


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    return [value] if isinstance(value, str) else []


@given(VALUES)
def test_every_string_of_a_serialized_value_is_found(value: Any) -> None:
    raw = serialized(value)
    assert [raw[one.start : one.end].decode() for one in php.texts(raw)] == strings(value)


@pytest.mark.parametrize(
    "damaged",
    [b"", b"a:1:{i:0;}", b"a:2:{i:0;i:1;}", b's:5:"four";', b"i:1;i:2;", b"a:1:{a:0:{}i:1;}", b"a:99999999:{",
     b'C:1:"X":0:{}', b"a:1:{" * 300, b's:9999999999:"";', b'O:3:"Foo":1:{s:1:"a";i:1;'],
)  # fmt: skip
def test_a_serialized_value_that_is_damaged_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"PHP|length|value"):
        php.texts(damaged)


def test_csv_cells_end_where_other_readers_end_them() -> None:
    lines = ['a,"b ""c"", d",e', '"x"y,z', "5\" pipe,6' pipe", '"",', '"a\nb",c']
    for line in lines:
        cells = csv._cells(line.encode(), b",")
        assert [body_of(line.encode(), cell).decode() for cell in cells] == next(
            writer.reader(io.StringIO(line))
        )


def test_what_is_no_string_is_refused() -> None:
    for raw in (b"a'b", b"a\\"):
        with pytest.raises(ValueError, match="quote"):
            sql_coded(raw, "'")
    with pytest.raises(ValueError, match="Base64"):
        base64_coded(b"no base64 at all!", "")


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_pages_of_many_stretches_are_cut_anywhere(write: Callable[[bytes], tuple[bytes, str]]) -> None:
    """Long pages are kept in stretches that are divided only where a cut ends: inside, between, across."""
    page = "".join(f"'é\" & <b>{k}\n" for k in range(4000)).encode()
    raw, name = write(page)
    ranges = [(3, 9), (20, 21_000), (21_000, 21_004), (40_001, 40_012), (len(page) - 5, len(page))]
    while any(page[edge : edge + 1] and page[edge] & 0xC0 == 0x80 for one in ranges for edge in one):
        ranges = [
            tuple(edge + (page[edge : edge + 1] != b"" and page[edge] & 0xC0 == 0x80) for edge in one)  # type: ignore[misc]
            for one in ranges
        ]
    edits = located(raw, WRITERS[write], name, page, ranges)
    assert edits is not None
    left = edited(page, [Edit(a, b, b"", ()) for a, b in ranges])
    cut = edited(raw, edits)
    assert body_of(cut, CODINGS[WRITERS[write]].coded(cut, name).runs) == left
    assert restored(raw, edits) == raw
