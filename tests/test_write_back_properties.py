"""For every kind of file and whatever stands in it: cut then undone is as it was, and only the cut is gone."""

from __future__ import annotations

import base64
import csv
import io
import json
import quopri
import unicodedata
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.batch.pieces import Piece, less_pieces, with_pieces, without
from scrub.batch.rewriting import pieces_in_file
from scrub.errors import InputError
from scrub.inputs import Reading
from scrub.inputs.formats import FORMATS
from scrub.inputs.stream import Stream
from scrub.values import Page

HOSTILE = [
    "]]>",
    "<![CDATA[",
    "]]",
    "&amp;",
    "&#0;",
    "';",
    "'),(1,'",
    '"',
    '""',
    "\\",
    "\\'",
    "''",
    "\r\n",
    "\n",
]
HOSTILE += [
    "\0",
    "\ufeff",
    "\x08",
    "=\r\n",
    "=3D",
    "=",
    ",",
    "\n--B",
    "--B--",
    "é",
    "橋",
    "🂡",
    "</item>",
    "<item>",
]
HOSTILE += [
    "</text>",
    "</content:encoded>",
    "<wp:comment>",
    "\nINSERT INTO wp_posts VALUES (1,'x');",
    "spam",
    " ",
]
TEXTS = st.lists(
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=9
)
PAGES = st.lists(TEXTS.map("".join), min_size=1, max_size=4)


def jsonl(pages: list[str]) -> bytes:
    rows = ({"id": k, "html": page, "x": ["\\", page]} for k, page in enumerate(pages))
    return "\r\n\n".join(json.dumps(row, ensure_ascii=row["id"] == 1) for row in rows).encode()


