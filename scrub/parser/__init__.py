"""Page -> Document: one lexbor parse, one walk; plain text as a document of lines.

The only package that imports selectolax.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from scrub.encoding import decode, is_utf8
from scrub.errors import InputError
from scrub.options import Options
from scrub.parser.gathered import Gathered, gather
from scrub.parser.hiding import hidden_elements, sheets_of
from scrub.parser.metadata import read_metadata
from scrub.parser.nesting import check_nesting
from scrub.parser.reach import may_hide
from scrub.parser.rows import ANCHOR_WIDTH, BLOCK_WIDTH, ELEMENT_WIDTH, MARK_WIDTH, Numbers, Rows
from scrub.parser.sheet_texts import may_change
from scrub.parser.tags import END_OF_BODY
from scrub.parser.text import parse_text
from scrub.parser.walk import walk
from scrub.shape import Shape
from scrub.values import Document, Metadata, Page

__all__ = ["MAX_BYTES", "Planted", "Tree", "parse", "parse_closer", "parse_markup", "parse_text"]

Tree = LexborHTMLParser


class Planted(NamedTuple):
    """A page's tree, what was gathered from it, whether its end of the body is marked, and what it hides.

    hidden: as `hidden_elements` has it.
    """

    tree: Tree
    elements: Gathered
    marked: bool
    hidden: dict[int, int]


Keep = Callable[[Planted], None]

# A page over this is no article; lexbor needs about 15 times the bytes in memory.
MAX_BYTES = 64 * 1024 * 1024
_MARK = f"<{END_OF_BODY}></{END_OF_BODY}>".encode()


def parse(
    page: Page, options: Options | None = None, *, rules: bool = True, keep: Keep | None = None
) -> Document:
    """Parse a page: HTML, or plain text where its content type says so.

    Without `rules` style sheets are not looked at: what they hide does not count as hidden. keep takes
    the tree of a page that is HTML, for whoever looks at it again.
    Raises InputError for a page over MAX_BYTES or nested too deep, OptionError for an unknown encoding.
    """
    options = options or Options()
    if page.content_type is not None and page.content_type.startswith("text/plain"):
        _check_size(page.body)
        text, _ = decode(page.body, given=options.encoding, content_type=page.content_type)
        return parse_text(text, page.url)
    return parse_markup(page.body, page.url, options.encoding, page.content_type, rules=rules, keep=keep)


def parse_markup(
    markup: bytes | str,
    url: str | None,
    encoding: str | None = None,
    content_type: str | None = None,
    *,
    rules: bool = True,
    keep: Keep | None = None,
) -> Document:
    """Parse HTML. A str is taken as it is; bytes are decoded first. Raises as `parse`."""
    _check_size(markup)
    body = _utf8(markup, encoding, content_type)
    check_nesting(body)
    planted = _planted(body, rules)
    if keep is not None:
        keep(planted)
    tree, elements, marked, hidden = planted
    return _document(walk(tree, hidden, marked), url, read_metadata(tree, url, elements))


def parse_closer(
    first: Document,
    markup: bytes | str,
    encoding: str | None = None,
    content_type: str | None = None,
    kept: Planted | None = None,
    asked: Sequence[int] = (),
) -> Document | None:
    """The document that was parsed without rules, now with them; None where these hide nothing more.

    markup, encoding and content_type are those that `first` was parsed from; kept is what was kept then.
    asked: numbers of the only blocks that it matters of whether they are hidden, where there are such.
    """
    if kept is None:
        body = _utf8(markup, encoding, content_type)
        if not may_change(first, body):
            return None
        kept = _planted(body, rules=False)
    tree, elements, marked, before = kept
    if not elements.sheets or (asked and not may_hide(tree, first, asked, sheets_of(tree))):
        return None
    hidden = hidden_elements(tree, gathered=elements)
    if hidden == before:
        return None
    return _document(walk(tree, hidden, marked), first.url, first.metadata)


def _planted(body: bytes, rules: bool) -> Planted:
    marked = _mark_end_of_body(body)
    tree = LexborHTMLParser(marked)
    elements = gather(tree)
    return Planted(tree, elements, marked is not body, hidden_elements(tree, rules=rules, gathered=elements))


def _check_size(body: bytes | str) -> None:
    if len(body) > MAX_BYTES:
        raise InputError(f"{len(body):,} bytes are too large for a page (limit {MAX_BYTES:,})")


def _utf8(markup: bytes | str, encoding: str | None, content_type: str | None) -> bytes:
    if isinstance(markup, str):
        return markup.encode("utf-8", "replace")
    if encoding is None and is_utf8(markup, content_type):
        return markup
    text, _ = decode(markup, given=encoding, content_type=content_type)
    return text.encode("utf-8", "replace")


def _mark_end_of_body(body: bytes) -> bytes:
    """Put a mark before </body> where something follows it: lexbor moves that into the body."""
    at = body.rfind(b"</body")
    if at < 0:
        at = body.rfind(b"</BODY")
    if at < 0 or b"<a" not in body[at:].lower():
        return body
    return body[:at] + _MARK + body[at:]


def _document(rows: Rows, url: str | None, metadata: Metadata) -> Document:
    """Rows to columns."""
    block = _columns(rows.blocks, BLOCK_WIDTH)
    element = _columns(rows.elements, ELEMENT_WIDTH)
    anchor = _columns(rows.anchors, ANCHOR_WIDTH)
    marks = _columns(rows.marks, MARK_WIDTH).T
    element_tag = element[0].astype(np.uint8)
    return Document(
        url=url,
        metadata=metadata,
        text=rows.text,
        markup=True,
        start=block[0],
        end=block[1],
        tag=element_tag[block[2]],
        element=block[2],
        joint=block[3].astype(np.uint8),
        hidden=block[4].astype(np.uint32),
        after_body=block[5].astype(np.bool_),
        element_tag=element_tag,
        element_parent=element[1],
        element_first=element[2],
        element_last=element[3],
        element_depth=element[4],
        element_nth=element[5],
        element_hidden=element[6].astype(np.uint32),
        element_label=tuple(rows.labels),
        anchor_start=anchor[0],
        anchor_end=anchor[1],
        anchor_block=anchor[2],
        anchor_rel=_flat(rows.rels).astype(np.uint16),
        anchor_hidden=_flat(rows.link_hidden).astype(np.uint32),
        anchor_href=tuple(rows.hrefs),
        shape=Shape(marks, tuple(rows.pictures), tuple(rows.ids), rows.shapes),
    )


def _columns(rows: Numbers, width: int) -> NDArray[np.int32]:
    """(width, rows): numbers that stand row by row, as columns."""
    return _flat(rows).reshape(-1, width).T.copy()


def _flat(rows: Numbers) -> NDArray[np.int32]:
    """All numbers, one behind another; they may not be written to."""
    return np.frombuffer(rows, dtype=np.int32) if rows else np.zeros(0, dtype=np.int32)