def table(pages: list[str]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(["id", "html", "note"])
    writer.writerows((k, page, page[::-1]) for k, page in enumerate(pages))
    return written.getvalue().encode()


def cdata(page: str) -> str:
    return f"<![CDATA[{page.replace(']]>', ']]]]><![CDATA[>')}]]>"


def wxr(pages: list[str]) -> bytes:
    """Every other one escaped, and a comment behind each."""
    items = [
        f"<item><content:encoded>{cdata(page) if k % 2 else escape(page)}</content:encoded>\n"
        f"<wp:comment><wp:comment_content>{escape(page) if k % 2 else cdata(page)}</wp:comment_content></wp:comment></item>"
        for k, page in enumerate(pages)
    ]
    return ('<rss xmlns:wp="http://wordpress.org/export/1.2/">' + "\n".join(items) + "</rss>").encode()


def mediawiki(pages: list[str]) -> bytes:
    texts = (
        f'<revision><id>1</id><text xml:space="preserve">{escape(page)}</text></revision>' for page in pages
    )
    return ("<mediawiki><page><title>x</title>" + "".join(texts) + "</page></mediawiki>").encode()


def quoted(text: str, quote: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (quote, quote * 2), ("\n", "\\n"), ("\r", "\\r"), ("\0", "\\0")):
        text = text.replace(plain, escaped)
    return quote + text + quote


def sql(pages: list[str]) -> bytes:
    """Quotes of both kinds, and a serialized option and post metadata for every page."""
    rows = ",\n".join(
        f"({k},{quoted(page, chr(39) if k % 2 else chr(34))},NULL)" for k, page in enumerate(pages)
    )
    options, meta = [], []
    for k, page in enumerate(pages):
        text = f"<b>{page}"
        value = f'a:1:{{i:0;s:{len(text.encode())}:"{text}";}}'
        options.append(f"({k},'widget_text',{quoted(value, chr(39))},'yes')")
        meta.append(f"({k},{k},'box',{quoted(value, chr(34))})")
    return f"INSERT INTO `wp_posts` (`ID`,`post_content`,`x`) VALUES {rows};\nINSERT INTO `wp_options` VALUES {','.join(options)};\nINSERT INTO `wp_postmeta` VALUES {','.join(meta)};\n".encode()


def mhtml(pages: list[str]) -> bytes:
    """Each part in another coding."""
    codings: list[tuple[str, Callable[[bytes], bytes]]] = [
        ("quoted-printable", quopri.encodestring), ("base64", base64.encodebytes), ("8bit", bytes)
    ]  # fmt: skip
    parts = []
    for k, page in enumerate(pages):
        name, encode = codings[k % 3]
        head = f"--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {name}\r\n\r\n"
        parts.append(head.encode() + encode(f"<p>{page}".encode()) + b"\r\n")
    header = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    return header + b"".join(parts) + b"--B--\r\n"


WRITERS = {writer.__name__: writer for writer in (jsonl, wxr, mediawiki, sql, mhtml)} | {"csv": table}


def pages_in(kind: str, body: bytes) -> list[Page]:
    return [
        one for one in FORMATS[kind].read(Stream(io.BytesIO(body)), "x", Reading()) if isinstance(one, Page)
    ]


def drawn_cuts(pick: Any, page: Page) -> list[Piece]:
    """Cuts anywhere between characters, as those of a cleaner are, and all of the word."""
    text = page.body.decode("utf-8", "surrogateescape")
    edges = sorted(pick.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    offsets = [len(text[:edge].encode("utf-8", "surrogateescape")) for edge in edges]
    return [
        Piece(a, page.body[a:b], b"", (k,))
        for k, (a, b) in enumerate(zip(offsets[::2], offsets[1::2], strict=False))
    ]


def is_ordinary(kind: str, page: bytes) -> bool:
    """Whether every reader takes it for a page: no empty one, no binary, an option with markup."""
    text = page.decode("utf-8", "replace")
    if any(unicodedata.category(c) == "Cc" for c in text) or not page.strip():
        return False
    return kind != "sql" or "<b>" in text


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=60, deadline=None)
@given(PAGES, st.data())
def test_cut_then_undone_is_as_it_was(kind: str, pages: list[str], pick: Any) -> None:
    body = WRITERS[kind](pages)
    pieces: list[Piece] = []
    expected = []
    for page in pages_in(kind, body):
        assert page.place is not None
        raw = body[page.place.at : page.place.at + page.place.size]
        cuts = drawn_cuts(pick, page)
        found = pieces_in_file(raw, page.place, page.body, cuts)
        gone = {number for piece in found for number in piece.removals}
        expected.append(without(page.body, [cut for cut in cuts if cut.removals[0] in gone]))
        pieces += [piece._replace(at=piece.at + page.place.at) for piece in found]
    cut = b"".join(less_pieces(io.BytesIO(body), pieces, "x"))
    assert b"".join(with_pieces(io.BytesIO(cut), pieces)) == body
    again = [page.body for page in pages_in(kind, cut)]
    in_order = iter(expected)
    assert all(page in in_order for page in again)
    assert all(page in again for page in expected if is_ordinary(kind, page))


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 600), st.binary(max_size=9), st.integers(0, 9))
def test_no_damage_makes_a_place_that_is_not_that_of_its_page(
    kind: str, at: int, garbage: bytes, gone: int
) -> None:
    """Whatever is written over a file: it is refused in words, or every place is where its page is written."""
    body = WRITERS[kind](["The <b>bridge</b> 'opened'", "on Monday, & spam", "<p>in the end"])
    body = body[:at] + garbage + body[at + gone :]
    try:
        found_pages = list(pages_in(kind, body)) if FORMATS[kind].matches(body) else []
    except InputError:
        return
    for page in found_pages:
        assert page.place is not None
        raw = body[page.place.at : page.place.at + page.place.size]
        cut = Piece(0, page.body, b"", (0,))
        found = pieces_in_file(raw, page.place, page.body, [cut])
        assert b"".join(with_pieces(io.BytesIO(without(raw, found)), found)) == raw
